import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { readComponent } from "./component.ts";
import { readCoreModule } from "./core-module.ts";
import type { ComponentModel, Extern } from "./model.ts";
import type { ComponentType, Entity } from "./types.ts";

async function read(wat: string): Promise<ComponentModel> {
  const result = readComponent(await parse(wat));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function readTypes(wat: string): Promise<ComponentType> {
  const result = readComponent(await parse(wat));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.type;
}

function extern(
  name: string,
  kind: Extern["kind"],
  functions: readonly string[] = [],
  types: readonly string[] = [],
): Extern {
  return { name, kind, functions, types };
}

function typeOf(entity: Entity | undefined): unknown {
  return entity === undefined || entity.sort === "module" ? undefined : entity.type;
}

test("an empty component has nothing", async () => {
  expect(await read("(component)")).toEqual({
    type: { kind: "component", imports: new Map(), exports: new Map() },
    imports: [],
    exports: [],
    coreModules: [],
    nestedComponents: 0,
    composition: { components: [], coreModules: 0, instances: [], exports: [] },
    producers: [],
    customSections: [],
    docs: {},
  });
});

test("imports of every sort, with the functions and types inside instances", async () => {
  const model = await read(`(component
    (type $t (func async (param "a" u32) (result string)))
    (import "greet" (func (type $t)))
    (import "color" (type (sub resource)))
    (type $i (instance
      (export "r" (type $r (sub resource)))
      (export "e" (type (eq $r)))
      (type $own (own $r))
      (type $b (borrow $r))
      (type $m (func (param "self" $b) (param "x" $own)))
      (export "[method]r.use" (func (type $m)))
      (type $unused u8)
      (alias outer 1 $t (type $outer))
      (export "run" (func (type $outer)))
    ))
    (import "a:b/c@1.0.0" (instance (type $i)))
    (core type $ct (module (import "x" "y" (func (param i32))) (type (func)) (export "z" (memory 1 2))))
    (import "m" (core module (type $ct)))
    (import "nested" (component (import "q" (func)) (export "w" (func))))
  )`);
  expect(model.imports).toEqual([
    extern("greet", "func", ["greet"]),
    extern("color", "type"),
    extern("a:b/c@1.0.0", "instance", ["[method]r.use", "run"], ["r", "e"]),
    extern("m", "module"),
    extern("nested", "component"),
  ]);
});

test("an exported instance shows its functions whichever way it came about", async () => {
  const model = await read(`(component
    (core module $m (func (export "f")))
    (core instance $ci (instantiate $m))
    (func $lifted (canon lift (core func $ci "f")))
    (component $inner
      (import "g" (func $g))
      (type $color (enum "red"))
      (export $c "color" (type $color))
      (instance $deep (export "x" (func $g)) (export "y" (func $g)))
      (export "deep" (instance $deep))
      (export "f" (func $g)))
    (instance $made (instantiate $inner (with "g" (func $lifted))))
    (export "made" (instance $made))
    (alias export $made "deep" (instance $aliased))
    (export "aliased" (instance $aliased))
    (instance $inline (export "one" (func $lifted)))
    (export "inline" (instance $inline))
    (export "narrow" (instance $made) (instance (export "f" (func))))
    (export $again "again" (func $lifted))
    (export "twice" (func $again))
    (export "inner" (component $inner))
    (export "mod" (core module $m))
  )`);
  expect(model.exports).toEqual([
    extern("made", "instance", ["f"], ["color"]),
    extern("aliased", "instance", ["x", "y"]),
    extern("inline", "instance", ["one"]),
    extern("narrow", "instance", ["f"]),
    extern("again", "func", ["again"]),
    extern("twice", "func", ["twice"]),
    extern("inner", "component"),
    extern("mod", "module"),
  ]);
  expect(model.nestedComponents).toBe(1);
});

test("a component can hand its import on as an export", async () => {
  const model = await read(`(component
    (import "a:b/c" (instance $i (export "t" (type (sub resource))) (export "f" (func))))
    (export "a:b/d" (instance $i)))`);
  expect(model.exports).toEqual([extern("a:b/d", "instance", ["f"], ["t"])]);
});

test("every value type is decoded and resolved", async () => {
  const { imports } = await readTypes(`(component
    (type $r (record (field "a" bool) (field "b" s8)))
    (type $v (variant (case "x" u16) (case "y")))
    (type $l (list s16))
    (type $t (tuple s32 u32 char))
    (type $fl (flags "p" "q"))
    (type $o (option string))
    (type $re (result f32 (error f64)))
    (type $er (result (error u64)))
    (type $none (result))
    (type $fixed (list s64 4))
    (type $st (stream u8))
    (type $fu (future))
    (import "f" (func
      (param "r" $r) (param "v" $v) (param "l" $l) (param "t" $t) (param "fl" $fl) (param "o" $o) (param "re" $re)
      (param "er" $er) (param "none" $none) (param "fixed" $fixed) (param "st" $st) (param "fu" $fu)
      (param "ec" error-context) (result u8))))`);
  expect(typeOf(imports.get("f"))).toEqual({
    kind: "func",
    async: false,
    params: [
      {
        name: "r",
        type: {
          kind: "record",
          fields: [
            { name: "a", type: { kind: "bool" } },
            { name: "b", type: { kind: "s8" } },
          ],
        },
      },
      {
        name: "v",
        type: {
          kind: "variant",
          cases: [
            { name: "x", type: { kind: "u16" } },
            { name: "y", type: undefined },
          ],
        },
      },
      { name: "l", type: { kind: "list", element: { kind: "s16" }, length: undefined } },
      { name: "t", type: { kind: "tuple", elements: [{ kind: "s32" }, { kind: "u32" }, { kind: "char" }] } },
      { name: "fl", type: { kind: "flags", labels: ["p", "q"] } },
      { name: "o", type: { kind: "option", some: { kind: "string" } } },
      { name: "re", type: { kind: "result", ok: { kind: "f32" }, error: { kind: "f64" } } },
      { name: "er", type: { kind: "result", ok: undefined, error: { kind: "u64" } } },
      { name: "none", type: { kind: "result", ok: undefined, error: undefined } },
      { name: "fixed", type: { kind: "list", element: { kind: "s64" }, length: 4 } },
      { name: "st", type: { kind: "stream", element: { kind: "u8" } } },
      { name: "fu", type: { kind: "future", element: undefined } },
      { name: "ec", type: { kind: "error-context" } },
    ],
    result: { kind: "u8" },
  });
});

test("handles refer to the very resource that the instance exports", async () => {
  const { imports } = await readTypes(`(component
    (import "i" (instance $i
      (export "r" (type $r (sub resource)))
      (export "make" (func (result (own $r))))))
    (alias export $i "r" (type $r))
    (import "take" (func (param "x" (borrow $r)))))`);
  const instance = imports.get("i");
  const take = imports.get("take");
  if (instance?.sort !== "instance" || take?.sort !== "func") throw new Error("other sorts");
  const parameter = take.type.params[0]?.type;
  if (parameter?.kind !== "borrow") throw new Error("not a borrow");
  expect(parameter.resource).toBe(typeOf(instance.type.exports.get("r")));
});

test("core modules are found at any depth, in file order, with their byte ranges", async () => {
  const bytes = await parse(`(component
    (core module (func (export "first")))
    (component
      (core module (import "env" "mem" (memory 1)) (export "second" (memory 0)))
      (component (core module (global (export "third") i32 i32.const 0))))
    (core module (table (export "fourth") 1 funcref)))`);
  const result = readComponent(bytes);
  if (!result.ok) throw new Error(result.error.reason);
  expect(result.value.nestedComponents).toBe(2);
  const modules = result.value.coreModules.map(({ offset, size }) => {
    const module = readCoreModule(bytes, offset, size);
    if (!module.ok) throw new Error(module.error.reason);
    return { imports: module.value.imports, exports: module.value.exports };
  });
  expect(modules).toEqual([
    { imports: [], exports: [{ name: "first", kind: "func" }] },
    { imports: [{ module: "env", name: "mem", kind: "memory" }], exports: [{ name: "second", kind: "memory" }] },
    { imports: [], exports: [{ name: "third", kind: "global" }] },
    { imports: [], exports: [{ name: "fourth", kind: "table" }] },
  ]);
  for (const { offset, size } of result.value.coreModules) {
    expect(WebAssembly.validate(bytes.slice(offset, offset + size))).toBe(true);
  }
});

test("producers of the component and of its modules are merged, each once", async () => {
  const model = await read(`(component
    (@producers (processed-by "wit-component" "1.0") (language "C" ""))
    (core module (@producers (language "C" "") (sdk "Emscripten" "3")))
    (component (@producers (processed-by "wit-component" "1.0") (processed-by "wit-component" "2.0"))))`);
  // Order is not part of what is promised.
  expect(new Set(model.producers.map(({ field, name, version }) => `${field} ${name} ${version}`))).toEqual(
    new Set(["processed-by wit-component 1.0", "language C ", "sdk Emscripten 3", "processed-by wit-component 2.0"]),
  );
  expect(model.producers).toHaveLength(4);
});

test("asynchronous built-ins keep the function indices right", async () => {
  const model = await read(`(component
    (core module $m
      (func (export "f") (result i32) i32.const 0)
      (func (export "cb") (param i32 i32 i32) (result i32) i32.const 0)
      (memory (export "mem") 1))
    (core instance $i (instantiate $m))
    (alias core export $i "mem" (core memory $mem))
    (type $s (stream u8))
    (core func (canon stream.new $s))
    (core func (canon stream.read $s async (memory $mem)))
    (core func (canon stream.cancel-read $s async))
    (core func (canon task.return (result u8)))
    (core func (canon waitable-set.new))
    (core func (canon waitable-set.wait (memory $mem)))
    (core func (canon backpressure.inc))
    (core func (canon context.get i32 0))
    (core func (canon subtask.drop))
    (func $f async (result u8) (canon lift (core func $i "f") async (callback (core func $i "cb"))))
    (export "f" (func $f)))`);
  expect(model.exports).toEqual([extern("f", "func", ["f"])]);
});

test("a lower, resources of the component's own and outer aliases", async () => {
  const model = await read(`(component
    (import "log" (func $log))
    (core func $lowered (canon lower (func $log)))
    (type $r (resource (rep i32)))
    (core func $new (canon resource.new $r))
    (core func $drop (canon resource.drop $r))
    (core module $m (import "" "log" (func)) (import "" "drop" (func (param i32))) (func (export "f")))
    (core instance $i (instantiate $m (with "" (instance (export "log" (func $lowered)) (export "drop" (func $drop))))))
    (type $plain (record (field "x" u8)))
    (component $c
      (alias outer 1 $m (core module $mm))
      (alias outer 1 $plain (type $p))
      (export "p" (type $p)))
    (export "res" (type $r)))`);
  expect(model.exports).toEqual([extern("res", "type")]);
  expect(model.coreModules).toHaveLength(1);
});
