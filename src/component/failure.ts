import type { ReadError } from "./model.ts";
import type { Result } from "../result.ts";
import { err, ok } from "../result.ts";

/** Carries a `ReadError` up through the decoders. It never leaves this folder: `attempt` turns it into a value. */
export class ReadFailure extends Error {
  readonly error: ReadError;

  constructor(error: ReadError) {
    super(error.reason);
    this.error = error;
  }
}

/** Runs a decoder and gives its outcome as a value. Any other exception is a bug of this folder and passes through. */
export function attempt<T>(decode: () => T): Result<T, ReadError> {
  try {
    return ok(decode());
  } catch (thrown) {
    if (thrown instanceof ReadFailure) return err(thrown.error);
    throw thrown;
  }
}
