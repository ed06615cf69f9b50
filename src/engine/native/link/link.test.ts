import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { linked, link, type Class, type Func } from "./link-testing.ts";

/** A component that exports `get`, which gives `value`. */
const constant = (value: number): string => `
  (core module $m (func (export "get") (result i32) i32.const ${value}))
  (core instance $i (instantiate $m))
  (func (export "get") (result u32) (canon lift (core func $i "get")))`;

const COUNTER = `
  (core module $counter
    (global $n (mut i32) (i32.const 0))
    (func (export "next") (result i32)
      (global.set $n (i32.add (global.get $n) (i32.const 1)))
      (global.get $n)))`;

test("functions by themselves are exported in camelCase", async () => {
  const { getIt } = await linked(
    await parse(`(component
    (core module $m (func (export "f") (result i32) i32.const 7))
    (core instance $i (instantiate $m))
    (func (export "get-it") (result u32) (canon lift (core func $i "f"))))`),
  );
  expect(getIt?.()).toBe(7);
});

test("an instance under an interface's name keeps it, one under a plain name is in camelCase", async () => {
  const exports = await linked<Record<string, Record<string, Func>>>(
    await parse(`(component
    (component $c ${constant(3)})
    (instance $i (instantiate $c))
    (export "a:b/c@1.0.0" (instance $i))
    (export "plain-one" (instance $i)))`),
  );
  expect(Object.keys(exports)).toEqual(["a:b/c@1.0.0", "plainOne"]);
  expect(exports["a:b/c@1.0.0"]?.["get"]?.()).toBe(3);
  expect(exports["plainOne"]?.["get"]?.()).toBe(3);
});

test("each instance of a component has a state of its own", async () => {
  const { a, b } = await linked<Record<"a" | "b", Record<string, Func>>>(
    await parse(`(component
    (component $c ${COUNTER}
      (core instance $i (instantiate $counter))
      (func (export "next") (result u32) (canon lift (core func $i "next"))))
    (instance $x (instantiate $c))
    (instance $y (instantiate $c))
    (export "a" (instance $x))
    (export "b" (instance $y)))`),
  );
  expect([a["next"]?.(), a["next"]?.(), b["next"]?.()]).toEqual([1, 2, 1]);
});

test("a component closes over modules and components around it, and carries them where it is given", async () => {
  const { got } = await linked(
    await parse(`(component
    (core module $m (func (export "get") (result i32) i32.const 11))
    (component $inner
      (core instance $i (instantiate $m))
      (func (export "get") (result u32) (canon lift (core func $i "get"))))
    (component $closure
      (alias outer 1 $inner (component $c))
      (instance $i (instantiate $c))
      (export "get" (func $i "get")))
    (component $taker
      (import "given" (component $given (export "get" (func (result u32)))))
      (instance $i (instantiate $given))
      (export "get" (func $i "get")))
    (instance $t (instantiate $taker (with "given" (component $closure))))
    (export "got" (func $t "get")))`),
  );
  expect(got?.()).toBe(11);
});

test("a module is given as an argument", async () => {
  const taker = `
    (component $taker
      (import "code" (core module $code (export "get" (func (result i32)))))
      (core instance $i (instantiate $code))
      (func (export "get") (result u32) (canon lift (core func $i "get"))))`;
  const inside = await linked(
    await parse(`(component ${taker}
    (core module $m (func (export "get") (result i32) i32.const 5))
    (instance $t (instantiate $taker (with "code" (core module $m))))
    (export "got" (func $t "get")))`),
  );
  expect(inside["got"]?.()).toBe(5);
});

