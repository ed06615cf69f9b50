import type { Context } from "../model.ts";
import { allocate, memoryOf, reallocate } from "./memory.ts";
import { checkString, loadString, SHORT, UTF16_TAG } from "./strings.ts";

/**
 * Strings from one component to another ("Storing", `store_string_into_range`): the calls of the target's realloc, with their sizes,
 * are those of the specification.
 */

type SimpleEncoding = "utf8" | "utf16" | "latin1";

const encoder = new TextEncoder();

/** A second result without an object. */
let units = 0;

/** The tagged code units of the string that `transferString` stored last. */
export function transferredUnits(): number {
  return units;
}

/** Takes a string out of one memory and gives its pointer in another; its length is in `transferredUnits`. */
export function transferString(from: Context, begin: number, taggedUnits: number, to: Context): number {
  const wide = from.encoding === "latin1+utf16" && taggedUnits >= UTF16_TAG;
  const source: SimpleEncoding = wide ? "utf16" : from.encoding === "latin1+utf16" ? "latin1" : from.encoding;
  const count = wide ? taggedUnits - UTF16_TAG : taggedUnits;
  switch (to.encoding) {
    case "utf8":
      if (source === "utf8") return copyUtf8(from, begin, count, to);
      return toUtf8(to, loadString(from, begin, taggedUnits), count, source === "utf16" ? 3 * count : 2 * count);
    case "utf16": {
      const text = loadString(from, begin, taggedUnits);
      return source === "utf8" ? utf8ToUtf16(to, text, count) : copyUtf16(to, text, count);
    }
    case "latin1+utf16": {
      const text = loadString(from, begin, taggedUnits);
      if (from.encoding !== "latin1+utf16") return toLatin1OrUtf16(to, text, count);
      return source === "latin1" ? copyLatin1(to, text, count) : probablyUtf16(to, text, count);
    }
  }
}

/** `store_string_copy` of bytes that are checked but not changed. */
function copyUtf8(from: Context, begin: number, size: number, to: Context): number {
  checkString(from, begin, size, 1);
  // Loading is the check, where there is something to check.
  if (!isAscii(memoryOf(from).bytes, begin, begin + size)) loadString(from, begin, size);
  const pointer = allocate(to, 1, size);
  const { bytes } = memoryOf(from);
  if (size > SHORT) memoryOf(to).bytes.set(bytes.subarray(begin, begin + size), pointer);
  else {
    const target = memoryOf(to).bytes;
    for (let at = 0; at < size; at += 1) target[pointer + at] = bytes[begin + at] ?? 0;
  }
  units = size;
  return pointer;
}

function copyUtf16(to: Context, text: string, count: number): number {
  const pointer = allocate(to, 2, 2 * count);
  writeUnits(to, text, 0, pointer);
  units = count;
  return pointer;
}

function copyLatin1(to: Context, text: string, count: number): number {
  const pointer = allocate(to, 2, count);
  writeBytes(to, text, 0, count, pointer);
  units = count;
  return pointer;
}

/** `store_string_to_utf8`: hopes for ASCII, and takes the most that it can be when it is not. */
function toUtf8(to: Context, text: string, count: number, worst: number): number {
  let pointer = allocate(to, 1, count);
  let ascii = 0;
  while (ascii < count && text.charCodeAt(ascii) < 0x80) ascii += 1;
  writeBytes(to, text, 0, ascii, pointer);
  if (ascii === count) {
    units = count;
    return pointer;
  }
  pointer = reallocate(to, pointer, count, 1, worst);
  const rest = memoryOf(to).bytes.subarray(pointer + ascii, pointer + worst);
  const size = ascii + encoder.encodeInto(text.slice(ascii), rest).written;
  if (worst > size) pointer = reallocate(to, pointer, worst, 1, size);
  units = size;
  return pointer;
}

/** `store_utf8_to_utf16`. */
function utf8ToUtf16(to: Context, text: string, count: number): number {
  const worst = 2 * count;
  const size = 2 * text.length;
  let pointer = allocate(to, 2, worst);
  writeUnits(to, text, 0, pointer);
  if (size < worst) pointer = reallocate(to, pointer, worst, 2, size);
  units = text.length;
  return pointer;
}

/** `store_string_to_latin1_or_utf16`. */
function toLatin1OrUtf16(to: Context, text: string, count: number): number {
  let pointer = allocate(to, 2, count);
  let narrow = 0;
  while (narrow < text.length && text.charCodeAt(narrow) <= 0xff) narrow += 1;
  writeBytes(to, text, 0, narrow, pointer);
  if (narrow === text.length) {
    if (narrow < count) pointer = reallocate(to, pointer, count, 2, narrow);
    units = narrow;
    return pointer;
  }
  const worst = 2 * count;
  pointer = reallocate(to, pointer, count, 2, worst);
  const { bytes } = memoryOf(to);
  // Backwards: what is still to be read stands before what is written.
  for (let at = narrow - 1; at >= 0; at -= 1) {
    bytes[pointer + 2 * at] = bytes[pointer + at] ?? 0;
    bytes[pointer + 2 * at + 1] = 0;
  }
  writeUnits(to, text, narrow, pointer);
  const size = 2 * text.length;
  if (worst > size) pointer = reallocate(to, pointer, worst, 2, size);
  units = text.length + UTF16_TAG;
  return pointer;
}

/** `store_probably_utf16_to_latin1_or_utf16`. */
function probablyUtf16(to: Context, text: string, count: number): number {
  let pointer = allocate(to, 2, 2 * count);
  writeUnits(to, text, 0, pointer);
  let narrow = 0;
  while (narrow < count && text.charCodeAt(narrow) <= 0xff) narrow += 1;
  if (narrow < count) {
    units = count + UTF16_TAG;
    return pointer;
  }
  writeBytes(to, text, 0, count, pointer);
  pointer = reallocate(to, pointer, 2 * count, 1, count);
  units = count;
  return pointer;
}

/** Writes characters `from` to `until`, one byte each. */
function writeBytes(cx: Context, text: string, from: number, until: number, pointer: number): void {
  const { bytes } = memoryOf(cx);
  for (let at = from; at < until; at += 1) bytes[pointer + at] = text.charCodeAt(at);
}

/** Writes characters `from` to the end, two bytes each. */
function writeUnits(cx: Context, text: string, from: number, pointer: number): void {
  const { bytes } = memoryOf(cx);
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    bytes[pointer + 2 * at] = unit;
    bytes[pointer + 2 * at + 1] = unit >>> 8;
  }
}

function isAscii(bytes: Uint8Array, begin: number, end: number): boolean {
  for (let at = begin; at < end; at += 1) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}
