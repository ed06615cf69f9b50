import type { OrreryError } from "../result.ts";
import { GuestStop } from "./stop.ts";

const traps: readonly (readonly [RegExp, string])[] = [
  [
    /unreachable/i,
    "the program reached an instruction that it declares unreachable (a panic, an abort or a failed assertion)",
  ],
  [/out of bounds|index out of range/i, "the program reached outside its memory or table"],
  [/call stack|stack overflow|too much recursion/i, "the program used up the call stack (recursion without an end?)"],
  [/divide|division by zero|remainder by zero/i, "the program divided by zero"],
  [/integer overflow|unrepresentable/i, "a number did not fit its integer type"],
  [
    /null function|signature mismatch|indirect call|function signature/i,
    "the program called through a table entry that does not fit",
  ],
];

/** Puts whatever was thrown in a run into words. */
export function explain(error: unknown): OrreryError {
  if (error instanceof GuestStop) return error.failure;
  const text = error instanceof Error ? error.message : String(error);
  const trapped = error instanceof WebAssembly.RuntimeError || error instanceof RangeError || isWasmError(error);
  const known = trapped ? traps.find(([pattern]) => pattern.test(text)) : undefined;
  if (known !== undefined) {
    return {
      tag: "trap",
      message: `Running ended in a trap: ${known[1]}. The browser says “${text}”.`,
      detail: { cause: text },
    };
  }
  if (trapped) return { tag: "trap", message: `Running ended in a trap: ${text}.`, detail: { cause: text } };
  if (error instanceof WebAssembly.LinkError) {
    return {
      tag: "link",
      message: `Starting failed: the component could not be linked with the host (${text}).`,
      detail: { cause: text },
    };
  }
  return {
    tag: "host",
    message: `Running ended in an error of the host: ${text}. The component may break a rule of the component model, or this build has a fault.`,
    detail: { cause: text },
  };
}

function isWasmError(error: unknown): boolean {
  return "Exception" in WebAssembly && error instanceof WebAssembly.Exception;
}
