import { expect, test } from "vitest";
import type { Options } from "../model.ts";
import { fake } from "./abi-testing.ts";
import { memoryOf } from "./memory.ts";
import { UTF16_TAG } from "./strings.ts";
import { transferredUnits, transferString } from "./transcode.ts";

type Encoding = Options["encoding"];

const latin1 = (text: string): number[] => [...text].map((char) => char.charCodeAt(0));
const utf16 = (text: string): number[] =>
  Array.from({ length: text.length }, (_, at) => at).flatMap((at) => [
    text.charCodeAt(at) & 0xff,
    text.charCodeAt(at) >>> 8,
  ]);
const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];

/** Every step that the specification names, with the sizes that it asks for. The bump allocator begins at 8. */
test.each<[string, Encoding, number[], number, Encoding, (readonly number[])[], number[], number]>([
  ["utf8 is copied", "utf8", utf8("hé"), 3, "utf8", [[0, 0, 1, 3]], utf8("hé"), 3],
  ["a long utf8 is copied", "utf8", utf8("hé".repeat(20)), 60, "utf8", [[0, 0, 1, 60]], utf8("hé".repeat(20)), 60],
  ["ASCII of utf16", "utf16", utf16("abc"), 3, "utf8", [[0, 0, 1, 3]], utf8("abc"), 3],
  [
    "utf16 to utf8 shrinks",
    "utf16",
    utf16("abé"),
    3,
    "utf8",
    [
      [0, 0, 1, 3],
      [8, 3, 1, 9],
      [11, 9, 1, 4],
    ],
    utf8("abé"),
    4,
  ],
  [
    "utf16 to utf8 at its worst",
    "utf16",
    utf16("€€"),
    2,
    "utf8",
    [
      [0, 0, 1, 2],
      [8, 2, 1, 6],
    ],
    utf8("€€"),
    6,
  ],
  [
    "Latin-1 to utf8",
    "latin1+utf16",
    latin1("aé"),
    2,
    "utf8",
    [
      [0, 0, 1, 2],
      [8, 2, 1, 4],
      [10, 4, 1, 3],
    ],
    utf8("aé"),
    3,
  ],
  ["ASCII of utf8 to utf16", "utf8", utf8("ab"), 2, "utf16", [[0, 0, 2, 4]], utf16("ab"), 2],
  [
    "utf8 to utf16 shrinks",
    "utf8",
    utf8("a🎈"),
    5,
    "utf16",
    [
      [0, 0, 2, 10],
      [8, 10, 2, 6],
    ],
    utf16("a🎈"),
    3,
  ],
  ["utf16 is copied", "utf16", utf16("é🎈"), 3, "utf16", [[0, 0, 2, 6]], utf16("é🎈"), 3],
  ["Latin-1 is inflated", "latin1+utf16", latin1("é"), 1, "utf16", [[0, 0, 2, 2]], utf16("é"), 1],
  ["ASCII of utf8 to Latin-1", "utf8", utf8("ab"), 2, "latin1+utf16", [[0, 0, 2, 2]], latin1("ab"), 2],
  [
    "utf8 to Latin-1 shrinks",
    "utf8",
    utf8("aé"),
    3,
    "latin1+utf16",
    [
      [0, 0, 2, 3],
      [8, 3, 2, 2],
    ],
    latin1("aé"),
    2,
  ],
  [
    "utf8 to tagged utf16",
    "utf8",
    utf8("éa€"),
    6,
    "latin1+utf16",
    [
      [0, 0, 2, 6],
      [8, 6, 2, 12],
      [14, 12, 2, 6],
    ],
    utf16("éa€"),
    UTF16_TAG + 3,
  ],
  [
    "utf16 to tagged utf16",
    "utf16",
    utf16("é€"),
    2,
    "latin1+utf16",
    [
      [0, 0, 2, 2],
      [8, 2, 2, 4],
    ],
    utf16("é€"),
    UTF16_TAG + 2,
  ],
  ["Latin-1 is copied", "latin1+utf16", latin1("é"), 1, "latin1+utf16", [[0, 0, 2, 1]], latin1("é"), 1],
  [
    "tagged utf16 stays",
    "latin1+utf16",
    utf16("a€"),
    UTF16_TAG + 2,
    "latin1+utf16",
    [[0, 0, 2, 4]],
    utf16("a€"),
    UTF16_TAG + 2,
  ],
  [
    "tagged utf16 is deflated",
    "latin1+utf16",
    utf16("aé"),
    UTF16_TAG + 2,
    "latin1+utf16",
    [
      [0, 0, 2, 4],
      [8, 4, 1, 2],
    ],
    latin1("aé"),
    2,
  ],
])("%s", (_, one, bytes, tagged, other, calls, expected, units) => {
  const from = fake(one).cx;
  const to = fake(other, 0);
  memoryOf(from).bytes.set(bytes, 256);
  const pointer = transferString(from, 256, tagged, to.cx);
  expect(to.calls).toEqual(calls);
  expect(transferredUnits()).toBe(units);
  expect([...memoryOf(to.cx).bytes.subarray(pointer, pointer + expected.length)]).toEqual(expected);
});

test("bad strings trap before anything is asked of the target", () => {
  const from = fake("utf8").cx;
  const to = fake("utf8");
  memoryOf(from).bytes.set([0x61, 0xff], 256);
  expect(() => transferString(from, 256, 2, to.cx)).toThrow(/^a:b\/c#f: invalid string: 61 ff is no UTF-8$/);
  expect(() => transferString(from, 65_536, 1, to.cx)).toThrow(/out of bounds: the string/);
  expect(to.calls).toEqual([]);
});

test("a target whose realloc gives no room traps", () => {
  const from = fake("utf16").cx;
  memoryOf(from).bytes.set(utf16("aé"), 256);
  expect(() => transferString(from, 256, 2, fake("utf8", 1, 65_535).cx)).toThrow(/out of bounds: what realloc gave/);
  expect(() => transferString(from, 256, 2, fake("utf16", 1, 65).cx)).toThrow(/unaligned pointer: what realloc gave/);
});
