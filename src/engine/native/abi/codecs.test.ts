import { expect, test } from "vitest";
import type { ValType } from "../../../component/index.ts";
import type { CoreValue } from "../model.ts";
import { fake, kind, numberedHandles, resource } from "./abi-testing.ts";
import { makeCodecs } from "./codecs.ts";
import { UnusableType } from "./layout.ts";
import { allocate, memoryOf } from "./memory.ts";

const codecOf = makeCodecs(() => kind, numberedHandles);

/** Too long by one byte. */
const LONG = "x".repeat(2 ** 28);

const u8: ValType = { kind: "u8" };
const u32: ValType = { kind: "u32" };
const f32: ValType = { kind: "f32" };
const string: ValType = { kind: "string" };
const list = (element: ValType, length?: number): ValType => ({ kind: "list", element, length });
const option = (some: ValType): ValType => ({ kind: "option", some });
const tuple = (...elements: readonly ValType[]): ValType => ({ kind: "tuple", elements });
const record = (fields: Readonly<Record<string, ValType>>): ValType => ({
  kind: "record",
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
});
const variant: ValType = {
  kind: "variant",
  cases: [
    { name: "none-at-all", type: undefined },
    { name: "small", type: u8 },
    { name: "float", type: f32 },
    { name: "wide", type: { kind: "u64" } },
    { name: "double", type: { kind: "f64" } },
  ],
};

function lift(type: ValType, ...flat: CoreValue[]): unknown {
  return codecOf(type).lift(fake().cx, flat, 0);
}

function lower(type: ValType, value: unknown): CoreValue[] {
  const flat: CoreValue[] = [];
  codecOf(type).lower(fake().cx, value, flat, 0);
  return flat;
}

/** Loads from a memory that begins with these bytes, at 0. */
function load(type: ValType, ...bytes: readonly number[]): unknown {
  const { cx } = fake();
  memoryOf(cx).bytes.set(bytes);
  return codecOf(type).load(cx, 0);
}

/** What storing leaves in memory. */
function store(type: ValType, value: unknown): number[] {
  const { cx } = fake();
  const codec = codecOf(type);
  const pointer = allocate(cx, codec.alignment, codec.size);
  memoryOf(cx).bytes.fill(0xee, pointer, pointer + codec.size);
  codec.store(cx, value, pointer);
  return [...memoryOf(cx).bytes.subarray(pointer, pointer + codec.size)];
}

test("core values lose the bits that their type does not have", () => {
  expect([lift({ kind: "bool" }, 0), lift({ kind: "bool" }, 2), lift({ kind: "bool" }, -1)]).toEqual([
    false,
    true,
    true,
  ]);
  expect(lift(u8, 0x1ff)).toBe(0xff);
  expect(lift({ kind: "s8" }, 0x180)).toBe(-128);
  expect(lift({ kind: "u16" }, -1)).toBe(0xffff);
  expect(lift({ kind: "s16" }, 0x1_8000)).toBe(-0x8000);
  expect(lift(u32, -1)).toBe(0xffff_ffff);
  expect(lift({ kind: "u64" }, -1n)).toBe(2n ** 64n - 1n);
  expect(load({ kind: "bool" }, 2)).toBe(true);
});

test("numbers of the host wrap to their width, and what is like a number is one, as in jco's mapping", () => {
  expect(lower(u8, 256 + 7)).toEqual([7]);
  expect(lower({ kind: "s8" }, 200)).toEqual([-56]);
  expect(lower({ kind: "s16" }, -1)).toEqual([-1]);
  expect(lower(u32, 2 ** 32 + 5.5)).toEqual([5]);
  expect(lower({ kind: "s32" }, "7")).toEqual([7]);
  expect(lower({ kind: "u64" }, 2n ** 64n + 1n)).toEqual([1n]);
  expect(lower({ kind: "u64" }, 2n ** 64n - 1n)).toEqual([-1n]);
  expect(lower({ kind: "s64" }, 3)).toEqual([3n]);
  expect(lower({ kind: "bool" }, "yes")).toEqual([1]);
  expect(lower(f32, 0.1)).toEqual([Math.fround(0.1)]);
  expect(store(record({ a: { kind: "s8" }, b: { kind: "s16" }, c: u32 }), { a: 0x1ff, b: -2, c: -1 })).toEqual([
    0xff, 0xee, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff,
  ]);
});

