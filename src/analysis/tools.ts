import { err, ok, type Result } from "../result.ts";

/** A tool's complaint about its input, as it worded it; or a trap inside the tool, which leaves it unusable. */
export type ToolFailure =
  | { readonly tag: "complaint"; readonly text: string }
  | { readonly tag: "crashed"; readonly text: string };

type Tools = typeof import("@bytecodealliance/jco-transpile/wasm-tools");

/**
 * Calls wasm-tools. A complaint carries a `payload` string (the component model's error value); whatever else is thrown is
 * a trap, and every later call on the same instance would fail too. They are loaded when they are first used: a component
 * is read without them.
 */
export async function useTools<T>(call: (tools: Tools) => Promise<T>): Promise<Result<T, ToolFailure>> {
  return guard(async () => call(await import("@bytecodealliance/jco-transpile/wasm-tools")));
}

/** The same for any tool made by jco. */
export async function guard<T>(call: () => Promise<T>): Promise<Result<T, ToolFailure>> {
  try {
    return ok(await call());
  } catch (error) {
    if (typeof error === "object" && error !== null && "payload" in error) {
      return err({
        tag: "complaint",
        text: typeof error.payload === "string" ? error.payload : JSON.stringify(error.payload),
      });
    }
    return err({ tag: "crashed", text: error instanceof Error ? error.message : String(error) });
  }
}
