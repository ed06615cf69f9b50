import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { readComponent } from "./component.ts";
import type { Composition } from "./composition.ts";

async function compose(text: string): Promise<Composition> {
  const read = readComponent(await parse(text));
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.composition;
}

test("components plugged into one another", async () => {
  const composition = await compose(`(component
    (import "log" (instance $log (export "write" (func))))
    (component (import "log" (instance (export "write" (func)))) (export "out" (instance 0)))
    (component (import "in" (instance (export "write" (func)))) (import "f" (func)) (export "run" (func 0)))
    (instance $a (instantiate 0 (with "log" (instance $log))))
    (alias export $a "out" (instance $out))
    (alias export $out "write" (func $deep))
    (alias export $log "write" (func $direct))
    (instance $b (instantiate 1 (with "in" (instance $out)) (with "f" (func $deep))))
    (instance $c (instantiate 1 (with "in" (instance $log)) (with "f" (func $direct))))
    (export "run" (func $b "run"))
    (export "again" (instance $c)))`);
  expect(composition).toEqual({
    components: [
      {
        components: [],
        coreModules: 0,
        instances: [],
        exports: [{ name: "out", from: { kind: "import", name: "log" } }],
      },
      {
        components: [],
        coreModules: 0,
        instances: [],
        exports: [{ name: "run", from: { kind: "import", name: "f" } }],
      },
    ],
    coreModules: 0,
    instances: [
      { of: { kind: "component", index: 0 }, args: [{ name: "log", from: { kind: "import", name: "log" } }] },
      {
        of: { kind: "component", index: 1 },
        args: [
          { name: "in", from: { kind: "instance", instance: 0, export: "out" } },
          { name: "f", from: { kind: "instance", instance: 0, export: "out" } },
        ],
      },
      {
        of: { kind: "component", index: 1 },
        args: [
          { name: "in", from: { kind: "import", name: "log" } },
          { name: "f", from: { kind: "import", name: "log", export: "write" } },
        ],
      },
    ],
    exports: [
      { name: "run", from: { kind: "instance", instance: 1, export: "run" } },
      { name: "again", from: { kind: "instance", instance: 2 } },
    ],
  });
});

test("an export can be used in its turn, and keeps where it came from", async () => {
  const { exports } = await compose(`(component
    (import "f" (func $f))
    (export $g "g" (func $f))
    (export "h" (func $g)))`);
  expect(exports).toEqual([
    { name: "g", from: { kind: "import", name: "f" } },
    { name: "h", from: { kind: "import", name: "f" } },
  ]);
});

test("components that are imported, or exported by an instance, and bundles of exports", async () => {
  const composition = await compose(`(component
    (import "tool" (component $tool))
    (import "box" (instance $box (export "c" (component))))
    (alias export $box "c" (component $boxed))
    (component $maker (component $made) (export "made" (component $made)))
    (instance $m (instantiate $maker))
    (alias export $m "made" (component $made))
    (type $t (enum "x"))
    (core module $cm)
    (instance (instantiate $tool))
    (instance (instantiate $boxed))
    (instance (instantiate $made))
    (instance (export "tool" (component $tool)) (export "maker" (component $maker)) (export "t" (type $t)) (export "m" (core module $cm))))`);
  expect(composition.coreModules).toBe(1);
  expect(composition.instances.map(({ of }) => of)).toEqual([
    { kind: "component", index: 0 },
    { kind: "import", name: "tool" },
    { kind: "import", name: "box", export: "c" },
    { kind: "instance", instance: 0, export: "made" },
    { kind: "bundle" },
  ]);
  expect(composition.instances.at(-1)?.args).toEqual([
    { name: "tool", from: { kind: "import", name: "tool" } },
    { name: "maker", from: { kind: "component", index: 0 } },
    { name: "t", from: { kind: "own" } },
    { name: "m", from: { kind: "own" } },
  ]);
});

test("what a nested component takes from around it", async () => {
  const { components } = await compose(`(component $root
    (component $tool)
    (component $outer
      (alias outer $root $tool (component $t))
      (instance (instantiate $t))
      (component (alias outer $root $tool (component $t)) (instance (instantiate $t)))))`);
  const outer = components[1];
  expect(outer?.instances).toEqual([{ of: { kind: "outer", depth: 1 }, args: [] }]);
  expect(outer?.components[0]?.instances).toEqual([{ of: { kind: "outer", depth: 2 }, args: [] }]);
});

test("a component as tools make it: its exported interface is an instance of a shim", async () => {
  const witSource = "package a:b; interface i { f: func(); } world w { import i; export i; export g: func(); }";
  const read = readComponent(await componentNew(await componentEmbed({ witSource, world: "w", dummy: true })));
  if (!read.ok) throw new Error(read.error.reason);
  const { composition } = read.value;
  expect(composition.coreModules).toBe(read.value.coreModules.length);
  expect(composition.instances.map(({ of }) => of)).toEqual([{ kind: "component", index: 0 }]);
  expect(composition.exports).toEqual(
    expect.arrayContaining([
      { name: "g", from: { kind: "own" } },
      { name: "a:b/i", from: { kind: "instance", instance: 0 } },
    ]),
  );
});
