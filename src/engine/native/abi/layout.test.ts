import { expect, test } from "vitest";
import type { ValType } from "../../../component/index.ts";
import { resource } from "./abi-testing.ts";
import { flatTypes, layoutOf, layoutOfCases, layoutOfType, UnusableType } from "./layout.ts";

const u8: ValType = { kind: "u8" };
const u16: ValType = { kind: "u16" };
const u32: ValType = { kind: "u32" };
const u64: ValType = { kind: "u64" };
const f32: ValType = { kind: "f32" };
const f64: ValType = { kind: "f64" };
const string: ValType = { kind: "string" };
const tuple = (...elements: readonly ValType[]): ValType => ({ kind: "tuple", elements });
const list = (element: ValType, length?: number): ValType => ({ kind: "list", element, length });
const option = (some: ValType): ValType => ({ kind: "option", some });
const result = (ok?: ValType, error?: ValType): ValType => ({ kind: "result", ok, error });
const variant = (...types: readonly (ValType | undefined)[]): ValType => ({
  kind: "variant",
  cases: types.map((type, index) => ({ name: `c${index}`, type })),
});
const labels = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `l${index}`);

test.each<[string, ValType, number, number, string]>([
  ["bool", { kind: "bool" }, 1, 1, "i32"],
  ["s8", { kind: "s8" }, 1, 1, "i32"],
  ["u16", u16, 2, 2, "i32"],
  ["char", { kind: "char" }, 4, 4, "i32"],
  ["u64", u64, 8, 8, "i64"],
  ["f32", f32, 4, 4, "f32"],
  ["f64", f64, 8, 8, "f64"],
  ["string", string, 8, 4, "i32 i32"],
  ["own", { kind: "own", resource }, 4, 4, "i32"],
  ["borrow", { kind: "borrow", resource }, 4, 4, "i32"],
  ["stream", { kind: "stream", element: u8 }, 4, 4, "i32"],
  ["list", list(u64), 8, 4, "i32 i32"],
  ["map", { kind: "map", key: u64, value: u8 }, 8, 4, "i32 i32"],
  ["fixed list", list(u16, 3), 6, 2, "i32 i32 i32"],
  ["fixed list of pairs", list(tuple(u8, f32), 2), 16, 4, "i32 f32 i32 f32"],
  ["u8 u32 u8", tuple(u8, u32, u8), 12, 4, "i32 i32 i32"],
  ["u8 u8 u16 u64", tuple(u8, u8, u16, u64), 16, 8, "i32 i32 i32 i64"],
  ["nested", tuple(u8, tuple(u8, u64), u8), 32, 8, "i32 i32 i64 i32"],
  ["option u8", option(u8), 2, 1, "i32 i32"],
  ["option u64", option(u64), 16, 8, "i32 i64"],
  ["option option u32", option(option(u32)), 12, 4, "i32 i32 i32"],
  ["result", result(), 1, 1, "i32"],
  ["result string u8", result(string, u8), 12, 4, "i32 i32 i32"],
  ["u32 or f32", variant(u32, f32), 8, 4, "i32 i32"],
  ["f32 or f32", variant(f32, f32), 8, 4, "i32 f32"],
  ["f32 or f64", variant(f32, f64), 16, 8, "i32 i64"],
  ["u32 or u64", variant(u32, undefined, u64), 16, 8, "i32 i64"],
  ["string or pair of floats", variant(string, tuple(f32, f64, f64)), 32, 8, "i32 i32 i64 f64"],
  ["enum of 256", { kind: "enum", labels: labels(256) }, 1, 1, "i32"],
  ["enum of 257", { kind: "enum", labels: labels(257) }, 2, 2, "i32"],
  ["enum of 65537", { kind: "enum", labels: labels(65_537) }, 4, 4, "i32"],
  ["variant of 257", variant(...labels(257).map(() => u8)), 4, 2, "i32 i32"],
  ["8 flags", { kind: "flags", labels: labels(8) }, 1, 1, "i32"],
  ["9 flags", { kind: "flags", labels: labels(9) }, 2, 2, "i32"],
  ["17 flags", { kind: "flags", labels: labels(17) }, 4, 4, "i32"],
  ["32 flags", { kind: "flags", labels: labels(32) }, 4, 4, "i32"],
])("%s", (_, type, size, alignment, flat) => {
  const layout = layoutOfType(type);
  expect([layout.size, layout.alignment, layout.flat.join(" ")]).toEqual([size, alignment, flat]);
});

