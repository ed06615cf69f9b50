import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readCoreModule } from "./core-module.ts";
import { capTables } from "./memories.ts";

function cap(module: Uint8Array, limit: number): Uint8Array<ArrayBuffer> {
  const capped = capTables(module, limit);
  if (!capped.ok) throw new Error(JSON.stringify(capped.error));
  return capped.value;
}

function maxima(module: Uint8Array): (number | undefined)[] {
  const read = readCoreModule(module);
  return read.ok ? read.value.tables.map(({ maximumElements }) => maximumElements) : [];
}

test("a table gets the limit as its maximum, and nothing else changes", async () => {
  const body = `(func (export "grow") (param i32) (result i32) (table.grow (ref.null func) (local.get 0))) (elem (i32.const 0) func 0)`;
  const capped = cap(await parse(`(module (table 2 funcref) ${body})`), 10);
  expect(capped).toEqual(await parse(`(module (table 2 10 funcref) ${body})`));
  const { grow } = new WebAssembly.Instance(new WebAssembly.Module(capped)).exports;
  if (typeof grow !== "function") throw new Error("no function");
  expect(grow(8)).toBe(2);
  expect(grow(1)).toBe(-1);
});

test("several tables share, small ones leave the rest, and imported ones are left alone", async () => {
  const module = await parse(`(module (import "a" "t" (table 5 funcref))
    (table 1 funcref) (table 1 2 externref) (table i64 3 funcref) (memory 1))`);
  expect(maxima(cap(module, 105))).toEqual([undefined, 50, 2, 53]);
  expect(cap(module, Infinity)).toBe(module);
});

test("what a table's elements are at first stays beside it", async () => {
  const text = (maximum: string): string =>
    `(module (table 1 funcref) (table 3 ${maximum} (ref func) (ref.func $f)) (func $f) (elem declare func $f))`;
  // Twenty are shared evenly: sixteen above the four of the beginning.
  const expected = (await parse(text("11"))).length;
  const capped = cap(await parse(text("")), 20);
  expect(maxima(capped)).toEqual([9, 11]);
  // One more byte for the maximum of the other table.
  expect(capped.length).toBe(expected + 1);
});

test("too many elements at the start are refused", async () => {
  expect(capTables(await parse("(module (table 3 funcref) (table 2 funcref))"), 4)).toMatchObject({
    ok: false,
    error: { tag: "table-limit", initialElements: 5, limitElements: 4 },
  });
});

test("whatever the tables, together they stay within the limit", async () => {
  const table = fc.record({ initial: fc.nat(300), extra: fc.option(fc.nat(300), { nil: undefined }) });
  await fc.assert(
    fc.asyncProperty(fc.array(table, { minLength: 1, maxLength: 5 }), fc.nat(2000), async (tables, limit) => {
      const text = tables.map(
        ({ initial, extra }) => `(table ${initial} ${extra === undefined ? "" : initial + extra} funcref)`,
      );
      const module = await parse(`(module ${text.join(" ")})`);
      const capped = capTables(module, limit);
      const initial = tables.reduce((sum, item) => sum + item.initial, 0);
      expect(capped.ok).toBe(initial <= limit);
      if (!capped.ok) return;
      expect(WebAssembly.validate(capped.value)).toBe(true);
      const most = maxima(capped.value).reduce<number>((sum, maximum) => sum + (maximum ?? Infinity), 0);
      expect(most).toBeLessThanOrEqual(limit);
    }),
    { numRuns: 60 },
  );
});
