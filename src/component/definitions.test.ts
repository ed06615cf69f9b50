import { readdirSync, readFileSync } from "node:fs";
import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { component, edited, leb, name, section, TYPE } from "./bytes-testing.ts";
import { readComponent, readDefinitions } from "./component.ts";
import type { Definition } from "./definitions.ts";
import { holes } from "./definitions-testing.ts";

function definitionsOf(bytes: Uint8Array): readonly Definition[] {
  const read = readDefinitions(bytes);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.definitions;
}

async function define(text: string): Promise<readonly Definition[]> {
  return definitionsOf(await parse(text));
}

function only<K extends Definition["kind"]>(
  definitions: readonly Definition[],
  kind: K,
): readonly (Definition & { readonly kind: K })[] {
  return definitions.filter((definition): definition is Definition & { readonly kind: K } => definition.kind === kind);
}

test("core modules, instances, bundles and aliases, with their names", async () => {
  const bytes = await parse(`(component $named
    (core module $m (import "env" "mem" (memory 1)) (func (export "f")) (memory (export "mem") 1))
    (core module $n (memory (export "mem") 1))
    (core instance $a (instantiate $n))
    (core instance $bundle (export "mem" (memory $a "mem")))
    (core instance $b (instantiate $m (with "env" (instance $bundle))))
    (alias core export $b "f" (core func $f)))`);
  const read = readDefinitions(bytes);
  if (!read.ok) throw new Error(read.error.reason);
  expect(read.value.name).toBe("named");
  const [first, second, ...rest] = read.value.definitions;
  const model = readComponent(bytes);
  expect([first, second]).toEqual(
    model.ok ? model.value.coreModules.map((place) => ({ kind: "core-module", ...place })) : [],
  );
  expect(rest).toEqual([
    { kind: "core-instance", module: 1, args: [] },
    { kind: "core-alias", sort: "memory", instance: 0, name: "mem" },
    { kind: "core-bundle", exports: [{ name: "mem", sort: "memory", index: 0 }] },
    { kind: "core-instance", module: 0, args: [{ name: "env", instance: 1 }] },
    { kind: "core-alias", sort: "func", instance: 2, name: "f" },
  ]);
});

test("lifts and lowers with their options", async () => {
  const definitions = await define(`(component
    (import "f" (func $f (param "s" string)))
    (core module $m (memory (export "mem") 1) (func (export "realloc") (param i32 i32 i32 i32) (result i32) unreachable)
      (func (export "g") (result i32) unreachable) (func (export "post") (param i32)))
    (core instance $i (instantiate $m))
    (alias core export $i "mem" (core memory $mem))
    (alias core export $i "realloc" (core func $realloc))
    (alias core export $i "g" (core func $g))
    (alias core export $i "post" (core func $post))
    (core func $lowered (canon lower (func $f) (memory (core memory $mem)) string-encoding=utf16))
    (func $plain (canon lift (core func $g)))
    (func $lifted (result string) (canon lift (core func $g) (memory (core memory $mem)) (realloc (core func $realloc))
      (post-return (core func $post)) string-encoding=latin1+utf16))
    (func $later async (canon lift (core func $g) async (callback (core func $post)))))`);
  expect(only(definitions, "lower")).toEqual([
    { kind: "lower", func: 0, options: { encoding: "utf16", memory: 0, async: false } },
  ]);
  expect(only(definitions, "lift").map(({ core, options }) => ({ core, options }))).toEqual([
    { core: 1, options: { encoding: "utf8", async: false } },
    { core: 1, options: { encoding: "latin1+utf16", memory: 0, realloc: 0, postReturn: 2, async: false } },
    { core: 1, options: { encoding: "utf8", async: true, callback: 2 } },
  ]);
  expect(only(definitions, "lift")[1]?.type).toMatchObject({ kind: "func", result: { kind: "string" } });
});

