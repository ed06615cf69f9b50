import { expect, test } from "vitest";
import type { ValType } from "../../../component/index.ts";
import type { CoreValue } from "../model.ts";
import { fake, kind, numberedHandles, resource } from "./abi-testing.ts";
import { UnusableType } from "./layout.ts";
import { memoryOf } from "./memory.ts";
import { makeTransfers } from "./transfer.ts";

const transferOf = makeTransfers(() => kind, numberedHandles);

const u8: ValType = { kind: "u8" };
const u32: ValType = { kind: "u32" };
const string: ValType = { kind: "string" };
const bool: ValType = { kind: "bool" };
const list = (element: ValType, length?: number): ValType => ({ kind: "list", element, length });
const tuple = (...elements: readonly ValType[]): ValType => ({ kind: "tuple", elements });
const flags: ValType = { kind: "flags", labels: ["a", "b", "c"] };

/** Copies from a memory with these bytes at 64 to one that is full of 0xee, and gives as many bytes from there. */
function copy(type: ValType, ...bytes: readonly number[]): number[] {
  const from = fake().cx;
  const to = fake().cx;
  memoryOf(from).bytes.set(bytes, 64);
  memoryOf(to).bytes.fill(0xee, 64, 256);
  transferOf(type).copy(from, 64, to, 64);
  return [...memoryOf(to).bytes.subarray(64, 64 + bytes.length)];
}

function copyFlat(type: ValType, ...flat: readonly CoreValue[]): CoreValue[] {
  const out: CoreValue[] = [];
  transferOf(type).copyFlat(fake().cx, flat, 0, fake().cx, out, 0);
  return out;
}

/** The elements of a list that stands in the source as these bytes. */
function copyList(element: ValType, length: number, ...bytes: readonly number[]): number[] {
  const from = fake().cx;
  const to = fake().cx;
  memoryOf(from).bytes.set(bytes, 64);
  const out: CoreValue[] = [];
  transferOf(list(element)).copyFlat(from, [64, length], 0, to, out, 0);
  const pointer = Number(out[0]);
  return [...memoryOf(to).bytes.subarray(pointer, pointer + bytes.length)];
}

test("what a type does not use is lost", () => {
  expect(copy(bool, 7)).toEqual([1]);
  expect(copyFlat(bool, -7)).toEqual([1]);
  expect(copyFlat(u8, 0x1ff)).toEqual([0xff]);
  expect(copyFlat({ kind: "s8" }, 0x180)).toEqual([-128]);
  expect(copyFlat({ kind: "u16" }, -1)).toEqual([0xffff]);
  expect(copyFlat({ kind: "s16" }, 0xffff)).toEqual([-1]);
  expect(copy(flags, 0xff)).toEqual([7]);
  expect(copyFlat(flags, -1)).toEqual([7]);
  expect(copyFlat({ kind: "flags", labels: Array.from({ length: 32 }, (_, index) => `l${index}`) }, -1)).toEqual([-1]);
  expect(copyList(bool, 3, 0, 2, 255)).toEqual([0, 1, 1]);
  expect(copyList(flags, 2, 0xf9, 0x02)).toEqual([1, 2]);
});

test("there is one NaN", () => {
  expect(copy({ kind: "f32" }, 1, 2, 0xa0, 0xff)).toEqual([0, 0, 0xc0, 0x7f]);
  expect(copy({ kind: "f64" }, 1, 2, 3, 4, 5, 6, 0xf7, 0xff)).toEqual([0, 0, 0, 0, 0, 0, 0xf8, 0x7f]);
  expect(copyList({ kind: "f32" }, 2, 1, 2, 0xa0, 0xff, 0, 0, 0x80, 0x3f)).toEqual([
    0, 0, 0xc0, 0x7f, 0, 0, 0x80, 0x3f,
  ]);
  expect(copyFlat({ kind: "f64" }, Number.NaN)).toEqual([Number.NaN]);
});

