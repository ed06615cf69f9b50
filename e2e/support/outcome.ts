import type { RunResult } from "../../src/api.ts";
import type { App } from "./app.ts";
import { expect } from "./test.ts";

/** All that a run leaves but times and the engine's name: what two engines must agree in. */
interface Outcome extends Omit<RunResult, "timings" | "engine" | "error"> {
  /** What it is and where in the guest it was; each engine words it for itself. */
  readonly error: readonly unknown[];
  /** Every file that the run left, with a hash of its bytes. */
  readonly contents: readonly (readonly [string, string])[];
  /** The calls in order, a line each. */
  readonly trace: readonly string[];
}

/** Runs what is open with an engine. */
function outcome(app: App, engine: "native" | "jco"): Promise<Outcome> {
  return app.page.evaluate(async (name) => {
    const hash = async (bytes: Uint8Array): Promise<string> => {
      const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
      return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    };
    const result = await window.orrery.run({ engine: name });
    if (!("status" in result)) throw new Error(result.error.message);
    if (result.engine !== name) throw new Error(`It was run by ${result.engine}: ${result.engineReason}`);
    const kept = result.files.filter(({ change }) => change !== "deleted");
    const contents = await Promise.all(
      kept.map(async ({ path }): Promise<readonly [string, string]> => {
        const bytes = await window.orrery.file(path);
        return [path, bytes instanceof Uint8Array ? await hash(bytes) : bytes.error.message];
      }),
    );
    const entries = await window.orrery.trace({ count: 100_000 });
    if ("error" in entries) throw new Error(entries.error.message);
    const { timings: _, engine: __, error, ...rest } = result;
    const detail = Object(error?.detail) as Readonly<Record<string, unknown>>;
    return {
      ...rest,
      error: [error?.tag, detail["kind"], detail["stack"]],
      contents,
      trace: entries.map((entry) =>
        [entry.number, entry.within ?? "", entry.direction, entry.interface, entry.function, entry.arguments]
          .concat([entry.outcome, entry.result ?? "", entry.binding ?? ""])
          .join(" "),
      ),
    };
  }, engine);
}

/** Runs what is open with both engines; what they leave must be the same. Gives it. */
export async function agreed(app: App): Promise<Outcome> {
  const native = await outcome(app, "native");
  expect(native).toEqual(await outcome(app, "jco"));
  return native;
}
