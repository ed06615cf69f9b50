import type { OrreryError } from "../result.ts";

/**
 * Ends a run from inside a host call: a denial, a limit, something this build cannot do. It is an `Error`, so no engine
 * takes it for an error value of the interface.
 */
export class GuestStop extends Error {
  readonly failure: OrreryError;

  constructor(failure: OrreryError) {
    super(failure.message);
    this.name = "GuestStop";
    this.failure = failure;
  }
}
