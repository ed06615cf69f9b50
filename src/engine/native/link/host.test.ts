import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { link, linked, type Func } from "./link-testing.ts";

/** A component that exports `get`, which gives `value`. */
const constant = (value: number): string => `
  (core module $m (func (export "get") (result i32) i32.const ${value}))
  (core instance $i (instantiate $m))
  (func (export "get") (result u32) (canon lift (core func $i "get")))`;

test("functions of the host are called without this, and by themselves under default", async () => {
  const seen: unknown[] = [];
  const imports = {
    "a:b/c@1.0.0": {
      addOne(this: unknown, n: number): number {
        seen.push(this);
        return n + 1;
      },
    },
    twice: { default: (n: number) => 2 * n },
  };
  const { run } = await linked(
    await parse(`(component
      (import "a:b/c@1.0.0" (instance $i (export "add-one" (func (param "n" u32) (result u32)))))
      (import "twice" (func $twice (param "n" u32) (result u32)))
      (core func $one (canon lower (func $i "add-one")))
      (core func $two (canon lower (func $twice)))
      (core module $m
        (import "" "one" (func $one (param i32) (result i32)))
        (import "" "two" (func $two (param i32) (result i32)))
        (func (export "run") (param i32) (result i32) (call $two (call $one (local.get 0)))))
      (core instance $c (instantiate $m (with "" (instance (export "one" (func $one)) (export "two" (func $two))))))
      (func (export "run") (param "n" u32) (result u32) (canon lift (core func $c "run"))))`),
    imports,
  );
  expect(run?.(4)).toBe(10);
  expect(seen).toEqual([undefined]);
});

test("what is imported can be exported as it is", async () => {
  const thing = { get: () => 42 };
  const exports = await linked<{ f: Func; "a:b/d@1.0.0": Record<string, Func> }>(
    await parse(`(component
      (import "a:b/c@1.0.0" (instance $i (export "get" (func (result u32)))))
      (import "f" (func $f (result u32)))
      (export "f" (func $f))
      (export "a:b/d@1.0.0" (instance $i)))`),
    { "a:b/c@1.0.0": thing, f: { default: () => 1 } },
  );
  expect(exports.f()).toBe(1);
  expect(exports["a:b/d@1.0.0"]["get"]?.()).toBe(42);
});

const THING = `(import "a:b/things" (instance $things
  (export "thing" (type $thing (sub resource)))
  (export "[constructor]thing" (func (param "n" u32) (result (own $thing))))
  (export "[method]thing.get" (func (param "self" (borrow $thing)) (result u32)))
  (export "[static]thing.made" (func (result u32)))))
  (alias export $things "thing" (type $thing))
  (core func $new (canon lower (func $things "[constructor]thing")))
  (core func $get (canon lower (func $things "[method]thing.get")))
  (core func $made (canon lower (func $things "[static]thing.made")))
  (core func $drop (canon resource.drop $thing))
  (core module $m
    (import "" "new" (func $new (param i32) (result i32)))
    (import "" "get" (func $get (param i32) (result i32)))
    (import "" "made" (func $made (result i32)))
    (import "" "drop" (func $drop (param i32)))
    (func (export "run") (param i32) (result i32) (local $h i32) (local $n i32)
      (local.set $h (call $new (local.get 0)))
      (local.set $n (call $get (local.get $h)))
      (call $drop (local.get $h))
      (i32.add (local.get $n) (call $made))))
  (core instance $c (instantiate $m (with "" (instance
    (export "new" (func $new)) (export "get" (func $get)) (export "made" (func $made)) (export "drop" (func $drop))))))
  (func (export "run") (param "n" u32) (result u32) (canon lift (core func $c "run")))`;

test("classes of the host: constructor, method, static, dispose", async () => {
  let made = 0;
  let dropped = 0;
  class Thing {
    readonly n: number;
    constructor(n: number) {
      this.n = n;
      made += 100;
    }
    get(): number {
      return this.n;
    }
    static made(): number {
      return this === Thing ? made : 0;
    }
    [Symbol.for("dispose")](): void {
      dropped += 1;
    }
    [(Symbol as { readonly dispose?: symbol }).dispose ?? "dispose"](): void {
      dropped += 1;
    }
  }
  const { run } = await linked(await parse(`(component ${THING})`), { "a:b/things": { Thing } });
  expect(run?.(7)).toBe(107);
  expect(run?.(8)).toBe(208);
  expect(dropped).toBe(2);
});

test("a method is the object's own where its class extends the one that is known", async () => {
  class Thing {
    get(): number {
      return 1;
    }
    static made(): number {
      return 0;
    }
  }
  class Other extends Thing {
    override get(): number {
      return 2;
    }
  }
  function Either(n: number): Thing {
    return n === 0 ? new Thing() : new Other();
  }
  Either.prototype = Thing.prototype;
  Either.made = Thing.made;
  const { run } = await linked(await parse(`(component ${THING})`), { "a:b/things": { Thing: Either } });
  expect([run?.(0), run?.(1)]).toEqual([1, 2]);
});

test("a resource that several imports share is one", async () => {
  class Token {}
  const token = new Token();
  const seen: unknown[] = [];
  const { run } = await linked(
    await parse(`(component
      (import "a:b/tokens" (instance $tokens (export "token" (type (sub resource)))))
      (alias export $tokens "token" (type $token))
      (import "a:b/make" (instance $make
        (alias outer 1 $token (type $outer))
        (export "token" (type $t (eq $outer)))
        (export "make" (func (result (own $t))))))
      (import "a:b/take" (instance $take
        (alias outer 1 $token (type $outer))
        (export "token" (type $t (eq $outer)))
        (export "take" (func (param "t" (own $t))))))
      (core func $mk (canon lower (func $make "make")))
      (core func $tk (canon lower (func $take "take")))
      (core module $m
        (import "" "make" (func $make (result i32)))
        (import "" "take" (func $take (param i32)))
        (func (export "run") (call $take (call $make))))
      (core instance $c (instantiate $m (with "" (instance (export "make" (func $mk)) (export "take" (func $tk))))))
      (func (export "run") (canon lift (core func $c "run"))))`),
    { "a:b/tokens": { Token }, "a:b/make": { make: () => token }, "a:b/take": { take: (t: unknown) => seen.push(t) } },
  );
  run?.();
  expect(seen).toEqual([token]);
});

test("an interface of types only need not be there", async () => {
  const { get } = await linked(
    await parse(`(component
    (import "a:b/types" (instance (export "r" (type (sub resource)))))
    ${constant(1)})`),
  );
  expect(get?.()).toBe(1);
});

test.each([
  ["an interface", `(import "a:b/c@1.0.0" (instance (export "now" (func))))`, {}, /"a:b\/c@1\.0\.0"/],
  ["a function of it", `(import "a:b/c" (instance (export "get-now" (func))))`, { "a:b/c": {} }, /"getNow"/],
  [
    "a function that every object has",
    `(import "a:b/c" (instance (export "to-string" (func))))`,
    { "a:b/c": {} },
    /"toString"/,
  ],
  ["a function", `(import "f" (func))`, {}, /"f"/],
  [
    "a class",
    `(import "a:b/c" (instance (export "r" (type $r (sub resource))) (export "[method]r.m" (func (param "self" (borrow $r))))))`,
    { "a:b/c": {} },
    /class R/,
  ],
])("what the host lacks is named: %s", async (_what, wat, imports, words) => {
  const made = await link(await parse(`(component ${wat})`), imports);
  expect(made).toMatchObject({ ok: false, error: { tag: "link", message: expect.stringMatching(words) } });
});
