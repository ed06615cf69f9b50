import type { Context } from "../model.ts";
import { trap } from "../model.ts";

/**
 * How much one call may take out of a memory into JavaScript, in bytes as JavaScript keeps them. The lists and strings in a value may all
 * lie at the same place, so that a small memory can stand for values without end.
 */
const MAX_LIFTED = 2 ** 30;
/** What an element of a list costs beside its bytes, and what a byte of it costs at most: a variant in a variant is an object in an object. */
const PER_ELEMENT = 16;
const PER_BYTE = 16;

let left = MAX_LIFTED;

/** A call begins to lift its arguments or its result. Lifting runs no code of a guest, so that one count is enough for all. */
export function beginLifting(): void {
  left = MAX_LIFTED;
}

/** Counts bytes that stay bytes: a typed array, a string. Traps when it is too much. */
export function spendBytes(cx: Context, bytes: number): void {
  left -= bytes;
  if (left < 0)
    throw trap(`${cx.path}: the values of this call are too large: they take more than ${MAX_LIFTED} bytes`);
}

/** Counts elements of a list that become values of their own. */
export function spendElements(cx: Context, count: number, size: number): void {
  spendBytes(cx, count * (PER_ELEMENT + PER_BYTE * size));
}
