import { componentEmbed, componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readComponent } from "../component/index.ts";
import type { ComponentModel, ComponentType, ValType } from "../component/index.ts";
import { printWit } from "./print.ts";
import { shapeOf } from "./shape-testing.ts";
import { fromTable, toTable } from "./table.ts";

function model(bytes: Uint8Array): ComponentModel {
  const read = readComponent(bytes);
  if (!read.ok) throw new Error(read.error.reason);
  return read.value;
}

/** Through JSON, as a page or a file has it. */
function again(type: ComponentType): ComponentType {
  return fromTable(JSON.parse(JSON.stringify(toTable(type))));
}

test.each(["hello", "greet", "sums", "hostile"])("the types of %s are the same after a table", (name) => {
  const before = model(readFileSync(new URL(`../../public/demos/${name}/component.wasm`, import.meta.url)));
  const after = again(before.type);
  expect(shapeOf(after)).toEqual(shapeOf(before.type));
  // Names hang on which objects are the same.
  expect(printWit({ ...before, type: after })).toEqual(printWit(before));
});

test("every kind of type is kept", async () => {
  const witSource = `package a:b; world w { import all; export all; export plain: func(); }
    interface all {
      record r { a: u8, b: string } variant v { none, some(r) } enum e { x, y } flags f { p, q }
      resource res { constructor(); m: func() -> own<res>; s: static func(of: borrow<res>); }
      type alias = u32; type fixed = list<u8, 4>;
      x: func(a: tuple<s8, u16, f32, f64, char, bool>, b: option<v>, c: result<e, f>, d: result, e: result<_, alias>) -> list<fixed>;
      y: async func(a: stream<u8>, b: future, c: future<s64>) -> error-context;
    }`;
  const { type } = model(await componentNew(await componentEmbed({ witSource, world: "w", dummy: true })));
  expect(shapeOf(again(type))).toEqual(shapeOf(type));
});

test("a type in which lists nest 100,000 deep goes through, and one of too many is refused", () => {
  let deep: ValType = { kind: "u8" };
  for (let depth = 0; depth < 100_000; depth += 1) deep = { kind: "list", element: deep, length: undefined };
  const type: ComponentType = {
    kind: "component",
    imports: new Map([["t", { sort: "type", type: deep }]]),
    exports: new Map(),
  };
  const table = toTable(type);
  expect(table?.types).toHaveLength(100_001);
  expect(table === undefined ? undefined : fromTable(table).imports.get("t")?.sort).toBe("type");
  expect(toTable(type, 50_000)).toBeUndefined();
});

test("types that are shared many times over are written once", () => {
  let shared: ValType = { kind: "u8" };
  for (let depth = 0; depth < 3000; depth += 1) shared = { kind: "tuple", elements: [shared, shared] };
  const imports = new Map([["t", { sort: "type", type: shared } as const]]);
  expect(toTable({ kind: "component", imports, exports: new Map() })?.types).toHaveLength(3001);
});
