import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";
import type { ValType } from "../../../component/index.ts";
import * as testing from "./calls-testing.ts";
import { allocator, compiler, func, host, newState, newStore, string, u32 } from "./calls-testing.ts";
import { lowered } from "./index.ts";

const u64: ValType = { kind: "u64" };
const core = compiler(parse);
const noOptions = testing.optionsOf(undefined);

/** What is thrown can be no error. */
function attempt(run: (() => unknown) | undefined): unknown {
  try {
    return run?.();
  } catch (thrown) {
    return { thrown };
  }
}

/** A module that imports one function and calls it with its own arguments. */
async function caller(type: string, call: string, f: unknown) {
  return core(`(import "host" "f" (func $f ${type})) (func (export "run") ${type} ${call})`, { f });
}

function fresh() {
  const store = newStore();
  return { store, state: newState(store, "main") };
}

describe("host functions of scalars", () => {
  it.each(["bool", "u8", "s8", "u16", "s16", "u32", "s32"] as const)("lifts and lowers %s", async (kind) => {
    const { state } = fresh();
    const seen: unknown[] = [];
    const f = lowered(
      host(func([{ kind }], { kind }), (value: unknown) => {
        seen.push(value);
        return value;
      }),
      noOptions,
      state,
    );
    const { run } = await caller("(param i32) (result i32)", "(call $f (local.get 0))", f);
    const results = [0, 1, -1, 200, 40_000].map((value) => run?.(value));
    const expected = {
      bool: [false, true, true, true, true],
      u8: [0, 1, 255, 200, 64],
      s8: [0, 1, -1, -56, 64],
      u16: [0, 1, 65_535, 200, 40_000],
      s16: [0, 1, -1, 200, -25_536],
      u32: [0, 1, 4_294_967_295, 200, 40_000],
      s32: [0, 1, -1, 200, 40_000],
    }[kind];
    expect(seen).toEqual(expected);
    expect(results).toEqual(expected.map((value) => Number(value) | 0));
  });

  it("lifts long integers by their sign, floats, and chars", async () => {
    const { state } = fresh();
    const seen: unknown[] = [];
    const types: ValType[] = [u64, { kind: "s64" }, { kind: "f32" }, { kind: "char" }];
    const f = lowered(
      host(func(types, { kind: "f64" }), (...args: unknown[]) => {
        seen.push(...args);
        return 0.5;
      }),
      noOptions,
      state,
    );
    const type = "(param i64 i64 f32 i32) (result f64)";
    const { run } = await caller(type, "(call $f (local.get 0) (local.get 1) (local.get 2) (local.get 3))", f);
    expect(run?.(-1n, -1n, 1.5, 0x1f600)).toBe(0.5);
    expect(seen).toEqual([18_446_744_073_709_551_615n, -1n, 1.5, "😀"]);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 17])("calls with %i parameters in order", async (count) => {
    const { state } = fresh();
    const memory = await core(allocator);
    const seen: unknown[] = [];
    const types = Array.from({ length: count }, () => u32);
    const f = lowered(
      host(func(types, u32), (...args: unknown[]) => {
        seen.push(...args);
        return args.length;
      }),
      testing.optionsOf(memory),
      state,
    );
    const numbers = Array.from({ length: count }, (_, index) => index + 7);
    const spilled = count > 16;
    if (spilled) new Uint32Array(memory.memory.buffer).set(numbers, 4);
    const args = spilled ? "(i32.const 16)" : numbers.map((value) => `(i32.const ${value})`).join(" ");
    const params = "i32 ".repeat(spilled ? 1 : count);
    const { run } = await core(
      `(import "host" "f" (func $f (param ${params}) (result i32))) (func (export "run") (result i32) (call $f ${args}))`,
      { f },
    );
    expect(run?.()).toBe(count);
    expect(seen).toEqual(numbers);
  });

  it("traps and poisons for a char that is none", async () => {
    const { state, store } = fresh();
    const f = lowered(
      host(func([{ kind: "char" }]), () => undefined),
      noOptions,
      state,
    );
    const { run } = await caller("(param i32)", "(call $f (local.get 0))", f);
    expect(() => run?.(0xd800)).toThrow(WebAssembly.RuntimeError);
    expect(store.trapped?.message).toContain("0xd800");
  });
});

