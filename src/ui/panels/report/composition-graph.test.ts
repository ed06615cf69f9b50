import { expect, test } from "vitest";
import type { Composition, CompositionInstance, Origin } from "../../../component/composition.ts";
import { graphOf, titleOf } from "./composition-graph.ts";
import { instanceWords, originWords, wrapperWords } from "./composition-words.ts";

const leaf: Composition = { components: [], coreModules: 1, instances: [], exports: [] };
const own: Origin = { kind: "own" };

function composition(
  instances: readonly CompositionInstance[],
  exports: Composition["exports"] = [],
  components: readonly Composition[] = [{ ...leaf, name: "adder" }, leaf],
): Composition {
  return { components, coreModules: 0, instances, exports };
}

const of = (index: number): Origin => ({ kind: "component", index });
const from = (instance: number, name?: string): Origin =>
  name === undefined ? { kind: "instance", instance } : { kind: "instance", instance, export: name };

function edges(inside: Composition): readonly string[] {
  return graphOf(inside).edges.map(({ from: giver, to, labels }) => `${giver} > ${to}: ${labels.join(", ")}`);
}

test("imports, instances and exports are boxes, and what is handed over is told at the lines", () => {
  const made = composition(
    [
      { of: of(0), args: [{ name: "log", from: { kind: "import", name: "a:b/log@1.0.0" } }] },
      {
        of: of(1),
        args: [
          { name: "add", from: from(0, "add") },
          { name: "sub", from: from(0, "sub") },
          { name: "own-type", from: own },
        ],
      },
    ],
    [{ name: "run", from: from(1, "run") }],
  );
  expect(edges(made)).toEqual([
    "import:a:b/log@1.0.0 > instance:0: log",
    "instance:0 > instance:1: add, sub",
    "own > instance:1: own-type",
    "instance:1 > export:run: run",
  ]);
  expect(graphOf(made).nodes.map(({ kind, title, number }) => [kind, title, number])).toEqual([
    ["instance", "adder", 1],
    ["import", "a:b/log@1.0.0", undefined],
    ["instance", "component 2", 2],
    ["own", "its own code", undefined],
    ["export", "run", undefined],
  ]);
});

test("bundles are seen through, by one name and as a whole", () => {
  const bundle: CompositionInstance = {
    of: { kind: "bundle" },
    args: [
      { name: "one", from: from(0, "x") },
      { name: "two", from: { kind: "import", name: "w" } },
    ],
  };
  const again: CompositionInstance = { of: { kind: "bundle" }, args: [{ name: "inner", from: from(1) }] };
  const made = composition(
    [{ of: of(0), args: [] }, bundle, again],
    [
      { name: "by-name", from: from(1, "one") },
      { name: "whole", from: from(2, "inner") },
      { name: "nothing", from: from(1, "absent") },
    ],
  );
  expect(edges(made)).toEqual([
    "instance:0 > export:by-name: by-name",
    "instance:0 > export:whole: whole",
    "import:w > export:whole: whole",
  ]);
});

test("bundles that name each other, or later ones, end", () => {
  const loop: CompositionInstance = { of: { kind: "bundle" }, args: [{ name: "a", from: from(1, "a") }] };
  const made = composition(
    [loop, { ...loop, args: [{ name: "a", from: from(0, "a") }] }],
    [
      { name: "out", from: from(1, "a") },
      { name: "far", from: from(9) },
    ],
  );
  expect(edges(made)).toEqual([]);
});

test("bundles that double what they hold do not multiply", () => {
  const instances: CompositionInstance[] = [{ of: of(0), args: [] }];
  for (let at = 0; at < 2000; at += 1) {
    const both = ["a", "b"].map((name) => ({ name, from: from(at) }));
    instances.push({ of: { kind: "bundle" }, args: both });
  }
  expect(edges(composition(instances, [{ name: "out", from: from(2000) }]))).toEqual(["instance:0 > export:out: out"]);
});

test("an imported component is what its instance is made of", () => {
  const made = composition([{ of: { kind: "import", name: "plugin" }, args: [] }], [], []);
  expect(edges(made)).toEqual(["import:plugin > instance:0: the component itself"]);
  expect(titleOf(made, 0)).toBe("plugin · instance 1");
  expect(instanceWords(made, 0)).toBe("of the import plugin");
});

test("every origin has words", () => {
  const made = composition([
    { of: of(0), args: [] },
    { of: { kind: "bundle" }, args: [] },
  ]);
  const words: readonly (readonly [Origin, string])[] = [
    [{ kind: "import", name: "a:b/c" }, "the import a:b/c"],
    [{ kind: "import", name: "a:b/c", export: "f" }, "f of the import a:b/c"],
    [from(0), "adder · instance 1"],
    [from(1, "f"), "f of instance 2"],
    [of(1), "the component component 2 itself"],
    [{ kind: "outer", depth: 1 }, "the component around it"],
    [{ kind: "outer", depth: 3 }, "the component 3 levels around it"],
    [own, "its own code"],
    [{ kind: "import", name: "a\u202eb" }, "the import a⟨U+202E⟩b"],
  ];
  for (const [origin, text] of words) expect(originWords(made, origin)).toBe(text);
  expect(instanceWords(made, 0)).toBe("of adder, defined inside");
  expect(instanceWords(made, 1)).toBe("puts exports together");
});

test("a component inside that only names own functions is a wrapper of the build tool", () => {
  const shim: Composition = {
    ...leaf,
    coreModules: 0,
    exports: [{ name: "run", from: { kind: "import", name: "run" } }],
  };
  const makes: CompositionInstance = {
    of: of(0),
    args: [
      { name: "import-func-run", from: own },
      { name: "import-type-t", from: { kind: "import", name: "a:b/types", export: "t" } },
    ],
  };
  const run = { name: "a:b/run", from: from(0) };
  const made = composition([makes], [run], [shim]);
  expect(wrapperWords(made)).toContain("is a wrapper made by the build tool");
  const two = composition([makes, { ...makes, of: of(1) }], [run, { name: "x", from: from(1) }], [shim, shim]);
  expect(wrapperWords(two)).toContain("Each component inside is a wrapper");

  const more: readonly Composition[] = [
    { ...made, components: [leaf] },
    { ...made, components: [{ ...shim, instances: [makes] }] },
    { ...made, components: [] },
    composition([makes, makes], [run], [shim]),
    composition([{ ...makes, args: [] }], [run], [shim]),
    composition([makes, { ...makes, of: of(1), args: [{ name: "f", from: from(0, "run") }] }], [run], [shim, shim]),
    composition([makes], [{ name: "a:b/run", from: { kind: "import", name: "a:b/run" } }], [shim]),
    composition([makes], [], [shim]),
    composition([], [run], [shim]),
  ];
  for (const inside of more) expect(wrapperWords(inside)).toBeUndefined();
});
