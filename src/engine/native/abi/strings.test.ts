import fc from "fast-check";
import { expect, test } from "vitest";
import type { ValType } from "../../../component/index.ts";
import type { CoreValue, Options } from "../model.ts";
import { fake, kind, numberedHandles } from "./abi-testing.ts";
import { makeCodecs } from "./codecs.ts";
import { memoryOf } from "./memory.ts";
import { loadString, UTF16_TAG } from "./strings.ts";

type Encoding = Options["encoding"];

const string: ValType = { kind: "string" };
const codec = makeCodecs(() => kind, numberedHandles)(string);

/** Loads a string of these bytes at `pointer`. */
function load(encoding: Encoding, bytes: readonly number[], units: number, pointer = 64): string {
  const { cx } = fake(encoding);
  for (const [index, byte] of bytes.entries()) memoryOf(cx).view.setUint8(pointer + index, byte);
  return loadString(cx, pointer, units);
}

/** What `realloc` was asked for, the bytes that were written, and the tagged length. */
function lower(encoding: Encoding, text: unknown): { calls: readonly unknown[]; bytes: number[]; units: number } {
  const { cx, calls } = fake(encoding);
  const flat: CoreValue[] = [];
  codec.lower(cx, text, flat, 0);
  const pointer = Number(flat[0]);
  return {
    calls,
    bytes: [...memoryOf(cx).bytes.subarray(pointer, pointer + (calls.at(-1)?.[3] ?? 0))],
    units: Number(flat[1]) >>> 0,
  };
}

test("strings of the three encodings are loaded", () => {
  expect(load("utf8", [0x68, 0xc3, 0xa9, 0xf0, 0x9f, 0x8e, 0x88], 7)).toBe("hé🎈");
  expect(load("utf16", [0x68, 0, 0xe9, 0, 0x3c, 0xd8, 0x88, 0xdf], 4)).toBe("hé🎈");
  expect(load("latin1+utf16", [0x68, 0xe9, 0x80, 0x9f], 4)).toBe("hé\u0080\u009f");
  expect(load("latin1+utf16", [0x68, 0, 0xe9, 0, 0x3c, 0xd8, 0x88, 0xdf], UTF16_TAG + 4)).toBe("hé🎈");
});

test("a byte order mark is a character", () => {
  expect(load("utf8", [0xef, 0xbb, 0xbf, 0x61], 4)).toBe("\ufeffa");
  expect(load("utf16", [0xff, 0xfe, 0x61, 0], 2)).toBe("\ufeffa");
  expect(lower("utf8", "\ufeffa").bytes).toEqual([0xef, 0xbb, 0xbf, 0x61]);
});

test("short and long strings alike, of any length and content", () => {
  const encodings = fc.constantFrom<Encoding>("utf8", "utf16", "latin1+utf16");
  const units = fc.constantFrom("grapheme-ascii", "binary");
  const texts = units.chain((unit) => fc.string({ unit, maxLength: 60 }));
  fc.assert(
    fc.property(texts, encodings, fc.nat({ max: 200 }), (text, encoding, times) => {
      const { cx } = fake(encoding);
      const long = text.repeat(times);
      const flat: CoreValue[] = [];
      codec.lower(cx, long, flat, 0);
      expect(codec.lift(cx, flat, 0)).toBe(long);
    }),
  );
});