test("the offsets of parameters, and none", () => {
  expect(layoutOf([u8, u64, u16, string])).toMatchObject({ offsets: [0, 8, 16, 20], size: 32, alignment: 8 });
  expect(layoutOf([])).toMatchObject({ offsets: [], size: 0, alignment: 1, flat: [] });
  expect(layoutOfCases([u8, u64])).toMatchObject({ tagSize: 1, payloadOffset: 8 });
});

test("flat types are counted to 17", () => {
  expect(flatTypes(labels(16).map(() => u8))).toHaveLength(16);
  expect(flatTypes(labels(17).map(() => u8))).toHaveLength(17);
  expect(flatTypes(labels(1000).map(() => u8))).toHaveLength(17);
  expect(flatTypes([list(u8, 2 ** 27)])).toHaveLength(17);
  expect(flatTypes([option(list(u8, 16))])).toHaveLength(17);
});

test("types that share their parts are looked at once", () => {
  let type: ValType = list(u8);
  // Written out it has 2^100 parts.
  for (let depth = 0; depth < 100; depth += 1) type = variant(type, type);
  expect(layoutOfType(type)).toMatchObject({ depth: 102 });
  let wide: ValType = u8;
  for (let depth = 0; depth < 27; depth += 1) wide = tuple(wide, wide);
  expect(layoutOfType(wide).size).toBe(2 ** 27);
});

test.each<[string, ValType, RegExp]>([
  ["a record without fields", { kind: "record", fields: [] }, /^This component has an empty record, which/],
  ["a tuple without elements", tuple(), /^This component has an empty tuple, which/],
  ["an enum without labels", { kind: "enum", labels: [] }, /^This component has an empty enum, which/],
  ["flags without labels", { kind: "flags", labels: [] }, /^This component has an empty flags, which/],
  ["a variant without cases", variant(), /^This component has an empty variant, which/],
  ["a list of fixed length 0", list(u8, 0), /^This component has an empty list of fixed length, which/],
  ["33 flags", { kind: "flags", labels: labels(33) }, /has flags with 33 labels; the component model allows 32/],
  ["too large", list(u64, 2 ** 25), /^This component has a list of 268,435,456 bytes/],
  ["far too large", list(list(list(u64, 2 ** 27), 2 ** 31), 2 ** 31), /^This component has a list of 1,073,741,824/],
  ["empty within", list(option(tuple())), /^This component has an empty tuple, which/],
])("%s is refused", (_, type, message) => {
  expect(() => layoutOfType(type)).toThrow(UnusableType);
  expect(() => layoutOfType(type)).toThrow(message);
});

test("types that are nested too deep are refused, whatever was looked at before", () => {
  const nest = (depth: number, inner: ValType): ValType => {
    let type = inner;
    for (let level = 0; level < depth; level += 1) type = option(type);
    return type;
  };
  expect(() => layoutOfType(nest(100_000, u8))).toThrow(/nested more than 200 deep/);
  expect(layoutOfType(nest(199, u8)).depth).toBe(200);
  expect(() => layoutOfType(nest(200, u8))).toThrow(/nested more than 200 deep/);
  const known = nest(150, u8);
  layoutOfType(known);
  expect(() => layoutOfType(nest(50, known))).toThrow(/nested more than 200 deep/);
});