test("there is one NaN", () => {
  const { cx } = fake();
  const { view } = memoryOf(cx);
  const bits = (type: ValType, value: unknown): number => {
    codecOf(type).store(cx, value, 64);
    return view.getUint32(64, true);
  };
  view.setUint32(0, 0xffa1_2345, true);
  expect(bits(f32, codecOf(f32).load(cx, 0))).toBe(0x7fc0_0000);
  view.setBigUint64(0, 0xfff1_2345_6789_abcdn, true);
  codecOf({ kind: "f64" }).store(cx, codecOf({ kind: "f64" }).load(cx, 0), 64);
  expect(view.getBigUint64(64, true)).toBe(0x7ff8_0000_0000_0000n);
  const floats = codecOf(list(f32));
  view.setUint32(16, 0xffa1_2345, true);
  const lifted = floats.lift(cx, [16, 1], 0);
  expect(new Uint32Array((lifted as Float32Array).buffer)).toEqual(Uint32Array.of(0x7fc0_0000));
  const flat: CoreValue[] = [];
  floats.lower(cx, new Float32Array(Uint32Array.of(0xffa1_2345).buffer), flat, 0);
  expect(view.getUint32(Number(flat[0]), true)).toBe(0x7fc0_0000);
});

test("values of the host are as jco has them", () => {
  expect(load(record({ "a-b": u8, "c-d-e": u8 }), 1, 2)).toStrictEqual({ aB: 1, cDE: 2 });
  expect(load({ kind: "flags", labels: ["read-only", "x"] }, 0b101)).toStrictEqual({ readOnly: true, x: false });
  expect(load({ kind: "enum", labels: ["a-b", "c"] }, 0)).toBe("a-b");
  expect(load({ kind: "char" }, 0x88, 0xf3, 1, 0)).toBe("🎈");
  expect(load(option(u8), 0, 3)).toBeUndefined();
  expect(load(option(u8), 1, 3)).toBe(3);
  expect(load(option(option(u8)), 0)).toStrictEqual({ tag: "none" });
  expect(load(option(option(u8)), 1, 0)).toStrictEqual({ tag: "some", val: undefined });
  expect(load({ kind: "result", ok: undefined, error: undefined }, 0)).toStrictEqual({ tag: "ok", val: undefined });
  expect(load({ kind: "result", ok: u8, error: u8 }, 1, 9)).toStrictEqual({ tag: "err", val: 9 });
  expect(load(variant, 0)).toStrictEqual({ tag: "none-at-all" });
  expect(load(variant, 1, 0, 0, 0, 0, 0, 0, 0, 9)).toStrictEqual({ tag: "small", val: 9 });
  expect(load(tuple(u8, u8), 1, 2)).toStrictEqual([1, 2]);
  expect(load(list(u8, 2), 1, 2)).toStrictEqual([1, 2]);
  expect(load(list(u8), 4, 0, 0, 0, 2, 0, 0, 0)).toStrictEqual(Uint8Array.of(2, 0));
});

