import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { readCoreModule } from "./core-module.ts";

const preamble = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

test("imports, exports, memories and producers", async () => {
  const bytes = await parse(`(module
    (@producers (language "C" "11"))
    (import "env" "f" (func (param i32) (result i64)))
    (import "env" "t" (table 1 2 externref))
    (import "env" "m" (memory 1 2))
    (import "env" "g" (global (mut f64)))
    (import "env" "e" (tag (param i32)))
    (memory $own 3)
    (memory $wide i64 1 4 shared)
    (memory $small 5 6 (pagesize 1))
    (global $null (ref null func) (ref.null func))
    (export "f2" (func 0)) (export "own" (memory $own)) (export "n" (global $null)) (export "t2" (table 0)) (export "e2" (tag 0)))`);
  expect(readCoreModule(bytes)).toEqual({
    ok: true,
    value: {
      offset: 0,
      size: bytes.length,
      imports: [
        { module: "env", name: "f", kind: "func" },
        { module: "env", name: "t", kind: "table" },
        { module: "env", name: "m", kind: "memory" },
        { module: "env", name: "g", kind: "global" },
        { module: "env", name: "e", kind: "tag" },
      ],
      exports: [
        { name: "f2", kind: "func" },
        { name: "own", kind: "memory" },
        { name: "n", kind: "global" },
        { name: "t2", kind: "table" },
        { name: "e2", kind: "tag" },
      ],
      customSections: ["producers", "name"],
      memories: [
        { imported: true, initialBytes: 65536, maximumBytes: 131072, pageBytes: 65536, shared: false, wide: false },
        { imported: false, initialBytes: 196608, pageBytes: 65536, shared: false, wide: false },
        { imported: false, initialBytes: 65536, maximumBytes: 262144, pageBytes: 65536, shared: true, wide: true },
        { imported: false, initialBytes: 5, maximumBytes: 6, pageBytes: 1, shared: false, wide: false },
      ],
      tables: [{ imported: true, initialElements: 1, maximumElements: 2, wide: false }],
      producers: [{ field: "language", name: "C", version: "11" }],
    },
  });
});

test("tables, also such as have elements from the start", async () => {
  const bytes = await parse(`(module
    (import "env" "g" (global $g funcref))
    (func $f)
    (table $null 3 funcref)
    (table $own 4 5 funcref (ref.func $f))
    (table $of i64 6 funcref (global.get $g))
    (table $none 7 externref (ref.null extern))
    (table $number 8 i31ref (ref.i31 (i32.add (i32.const -1) (i32.const 1000))))
    (export "t" (table $number)))`);
  const read = readCoreModule(bytes);
  expect(read.ok ? read.value.tables : read.error).toEqual([
    { imported: false, initialElements: 3, wide: false },
    { imported: false, initialElements: 4, maximumElements: 5, wide: false },
    { imported: false, initialElements: 6, wide: true },
    { imported: false, initialElements: 7, wide: false },
    { imported: false, initialElements: 8, wide: false },
  ]);
  expect(read.ok ? read.value.exports : []).toEqual([{ name: "t", kind: "table" }]);
});

test("a module inside a larger file, with offsets of the file", async () => {
  const module = await parse(`(module (func (export "x")))`);
  const file = new Uint8Array([1, 2, 3, ...module, 4, 5]);
  const read = readCoreModule(file, 3, module.length);
  expect(read).toMatchObject({
    ok: true,
    value: { offset: 3, size: module.length, exports: [{ name: "x", kind: "func" }] },
  });
  expect(readCoreModule(file, 4, module.length)).toMatchObject({ ok: false, error: { tag: "malformed", offset: 4 } });
});

test.each([
  [-1, 4],
  [0, 1000],
  [1000, 0],
  [0.5, 2],
  [Number.NaN, 2],
])("a range outside the file is refused: %d, %d", (offset, size) => {
  expect(readCoreModule(new Uint8Array(preamble), offset, size)).toMatchObject({
    ok: false,
    error: { tag: "truncated" },
  });
});

test("compact imports", () => {
  const grouped = [0x02, 0x10, 0x02, 1, 0x61, 0, 0x7f, 1, 1, 0x78, 0x00, 0x00, 1, 0x62, 0, 0x7e, 0x00, 0x00];
  const names = [2, 1, 0x79, 1, 0x7a];
  const section = [...grouped, ...names];
  section[1] = section.length - 2;
  expect(readCoreModule(new Uint8Array([...preamble, ...section]))).toMatchObject({
    ok: true,
    value: {
      imports: [
        { module: "a", name: "x", kind: "func" },
        { module: "b", name: "y", kind: "func" },
        { module: "b", name: "z", kind: "func" },
      ],
    },
  });
});

/** A custom section named `producers`. */
function producersSection(...body: number[]): number[] {
  const name = [..."producers"].map((letter) => letter.charCodeAt(0));
  const content = [name.length, ...name, ...body];
  return [0, content.length, ...content];
}

test("a damaged or foreign producers section is passed over", () => {
  const sdk = [3, 0x73, 0x64, 0x6b];
  const good = producersSection(1, ...sdk, 1, 1, 0x61, 0);
  const foreign = producersSection(1, 1, 0x66, 1, 1, 0x62, 0);
  const damaged = producersSection(0xff, 0xff, 0x03);
  expect(readCoreModule(new Uint8Array([...preamble, ...damaged, ...foreign, ...good]))).toMatchObject({
    ok: true,
    value: { producers: [{ field: "sdk", name: "a", version: "" }] },
  });
});

test("function bodies are not looked at", () => {
  const code = [0x0a, 0x03, 0xff, 0xff, 0xff];
  expect(readCoreModule(new Uint8Array([...preamble, ...code])).ok).toBe(true);
});

test.each([
  ["a section that runs past the end", [0x0a, 0x05, 0x00], "truncated", "core module"],
  ["an unknown section", [0x20, 0x00], "unknown", "core module"],
  ["a section that stands twice", [0x0a, 0x00, 0x0a, 0x00], "malformed", "core module"],
  ["more imports than bytes", [0x02, 0x05, 0xff, 0xff, 0xff, 0xff, 0x0f], "malformed", "core import"],
  ["a name that is not UTF-8", [0x07, 0x05, 0x01, 0x01, 0xff, 0x00, 0x00], "malformed", "core export"],
  ["an overlong integer", [0x07, 0x06, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], "malformed", "core export"],
  ["an integer above 32 bits", [0x07, 0x05, 0xff, 0xff, 0xff, 0xff, 0x1f], "malformed", "core export"],
  ["bytes left over", [0x07, 0x02, 0x00, 0x00], "malformed", "core export"],
  ["an unknown kind of export", [0x07, 0x05, 0x01, 0x01, 0x61, 0x09, 0x00], "unknown", "core export"],
])("%s", (_, section, tag, name) => {
  const read = readCoreModule(new Uint8Array([...preamble, ...section]));
  expect(read).toMatchObject({ ok: false, error: { tag, section: name } });
});