test.each<[string, Encoding, readonly number[], number]>([
  ["a lone continuation byte", "utf8", [0x80], 1],
  ["a cut character", "utf8", [0x61, 0xc3], 2],
  ["a surrogate", "utf8", [0xed, 0xa0, 0x80], 3],
  ["an overlong form", "utf8", [0xc0, 0x80], 2],
  ["beyond Unicode", "utf8", [0xf4, 0x90, 0x80, 0x80], 4],
  ["a long one with a bad end", "utf8", [...Array.from({ length: 40 }, () => 0x61), 0xff], 41],
  ["half a pair", "utf16", [0x3c, 0xd8], 1],
  ["half a pair with a tag", "latin1+utf16", [0x88, 0xdf], UTF16_TAG + 1],
])("%s traps", (_, encoding, bytes, units) => {
  expect(() => load(encoding, bytes, units)).toThrow(WebAssembly.RuntimeError);
  expect(() => load(encoding, bytes, units)).toThrow(/^a:b\/c#f: invalid string: [0-9a-f ]+(…)? ?is no UTF-(8|16)$/);
});

test.each<[string, Encoding, number, number, RegExp]>([
  ["outside", "utf8", 65_530, 7, /out of bounds: the string has 7 bytes at 65530, and the memory 65536$/],
  ["empty outside", "utf8", 65_537, 0, /out of bounds/],
  ["too long", "utf8", 0, 2 ** 28, /the string is too long: it has 268435456 bytes$/],
  ["too long in two bytes each", "utf16", 0, 2 ** 27, /the string is too long: it has 268435456 bytes$/],
  ["too long with a tag", "latin1+utf16", 0, UTF16_TAG + 2 ** 27, /the string is too long/],
  ["as long as allowed", "utf8", 0, 2 ** 28 - 1, /out of bounds/],
  ["unaligned", "utf16", 65, 1, /unaligned pointer: the string is at 65, which is no multiple of 2$/],
  ["unaligned Latin-1", "latin1+utf16", 65, 1, /unaligned pointer/],
  ["unaligned with a tag", "latin1+utf16", 65, UTF16_TAG + 1, /unaligned pointer/],
])("%s traps", (_, encoding, pointer, units, message) => {
  expect(() => load(encoding, [], units, pointer)).toThrow(WebAssembly.RuntimeError);
  expect(() => load(encoding, [], units, pointer)).toThrow(message);
});

test("the host asks for exactly what it needs, once", () => {
  expect(lower("utf8", "abc")).toEqual({ calls: [[0, 0, 1, 3]], bytes: [0x61, 0x62, 0x63], units: 3 });
  expect(lower("utf8", "é🎈")).toEqual({
    calls: [[0, 0, 1, 6]],
    bytes: [0xc3, 0xa9, 0xf0, 0x9f, 0x8e, 0x88],
    units: 6,
  });
  expect(lower("utf8", "é".repeat(5000)).calls).toEqual([[0, 0, 1, 10_000]]);
  expect(lower("utf8", "")).toEqual({ calls: [[0, 0, 1, 0]], bytes: [], units: 0 });
  expect(lower("utf16", "é")).toEqual({ calls: [[0, 0, 2, 2]], bytes: [0xe9, 0], units: 1 });
  expect(lower("latin1+utf16", "é")).toEqual({ calls: [[0, 0, 2, 1]], bytes: [0xe9], units: 1 });
  expect(lower("latin1+utf16", "éĀ")).toEqual({
    calls: [[0, 0, 2, 4]],
    bytes: [0xe9, 0, 0, 1],
    units: UTF16_TAG + 2,
  });
});

test("half surrogates of the host become U+FFFD", () => {
  const bad = "a\ud83cb";
  for (const encoding of ["utf8", "utf16", "latin1+utf16"] as const) {
    const { cx } = fake(encoding);
    codec.store(cx, bad, 0);
    expect(codec.load(cx, 0)).toBe("a\ufffdb");
    codec.store(cx, bad.repeat(2000), 0);
    expect(codec.load(cx, 0)).toBe("a\ufffdb".repeat(2000));
  }
});

test("what is no string does not fit", () => {
  expect(() => lower("utf8", 3)).toThrow(TypeError);
  expect(() => lower("utf8", 3)).toThrow("a:b/c#f: a string is expected, but this is 3");
  expect(() => lower("utf8", undefined)).toThrow("a string is expected, but this is undefined");
});
