import type { OrreryError } from "../result.ts";
import { guestStack } from "./stack.ts";
import { GuestStop } from "./stop.ts";

interface TrapKind {
  readonly kind: string;
  readonly pattern: RegExp;
  readonly words: string;
}

const traps: readonly TrapKind[] = [
  {
    kind: "unreachable",
    pattern: /unreachable/i,
    words: "the program reached an instruction that it declares unreachable (a panic, an abort or a failed assertion)",
  },
  {
    kind: "out-of-bounds",
    pattern: /out of bounds|index out of range/i,
    words: "the program reached outside its memory or table",
  },
  {
    kind: "stack-exhausted",
    pattern: /call stack|stack overflow|too much recursion/i,
    words: "the program used up the call stack (recursion without an end?)",
  },
  {
    kind: "division-by-zero",
    pattern: /divide|division by zero|remainder by zero/i,
    words: "the program divided by zero",
  },
  {
    kind: "integer-overflow",
    pattern: /integer overflow|unrepresentable/i,
    words: "a number did not fit its integer type",
  },
  {
    kind: "indirect-call",
    pattern: /null function|signature mismatch|indirect call|function signature/i,
    words: "the program called through a table entry that does not fit",
  },
];

/**
 * Puts whatever was thrown in a run into words. `detail.kind` tells traps apart, `detail.stack` has the guest's own frames,
 * innermost first.
 */
export function explain(error: unknown): OrreryError {
  if (error instanceof GuestStop) return withStack(error.failure, error);
  const text = error instanceof Error ? error.message : String(error);
  const trapped = error instanceof WebAssembly.RuntimeError || error instanceof RangeError || isWasmError(error);
  if (trapped) {
    if (isWorded(text)) {
      const message = `Running ended in a trap: ${text}${text.endsWith(".") ? "" : "."}`;
      return withStack({ tag: "trap", message, detail: { kind: "component-model", cause: text } }, error);
    }
    const known = traps.find(({ pattern }) => pattern.test(text));
    const message =
      known === undefined
        ? `Running ended in a trap: ${text}.`
        : `Running ended in a trap: ${known.words}. The browser says “${text}”.`;
    return withStack({ tag: "trap", message, detail: { kind: known?.kind ?? "other", cause: text } }, error);
  }
  if (error instanceof WebAssembly.LinkError) {
    return {
      tag: "link",
      message: `Starting failed: the component could not be linked with the host (${text}).`,
      detail: { cause: text },
    };
  }
  if (error instanceof Error && error.name === "SuspendError") {
    const message =
      "Running ended in a trap: the program waits for real time in a place where it cannot be suspended. Set what is real to mock, or choose jco as the engine.";
    return withStack({ tag: "trap", message, detail: { kind: "suspend", cause: text } }, error);
  }
  return withStack(
    {
      tag: "host",
      message: `Running ended in an error of the host: ${text}. The component may break a rule of the component model, or this build has a fault.`,
      detail: { kind: "host-error", cause: text },
    },
    error,
  );
}

/**
 * Whether the native engine worded a trap, for a rule of the component model that was broken: `path: reason`, or a sentence.
 * Browsers say a few words, without either, and jco puts the words of another runtime in their place.
 */
function isWorded(text: string): boolean {
  return !/^(WebAssembly\.|wasm trap: )/.test(text) && /: |\.$/.test(text);
}

function withStack(failure: OrreryError, error: unknown): OrreryError {
  const stack = guestStack(error);
  if (stack.length === 0) return failure;
  const detail = typeof failure.detail === "object" && failure.detail !== null ? failure.detail : {};
  return { ...failure, detail: { ...detail, stack } };
}

function isWasmError(error: unknown): boolean {
  return "Exception" in WebAssembly && error instanceof WebAssembly.Exception;
}