test("resources, what is made for them, and other built-ins", async () => {
  const definitions = await define(`(component
    (core module $m (func (export "d") (param i32)))
    (core instance $i (instantiate $m))
    (alias core export $i "d" (core func $d))
    (type $r (resource (rep i32) (dtor (core func $d))))
    (type $q (resource (rep i32)))
    (core func (canon resource.new $r))
    (core func (canon resource.rep $r))
    (core func (canon resource.drop $q))
    (core func (canon task.return (result u8)))
    (core func (canon context.get i32 0))
    (export $e "r" (type $r))
    (core func (canon resource.drop $e)))`);
  const [r, q] = only(definitions, "resource");
  expect([r?.representation, r?.destructor, q?.destructor]).toEqual(["i32", 0, undefined]);
  expect(only(definitions, "resource-new")[0]?.resource).toBe(r?.resource);
  expect(only(definitions, "resource-rep")[0]?.resource).toBe(r?.resource);
  expect(only(definitions, "resource-drop").map(({ resource }) => resource)).toEqual([q?.resource, r?.resource]);
  expect(only(definitions, "resource-drop")[0]?.resource).not.toBe(r?.resource);
  expect(only(definitions, "built-in").map((item) => item.name)).toEqual(["task.return", "context.get"]);
});

test("nested components, what they are given, and aliases inward and outward", async () => {
  const definitions = await define(`(component $root
    (import "log" (instance $log (export "r" (type (sub resource))) (export "write" (func))))
    (core module $cm)
    (component $tool)
    (component $c
      (import "in" (func $in))
      (alias outer $root $cm (core module $m))
      (core instance (instantiate $m))
      (component (alias outer $root $tool (component $t)) (instance (instantiate $t)))
      (export "out" (func $in)))
    (alias export $log "write" (func $write))
    (alias export $log "r" (type $r))
    (instance $i (instantiate $c (with "in" (func $write))))
    (alias export $i "out" (func $out))
    (instance $b (export "a" (func $out)) (export "m" (core module $cm)))
    (export $named "b" (instance $b))
    (export "again" (instance $named)))`);
  expect(definitions.map(({ kind }) => kind)).toEqual([
    "import",
    "core-module",
    "component",
    "component",
    "alias",
    "alias",
    "instance",
    "alias",
    "bundle",
    "export",
    "export",
  ]);
  const inner = only(definitions, "component")[1]?.component.definitions ?? [];
  expect(inner.map(({ kind }) => kind)).toEqual(["import", "outer", "core-instance", "component", "export"]);
  expect(inner[1]).toEqual({ kind: "outer", depth: 1, index: 0, entity: { sort: "module" } });
  const innermost = only(inner, "component")[0]?.component.definitions ?? [];
  expect(innermost[0]).toMatchObject({ kind: "outer", depth: 2, index: 0, entity: { sort: "component" } });
  expect(innermost[1]).toMatchObject({ kind: "instance", component: 0, args: [] });
  const [instance] = only(definitions, "instance");
  expect(instance).toMatchObject({ component: 1, args: [{ name: "in", index: 0, entity: { sort: "func" } }] });
  expect([...(instance?.type.exports.keys() ?? [])]).toEqual(["out"]);
  const aliases = only(definitions, "alias");
  expect(aliases.map((alias) => [alias.instance, alias.name, alias.entity.sort])).toEqual([
    [0, "write", "func"],
    [0, "r", "type"],
    [1, "out", "func"],
  ]);
  expect(only(definitions, "bundle")[0]?.exports.map((item) => [item.name, item.index, item.entity.sort])).toEqual([
    ["a", 1, "func"],
    ["m", 0, "module"],
  ]);
  // An export takes an index of its own.
  expect(only(definitions, "export").map((item) => [item.name, item.item.index])).toEqual([
    ["b", 2],
    ["again", 3],
  ]);
});

