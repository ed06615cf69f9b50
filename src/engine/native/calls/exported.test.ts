import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";
import type { ValType } from "../../../component/index.ts";
import { dispose } from "../../../wit/dispose.ts";
import { classOf, resourceDrop, setConstructor } from "../resources/index.ts";
import {
  allocator,
  borrow,
  compiler,
  func,
  guestKind,
  host,
  hostKind,
  lifted,
  newState,
  newStore,
  optionsOf,
  own,
  string,
  u32,
} from "./calls-testing.ts";
import { ComponentError, exported, lowered } from "./index.ts";

const core = compiler(parse);

function fresh() {
  const store = newStore();
  return { store, state: newState(store, "main") };
}

const sum = (count: number) =>
  Array.from({ length: count }, (_, at) => `(i32.mul (local.get ${at}) (i32.const ${at + 1}))`).reduce(
    (all, one) => `(i32.add ${all} ${one})`,
    "(i32.const 1)",
  );

describe("exports of scalars", () => {
  it.each([0, 1, 2, 3, 4, 5])("take %i parameters in order", async (count) => {
    const { state } = fresh();
    const instance = await core(`(func (export "f") (param ${"i32 ".repeat(count)}) (result i32) ${sum(count)})`);
    const types = Array.from({ length: count }, () => u32);
    const f = exported(lifted(func(types, u32), state, instance, "f"));
    const values = types.map((_, at) => at + 5);
    expect(f(...values)).toBe(values.reduce((all, value, at) => all + value * (at + 1), 1));
    expect(state.mayEnter).toBe(true);
  });

  it("give values as their type says", async () => {
    const { state } = fresh();
    const give = async (type: ValType, value: string) =>
      exported(
        lifted(func([], type), state, await core(`(func (export "f") (result ${value.slice(1, 4)}) ${value})`), "f"),
      )();
    expect(await give({ kind: "u64" }, "(i64.const -1)")).toBe(18_446_744_073_709_551_615n);
    expect(await give({ kind: "s8" }, "(i32.const 255)")).toBe(-1);
    expect(await give({ kind: "bool" }, "(i32.const 2)")).toBe(true);
    expect(await give({ kind: "char" }, "(i32.const 65)")).toBe("A");
    await expect(give({ kind: "char" }, "(i32.const -1)")).rejects.toThrow("char");
  });

  it("refuses what is no value of the type, and goes on", async () => {
    const { state, store } = fresh();
    const instance = await core(`(func (export "f") (param i64) (result i64) (local.get 0))`);
    const f = exported(lifted(func([{ kind: "u64" }], { kind: "u64" }), state, instance, "f"));
    expect(() => f("many")).toThrow(TypeError);
    expect(store.trapped).toBeUndefined();
    expect(f(3n)).toBe(3n);
  });
});

