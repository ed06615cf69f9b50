import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { link, linked, type Class, type Func } from "./link-testing.ts";

test("a start function that catches a trap does not save its component", async () => {
  const stop = new Error("stop");
  const bytes = await parse(`(component
    (import "f" (func $f))
    (core func $g (canon lower (func $f)))
    (core module $m (import "" "g" (func $g)) (func $start try call $g catch_all end) (start $start))
    (core instance (instantiate $m (with "" (instance (export "g" (func $g)))))))`);
  const host = {
    f: {
      default: () => {
        throw stop;
      },
    },
  };
  await expect(link(bytes, host)).rejects.toBe(stop);
});

test("an instance of a resource with a method called then can be awaited", async () => {
  const { R } = await linked<{ R: Class }>(
    await parse(`(component
    (type $r (resource (rep i32)))
    (core func $new (canon resource.new $r))
    (core module $m (import "" "new" (func $new (param i32) (result i32)))
      (func (export "make") (result i32) (call $new (i32.const 1)))
      (func (export "then") (param i32)))
    (core instance $i (instantiate $m (with "" (instance (export "new" (func $new))))))
    (export $e "r" (type $r))
    (func (export "[constructor]r") (result (own $e)) (canon lift (core func $i "make")))
    (func (export "[method]r.then") (param "self" (borrow $e)) (canon lift (core func $i "then"))))`),
  );
  const made = new R();
  expect(await Promise.race([Promise.resolve(made), new Promise((done) => setImmediate(done))])).toBe(made);
});

test("values that stand for more than there is memory are refused, and the host goes on", async () => {
  let reached = false;
  const { go } = await linked<Record<string, Func>>(
    await parse(`(component
    (import "f" (func $f (param "x" (list (list u8)))))
    (core module $memory (memory (export "m") 1024))
    (core instance $n (instantiate $memory))
    (alias core export $n "m" (core memory $m))
    (core func $g (canon lower (func $f) (memory $m)))
    (core module $main (import "" "g" (func $g (param i32 i32))) (func (export "go") (call $g (i32.const 0) (i32.const 8388608))))
    (core instance $i (instantiate $main (with "" (instance (export "g" (func $g))))))
    (func (export "go") (canon lift (core func $i "go"))))`),
    { f: { default: () => (reached = true) } },
  );
  expect(() => go?.()).toThrow(/values of this call are too large/);
  expect(reached).toBe(false);
});