test("every instance has resources of its own, and one that is passed on stays the same", async () => {
  const definitions = await define(`(component
    (component $maker (type $r (resource (rep i32))) (export "r" (type $r)))
    (component $user (import "r" (type $r (sub resource))) (export "r2" (type $r)))
    (instance $a (instantiate $maker))
    (instance $b (instantiate $maker))
    (alias export $a "r" (type $ra))
    (instance $u (instantiate $user (with "r" (type $ra)))))`);
  const [a, b, u] = only(definitions, "instance").map(({ type }) => type.exports);
  const resource = (exports: typeof a, of: string): unknown => {
    const entity = exports?.get(of);
    return entity?.sort === "type" ? entity.type : undefined;
  };
  expect(resource(a, "r")).toMatchObject({ kind: "resource" });
  expect(resource(a, "r")).not.toBe(resource(b, "r"));
  expect(resource(u, "r2")).toBe(resource(a, "r"));
});

test("values and start functions", () => {
  const bytes = component(
    section(TYPE, [1, 0x40, 1, ...name("x"), 0x7d, 0, 0x7d]),
    section(10, [1, 0, ...name("f"), 1, 0]),
    section(12, [1, 0x7d, 1, 42]),
    section(9, [0, 1, 0, 1]),
  );
  expect(definitionsOf(bytes).slice(1)).toEqual([{ kind: "value" }, { kind: "start", func: 0, args: [0], results: 1 }]);
});

test("what is not known is an error, since nothing can be made of a part", () => {
  const bytes = component(section(TYPE, [1, 0x4a]));
  expect(readDefinitions(bytes)).toMatchObject({ ok: false, error: { tag: "unknown" } });
});

describe("what cannot be linked is refused", () => {
  const func = section(TYPE, [1, 0x40, 0, 1, 0]);
  const imported = section(10, [1, 0, ...name("f"), 1, 0]);
  test.each<[string, Uint8Array, RegExp]>([
    ["a memory that is not there", component(func, imported, section(8, [1, 1, 0, 0, 1, 3, 0])), /core memory index 0/],
    ["a realloc that is not there", component(func, imported, section(8, [1, 1, 0, 0, 1, 4, 9])), /core func index 9/],
    ["an option twice", component(func, imported, section(8, [1, 1, 0, 0, 2, 0, 1])), /string-encoding stands twice/],
    ["a built-in for what is no resource", component(func, section(8, [1, 3, 0])), /a resource type is expected/],
    [
      "an argument of a core sort",
      component(
        section(3, [1, 0x60, 0, 0]),
        section(4, [...component()]),
        section(5, [1, 0, 0, 1, ...name("a"), 0, 0x10, 0]),
      ),
      /argument "a" is of a core sort/,
    ],
    [
      "an argument twice",
      component(
        func,
        imported,
        section(4, [...component()]),
        section(5, [1, 0, 0, 2, ...name("a"), 1, 0, ...name("a"), 1, 0]),
      ),
      /stands twice among the arguments/,
    ],
    [
      "a function of a component around",
      component(func, imported, section(4, [...component(section(6, [1, 1, 2, 1, 0]))])),
      /outer alias takes a func/,
    ],
    [
      "a start function without its arguments",
      component(section(TYPE, [1, 0x40, 1, ...name("x"), 0x7d, 1, 0]), imported, section(9, [0, 0, 0])),
      /number of parameters/,
    ],
    ["a core instance's module that is not there", component(section(2, [1, 0, 1, 0])), /core module index 1/],
  ])("%s", (_, bytes, reason) => {
    const read = readDefinitions(bytes);
    expect(read).toMatchObject({ ok: false, error: { tag: "malformed" } });
    expect(read.ok ? "" : read.error.reason).toMatch(reason);
  });
});