describe("exports of other types", () => {
  it("passes strings in and out, and runs post-return with the pointer", async () => {
    const { state } = fresh();
    const freed: number[] = [];
    const instance = await core(
      `(import "host" "freed" (func $freed (param i32)))
       ${allocator}
       (func (export "f") (param i32 i32) (result i32)
         (i32.store (i32.const 16) (local.get 0)) (i32.store (i32.const 20) (local.get 1)) (i32.const 16))
       (func (export "post") (param i32) (call $freed (local.get 0)))`,
      { freed: (pointer: number) => void freed.push(pointer) },
    );
    const f = exported(lifted(func([string], string), state, instance, "f"));
    expect(["", "a", "žluťoučký 🐎"].map((text) => f(text))).toEqual(["", "a", "žluťoučký 🐎"]);
    expect(freed).toEqual([16, 16, 16]);
    expect(state.mayLeave).toBe(true);
  });

  it("passes more than 16 parameters through memory", async () => {
    const { state } = fresh();
    const instance = await core(
      `${allocator} (func (export "f") (param i32) (result i32) (i32.load offset=64 (local.get 0)))`,
    );
    const types = Array.from({ length: 17 }, () => u32);
    expect(exported(lifted(func(types, u32), state, instance, "f"))(...types.map((_, at) => at))).toBe(16);
  });

  it("returns ok and throws the error with its payload, without a trap", async () => {
    const { state, store } = fresh();
    const instance = await core(
      `(memory (export "memory") 1)
       (func (export "f") (param i32) (result i32)
         (i32.store (i32.const 16) (local.get 0)) (i32.store (i32.const 20) (i32.const 9)) (i32.const 16))`,
    );
    const f = exported(lifted(func([u32], { kind: "result", ok: u32, error: u32 }), state, instance, "f"));
    expect(f(0)).toBe(9);
    expect(() => f(1)).toThrow(ComponentError);
    expect(() => f(1)).toThrow(expect.objectContaining({ payload: 9 }));
    expect(store.trapped).toBeUndefined();
    expect(() => f(2)).toThrow(WebAssembly.RuntimeError);
    expect(store.trapped).toBeDefined();
  });

  it("traps for a result that lies outside of memory", async () => {
    const { state } = fresh();
    const instance = await core(`(memory (export "memory") 1) (func (export "f") (result i32) (i32.const 65532))`);
    expect(() => exported(lifted(func([], string), state, instance, "f"))()).toThrow("out of bounds");
  });
});

describe("traps", () => {
  it("end the store: each later call names the first", async () => {
    const { state, store } = fresh();
    const instance = await core(`(func (export "f") unreachable) (func (export "g"))`);
    const f = exported(lifted(func([]), state, instance, "f"));
    const g = exported(lifted(func([]), state, instance, "g"));
    expect(() => f()).toThrow("unreachable");
    expect(() => g()).toThrow(/test:guest\/api#g.*cannot enter component instance.*unreachable/);
    expect(store.trapped).toBeInstanceOf(WebAssembly.RuntimeError);
  });

  it("keeps the identity of what a host function threw", async () => {
    const { state, store } = fresh();
    const stop = new Error("stop");
    const f = lowered(
      host(func([]), () => {
        throw stop;
      }),
      optionsOf(undefined),
      state,
    );
    const instance = await core(`(import "host" "f" (func $f)) (func (export "run") (call $f))`, { f });
    expect(() => exported(lifted(func([]), state, instance, "run"))()).toThrow(stop);
    expect(store.trapped).toBe(stop);
  });

  it("is a trap when core code catches what a host function threw", async () => {
    const { state } = fresh();
    const stop = new Error("stop");
    const f = lowered(
      host(func([]), () => {
        throw stop;
      }),
      optionsOf(undefined),
      state,
    );
    const instance = await core(`(import "host" "f" (func $f)) (func (export "run") try call $f catch_all end)`, { f });
    expect(() => exported(lifted(func([]), state, instance, "run"))()).toThrow(stop);
  });

  it("refuses the host that calls again before the first call returned", async () => {
    const { state, store } = fresh();
    const errors: unknown[] = [];
    const again: { run: () => unknown } = { run: () => undefined };
    const f = lowered(
      host(func([]), () => {
        try {
          again.run();
        } catch (error) {
          errors.push(error);
        }
      }),
      optionsOf(undefined),
      state,
    );
    const instance = await core(`(import "host" "f" (func $f)) (func (export "run") (call $f))`, { f });
    again.run = exported(lifted(func([]), state, instance, "run"));
    again.run();
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining("cannot enter") })]);
    expect(store.trapped).toBeUndefined();
    expect(state.mayEnter).toBe(true);
  });
});

