import { expect, test } from "vitest";
import { component } from "../../echo-testing.ts";
import { functionsOf, started } from "../../engine-testing.ts";

/** A component that exports what its core code makes of some built-ins. */
async function withBuiltIns(definitions: string, names: readonly string[], code: string, lifted: string) {
  const bytes = await component(`
    ${definitions}
    (core module $m ${code})
    (core instance $i (instantiate $m (with "" (instance ${names.map((name) => `(export "${name}" (func $${name}))`).join(" ")}))))
    ${lifted}`);
  return functionsOf(await started("native", bytes));
}

test("context.get gives what the same call has set, in its own slot, and 0 at first", async () => {
  const exports = await withBuiltIns(
    `(core func $get0 (canon context.get i32 0)) (core func $get1 (canon context.get i32 1))
     (core func $set1 (canon context.set i32 1))`,
    ["get0", "get1", "set1"],
    `(import "" "get0" (func $get0 (result i32))) (import "" "get1" (func $get1 (result i32)))
     (import "" "set1" (func $set1 (param i32)))
     (func (export "f") (param $value i32) (result i32)
       (local $before i32)
       (local.set $before (call $get1))
       (call $set1 (local.get $value))
       (i32.add (i32.mul (i32.const 100) (call $get1)) (i32.add (call $get0) (local.get $before))))`,
    `(func (export "f") (param "value" u32) (result u32) (canon lift (core func $i "f")))`,
  );
  expect([exports["f"]?.(7), exports["f"]?.(9)]).toEqual([700, 900]);
});

test("backpressure is counted, and never below none", async () => {
  const exports = await withBuiltIns(
    `(core func $inc (canon backpressure.inc)) (core func $dec (canon backpressure.dec))`,
    ["inc", "dec"],
    `(import "" "inc" (func $inc)) (import "" "dec" (func $dec))
     (func (export "both") (call $inc) (call $inc) (call $dec) (call $dec))
     (func (export "below") (call $dec))`,
    `(func (export "both") (canon lift (core func $i "both"))) (func (export "below") (canon lift (core func $i "below")))`,
  );
  expect(exports["both"]?.()).toBeUndefined();
  expect(() => exports["below"]?.()).toThrow(/backpressure\.dec: the count would be -1/);
});

test("what only async functions can use traps when it is called", async () => {
  const exports = await withBuiltIns(
    `(core func $new (canon waitable-set.new))`,
    ["new"],
    `(import "" "new" (func $new (result i32)))
     (func (export "f") (result i32) (call $new)) (func (export "g") (result i32) (i32.const 3))`,
    `(func (export "f") (result u32) (canon lift (core func $i "f"))) (func (export "g") (result u32) (canon lift (core func $i "g")))`,
  );
  expect(exports["g"]?.()).toBe(3);
  expect(() => exports["f"]?.()).toThrow(/Calling waitable-set\.new failed: the native engine does not support it/);
});
