/**
 * Kinds of values that the trace carries as they are; all others it carries as text. Numbers are little-endian: integers and
 * floats as wide as their type but for `f32`, which stands as a 64-bit float, a `bool` in a byte and a `char` in four. Then
 * `string`: 16 bits with the length of its UTF-8 and that; `bytes`: 32 bits with their number and the first `maxBytes` of them.
 */
export const traceScalars = [
  "u32",
  "s32",
  "bool",
  "u8",
  "s8",
  "u16",
  "s16",
  "u64",
  "s64",
  "f32",
  "f64",
  "char",
  "string",
  "bytes",
] as const;

export type TraceScalar = (typeof traceScalars)[number];

/** A resource is 32 bits with the number that its label has behind the name: `descriptor#3`. */
export type TraceValue = TraceScalar | { readonly handle: string };

/** The byte before values. No text begins with it. */
export const VALUES_FOLLOW = 0;
/** Functions with more parameters have their arguments as text. */
export const MAX_VALUES = 16;
/** Functions with resources of longer names, too. */
export const MAX_RESOURCE_NAME = 100;
/** Bytes of all arguments of a call, or of its result. */
export const MAX_CARRIED = 2048;

/** How much of a call is shown, as options of the printer of WAVE. */
export const traceLimits = { maxBytes: 32, maxChars: 200, maxText: 450 };

/** No text is longer than this; printers cut earlier and better. */
const MAX_TEXT = 500;

/** Cuts what is too long, not inside a character. */
export function cutText(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
