import type { ValType } from "../../../component/index.ts";
import type { Codec, Context } from "../model.ts";
import { trap } from "../model.ts";
import { codec, numberAt } from "./codec.ts";
import { layoutOfType } from "./layout.ts";
import { spendBytes } from "./lift-budget.ts";
import { allocate, checkRange, MAX_BYTE_LENGTH, memoryOf } from "./memory.ts";
import { Misfit, unlike } from "./misfit.ts";

/** "Loading" `load_string`, "Storing" `store_string`, for strings that the host takes or gives. */

/** With `latin1+utf16`, the bit of the length that tells UTF-16. */
export const UTF16_TAG = 0x8000_0000;

/** Up to here a loop is faster than a call into the engine's decoder or encoder. */
export const SHORT = 24;

// A byte order mark is a character like any other.
const utf8Decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const utf16Decoder = new TextDecoder("utf-16le", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
/** Longer strings are encoded into an array of their own. */
const MAX_SCRATCH_UNITS = 4096;
/** A code unit has up to 3 bytes. */
const scratch = new Uint8Array(3 * MAX_SCRATCH_UNITS);

export function stringCodec(type: ValType): Codec {
  return codec(type, layoutOfType(type), {
    load: (cx, pointer) => {
      const { view } = memoryOf(cx);
      return liftString(cx, view.getUint32(pointer, true), view.getUint32(pointer + 4, true));
    },
    store: (cx, value, pointer) => {
      const begin = storeString(cx, value);
      const { view } = memoryOf(cx);
      view.setUint32(pointer, begin, true);
      view.setUint32(pointer + 4, storedUnits, true);
    },
    lift: (cx, flat, at) => liftString(cx, numberAt(flat, at) >>> 0, numberAt(flat, at + 1) >>> 0),
    lower: (cx, value, flat, at) => {
      flat[at] = storeString(cx, value);
      flat[at + 1] = storedUnits | 0;
    },
  });
}

function liftString(cx: Context, pointer: number, taggedUnits: number): string {
  const text = loadString(cx, pointer, taggedUnits);
  spendBytes(cx, 2 * text.length);
  return text;
}

/** `load_string_from_range`. */
export function loadString(cx: Context, pointer: number, taggedUnits: number): string {
  switch (cx.encoding) {
    case "utf8":
      checkString(cx, pointer, taggedUnits, 1);
      return decodeUtf8(cx, pointer, taggedUnits);
    case "utf16":
      checkString(cx, pointer, 2 * taggedUnits, 2);
      return decodeUtf16(cx, pointer, 2 * taggedUnits);
    case "latin1+utf16": {
      if (taggedUnits >= UTF16_TAG) {
        const size = 2 * (taggedUnits - UTF16_TAG);
        checkString(cx, pointer, size, 2);
        return decodeUtf16(cx, pointer, size);
      }
      checkString(cx, pointer, taggedUnits, 2);
      return decodeLatin1(cx, pointer, taggedUnits);
    }
  }
}

/** Traps where a string is too long, not aligned or not in the memory. */
export function checkString(cx: Context, pointer: number, size: number, alignment: number): void {
  if (size > MAX_BYTE_LENGTH) throw trap(`${cx.path}: the string is too long: it has ${size} bytes`);
  checkRange(cx, pointer, size, alignment, "the string");
}

function decodeUtf8(cx: Context, pointer: number, size: number): string {
  const { bytes } = memoryOf(cx);
  if (size <= SHORT) {
    let all = 0;
    for (let at = pointer; at < pointer + size; at += 1) all |= byteAt(bytes, at);
    if (all < 0x80) return shortAscii(bytes, pointer, pointer + size);
  }
  return decode(cx, utf8Decoder, bytes.subarray(pointer, pointer + size), "UTF-8");
}

/** Several characters a call: each call and each join of strings costs as much as a byte. */
function shortAscii(bytes: Uint8Array, begin: number, end: number): string {
  let text = "";
  let at = begin;
  for (; end - at >= 8; at += 8)
    text += String.fromCharCode(
      byteAt(bytes, at),
      byteAt(bytes, at + 1),
      byteAt(bytes, at + 2),
      byteAt(bytes, at + 3),
      byteAt(bytes, at + 4),
      byteAt(bytes, at + 5),
      byteAt(bytes, at + 6),
      byteAt(bytes, at + 7),
    );
  if (end - at >= 4) {
    text += String.fromCharCode(byteAt(bytes, at), byteAt(bytes, at + 1), byteAt(bytes, at + 2), byteAt(bytes, at + 3));
    at += 4;
  }
  for (; at < end; at += 1) text += String.fromCharCode(byteAt(bytes, at));
  return text;
}

/** In bounds: checked before. */
function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}

