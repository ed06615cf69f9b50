import { componentEmbed, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { component, name, section } from "./bytes-testing.ts";
import { readComponent } from "./component.ts";
import { componentTypes } from "./core-module.ts";

let encoded: Uint8Array;

beforeAll(async () => {
  encoded = await parse(`(component
    (type (component (export "a:b/i@0.1.0" (instance (export "f" (func))))))
    (export "i" (type 0)))`);
});

/** The docs of a package with a `package-docs` section of these bytes. */
function docsOf(...contents: readonly Uint8Array[]): Readonly<Record<string, string>> {
  const sections = contents.map((content) => section(0, [...name("package-docs"), ...content]));
  const read = readComponent(new Uint8Array([...encoded, ...sections.flat()]));
  if (!read.ok) throw new Error(read.error.reason);
  return read.value.docs;
}

function json(text: string, version = 1): Uint8Array {
  return new Uint8Array([version, ...new TextEncoder().encode(text)]);
}

const content = {
  docs: "the package",
  worlds: {
    w: {
      docs: "a world",
      interfaces: { inline: { docs: "inside", funcs: { q: { docs: "asks" } } } },
      types: { t: { docs: "a type of the world", items: { x: "a field of it" } } },
      funcs: { log: { docs: "imported" } },
      func_exports: { run: { docs: "exported" } },
      interface_exports: { out: { docs: "given" } },
    },
  },
  interfaces: {
    i: {
      docs: "an interface",
      stability: { stable: { since: "0.1.0" } },
      funcs: { f: { docs: "a function" }, "[method]r.m": { docs: "a method" }, plain: { stability: {} } },
      types: { r: { docs: "a resource" }, p: { items: { x: "a field" } } },
    },
  },
};

const expected = {
  "a:b@0.1.0": "the package",
  "a:b/i@0.1.0": "an interface",
  "a:b/i@0.1.0#f": "a function",
  "a:b/i@0.1.0#[method]r.m": "a method",
  "a:b/i@0.1.0#r": "a resource",
  "a:b/i@0.1.0#p.x": "a field",
  "a:b/w@0.1.0": "a world",
  "a:b/w@0.1.0#inline": "inside",
  "a:b/w@0.1.0#inline.q": "asks",
  "a:b/w@0.1.0#t": "a type of the world",
  "a:b/w@0.1.0#t.x": "a field of it",
  "a:b/w@0.1.0#log": "imported",
  "a:b/w@0.1.0#run": "exported",
  "a:b/w@0.1.0#out": "given",
};

test("docs of every kind of item", () => {
  expect(docsOf(json(JSON.stringify(content)))).toEqual(expected);
});

test("the first version has functions' docs as plain text", () => {
  expect(docsOf(json('{"interfaces":{"i":{"funcs":{"f":"a function"}}}}', 0))).toEqual({
    "a:b/i@0.1.0#f": "a function",
  });
});

test("sections that name their package, several in one file", () => {
  const other = json('{"package":"c:d","docs":"other","interfaces":{"e":{"docs":"more"}}}');
  expect(docsOf(json(JSON.stringify({ ...content, package: "a:b@0.1.0" })), other)).toEqual({
    ...expected,
    "c:d": "other",
    "c:d/e": "more",
  });
});

test("a package without docs has none, nor has one of no name", async () => {
  expect(docsOf()).toEqual({});
  const nameless = component(section(0, [...name("package-docs"), ...json('{"docs":"x"}')]));
  expect(readComponent(nameless)).toMatchObject({ ok: true, value: { docs: {} } });
});

describe("what is malformed is no docs", () => {
  test.each([
    ["empty", new Uint8Array()],
    ["only a version", new Uint8Array([1])],
    ["a later version", json('{"docs":"x"}', 2)],
    ["cut off", json('{"docs":"x"')],
    ["not UTF-8", new Uint8Array([1, 0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ["a list", json('["docs"]')],
    ["nothing", json("null")],
    [
      "other shapes",
      json('{"docs":1,"worlds":[{"docs":"x"}],"interfaces":{"i":null,"j":{"docs":{},"funcs":3,"types":{"t":[]}}}}'),
    ],
    ["a deep list", json(`{"docs":"x","a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`)],
    ["a deep object", json(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`)],
    ["a list of many", json(`{"docs":"x","a":[${"[],".repeat(100_000)}[]]}`)],
  ])("%s", (_, bytes) => {
    expect(docsOf(bytes)).toEqual({});
  });
});

test("names of an object's own machinery are names like others", () => {
  const docs = docsOf(json('{"interfaces":{"__proto__":{"docs":"x","funcs":{"__proto__":"y","constructor":"z"}}}}'));
  expect(docs).toEqual({
    "a:b/__proto__@0.1.0": "x",
    "a:b/__proto__@0.1.0#__proto__": "y",
    "a:b/__proto__@0.1.0#constructor": "z",
  });
  expect(Object.getPrototypeOf(docs)).toBe(Object.prototype);
});

test("a long package's name cannot multiply", () => {
  const funcs = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`f${at}`, "d"]));
  const bytes = json(JSON.stringify({ package: `a:${"b".repeat(10_000)}`, interfaces: { i: { funcs } } }));
  const letters = Object.keys(docsOf(bytes)).reduce((sum, key) => sum + key.length, 0);
  expect(letters).toBeLessThan(bytes.length * 5);
});

test("any JSON at all is answered", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      for (const value of Object.values(docsOf(json(text)))) expect(value).toBeTypeOf("string");
    }),
  );
});

test("a core module's component types are components of their own", async () => {
  const module = await componentEmbed({
    witSource: "package a:b; world w { import f: func(); }",
    world: "w",
    dummy: true,
  });
  const types = componentTypes(module);
  expect(types).toHaveLength(1);
  expect(readComponent(types[0]!)).toMatchObject({ ok: true, value: { exports: [{ name: "w", kind: "type" }] } });
  const two = new Uint8Array([...module, ...section(0, [...name("component-type:more"), 1, 2])]);
  expect(componentTypes(two).map((type) => type.length)).toEqual([types[0]!.length, 2]);
  expect(componentTypes(await parse("(module)"))).toEqual([]);
  expect(componentTypes(encoded)).toEqual([]);
  expect(componentTypes(new Uint8Array([...two, 0, 99]))).toHaveLength(2);
});
