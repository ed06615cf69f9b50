import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";
import { dispose } from "../../../wit/dispose.ts";
import { classOf, resourceDrop, resourceNew, resourceRep } from "./index.ts";
import * as testing from "../calls/calls-testing.ts";
import {
  borrow,
  compiler,
  func,
  guestKind,
  host,
  hostKind,
  newState,
  newStore,
  own,
  u32,
} from "../calls/calls-testing.ts";
import { lowered } from "../calls/index.ts";

const core = compiler(parse);
const noOptions = testing.optionsOf(undefined);

/** A module that imports one function and calls it with its own arguments. */
async function caller(type: string, call: string, f: unknown) {
  return core(`(import "host" "f" (func $f ${type})) (func (export "run") ${type} ${call})`, { f });
}

function fresh() {
  const store = newStore();
  return { store, state: newState(store, "main") };
}

describe("resources of the host", () => {
  class File {
    dropped = 0;
    [dispose](): void {
      this.dropped += 1;
    }
  }

  it("are lent for the time of a call", async () => {
    const { state } = fresh();
    const kind = hostKind(File);
    const made = new File();
    const index = state.handles.add(kind, made, true, undefined);
    const f = lowered(
      host(
        func([borrow, u32], u32),
        (self: File, value: number) => {
          expect(self).toBe(made);
          expect(state.handles.list()[0]?.lends).toBe(1);
          return value + 1;
        },
        kind,
      ),
      noOptions,
      state,
    );
    const type = "(param i32 i32) (result i32)";
    const { run } = await caller(type, "(call $f (local.get 0) (local.get 1))", f);
    expect(run?.(index, 3)).toBe(4);
    expect(run?.(index, 4)).toBe(5);
    expect(state.handles.list()).toEqual([{ index: 1, resource: kind.name, own: true, lends: 0 }]);
  });

  it("are given away and come back", async () => {
    const { state } = fresh();
    const kind = hostKind(File);
    const made = new File();
    const f = lowered(
      host(
        func([own], own),
        (given: File) => {
          expect(given).toBe(made);
          expect(state.handles.live).toBe(0);
          return new File();
        },
        kind,
      ),
      noOptions,
      state,
    );
    const { run } = await caller("(param i32) (result i32)", "(call $f (local.get 0))", f);
    expect(run?.(state.handles.add(kind, made, true, undefined))).toBe(1);
    expect(state.handles.live).toBe(1);
    expect(made.dropped).toBe(0);
  });

  it("refuses what is no resource of the kind", async () => {
    for (const value of [undefined, 5, {}, null]) {
      const { state, store } = fresh();
      const f = lowered(
        host(func([], own), () => value, hostKind(File)),
        noOptions,
        state,
      );
      const { run } = await caller("(result i32)", "(call $f)", f);
      expect(() => run?.()).toThrow(TypeError);
      expect(store.trapped).toBeInstanceOf(TypeError);
    }
  });

  it("does not let a borrowed handle be given away", async () => {
    const { state } = fresh();
    const kind = hostKind();
    const index = state.handles.add(kind, {}, false, undefined);
    const f = lowered(
      host(func([own]), () => undefined, kind),
      noOptions,
      state,
    );
    const { run } = await caller("(param i32)", "(call $f (local.get 0))", f);
    expect(() => run?.(index)).toThrow("borrowed");
  });

  it("hear that they are dropped, and what they throw ends the run", async () => {
    const { state, store } = fresh();
    const kind = hostKind(File);
    const made = new File();
    const drop = resourceDrop(kind, state);
    const { run } = await caller("(param i32)", "(call $f (local.get 0))", drop);
    run?.(state.handles.add(kind, made, true, undefined));
    expect(made.dropped).toBe(1);
    run?.(state.handles.add(kind, {}, true, undefined));
    const stop = new Error("stop");
    const bad = state.handles.add(
      kind,
      {
        [dispose]() {
          throw stop;
        },
      },
      true,
      undefined,
    );
    expect(() => run?.(bad)).toThrow(stop);
    expect(store.trapped).toBe(stop);
  });
});

describe("resources of the guest", () => {
  it("are made, looked at and dropped by it", async () => {
    const { state } = fresh();
    const destroyed: unknown[] = [];
    const kind = guestKind(state, (rep) => void destroyed.push(rep));
    const made = await core(
      `(import "host" "new" (func $new (param i32) (result i32)))
       (import "host" "rep" (func $rep (param i32) (result i32)))
       (import "host" "drop" (func $drop (param i32)))
       (func (export "make") (param i32) (result i32) (call $new (local.get 0)))
       (func (export "rep") (param i32) (result i32) (call $rep (local.get 0)))
       (func (export "drop") (param i32) (call $drop (local.get 0)))`,
      { new: resourceNew(kind, state), rep: resourceRep(kind, state), drop: resourceDrop(kind, state) },
    );
    // As inside of a call.
    state.mayEnter = false;
    expect(made["make"]?.(42)).toBe(1);
    expect(made["make"]?.(43)).toBe(2);
    expect(made["rep"]?.(2)).toBe(43);
    made["drop"]?.(1);
    expect(destroyed).toEqual([42]);
    expect(state.handles.live).toBe(1);
    expect(() => made["drop"]?.(1)).toThrow("unknown handle index 1");
    expect(() => made["make"]?.(1)).toThrow("trapped before");
  });

  it("cannot be made or dropped while the instance may not be left, but be looked at", async () => {
    const { state } = fresh();
    const kind = guestKind(state);
    const index = resourceNew(kind, state)(9);
    state.mayLeave = false;
    expect(resourceRep(kind, state)(index)).toBe(9);
    expect(() => resourceNew(kind, state)(1)).toThrow("cannot leave");
  });

  it("is borrowed by a host function as an object that ends with the call", async () => {
    const { state } = fresh();
    const kind = guestKind(state);
    const index = resourceNew(kind, state)(5);
    const kept: object[] = [];
    const f = lowered(
      host(func([borrow]), (value: object) => void kept.push(value), kind),
      noOptions,
      state,
    );
    const take = lowered(
      host(func([], own), () => kept[0], kind),
      noOptions,
      state,
    );
    const { run } = await caller("(param i32)", "(call $f (local.get 0))", f);
    run?.(index);
    expect(kept[0]).toBeInstanceOf(classOf(kind));
    expect(state.handles.list()[0]?.lends).toBe(0);
    const again = await caller("(result i32)", "(call $f)", take);
    expect(() => again["run"]?.()).toThrow("borrowed");
  });
});