test("lenient on what the host gives", () => {
  expect(store({ kind: "flags", labels: ["a-b", "c"] }, { aB: 1 })).toEqual([1]);
  expect(store({ kind: "flags", labels: ["a-b", "c"] }, undefined)).toEqual([0]);
  expect(store({ kind: "flags", labels: ["constructor", "to-string", "c"] }, { c: true })).toEqual([4]);
  expect(lower(option(u8), null)).toEqual([0, 0]);
  // oxlint-disable-next-line typescript/no-extraneous-class -- a value with a getter
  expect(
    lower(
      record({ a: u8 }),
      new (class {
        get a(): number {
          return 4;
        }
      })(),
    ),
  ).toEqual([4]);
  const { cx } = fake();
  const bytes = codecOf(list(u8));
  const given = [[1, 2, 3], Uint16Array.of(1, 2, 3), Uint8Array.of(1, 2, 3).buffer, Buffer.from([1, 2, 3])];
  for (const value of given) {
    const flat: CoreValue[] = [];
    bytes.lower(cx, value, flat, 0);
    expect(bytes.lift(cx, flat, 0)).toStrictEqual(Uint8Array.of(1, 2, 3));
  }
});

test("the payloads of a variant share their slots", () => {
  expect(codecOf(variant).flat).toEqual(["i32", "i64"]);
  expect(lower(variant, { tag: "none-at-all" })).toEqual([0, 0n]);
  expect(lower(variant, { tag: "small", val: 7 })).toEqual([1, 7n]);
  expect(lower(variant, { tag: "float", val: -1.5 })).toEqual([2, 0xbfc0_0000n]);
  expect(lower(variant, { tag: "wide", val: 5n })).toEqual([3, 5n]);
  expect(lower(variant, { tag: "double", val: 1 })).toEqual([4, 0x3ff0_0000_0000_0000n]);
  // Of a slot that is wider than the value the rest is not looked at.
  expect(lift(variant, 2, -0x4040_0000n)).toEqual({ tag: "float", val: -1.5 });
  expect(lift(variant, 1, 0x1_0000_0007n)).toEqual({ tag: "small", val: 7 });
  const mixed: ValType = { kind: "result", ok: { kind: "s32" }, error: f32 };
  expect(lower(mixed, { tag: "err", val: 1 })).toEqual([1, 0x3f80_0000]);
  expect(lift(mixed, 1, 0x3f80_0000)).toEqual({ tag: "err", val: 1 });
  const longer: ValType = { kind: "result", ok: string, error: { kind: "f64" } };
  expect(lower(longer, { tag: "err", val: 1 })).toEqual([1, 0x3ff0_0000_0000_0000n, 0]);
});

test("bytes between and behind parts are left alone", () => {
  expect(store(tuple(u8, u32), [1, 2])).toEqual([1, 0xee, 0xee, 0xee, 2, 0, 0, 0]);
  expect(store(option(u32), undefined)).toEqual([0, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee]);
});

test("many cases and many flags take more bytes", () => {
  const labels = Array.from({ length: 300 }, (_, index) => `l${index}`);
  expect(store({ kind: "enum", labels }, "l299")).toEqual([43, 1]);
  expect(load({ kind: "enum", labels }, 43, 1)).toBe("l299");
  const flags: ValType = { kind: "flags", labels: labels.slice(0, 32) };
  expect(store(flags, { l31: true, l0: true })).toEqual([1, 0, 0, 128]);
  expect(lower(flags, { l31: true })).toEqual([-(2 ** 31)]);
  expect(load(flags, 0, 0, 0, 128)).toMatchObject({ l31: true, l0: false });
});

test("handles go through the table's operations", () => {
  expect(lift({ kind: "own", resource }, 5)).toBe(1005);
  expect(lift({ kind: "borrow", resource }, -1)).toBe(2000 + 0xffff_ffff);
  expect(lower({ kind: "own", resource }, 1005)).toEqual([5]);
  expect(store({ kind: "borrow", resource }, 2007)).toEqual([7, 0, 0, 0]);
});

