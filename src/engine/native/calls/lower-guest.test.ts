import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";
import type { FuncType } from "../../../component/index.ts";
import type { ComponentState, ResourceKind } from "../model.ts";
import { resourceDrop, resourceNew, resourceRep } from "../resources/index.ts";
import type { Core } from "./calls-testing.ts";
import {
  allocator,
  borrow,
  compiler,
  func,
  guestKind,
  hostKind,
  lifted,
  newState,
  newStore,
  numbers,
  optionsOf,
  own,
  string,
  u32,
  u8,
} from "./calls-testing.ts";
import { lowered } from "./index.ts";

const core = compiler(parse);

/** Two components beside each other, inside of one that called the first. */
function pair() {
  const store = newStore();
  const root = newState(store, "root");
  const caller = newState(store, "caller", root);
  const callee = newState(store, "callee", root);
  root.mayEnter = false;
  caller.mayEnter = false;
  return { store, root, caller, callee };
}

/** What `caller` imports for the function of `callee`, called by a core module with the parameters it is given. */
async function fused(
  between: { readonly caller: ComponentState; readonly callee: ComponentState },
  type: FuncType,
  instance: Core,
  signature: string,
  count: number,
  kind?: ResourceKind,
) {
  const memory = await core(allocator);
  const f = lowered(lifted(type, between.callee, instance, "f", kind), optionsOf(memory), between.caller);
  const args = Array.from({ length: count }, (_, index) => `(local.get ${index})`).join(" ");
  const made = await core(
    `(import "host" "f" (func $f ${signature})) (func (export "run") ${signature} (call $f ${args}))`,
    { f },
  );
  return { memory, run: (...values: (number | bigint)[]) => made["run"]?.(...values) };
}

describe("calls between components", () => {
  it.each([0, 1, 2, 3, 4, 5, 16])("pass %i scalars", async (count) => {
    const between = pair();
    const params = "i32 ".repeat(count);
    const sum = Array.from({ length: count }, (_, at) => `(i32.mul (local.get ${at}) (i32.const ${at + 1}))`).reduce(
      (all, one) => `(i32.add ${all} ${one})`,
      "(i32.const 1)",
    );
    const instance = await core(`(func (export "f") (param ${params}) (result i32) ${sum})`);
    const type = func(
      Array.from({ length: count }, () => u32),
      u32,
    );
    const { run } = await fused(between, type, instance, `(param ${params}) (result i32)`, count);
    const values = Array.from({ length: count }, (_, at) => at + 3);
    expect(run(...values)).toBe(values.reduce((all, value, at) => all + value * (at + 1), 1));
    expect(between.callee.mayEnter).toBe(true);
  });

  it("cut scalars to their type", async () => {
    const instance = await core(`(func (export "f") (param i32) (result i32) (i32.add (local.get 0) (i32.const 255)))`);
    const { run } = await fused(pair(), func([{ kind: "bool" }], u8), instance, "(param i32) (result i32)", 1);
    expect(run(77)).toBe(0);
    const chars = await core(`(func (export "f") (param i32))`);
    const strict = pair();
    const { run: give } = await fused(strict, func([{ kind: "char" }]), chars, "(param i32)", 1);
    expect(() => give(0x110000)).toThrow(WebAssembly.RuntimeError);
    expect(strict.store.trapped).toBeDefined();
  });

  it("copies strings and lists from memory to memory", async () => {
    const between = pair();
    const instance = await core(
      `${allocator}
       (func (export "f") (param i32 i32 i32 i32) (result i32)
         (i32.store (i32.const 16) (local.get 0)) (i32.store (i32.const 20) (local.get 1))
         (i32.store (i32.const 24) (local.get 2)) (i32.store (i32.const 28) (local.get 3))
         (i32.const 16))`,
    );
    const type = func([string, numbers], { kind: "tuple", elements: [string, numbers] });
    const { memory, run } = await fused(between, type, instance, "(param i32 i32 i32 i32 i32)", 5);
    const bytes = () => new Uint8Array(memory.memory.buffer);
    bytes().set(new TextEncoder().encode("grüße"), 64);
    new Uint32Array(memory.memory.buffer, 128, 3).set([1, 2 ** 31, 3]);
    run(64, 7, 128, 3, 256);
    const [text, length, list, count] = new Uint32Array(memory.memory.buffer, 256, 4);
    expect(new TextDecoder().decode(bytes().subarray(text, Number(text) + Number(length)))).toBe("grüße");
    expect([...new Uint32Array(memory.memory.buffer, list, count)]).toEqual([1, 2 ** 31, 3]);
    expect([text === 64, list === 128]).toEqual([false, false]);
  });

  it("passes more than 16 flat values through memory", async () => {
    const between = pair();
    const instance = await core(
      `${allocator} (func (export "f") (param i32) (result i32) (i32.load offset=64 (local.get 0)))`,
    );
    const type = func(
      Array.from({ length: 17 }, () => u32),
      u32,
    );
    const { memory, run } = await fused(between, type, instance, "(param i32) (result i32)", 1);
    new Uint32Array(memory.memory.buffer, 64, 17).set(Array.from({ length: 17 }, (_, index) => index + 100));
    expect(run(64)).toBe(116);
    expect(() => run(66)).toThrow("unaligned");
  });

  it("reads the result before post-return, which may not call out", async () => {
    const between = pair();
    const kind = guestKind(between.callee);
    const calls: string[] = [];
    const wat = (body: string) => `${allocator}
      (import "host" "log" (func $log)) (import "host" "new" (func $new (param i32) (result i32)))
      (func (export "f") (result i32)
        (i32.store (i32.const 16) (i32.const 32)) (i32.store (i32.const 20) (i32.const 2)) (i32.store16 (i32.const 32) (i32.const 0x6968))
        (i32.const 16))
      (func (export "post") (param i32) (call $log) (i32.store16 (i32.const 32) (i32.const 0x7878)) ${body})`;
    const imports = {
      log: () => void calls.push(`post ${between.callee.mayLeave}`),
      new: resourceNew(kind, between.callee),
    };
    // Imports stand before all else in a module's text.
    const ordered = (body: string) => {
      const lines = wat(body).split("\n");
      return [
        ...lines.filter((line) => line.includes("(import")),
        ...lines.filter((line) => !line.includes("(import")),
      ].join("\n");
    };
    const { memory, run } = await fused(between, func([], string), await core(ordered(""), imports), "(param i32)", 1);
    run(256);
    const [text, length] = new Uint32Array(memory.memory.buffer, 256, 2);
    expect(new TextDecoder().decode(new Uint8Array(memory.memory.buffer, text, length))).toBe("hi");
    expect(calls).toEqual(["post false"]);
    expect(between.callee.mayLeave).toBe(true);

    const bad = await core(ordered("(drop (call $new (i32.const 1)))"), imports);
    const second = await fused(between, func([], string), bad, "(param i32)", 1);
    expect(() => second.run(256)).toThrow("cannot leave component instance callee");
  });
});

