import { expect, test } from "vitest";
import { component } from "../../echo-testing.ts";
import { functionsOf, started } from "../../engine-testing.ts";
import { instantiate } from "../index.ts";

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

test("sets of waitables come and go, empty; nothing can be put into one", async () => {
  const exports = await withBuiltIns(
    `(core func $new (canon waitable-set.new)) (core func $drop (canon waitable-set.drop))
     (core func $join (canon waitable.join))`,
    ["new", "drop", "join"],
    `(import "" "new" (func $new (result i32))) (import "" "drop" (func $drop (param i32)))
     (import "" "join" (func $join (param i32 i32)))
     (func (export "f") (result i32)
       (local $set i32)
       (local.set $set (call $new))
       (drop (call $new))
       (call $drop (local.get $set))
       (call $new))
     (func (export "g") (call $join (i32.const 2) (call $new)))`,
    `(func (export "f") (result u32) (canon lift (core func $i "f"))) (func (export "g") (canon lift (core func $i "g")))`,
  );
  // The index of the dropped one is free again.
  expect(exports["f"]?.()).toBe(1);
  expect(() => exports["g"]?.()).toThrow(/Calling waitable\.join failed: there is no such waitable/);
});

test("dropping a set of waitables that there is not is a trap", async () => {
  const exports = await withBuiltIns(
    `(core func $drop (canon waitable-set.drop))`,
    ["drop"],
    `(import "" "drop" (func $drop (param i32))) (func (export "f") (call $drop (i32.const 1)))`,
    `(func (export "f") (canon lift (core func $i "f")))`,
  );
  expect(() => exports["f"]?.()).toThrow(/unknown handle index 1/);
});

test("what only async functions can use traps when it is called", async () => {
  const exports = await withBuiltIns(
    `(core func $cancel (canon task.cancel))`,
    ["cancel"],
    `(import "" "cancel" (func $cancel))
     (func (export "f") (call $cancel)) (func (export "g") (result i32) (i32.const 3))`,
    `(func (export "f") (canon lift (core func $i "f"))) (func (export "g") (result u32) (canon lift (core func $i "g")))`,
  );
  expect(exports["g"]?.()).toBe(3);
  expect(() => exports["f"]?.()).toThrow(/Calling task\.cancel failed: the function was not lifted as an async one/);
});

test("built-ins that this engine does not have are refused, or trap where the component is taken all the same", async () => {
  const bytes = await component(`(core func $yield (canon thread.yield))
    (core module $m (import "" "yield" (func $yield (result i32))) (func (export "f") (result i32) (call $yield)))
    (core instance $i (instantiate $m (with "" (instance (export "yield" (func $yield))))))
    (func (export "f") (result u32) (canon lift (core func $i "f")))`);
  expect(await instantiate(bytes, new Map())).toMatchObject({
    error: { tag: "unsupported", detail: { feature: "threads" } },
  });
  const taken = await instantiate(bytes, new Map(), { partly: true });
  expect(taken).toMatchObject({ ok: true });
  const call = taken.ok ? functionsOf(taken.value.exports)["f"] : undefined;
  expect(() => call?.()).toThrow(/Calling thread\.yield failed: the native engine does not support it/);
});