test.each<[string, ValType, CoreValue[], RegExp]>([
  ["a char beyond Unicode", { kind: "char" }, [0x11_0000], /invalid char: 0x110000 is no Unicode scalar value$/],
  ["a negative char", { kind: "char" }, [-1], /invalid char: 0xffffffff/],
  ["the first surrogate", { kind: "char" }, [0xd800], /invalid char: 0xd800/],
  ["the last surrogate", { kind: "char" }, [0xdfff], /invalid char: 0xdfff/],
  ["a case too many", variant, [5, 0n], /invalid discriminant: case 5 of a variant with 5$/],
  ["a negative case", option(u8), [-1, 0], /invalid discriminant: case 4294967295 of an option with 2$/],
  ["a label too many", { kind: "enum", labels: ["a"] }, [1], /invalid discriminant: case 1 of an enum with 1$/],
  ["a list outside", list(u8), [65_530, 7], /out of bounds: the list has 7 bytes at 65530, and the memory 65536$/],
  ["an empty list outside", list(u32), [65_540, 0], /out of bounds: the list has 0 bytes at 65540/],
  ["an unaligned list", list(u32), [2, 1], /unaligned pointer: the list is at 2, which is no multiple of 4$/],
  ["an unaligned empty list", list({ kind: "u64" }), [4, 0], /unaligned pointer/],
  ["a long list", list(string), [0, 2 ** 25], /the list is too long: its 33554432 elements take 268435456 bytes$/],
  ["a long list of bytes", list(u8), [0, -1], /the list is too long: its 4294967295 elements/],
  ["a list as long as allowed", list(u8), [0, 2 ** 28 - 1], /out of bounds/],
  ["a bad string in a list", list(string), [65_528, 1], /out of bounds: the string has 1 bytes at 4294967295/],
])("%s traps", (_, type, flat, message) => {
  const { cx } = fake();
  memoryOf(cx).view.setUint32(65_528, 0xffff_ffff, true);
  memoryOf(cx).view.setUint32(65_532, 1, true);
  expect(() => codecOf(type).lift(cx, flat, 0)).toThrow(WebAssembly.RuntimeError);
  expect(() => codecOf(type).lift(cx, flat, 0)).toThrow(message);
});

test("a discriminant in memory is checked too", () => {
  expect(() => load(option(u8), 2, 0)).toThrow(/invalid discriminant: case 2 of an option with 2/);
  expect(() => load({ kind: "enum", labels: ["a", "b"] }, 7)).toThrow(/case 7 of an enum with 2/);
});

