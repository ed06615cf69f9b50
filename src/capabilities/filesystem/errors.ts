import { raise } from "../raise.ts";
import type { ErrorCode } from "./capability.ts";

/** Ends an operation with `code`. */
export function fail(code: ErrorCode): never {
  return raise(code);
}
