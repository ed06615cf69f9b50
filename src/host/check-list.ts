import { z } from "zod";
import "../scenario/jitless.ts";

/**
 * A list of at most `most` items. A longer one is refused before any item of it is looked at: a list may say that it is
 * longer than what was sent, and hold one thing many times.
 */
export function listOf<T extends z.ZodType>(item: T, most: number) {
  return z.custom<z.input<T>[]>((value) => Array.isArray(value) && value.length <= most).pipe(z.array(item));
}