function decodeUtf16(cx: Context, pointer: number, size: number): string {
  return decode(cx, utf16Decoder, memoryOf(cx).bytes.subarray(pointer, pointer + size), "UTF-16");
}

/** How many arguments a call is given at once. */
const CHUNK = 4096;

function decodeLatin1(cx: Context, pointer: number, size: number): string {
  const { bytes } = memoryOf(cx);
  let text = "";
  // The decoder that is called latin1 reads windows-1252.
  for (let at = pointer; at < pointer + size; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, Math.min(at + CHUNK, pointer + size)));
  return text;
}

function decode(cx: Context, decoder: TextDecoder, bytes: Uint8Array, encoding: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw trap(`${cx.path}: invalid string: ${describe(bytes)} is no ${encoding}`);
  }
}

function describe(bytes: Uint8Array): string {
  const first = [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0"));
  return `${first.join(" ")}${bytes.length > first.length ? " …" : ""}`;
}

/** What `storeString` stored last, in tagged code units: a second result without an object. */
let storedUnits = 0;

/**
 * `store_string_into_range`: gives the pointer, and the length in `storedUnits`. The size is exact from the beginning: the host knows
 * its strings, so that each has the encoding and length of its destination as hints. Half surrogates become U+FFFD.
 */
function storeString(cx: Context, value: unknown): number {
  if (typeof value !== "string") throw unlike(cx, "a string", value);
  switch (cx.encoding) {
    case "utf8":
      return storeUtf8(cx, value);
    case "utf16":
      return storeUtf16(cx, value.toWellFormed(), 0);
    case "latin1+utf16":
      return isLatin1(value) ? storeLatin1(cx, value) : storeUtf16(cx, value.toWellFormed(), UTF16_TAG);
  }
}

function storeUtf8(cx: Context, text: string): number {
  const { length } = text;
  if (length <= SHORT) {
    let at = 0;
    while (at < length && text.charCodeAt(at) < 0x80) at += 1;
    if (at === length) {
      const pointer = allocate(cx, 1, length);
      const { bytes } = memoryOf(cx);
      for (let index = 0; index < length; index += 1) bytes[pointer + index] = text.charCodeAt(index);
      storedUnits = length;
      return pointer;
    }
  }
  // The size is known only when it is encoded: before its place is.
  const encoded = length <= MAX_SCRATCH_UNITS ? scratchOf(text) : encoder.encode(text);
  const size = encoded.byteLength;
  checkLength(cx, size);
  const pointer = allocate(cx, 1, size);
  memoryOf(cx).bytes.set(encoded, pointer);
  storedUnits = size;
  return pointer;
}

function scratchOf(text: string): Uint8Array {
  return scratch.subarray(0, encoder.encodeInto(text, scratch).written);
}

function storeUtf16(cx: Context, text: string, tag: number): number {
  const { length } = text;
  checkLength(cx, 2 * length);
  const pointer = allocate(cx, 2, 2 * length);
  // Aligned: `allocate` traps otherwise.
  const units = new Uint16Array(memoryOf(cx).bytes.buffer, pointer, length);
  for (let index = 0; index < length; index += 1) units[index] = text.charCodeAt(index);
  storedUnits = length + tag;
  return pointer;
}

function storeLatin1(cx: Context, text: string): number {
  const { length } = text;
  checkLength(cx, length);
  const pointer = allocate(cx, 2, length);
  const { bytes } = memoryOf(cx);
  for (let index = 0; index < length; index += 1) bytes[pointer + index] = text.charCodeAt(index);
  storedUnits = length;
  return pointer;
}

function checkLength(cx: Context, size: number): void {
  if (size > MAX_BYTE_LENGTH) throw new Misfit(cx, `the string is too long: it has ${size} bytes`);
}

function isLatin1(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0xff) return false;
  return true;
}
