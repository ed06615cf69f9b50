import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dispose } from "../wit/dispose.ts";
import { provideForTest } from "../capabilities/provider-testing.ts";
import { raise } from "../capabilities/raise.ts";
import { readComponent, withoutVersion } from "../component/index.ts";
import { allocator, guest, linked } from "./echo-testing.ts";
import type { HostImports } from "./engine.ts";
import { engineNames, engines, functionsOf, started } from "./engine-testing.ts";

/** A component of the demos or of the browser tests' guests. */
function file(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../../${path}`, import.meta.url)));
}

/** All of WASI that a component asks for, with the defaults of a scenario, and what it printed. */
function wasi(bytes: Uint8Array) {
  const { provided, output } = provideForTest();
  const model = readComponent(bytes);
  if (!model.ok) throw new Error(model.error.reason);
  const imports: HostImports = new Map(
    model.value.imports.map(({ name }) => [name, provided[withoutVersion(name)] ?? {}]),
  );
  return { imports, printed: () => new TextDecoder().decode(Uint8Array.from(output.stdout)) };
}

/** What is thrown for the error of a result, however an engine wraps it. */
function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error instanceof Error && "payload" in error ? error.payload : error;
  }
  throw new Error("nothing was thrown");
}

const wit = `package t:t;
interface host {
  resource thing { constructor(number: u32); get: func() -> u32; make: static func(number: u32) -> thing; }
  take: func(it: thing) -> u32;
  peek: func(it: borrow<thing>) -> u32;
  attempt: func(how: u32) -> result<u32, string>;
}
interface guest {
  resource counter { constructor(start: u32); next: func() -> u32; both: static func(one: counter, other: borrow<counter>) -> u32; }
  live: func() -> u32;
  with-things: func(number: u32) -> u32;
  attempt: func(how: u32) -> result<u32, string>;
  stop: func();
}
world all { import host; export guest; }`;

const core = `(module
  (import "t:t/host" "[constructor]thing" (func $thing (param i32) (result i32)))
  (import "t:t/host" "[method]thing.get" (func $get (param i32) (result i32)))
  (import "t:t/host" "[static]thing.make" (func $make (param i32) (result i32)))
  (import "t:t/host" "[resource-drop]thing" (func $drop (param i32)))
  (import "t:t/host" "take" (func $take (param i32) (result i32)))
  (import "t:t/host" "peek" (func $peek (param i32) (result i32)))
  (import "t:t/host" "attempt" (func $attempt (param i32 i32)))
  (import "[export]t:t/guest" "[resource-new]counter" (func $new (param i32) (result i32)))
  (import "[export]t:t/guest" "[resource-rep]counter" (func $rep (param i32) (result i32)))
  (import "[export]t:t/guest" "[resource-drop]counter" (func $drop-counter (param i32)))
  ${allocator}
  (global $live (mut i32) (i32.const 0))
  (func (export "t:t/guest#live") (result i32) (global.get $live))
  (func (export "t:t/guest#[constructor]counter") (param $from i32) (result i32)
    (local $place i32)
    (local.set $place (call $realloc (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 4)))
    (i32.store (local.get $place) (local.get $from))
    (global.set $live (i32.add (global.get $live) (i32.const 1)))
    (call $new (local.get $place)))
  (func $next (export "t:t/guest#[method]counter.next") (param $place i32) (result i32)
    (i32.store (local.get $place) (i32.add (i32.load (local.get $place)) (i32.const 1)))
    (i32.load (local.get $place)))
  (func (export "t:t/guest#[static]counter.both") (param $one i32) (param $other i32) (result i32)
    (i32.add (call $next (call $rep (local.get $one))) (call $next (local.get $other)))
    (call $drop-counter (local.get $one)))
  (func (export "t:t/guest#[dtor]counter") (param $place i32)
    (global.set $live (i32.sub (global.get $live) (i32.const 1))))
  (func (export "t:t/guest#with-things") (param $number i32) (result i32)
    (local $thing i32)
    (local.set $thing (call $thing (local.get $number)))
    (call $drop (call $make (local.get $number)))
    (i32.add
      (i32.add (call $get (local.get $thing)) (call $peek (local.get $thing)))
      (call $take (local.get $thing))))
  (func (export "t:t/guest#attempt") (param $how i32) (result i32)
    (call $attempt (local.get $how) (i32.const 1024))
    (i32.const 1024))
  (func (export "t:t/guest#stop") unreachable))`;

class Thing {
  static dropped: number[] = [];
  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }

  get(): number {
    return this.number;
  }

  static make(number: number): Thing {
    return new Thing(number + 100);
  }

  [dispose](): void {
    Thing.dropped.push(this.number);
  }
}

const stop = new Error("the host stops the guest");

const hostImports: HostImports = new Map([
  [
    "t:t/host",
    {
      Thing,
      take: (thing: Thing): number => thing.number + 2,
      peek: (thing: Thing): number => thing.number + 1,
      attempt: (how: number): number => {
        if (how === 1) raise("a payload as it is");
        if (how === 2) throw Object.assign(new Error("wrapped"), { payload: "a payload in an error" });
        if (how === 3) throw stop;
        return how;
      },
    },
  ],
]);

const texts = ["", "plain", "Grüße", "Zdravím, 你好", "🦀 \u{10ffff}", "x".repeat(5000), "é".repeat(3000)];

describe.each(engineNames)("%s", (engine) => {
  test("runs a demo that imports nothing", async () => {
    const exports = functionsOf(await started(engine, file("public/demos/greet/component.wasm")));
    expect([exports["greet"]?.(), exports["answer"]?.()]).toEqual(["Hello, whoever you are.", 42]);
  });

  test("runs a program of WASI", async () => {
    const bytes = file("public/demos/hello/component.wasm");
    const { imports, printed } = wasi(bytes);
    const exports = await started(engine, bytes, imports);
    functionsOf(exports["wasi:cli/run@0.2.12"])["run"]?.();
    expect(printed()).toContain("1970");
  });

  test("hands resources of the guest to the host, and takes them back", async () => {
    const exports = functionsOf((await started(engine, await guest(wit, "all", core), hostImports))["t:t/guest"]);
    // The export of a resource is a class.
    const Counter = exports["Counter"] as unknown as {
      new (from: number): { next(): number };
      both(one: unknown, other: unknown): number;
    };
    const one = new Counter(5);
    const other = new Counter(40);
    expect([one.next(), one.next(), other.next(), exports["live"]?.()]).toEqual([6, 7, 41, 2]);
    expect([one instanceof Counter, other instanceof Counter]).toEqual([true, true]);
    expect([Counter.both(one, other), exports["live"]?.()]).toEqual([8 + 42, 1]);
    expect(other.next()).toBe(43);
    Reflect.get(other, dispose).call(other);
    expect(exports["live"]?.()).toBe(0);
  });

  test("hands resources of the host to the guest, and disposes of those that it drops", async () => {
    const exports = functionsOf((await started(engine, await guest(wit, "all", core), hostImports))["t:t/guest"]);
    Thing.dropped = [];
    expect(exports["withThings"]?.(10)).toBe(10 + 11 + 12);
    expect(Thing.dropped).toEqual([110]);
  });

  test("takes what the host throws for the error of a result, and passes other errors on", async () => {
    const exports = functionsOf((await started(engine, await guest(wit, "all", core), hostImports))["t:t/guest"]);
    expect(exports["attempt"]?.(0)).toBe(0);
    expect(errorOf(() => exports["attempt"]?.(1))).toBe("a payload as it is");
    expect(errorOf(() => exports["attempt"]?.(2))).toBe("a payload in an error");
    expect(errorOf(() => exports["attempt"]?.(3))).toBe(stop);
  });

  test("throws a trap as what WebAssembly throws", async () => {
    const exports = functionsOf((await started(engine, await guest(wit, "all", core), hostImports))["t:t/guest"]);
    expect(() => exports["stop"]?.()).toThrow(WebAssembly.RuntimeError);
  });

  test("fails to start without what the component imports", async () => {
    const bytes = await guest(wit, "all", core);
    const result = await engines[engine](bytes).catch((error: unknown) => ({ ok: false, error }));
    expect(result.ok).toBe(false);
  });

  test.each([
    ["utf8", "utf8"],
    ["utf8", "utf16"],
    ["utf16", "utf8"],
  ] as const)("moves strings from %s to %s and back", async (first, second) => {
    const exports = functionsOf(await started(engine, await linked(first, second)));
    expect(texts.map((text) => exports["same"]?.(text))).toEqual(texts);
  });
});
