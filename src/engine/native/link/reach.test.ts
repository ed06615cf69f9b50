import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { ReachGraph } from "./reach.ts";

type Exports = Readonly<Record<string, object>>;

/** Instantiates core modules in turn and tells a graph of them. */
function tracing() {
  const graph = new ReachGraph(true);
  const waiting = (): void => {};
  graph.setWaiting(waiting);
  const add = async (wat: string, imports: Record<string, Record<string, object>> = {}): Promise<Exports> => {
    const module = new WebAssembly.Module(new Uint8Array(await parse(wat)));
    // What tests give are functions, tables and globals.
    const { exports } = new WebAssembly.Instance(module, imports as WebAssembly.Imports);
    graph.addInstance(module, imports, exports);
    return exports as Exports;
  };
  return { graph, waiting, add, waits: (exports: Exports, name = "f") => graph.waits(exports[name] ?? {}) };
}

test("an instance reaches what it imports, and what that reaches", async () => {
  const { waiting, add, waits } = tracing();
  const near = await add(`(module (import "" "g" (func $g)) (func (export "f") call $g))`, { "": { g: waiting } });
  const far = await add(`(module (import "" "g" (func $g)) (func (export "f") call $g))`, {
    "": { g: near["f"] ?? {} },
  });
  const calm = await add(`(module (func (export "f")))`);
  expect([waits(near), waits(far), waits(calm)]).toEqual([true, true, false]);
});

test("what is given to a module that does not import it is not reached", async () => {
  const { waiting, add, waits } = tracing();
  const calm = await add(`(module (import "" "h" (func)) (func (export "f")))`, { "": { g: waiting, h: () => {} } });
  expect(waits(calm)).toBe(false);
});

test("who shares a table reaches what is put into it later", async () => {
  const { waiting, add, waits } = tracing();
  const shim = await add(`(module (type $t (func)) (table (export "table") 1 funcref)
    (func (export "f") (call_indirect (type $t) (i32.const 0))))`);
  const main = await add(`(module (import "" "f" (func $f)) (func (export "f") call $f))`, {
    "": { f: shim["f"] ?? {} },
  });
  expect([waits(shim), waits(main)]).toEqual([false, false]);
  await add(`(module (import "" "g" (func $g)) (import "" "table" (table 1 funcref)) (elem (i32.const 0) func $g))`, {
    "": { g: waiting, table: shim["table"] ?? {} },
  });
  expect([waits(shim), waits(main)]).toEqual([true, true]);
});

test("globals share functions where they hold references, and nothing where they hold numbers", async () => {
  const { waiting, add, waits } = tracing();
  const user = await add(`(module (global (export "ref") (mut funcref) (ref.null func)) (func (export "f")))`);
  const other =
    await add(`(module (global (export "n") (mut i32) (i32.const 0)) (global (export "v") v128 (v128.const i32x4 0 0 0 0))
    (func (export "f")))`);
  await add(
    `(module (import "" "g" (func $g)) (import "" "ref" (global (mut funcref))) (import "" "n" (global (mut i32)))
    (import "" "v" (global v128)))`,
    {
      "": { g: waiting, ref: user["ref"] ?? {}, n: other["n"] ?? {}, v: other["v"] ?? {} },
    },
  );
  expect([waits(user), waits(other)]).toEqual([true, false]);
});

test("a function that goes through an instance belongs to the one that defines it", async () => {
  const { waiting, add, waits } = tracing();
  const calm = await add(`(module (func (export "f")))`);
  const through = await add(
    `(module (import "" "f" (func $f)) (import "" "g" (func $g)) (export "f" (func $f)) (func (export "h") call $g))`,
    {
      "": { f: calm["f"] ?? {}, g: waiting },
    },
  );
  expect([waits(through), waits(through, "h")]).toEqual([false, true]);
});

test("a lowered function follows what it was lifted from", async () => {
  const { graph, waiting, add, waits } = tracing();
  const inner = await add(`(module (import "" "g" (func $g)) (func (export "f") call $g))`, { "": { g: waiting } });
  const lifted = {};
  const lowered = (): void => {};
  graph.follow(lifted, inner["f"] ?? {});
  graph.follow(lowered, lifted);
  const outer = await add(`(module (import "" "g" (func $g)) (func (export "f") call $g))`, { "": { g: lowered } });
  expect(waits(outer)).toBe(true);
});

test("nothing is recorded where nothing waits", async () => {
  const graph = new ReachGraph(false);
  const target = {};
  const thing = {};
  graph.follow(thing, target);
  expect(graph.waits(thing)).toBe(false);
});