const COUNTERS = `
  (component $c
    (core module $dtor
      (global $dropped (mut i32) (i32.const 0))
      (func (export "dtor") (param i32) (global.set $dropped (i32.add (global.get $dropped) (local.get 0))))
      (func (export "dropped") (result i32) (global.get $dropped)))
    (core instance $d (instantiate $dtor))
    (type $counter' (resource (rep i32) (dtor (core func $d "dtor"))))
    (core func $new (canon resource.new $counter'))
    (core module $m
      (import "" "new" (func $new (param i32) (result i32)))
      (func (export "new") (param i32) (result i32) (call $new (local.get 0)))
      (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
      (func (export "ten") (result i32) (call $new (i32.const 10))))
    (core instance $i (instantiate $m (with "" (instance (export "new" (func $new))))))
    (export $counter "counter" (type $counter'))
    (func (export "[constructor]counter") (param "n" u32) (result (own $counter)) (canon lift (core func $i "new")))
    (func (export "[method]counter.add") (param "self" (borrow $counter)) (param "n" u32) (result u32)
      (canon lift (core func $i "add")))
    (func (export "[static]counter.ten") (result (own $counter)) (canon lift (core func $i "ten")))
    (func (export "dropped") (result u32) (canon lift (core func $d "dropped"))))`;

test("a guest's resource is a class", async () => {
  const made = await link(
    await parse(`(component ${COUNTERS}
    (instance $i (instantiate $c))
    (export "a:b/counters@1.0.0" (instance $i)))`),
  );
  if (!made.ok) throw new Error(made.error.message);
  const { Counter, dropped } = made.value.exports["a:b/counters@1.0.0"] as {
    Counter: Class & { ten(): Record<string, Func> };
    dropped: Func;
  };
  const five = new Counter(5);
  expect(five).toBeInstanceOf(Counter);
  expect(five["add"]?.(2)).toBe(7);
  const ten = Counter.ten();
  expect(ten["add"]?.(1)).toBe(11);
  const drop = (Symbol as { readonly dispose?: symbol }).dispose ?? Symbol.for("dispose");
  Reflect.apply(Reflect.get(five, drop), five, []);
  expect(dropped()).toBe(5);
  expect(made.value.liveHandles?.()).toBe(0);
});

test("instances of one component define different resources", async () => {
  const { a, b } = await linked<Record<"a" | "b", { Counter: Class }>>(
    await parse(`(component ${COUNTERS}
    (instance $x (instantiate $c))
    (instance $y (instantiate $c))
    (export "a" (instance $x))
    (export "b" (instance $y)))`),
  );
  const mine = new a.Counter(1);
  expect(mine).not.toBeInstanceOf(b.Counter);
  expect(() => Reflect.apply(b.Counter.prototype["add"] as Func, mine, [1])).toThrow(TypeError);
});

test("a component uses the resource of another, and handles are counted", async () => {
  const made = await link(
    await parse(`(component ${COUNTERS}
    (component $user
      (import "counters" (instance $i
        (export "counter" (type $counter (sub resource)))
        (export "[constructor]counter" (func (param "n" u32) (result (own $counter))))
        (export "[method]counter.add" (func (param "self" (borrow $counter)) (param "n" u32) (result u32)))))
      (core func $new (canon lower (func $i "[constructor]counter")))
      (core func $add (canon lower (func $i "[method]counter.add")))
      (core module $m
        (import "" "new" (func $new (param i32) (result i32)))
        (import "" "add" (func $add (param i32 i32) (result i32)))
        (func (export "run") (result i32) (call $add (call $new (i32.const 30)) (i32.const 12))))
      (core instance $c (instantiate $m (with "" (instance (export "new" (func $new)) (export "add" (func $add))))))
      (func (export "run") (result u32) (canon lift (core func $c "run"))))
    (instance $i (instantiate $c))
    (instance $u (instantiate $user (with "counters" (instance $i))))
    (export "run" (func $u "run")))`),
  );
  if (!made.ok) throw new Error(made.error.message);
  const { run } = made.value.exports as Record<string, Func>;
  expect(run?.()).toBe(42);
  expect(made.value.liveHandles?.()).toBe(1);
});