test.each<[ValType, unknown, string]>([
  [u8, 3n, "a:b/c#f: a whole number is expected, but this is 3n"],
  [f32, Symbol("x"), "a:b/c#f: a number is expected, but this is a symbol"],
  [{ kind: "u64" }, 1.5, "a:b/c#f: a bigint is expected, but this is 1.5"],
  [{ kind: "s64" }, undefined, "a:b/c#f: a bigint is expected, but this is undefined"],
  [{ kind: "char" }, "ab", 'a:b/c#f: one character is expected, but this is "ab"'],
  [{ kind: "char" }, "", 'a:b/c#f: one character is expected, but this is ""'],
  [{ kind: "char" }, "\ud800", "a:b/c#f: half of a surrogate pair is no character"],
  [string, LONG, "a:b/c#f: the string is too long: it has 268435456 bytes"],
  [tuple(u8, u8), [1], "a:b/c#f: the tuple has 2 elements, and here are 1"],
  [tuple(u8), 3, "a:b/c#f: an array is expected, but this is 3"],
  [record({ a: u8 }), null, "a:b/c#f: an object with the record’s fields is expected, but this is null"],
  [
    record({ "a-b": u8, c: { kind: "u64" } }),
    { aB: 1 },
    "a:b/c#f: field “c”: a bigint is expected, but this is undefined",
  ],
  [record({ "a-b": string }), { aB: {} }, "a:b/c#f: field “a-b”: a string is expected, but this is an object"],
  [list(string), ["a", []], "a:b/c#f: element 2: a string is expected, but this is an array"],
  [list(string), "ab", 'a:b/c#f: an array is expected, but this is "ab"'],
  [list(u8), 7, "a:b/c#f: a Uint8Array or an array is expected, but this is 7"],
  [list(u8), [1, 256], "a:b/c#f: element 2: a whole number from 0 to 255 is expected, but this is 256"],
  [
    list({ kind: "s16" }),
    ["1"],
    'a:b/c#f: element 1: a whole number from -32768 to 32767 is expected, but this is "1"',
  ],
  [
    list({ kind: "s64" }),
    [1],
    "a:b/c#f: element 1: a bigint from -9223372036854775808 to 9223372036854775807 is expected, but this is 1",
  ],
  [list({ kind: "f64" }), ["1"], 'a:b/c#f: element 1: a number is expected, but this is "1"'],
  [list(string, 2), ["a"], "a:b/c#f: the list has 2 elements, and here are 1"],
  [list(string, 2), ["a", 1], "a:b/c#f: element 2: a string is expected, but this is 1"],
  [{ kind: "flags", labels: ["a"] }, true, "a:b/c#f: an object of booleans is expected, but this is true"],
  [{ kind: "enum", labels: ["a", "b"] }, "c", 'a:b/c#f: a case of the enum (a, b) is expected, but this is "c"'],
  [variant, "small", 'a:b/c#f: an object with “tag” is expected, but this is "small"'],
  [variant, { tag: "x" }, 'a:b/c#f: the variant has no case "x"; it has none-at-all, small, float, wide, double'],
  [variant, { tag: "wide" }, "a:b/c#f: case “wide”: a bigint is expected, but this is undefined"],
  [option(string), 3, "a:b/c#f: case “some”: a string is expected, but this is 3"],
  [{ kind: "map", key: string, value: u8 }, 3, "a:b/c#f: a Map or an array of pairs is expected, but this is 3"],
  [
    { kind: "map", key: string, value: string },
    new Map([["a", 1]]),
    "a:b/c#f: element 1, element 2: a string is expected, but this is 1",
  ],
  [
    list(record({ a: option(list(string)) })),
    [{ a: ["x"] }, { a: ["x", true] }],
    "a:b/c#f: element 2, field “a”, case “some”, element 2: a string is expected, but this is true",
  ],
])("what does not fit is told with its place (%#): %j", (type, value, message) => {
  expect(() => store(type, value)).toThrow(TypeError);
  expect(() => store(type, value)).toThrow(expect.objectContaining({ message }));
  expect(() => lower(type, value)).toThrow(expect.objectContaining({ message }));
});

test("errors of the host's own values pass through unchanged", () => {
  const stop = new Error("stop");
  const value = {
    get a(): never {
      throw stop;
    },
  };
  expect(() => store(list(record({ a: string })), [value])).toThrow(stop);
});

test("one codec a type", () => {
  const type = list(tuple(string, u8));
  expect(codecOf(type)).toBe(codecOf(type));
  expect(codecOf(type)).toMatchObject({ type, size: 8, alignment: 4, flat: ["i32", "i32"] });
  let shared: ValType = list(u8);
  for (let depth = 0; depth < 90; depth += 1) shared = tuple(option(shared), u8);
  let double: ValType = list(u8);
  for (let depth = 0; depth < 20; depth += 1) double = tuple(double, double);
  expect([codecOf(shared).flat.length, codecOf(double).flat.length]).toEqual([17, 17]);
});

test.each<[ValType, RegExp]>([
  [{ kind: "stream", element: u8 }, /^This component passes a stream, which is not supported\.$/],
  [list({ kind: "future", element: undefined }), /passes a future/],
  [option({ kind: "error-context" }), /passes an error-context/],
  [tuple(), /an empty tuple/],
  [record({ ["__proto__"]: u8 }), /^This component has a type with a field/],
  [{ kind: "flags", labels: ["__proto__"] }, /^This component has a type with a field/],
])("%j cannot be passed", (type, message) => {
  expect(() => codecOf(type)).toThrow(UnusableType);
  expect(() => codecOf(type)).toThrow(message);
});