describe("resources of a guest in the host's hands", () => {
  async function counter() {
    const { state, store } = fresh();
    const destroyed: number[] = [];
    const kind = guestKind(state, (rep) => void destroyed.push(Number(rep)));
    // Representations are what the functions are given and give: the module keeps nothing.
    const instance = await core(
      `(import "host" "new" (func $new (param i32) (result i32)))
       (func (export "make") (param i32) (result i32) (call $new (local.get 0)))
       (func (export "get") (param i32) (result i32) (local.get 0))
       (func (export "take") (param i32))`,
      { new: (rep: number) => state.handles.add(kind, rep, true, undefined) },
    );
    const make = exported(lifted(func([u32], own), state, instance, "make", kind));
    const get = exported(lifted(func([borrow], u32), state, instance, "get", kind));
    const take = exported(lifted(func([own], undefined), state, instance, "take", kind));
    return { state, store, kind, destroyed, make, get, take };
  }

  const drop = (value: unknown): unknown =>
    Reflect.apply(Reflect.get(Object(value), dispose) as () => unknown, value, []);

  it("are instances of one class, whose constructor is the export", async () => {
    const { kind, make, get, state } = await counter();
    const Counter = classOf(kind);
    expect(() => new Counter()).toThrow("no constructor");
    setConstructor(Counter, (...args) => Object(make(...args)));
    const made = new Counter(5);
    expect(made).toBeInstanceOf(Counter);
    expect(classOf(kind)).toBe(Counter);
    expect(get(made)).toBe(5);
    expect(get(make(6))).toBe(6);
    expect(state.handles.live).toBe(0);
  });

  it("are destroyed once, and of no use after", async () => {
    const { make, get, destroyed, store } = await counter();
    const made = make(7);
    drop(made);
    drop(made);
    expect(destroyed).toEqual([7]);
    expect(() => get(made)).toThrow(TypeError);
    expect(store.trapped).toBeUndefined();
  });

  it("are consumed when they are passed as own", async () => {
    const { make, take, get, destroyed, state } = await counter();
    const made = make(7);
    take(made);
    expect(state.handles.live).toBe(1);
    expect(() => take(made)).toThrow("dropped or given away");
    expect(() => get(made)).toThrow(TypeError);
    drop(made);
    expect(destroyed).toEqual([]);
  });

  it("are refused where another kind is expected", async () => {
    const one = await counter();
    const two = await counter();
    const made = one.make(1);
    for (const value of [made, {}, 5, null, undefined]) expect(() => two.get(value)).toThrow(TypeError);
    expect(two.store.trapped).toBeUndefined();
    expect(one.get(made)).toBe(1);
  });

  it("can be dropped later, when they cannot be dropped now", async () => {
    const { make, state, destroyed } = await counter();
    const made = make(1);
    state.mayEnter = false;
    expect(() => drop(made)).toThrow("cannot enter");
    state.mayEnter = true;
    drop(made);
    expect(destroyed).toEqual([1]);
  });

  it("cannot be dropped after a trap", async () => {
    const { make, store, destroyed } = await counter();
    const made = make(1);
    store.trapped = new Error("first");
    expect(() => drop(made)).toThrow("trapped before: first");
    expect(destroyed).toEqual([]);
  });
});

describe("borrows of the host's resources", () => {
  it("must be dropped before the function returns", async () => {
    const { state, store } = fresh();
    const kind = hostKind();
    const instance = await core(
      `(import "host" "drop" (func $drop (param i32)))
       (func (export "good") (param i32) (call $drop (local.get 0)))
       (func (export "bad") (param i32))`,
      { drop: resourceDrop(kind, state) },
    );
    const good = exported(lifted(func([borrow]), state, instance, "good", kind));
    good({});
    good({});
    expect(state.handles.live).toBe(0);
    const bad = exported(lifted(func([borrow]), state, instance, "bad", kind));
    expect(() => bad({})).toThrow("borrow handles still remain");
    expect(store.trapped).toBeDefined();
  });

  it("are gone again when a later argument is wrong", async () => {
    const { state, store } = fresh();
    const kind = hostKind();
    const instance = await core(`(func (export "f") (param i32 i64))`);
    const f = exported(lifted(func([borrow, { kind: "u64" }]), state, instance, "f", kind));
    expect(() => f(5, 1n)).toThrow(TypeError);
    expect(store.trapped).toBeUndefined();
    expect(() => f({}, "x")).toThrow(TypeError);
    expect(store.trapped).toBeDefined();
  });
});
