import type { ErrorTag, OrreryError } from "../../../result.ts";

/** Why a component is not taken. It never leaves the preparation: `prepare` turns it into a value. */
export class Refusal extends Error {
  readonly error: OrreryError;

  constructor(tag: ErrorTag, reason: string, detail?: unknown) {
    const message = `Preparing the component failed: ${reason}`;
    super(message);
    this.error = detail === undefined ? { tag, message } : { tag, message, detail };
  }
}

/** What this engine cannot do. `feature` is a word for programs, `what` one for people. */
export type Feature =
  | "async"
  | "streams"
  | "futures"
  | "threads"
  | "error-context"
  | "values"
  | "memory64"
  | "shared-memory"
  | "component-imports"
  | "module-imports"
  | "core-types"
  | "unknown";

export function unsupported(feature: Feature, what: string): Refusal {
  return new Refusal("unsupported", `it uses ${what}, which the native engine does not support.`, {
    feature,
  });
}

/** More of something than is run here. No engine is better off with it. */
export function tooMuch(what: string): Refusal {
  return new Refusal("too-large", `${what}, which is more than is run here.`);
}

/** The component contradicts itself. */
export function invalid(what: string): Refusal {
  return new Refusal("invalid-component", `${what}. The file is damaged, or made by a tool that is at fault.`);
}