describe("handles between components", () => {
  it("moves own ones, and lends borrowed ones until the callee has dropped them", async () => {
    const between = pair();
    const kind = hostKind();
    const drop = resourceDrop(kind, between.callee);
    const keep = await core(`(func (export "f") (param i32) (result i32) (local.get 0))`);
    const moved = await fused(between, func([own], own), keep, "(param i32) (result i32)", 1, kind);
    const object = {};
    const index = between.caller.handles.add(kind, object, true, undefined);
    expect(moved.run(index)).toBe(1);
    expect(between.caller.handles.get(1, kind).rep).toBe(object);
    expect(between.callee.handles.live).toBe(0);

    const good = await core(
      `(import "host" "drop" (func $drop (param i32)))
       (func (export "f") (param i32) (call $drop (local.get 0)))`,
      { drop },
    );
    const lent = await fused(between, func([borrow]), good, "(param i32)", 1, kind);
    lent.run(1);
    lent.run(1);
    expect(between.caller.handles.list()[0]?.lends).toBe(0);
    expect(between.callee.handles.live).toBe(0);

    const bad = await core(`(func (export "f") (param i32))`);
    const kept = await fused(between, func([borrow]), bad, "(param i32)", 1, kind);
    expect(() => kept.run(1)).toThrow("borrow handles still remain at the end of the call");
  });

  it("gives the defining component the representation of a borrow", async () => {
    const between = pair();
    const kind = guestKind(between.callee);
    between.caller.handles.add(kind, 1234, true, undefined);
    const instance = await core(`(func (export "f") (param i32) (result i32) (local.get 0))`);
    const { run } = await fused(between, func([borrow], u32), instance, "(param i32) (result i32)", 1, kind);
    expect(run(1)).toBe(1234);
    expect(between.callee.handles.live).toBe(0);
    expect(resourceRep(kind, between.caller)(1)).toBe(1234);
  });

  it("calls the destructor in the component that defines it", async () => {
    const between = pair();
    const entered: unknown[] = [];
    const kind = guestKind(between.callee, (rep) => void entered.push(rep, between.callee.mayEnter));
    const drop = resourceDrop(kind, between.caller) as (index: number) => void;
    between.caller.handles.add(kind, 7, true, undefined);
    between.caller.handles.add(kind, 8, true, undefined);
    drop(1);
    expect(entered).toEqual([7, false]);
    expect(between.callee.mayEnter).toBe(true);
    between.callee.mayEnter = false;
    expect(() => drop(2)).toThrow("cannot enter component instance callee");
    expect(between.store.trapped).toBeDefined();
  });
});

describe("reentrance", () => {
  it("traps where an instance is entered again, and a parent may be called by its child", async () => {
    const { store, root, caller, callee } = pair();
    const nothing = await core(`(func (export "f"))`);
    const toParent = lowered(lifted(func([]), root, nothing, "f"), optionsOf(undefined), callee);
    const toCaller = lowered(lifted(func([]), caller, nothing, "f"), optionsOf(undefined), callee);
    const through = (f: unknown) => core(`(import "host" "f" (func $f)) (func (export "f") (call $f))`, { f });
    const good = await fused({ caller, callee }, func([]), await through(toParent), "", 0);
    good.run();
    expect([root.mayEnter, caller.mayEnter, callee.mayEnter]).toEqual([false, false, true]);
    const bad = await fused({ caller, callee }, func([]), await through(toCaller), "", 0);
    expect(() => bad.run()).toThrow("cannot enter component instance caller");
    expect(store.trapped?.message).toContain("cannot enter component instance caller");
    expect(() => good.run()).toThrow("trapped before");
  });
});

describe("traps in the callee", () => {
  it("pass through with their identity and end both", async () => {
    const between = pair();
    const instance = await core(`(func (export "f") unreachable)`);
    const { run } = await fused(between, func([]), instance, "", 0);
    expect(() => run()).toThrow("unreachable");
    expect(between.store.trapped?.message).toContain("unreachable");
    expect(() => run()).toThrow("trapped before: unreachable");
  });

  it("an exception of WebAssembly that nothing catches is one", async () => {
    const between = pair();
    const instance = await core(`(tag $t) (func (export "f") (throw $t))`);
    const { run } = await fused(between, func([]), instance, "", 0);
    expect(() => run()).toThrow("WebAssembly exception");
    expect(between.store.trapped).toBeInstanceOf(WebAssembly.RuntimeError);
  });
});