describe("strings and results of host functions", () => {
  it("passes strings in and out", async () => {
    const { state } = fresh();
    const memory = await core(allocator);
    new Uint8Array(memory.memory.buffer).set(new TextEncoder().encode("héllo"), 64);
    const f = lowered(
      host(func([string], string), (text: string) => `${text}!`),
      testing.optionsOf(memory),
      state,
    );
    const { run } = await caller("(param i32 i32 i32)", "(call $f (local.get 0) (local.get 1) (local.get 2))", f);
    run?.(64, 6, 128);
    const [pointer, length] = new Uint32Array(memory.memory.buffer, 128, 2);
    expect(new TextDecoder().decode(new Uint8Array(memory.memory.buffer, pointer, length))).toBe("héllo!");
  });

  it("takes what is returned for ok, and a payload or a thrown value for the error", async () => {
    const type = func([u32], { kind: "result", ok: u32, error: u32 });
    const { state } = fresh();
    const memory = await core(allocator);
    const answers = [
      () => 5,
      () => {
        throw Object.assign(new Error("no"), { payload: 6 });
      },
      () => {
        // oxlint-disable-next-line no-throw-literal -- so does the JavaScript mapping of errors
        throw 7;
      },
    ];
    const f = lowered(
      host(type, (which: number) => answers[which]?.()),
      testing.optionsOf(memory),
      state,
    );
    const { run } = await caller("(param i32 i32)", "(call $f (local.get 0) (local.get 1))", f);
    const outcomes = answers.map((_, which) => {
      run?.(which, 128);
      const view = new DataView(memory.memory.buffer);
      return [view.getUint8(128), view.getUint32(132, true)];
    });
    expect(outcomes).toEqual([
      [0, 5],
      [1, 6],
      [1, 7],
    ]);
    expect(state.store.trapped).toBeUndefined();
  });

  it("traps for a place of the result that is not aligned or not in memory", async () => {
    const memory = await core(allocator);
    for (const [place, word] of [
      [130, "unaligned"],
      [65_532, "out of bounds"],
    ] as const) {
      const { state, store } = fresh();
      const f = lowered(
        host(func([], string), () => ""),
        testing.optionsOf(memory),
        state,
      );
      const { run } = await caller("(param i32)", "(call $f (local.get 0))", f);
      expect(() => run?.(place)).toThrow(word);
      expect(store.trapped?.message).toContain(word);
    }
  });
});

describe("what a host function throws", () => {
  it("passes through unchanged and poisons the store", async () => {
    const { state, store } = fresh();
    const stop = new Error("stopped by the page");
    const f = lowered(
      host(func([u32]), () => {
        throw stop;
      }),
      noOptions,
      state,
    );
    const { run } = await caller("(param i32)", "(call $f (local.get 0))", f);
    expect(() => run?.(1)).toThrow(stop);
    expect(store.trapped).toBe(stop);
    expect(() => run?.(1)).toThrow("trapped before: stopped by the page");
  });

  it("poisons for things that are no errors too", async () => {
    const { state, store } = fresh();
    const f = lowered(
      host(func([]), () => {
        // oxlint-disable-next-line no-throw-literal -- hosts can
        throw undefined;
      }),
      noOptions,
      state,
    );
    const { run } = await caller("", "(call $f)", f);
    expect(attempt(run)).toEqual({ thrown: undefined });
    expect(store.trapped?.message).toContain("undefined");
  });

  it("traps for a promise where nothing can wait", async () => {
    for (const result of [undefined, u32, string]) {
      const { state, store } = fresh();
      const memory = await core(allocator);
      const f = lowered(
        host(func([], result), () => Promise.resolve(1)),
        testing.optionsOf(memory),
        state,
      );
      const type = result === undefined ? "" : result === string ? "(param i32)" : "(result i32)";
      const { run } = await caller(type, result === string ? "(call $f (i32.const 0))" : "(call $f)", f);
      expect(() => run?.(0)).toThrow("answered with a promise");
      expect(store.trapped).toBeInstanceOf(WebAssembly.RuntimeError);
    }
  });

  it("traps where the instance may not be left", async () => {
    const { state } = fresh();
    const calls: number[] = [];
    const f = lowered(
      host(func([u32]), (value: number) => void calls.push(value)),
      noOptions,
      state,
    );
    const { run } = await caller("(param i32)", "(call $f (local.get 0))", f);
    state.mayLeave = false;
    expect(() => run?.(1)).toThrow("cannot leave component instance main");
    expect(calls).toEqual([]);
  });
});