test("bytes between parts stay where they are", () => {
  expect(copy(tuple(u8, u32), 1, 9, 9, 9, 2, 0, 0, 0)).toEqual([1, 0xee, 0xee, 0xee, 2, 0, 0, 0]);
  expect(copyList(tuple(u32, u8), 1, 1, 2, 3, 4, 5, 9, 9, 9)).toEqual([1, 2, 3, 4, 5, 0, 0, 0]);
  expect(copy({ kind: "option", some: u32 }, 0, 9, 9, 9, 9, 9, 9, 9)).toEqual([
    0,
    ...Array.from({ length: 7 }, () => 0xee),
  ]);
  expect(copy(tuple(u32, u8, u8, { kind: "u16" }), 1, 2, 3, 4, 5, 6, 7, 8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(copy(list(u8, 3), 1, 2, 3)).toEqual([1, 2, 3]);
  expect(copy(list(bool, 3), 1, 2, 3)).toEqual([1, 1, 1]);
});

test("the payloads of a variant share their slots", () => {
  const type: ValType = { kind: "result", ok: { kind: "f32" }, error: { kind: "u64" } };
  expect(copyFlat(type, 0, -0x4040_0000n)).toEqual([0, 0xbfc0_0000n]);
  expect(copyFlat(type, 0, 0xffa0_0001n)).toEqual([0, 0x7fc0_0000n]);
  expect(copyFlat(type, 1, -1n)).toEqual([1, -1n]);
  expect(copyFlat({ kind: "result", ok: string, error: u8 }, 1, 0x1ff, 99)).toEqual([1, 0xff, 0]);
  expect(copyFlat({ kind: "option", some: tuple(u8, { kind: "s64" }) }, 0, 5, 6n)).toEqual([0, 0, 0n]);
});

test("handles go from table to table", () => {
  const doubled = makeTransfers(() => kind, { ...numberedHandles, lowerOwn: (_cx, _kind, value) => Number(value) * 2 });
  const out: CoreValue[] = [];
  doubled({ kind: "own", resource }).copyFlat(fake().cx, [4], 0, fake().cx, out, 0);
  expect(out).toEqual([2008]);
  expect(copy({ kind: "borrow", resource }, 4, 1, 0, 0)).toEqual([4, 1, 0, 0]);
  expect(copyList({ kind: "own", resource }, 2, 1, 0, 0, 0, 2, 0, 0, 0)).toEqual([1, 0, 0, 0, 2, 0, 0, 0]);
});

test("a list keeps what is in it together with where it is", () => {
  const from = fake("utf8").cx;
  const to = fake("utf16", 0);
  memoryOf(from).bytes.set([0x61, 0x62], 200);
  for (const [index, value] of [200, 1, 201, 1].entries()) memoryOf(from).view.setUint32(64 + 4 * index, value, true);
  const out: CoreValue[] = [];
  transferOf(list(string)).copyFlat(from, [64, 2], 0, to.cx, out, 0);
  expect(out).toEqual([8, 2]);
  expect(to.calls).toEqual([
    [0, 0, 4, 16],
    [0, 0, 2, 2],
    [0, 0, 2, 2],
  ]);
  expect([...memoryOf(to.cx).bytes.subarray(8, 28)]).toEqual([
    24, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 1, 0, 0, 0, 0x61, 0, 0x62, 0,
  ]);
});

test.each<[string, ValType, CoreValue[], RegExp]>([
  ["a surrogate", { kind: "char" }, [0xd800], /^a:b\/c#f: invalid char: 0xd800/],
  ["a case too many", { kind: "option", some: u8 }, [2, 0], /invalid discriminant: case 2 of an option with 2/],
  [
    "a label too many",
    { kind: "enum", labels: ["a"] },
    [-1],
    /invalid discriminant: case 4294967295 of an enum with 1/,
  ],
  ["a list outside", list(u8), [65_530, 7], /out of bounds: the list/],
  ["an unaligned list", list(u32), [2, 0], /unaligned pointer: the list/],
  ["a long list", list(u32), [0, 2 ** 26], /the list is too long/],
  ["a string outside", string, [65_530, 7], /out of bounds: the string/],
  ["a bad char in a list", list({ kind: "char" }), [64, 1], /invalid char: 0xffffffff/],
  ["a bad case in a list", list({ kind: "enum", labels: ["a", "b"] }), [64, 1], /case 255 of an enum with 2/],
])("%s traps", (_, type, flat, message) => {
  const from = fake().cx;
  memoryOf(from).view.setUint32(64, 0xffff_ffff, true);
  const pass = (): void => transferOf(type).copyFlat(from, flat, 0, fake().cx, [], 0);
  expect(pass).toThrow(WebAssembly.RuntimeError);
  expect(pass).toThrow(message);
});

test("what cannot be passed is refused, and what shares its parts is looked at once", () => {
  expect(() => transferOf(list({ kind: "stream", element: u8 }))).toThrow(UnusableType);
  let double: ValType = u8;
  for (let depth = 0; depth < 27; depth += 1) double = tuple(double, double);
  expect(transferOf(double)).toBe(transferOf(double));
});
