import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { readCoreFunctions } from "./core-functions.ts";

async function read(text: string): Promise<ReturnType<typeof readCoreFunctions>> {
  const bytes = await parse(`(module ${text})`);
  return readCoreFunctions(bytes, 0, bytes.length);
}

test("the types of imported and exported functions are read", async () => {
  const functions = await read(`
    (import "a" "m" (memory 1))
    (import "a" "f" (func $f (param i32 i64) (result f32 f64)))
    (import "a" "g" (func (param externref)))
    (func $unused (param i32))
    (func $h (result i32) unreachable)
    (export "h" (func $h)) (export "again" (func $h)) (export "f" (func $f)) (export "mem" (memory 0))`);
  expect(functions?.imports).toEqual(["(i32 i64) -> (f32 f64)", "(another type) -> ()"]);
  expect([...(functions?.exports ?? [])]).toEqual([
    ["h", "() -> (i32)"],
    ["again", "() -> (i32)"],
    ["f", "(i32 i64) -> (f32 f64)"],
  ]);
});

test("types of recursion groups count one by one", async () => {
  const functions = await read(`
    (rec (type $s (struct (field i32))) (type $a (func (param i32))))
    (type $b (sub (func (param i64))))
    (func (export "a") (type $a)) (func (export "b") (type $b))`);
  expect([...(functions?.exports ?? [])]).toEqual([
    ["a", "(i32) -> ()"],
    ["b", "(i64) -> ()"],
  ]);
});

test("long lists of parameters are cut", async () => {
  const functions = await read(`(func (export "f") (param ${"i32 ".repeat(100)}) (result i32) unreachable)`);
  expect(functions?.exports.get("f")).toBe(`(${"i32 ".repeat(32)}and more) -> (unknown)`);
});

test("of a damaged module nothing is known", async () => {
  const bytes = await parse(`(module (func (export "f")))`);
  expect(readCoreFunctions(bytes.subarray(0, bytes.length - 12), 0, bytes.length - 12)).toBeUndefined();
  expect(readCoreFunctions(Uint8Array.of(1, 2, 3), 0, 3)).toBeUndefined();
});
