import type { Result } from "../result.ts";
import { err } from "../result.ts";
import { cap } from "./caps.ts";
import type { ReadError } from "./model.ts";

/** A module wants more memory at its start than it may ever have. Sizes in bytes; above 2^53 they are rounded. */
export interface MemoryLimitError {
  readonly tag: "memory-limit";
  readonly message: string;
  readonly initialBytes: number;
  readonly limitBytes: number;
}

/**
 * Gives every memory that a core module defines a maximum, so that together they cannot outgrow `limitBytes`. What
 * is left above the initial sizes is shared evenly; no memory gets more than its own maximum. Imported memories and
 * all other bytes stay as they are, and a module within the limit comes back as it is. Respects 64-bit addresses,
 * custom page sizes and shared memories. Errors: `memory-limit` when the initial sizes alone are above the limit;
 * a `ReadError` when the sections cannot be read.
 */
export function capMemories(
  module: Uint8Array,
  limitBytes: number,
): Result<Uint8Array<ArrayBuffer>, MemoryLimitError | ReadError> {
  const capped = cap(module, "memory", limitBytes);
  if (capped.ok) return capped;
  if (capped.error.tag !== "starts-too-large") return err(capped.error);
  const { initial } = capped.error;
  const message = `The module's memory starts with ${initial} bytes, but the limit is ${limitBytes} bytes.`;
  return err({ tag: "memory-limit", message, initialBytes: Number(initial), limitBytes });
}

/** A module's tables have more elements at its start than they may ever have. Above 2^53 the number is rounded. */
export interface TableLimitError {
  readonly tag: "table-limit";
  readonly initialElements: number;
  readonly limitElements: number;
}

/** The same for tables: all that a module defines cannot outgrow `limitElements` together. */
export function capTables(
  module: Uint8Array,
  limitElements: number,
): Result<Uint8Array<ArrayBuffer>, TableLimitError | ReadError> {
  const capped = cap(module, "table", limitElements);
  if (capped.ok) return capped;
  if (capped.error.tag !== "starts-too-large") return err(capped.error);
  return err({ tag: "table-limit", initialElements: Number(capped.error.initial), limitElements });
}
