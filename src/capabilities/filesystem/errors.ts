import { raise } from "../raise.ts";

/** The part of `wasi:filesystem/types#error-code` that this filesystem uses. */
export type ErrorCode =
  | "bad-descriptor"
  | "cross-device"
  | "exist"
  | "file-too-large"
  | "insufficient-space"
  | "invalid"
  | "is-directory"
  | "loop"
  | "name-too-long"
  | "no-entry"
  | "not-directory"
  | "not-empty"
  | "not-permitted"
  | "read-only";

/** Ends an operation with `code`. */
export function fail(code: ErrorCode): never {
  return raise(code);
}
