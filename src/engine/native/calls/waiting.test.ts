import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ValType } from "../../../component/index.ts";
import type { CoreFunction } from "../model.ts";
import { resourceDrop } from "../resources/index.ts";
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
  string,
  u32,
} from "./calls-testing.ts";
import { exported, lowered } from "./index.ts";

const core = compiler(parse);
const text: ValType = { kind: "result", ok: string, error: u32 };

/** What suspended core code, since it stands for that here. */
const promises: Promise<unknown>[] = [];

/** Stands for `WebAssembly.Suspending`, which Node lacks: core code goes on with nothing, and the test with the promise. */
function Suspending(call: CoreFunction): CoreFunction {
  return (...args) => {
    const given: unknown = call(...args);
    if (given instanceof Promise) promises.push(given);
    return 0;
  };
}

const integration = {
  Suspending,
  promising:
    (call: CoreFunction) =>
    async (...args: number[]) =>
      call(...args),
};

beforeAll(() => {
  for (const [name, value] of Object.entries(integration)) {
    Reflect.defineProperty(WebAssembly, name, { configurable: true, value });
  }
});

afterAll(() => {
  for (const name of Object.keys(integration)) Reflect.deleteProperty(WebAssembly, name);
});

const waiting = <Item extends object>(item: Item) => ({ ...item, waits: () => true });

/** Calls as core code would; a promise when that is suspended. */
function callOf(made: unknown): (...args: number[]) => unknown {
  if (typeof made !== "function") throw new Error("This import does not wait.");
  return (...args) => {
    const given: unknown = Reflect.apply(made, undefined, args);
    return promises.pop() ?? given;
  };
}

function fresh() {
  const store = newStore();
  return { store, state: newState(store, "main") };
}

describe("host functions that may wait", () => {
  it("answer at once when the host does", () => {
    const { state } = fresh();
    const f = lowered(waiting(host(func([u32], u32), (value: number) => value + 1)), optionsOf(undefined), state);
    expect(callOf(f)(4)).toBe(5);
  });

  it("lower what the promise gives, ok and error, and give back what was lent", async () => {
    const { state, store } = fresh();
    const kind = hostKind();
    const memory = await core(allocator);
    const index = state.handles.add(kind, {}, true, undefined);
    const other = state.handles.add(kind, {}, true, undefined);
    const answers = [Promise.resolve("late"), Promise.reject(Object.assign(new Error("no"), { payload: 8 }))];
    const call = callOf(
      lowered(waiting(host(func([borrow, borrow], text), () => answers.shift(), kind)), optionsOf(memory), state),
    );
    const first = call(index, other, 64);
    expect(state.handles.list().map(({ lends }) => lends)).toEqual([1, 1]);
    expect(await first).toBeUndefined();
    expect(new DataView(memory.memory.buffer).getUint32(72, true)).toBe(4);
    await call(index, index, 64);
    expect([
      new DataView(memory.memory.buffer).getUint8(64),
      new DataView(memory.memory.buffer).getUint32(68, true),
    ]).toEqual([1, 8]);
    expect(state.handles.list().map(({ lends }) => lends)).toEqual([0, 0]);
    expect(store.trapped).toBeUndefined();
  });

  it("poison when the promise is rejected, and when something trapped meanwhile", async () => {
    const { state, store } = fresh();
    const stop = new Error("stop");
    const call = callOf(lowered(waiting(host(func([], u32), () => Promise.reject(stop))), optionsOf(undefined), state));
    await expect(call()).rejects.toBe(stop);
    expect(store.trapped).toBe(stop);

    const second = fresh();
    const late = callOf(
      lowered(waiting(host(func([], u32), () => Promise.resolve(1))), optionsOf(undefined), second.state),
    );
    const pending = late();
    second.store.trapped = stop;
    await expect(pending).rejects.toBe(stop);
  });
});

describe("exports that reach them", () => {
  it("give promises, and refuse to be entered before they are kept", async () => {
    const { state, store } = fresh();
    const instance = await core(`(func (export "f") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))`);
    const f = exported(waiting(lifted(func([u32], u32), state, instance, "f")));
    const pending = f(1);
    await expect(f(2)).rejects.toThrow("cannot enter component instance");
    expect(await pending).toBe(2);
    expect(await f(3)).toBe(4);
    expect(store.trapped).toBeUndefined();
  });

  it("reject with what trapped", async () => {
    const { state, store } = fresh();
    const instance = await core(`(func (export "f") unreachable)`);
    const f = exported(waiting(lifted(func([]), state, instance, "f")));
    await expect(f()).rejects.toThrow("unreachable");
    expect(store.trapped?.message).toContain("unreachable");
    await expect(f()).rejects.toThrow("trapped before");
  });

  it("are called by other components through an import that waits", async () => {
    const { state, store } = fresh();
    const caller = newState(store, "caller");
    const instance = await core(`(func (export "f") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))`);
    const call = callOf(
      lowered(waiting(lifted(func([u32], u32), state, instance, "f")), optionsOf(undefined), caller, true),
    );
    const pending = call(5);
    expect(state.mayEnter).toBe(false);
    expect(await pending).toBe(15);
    expect(state.mayEnter).toBe(true);
  });

  it("are asked whether they wait when they are called: what they reach may be linked later", async () => {
    const { state, store } = fresh();
    const caller = newState(store, "caller");
    const instance = await core(`(func (export "f") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))`);
    let waits = false;
    const target = { ...lifted(func([u32], u32), state, instance, "f"), waits: () => waits };
    const call = callOf(lowered(target, optionsOf(undefined), caller, true));
    expect(call(5)).toBe(15);
    waits = true;
    const pending = call(6);
    expect(pending).toBeInstanceOf(Promise);
    expect(await pending).toBe(18);
  });

  it("a destructor that waits makes the drop wait", async () => {
    const { state, store } = fresh();
    const caller = newState(store, "caller");
    const destroyed: unknown[] = [];
    const kind = waiting(guestKind(state, (rep) => void destroyed.push(rep, state.mayEnter)));
    const call = callOf(resourceDrop(kind, caller, true));
    await call(caller.handles.add(kind, 3, true, undefined));
    expect(destroyed).toEqual([3, false]);
    expect(state.mayEnter).toBe(true);
    expect(() => call(1)).toThrow("unknown handle index 1");
    expect(store.trapped).toBeDefined();
  });

  it("a destructor is asked whether it waits when it is called: what it reaches is linked later", async () => {
    const { state } = fresh();
    const destroyed: unknown[] = [];
    let waits = false;
    const kind = { ...guestKind(state, (rep) => void destroyed.push(rep)), waits: () => waits };
    const call = callOf(resourceDrop(kind, state, true));
    expect(call(state.handles.add(kind, 3, true, undefined))).toBeUndefined();
    waits = true;
    const pending = call(state.handles.add(kind, 4, true, undefined));
    expect(pending).toBeInstanceOf(Promise);
    await pending;
    expect(destroyed).toEqual([3, 4]);
  });
});