const everything = `(component
  (core module $m (memory (export "m") 1) (func (export "f")) (func (export "r") (param i32 i32 i32 i32) (result i32) unreachable))
  (core instance $i (instantiate $m))
  (core instance $j (export "f" (func $i "f")))
  (import "h" (func $h (param "s" string)))
  (component $c (import "h" (func $h)) (export "x" (func $h)) (type $t (list u8 3)))
  (import "i" (instance $i (export "r" (type (sub resource))) (export "f" (func))))
  (alias export $i "f" (func $f))
  (alias export $i "r" (type $r))
  (core func (canon lower (func $h) (memory (core memory $i "m")) (realloc (core func $i "r"))))
  (core func (canon resource.drop $r))
  (core func (canon stream.new (type $r)))
  (instance (instantiate $c (with "h" (func $f))))
  (instance (export "f" (func $f)) (export "i" (instance $i)))
  (func $g (canon lift (core func $j "f")))
  (start $g)
  (export "again" (instance $i) (instance (export "f" (func)))))`;

/** What is wrong with the answer: it must be that of `readComponent`, and without holes. */
function wrongs(bytes: Uint8Array): string[] {
  const read = readDefinitions(bytes);
  const model = readComponent(bytes);
  if (read.ok) {
    const found = holes(read.value);
    return model.ok && model.value.incomplete === undefined ? found : [...found, "readComponent does not take it"];
  }
  const error = model.ok ? model.value.incomplete : model.error;
  return JSON.stringify(read.error) === JSON.stringify(error) ? [] : [`${read.error.reason}, but ${error?.reason}`];
}

describe("the two readings agree, and no index leads nowhere", () => {
  let files: Uint8Array[];
  beforeAll(async () => {
    const witSource = `package a:b; interface i { resource r { constructor(); m: func(x: list<option<string>>) -> result<u8, string>; } }
      world w { import i; export i; export g: func() -> u32; }`;
    files = [await parse(everything), await componentNew(await componentEmbed({ witSource, world: "w", dummy: true }))];
  });

  test("for sound files", () => {
    for (const file of files) {
      expect(readDefinitions(file).ok).toBe(true);
      expect(wrongs(file)).toEqual([]);
    }
  });

  test("for real ones", () => {
    const root = new URL("../../", import.meta.url);
    const demos = readdirSync(new URL("public/demos/", root), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    const guests = readdirSync(new URL("e2e/guests/", root)).filter((file) => file.endsWith(".wasm"));
    const paths = [
      ...demos.map((entry) => `public/demos/${entry.name}/component.wasm`),
      ...guests.map((file) => `e2e/guests/${file}`),
    ];
    expect(paths.length).toBeGreaterThan(4);
    for (const path of paths)
      expect([path, wrongs(new Uint8Array(readFileSync(new URL(path, root))))]).toEqual([path, []]);
  });

  test("for files cut off anywhere", () => {
    for (const file of files)
      for (let size = 0; size < file.length; size += 1) expect(wrongs(file.subarray(0, size))).toEqual([]);
  });

  test("for damaged ones", () => {
    const edit = fc.record({
      at: fc.nat(),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xff)),
      kind: fc.constantFrom("set" as const, "insert" as const, "remove" as const),
    });
    fc.assert(
      fc.property(fc.nat(1), fc.array(edit, { minLength: 1, maxLength: 4 }), (which, edits) => {
        expect(wrongs(edited(files[which]!, edits))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  test("for any sections at all", () => {
    const any = fc.array(fc.tuple(fc.nat(13), fc.uint8Array({ maxLength: 40 })), { maxLength: 6 });
    fc.assert(
      fc.property(any, (sections) => {
        expect(wrongs(component(...sections.map(([id, body]) => section(id, [...body]))))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

test("how many canonical definitions a file may have is bounded", () => {
  const file = (count: number): Uint8Array =>
    component(section(8, [...leb(count), ...Array.from({ length: count }, () => 0x05)]));
  expect(readDefinitions(file(10_000)).ok).toBe(true);
  expect(readDefinitions(file(60_000))).toMatchObject({ ok: false, error: { tag: "limit" } });
});
