import type { ValType } from "../../../component/index.ts";
import { trap } from "../model.ts";

/** How the `result` that a function ends in looks in JavaScript: its ok part is returned, its error thrown. */

/** What an exported function throws for the error of its result. */
export class ComponentError extends Error {
  override readonly name = "ComponentError";
  readonly payload: unknown;

  constructor(payload: unknown) {
    super(`The component returned an error: ${words(payload)}`);
    this.payload = payload;
  }
}

function words(payload: unknown): string {
  switch (typeof payload) {
    case "string":
      return payload;
    case "object":
      return payload !== null && "tag" in payload ? String(payload.tag) : "a value";
    default:
      return String(payload);
  }
}

export function endsInResult(type: ValType | undefined): boolean {
  return type?.kind === "result";
}

/** What a lifted `result` is to the host. Throws its error. */
export function unwrapped(lifted: unknown): unknown {
  // The codec of a result gives this.
  const { tag, val } = lifted as { readonly tag: "ok" | "err"; readonly val?: unknown };
  if (tag === "ok") return val;
  throw new ComponentError(val);
}

/** The `result` of a host function that returned. */
export function okResult(value: unknown): unknown {
  return { tag: "ok", val: value };
}

/** The `result` of a host function that threw. Anything that stands for no error of its type is thrown on. */
export function errorResult(thrown: unknown): unknown {
  if (typeof thrown === "object" && thrown !== null && Object.hasOwn(thrown, "payload") && "payload" in thrown) {
    return { tag: "err", val: thrown.payload };
  }
  if (thrown instanceof Error) throw thrown;
  return { tag: "err", val: thrown };
}

/** The trap of a host function that makes a call wait which cannot. */
export function cannotWait(path: string): Error {
  return trap(`${path}: the host answered with a promise, but this call cannot be suspended.`);
}
