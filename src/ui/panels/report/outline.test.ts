import { expect, test } from "vitest";
import type { ComponentType, Entity } from "../../../component/types.ts";
import type { Report } from "../../../protocol/index.ts";
import { asJson, asText } from "./copy.ts";
import { amountIn, docsOf, outlineOf } from "./outline.ts";

const greet: Entity = {
  sort: "func",
  type: {
    kind: "func",
    async: false,
    params: [{ name: "name", type: { kind: "string" } }],
    result: { kind: "string" },
  },
};
const color: Entity = { sort: "type", type: { kind: "enum", labels: ["red", "green"] } };
const paint: Entity = {
  sort: "instance",
  type: {
    kind: "instance",
    exports: new Map<string, Entity>([
      ["color", color],
      ["paint", greet],
    ]),
  },
};

const types: ComponentType = {
  kind: "component",
  imports: new Map([["acme:art/paint@1.2.0", paint]]),
  exports: new Map([["greet", greet]]),
};

const report: Report = {
  name: "app.wasm",
  size: 2048,
  sha256: "ab",
  kind: "library",
  artifact: "component",
  adapted: false,
  notices: ["It was made in a test."],
  imports: [{ name: "acme:art/paint@1.2.0", kind: "instance", functions: ["paint"], types: ["color"] }],
  exports: [{ name: "greet", kind: "func", functions: ["greet"], types: [] }],
  types: { types: [], imports: [], exports: [] },
  producers: [],
  coreModules: 1,
  nestedComponents: 0,
  composition: { components: [], coreModules: 1, instances: [], exports: [] },
  customSections: [],
  docs: {},
};

test("imports and exports stand by package", () => {
  const [imports, exports] = outlineOf(report, types);
  expect(imports?.packages.map(({ name, items }) => [name, items.length])).toEqual([["acme:art@1.2.0", 1]]);
  expect(exports?.packages.map(({ name }) => name)).toEqual([""]);
  expect(amountIn(imports?.packages ?? [])).toBe(2);
});

test("of a WIT package its interfaces and worlds are told", () => {
  const wrapped = (name: string, entity: Entity): Entity => ({
    sort: "type",
    type: { kind: "component", imports: new Map(), exports: new Map([[name, entity]]) },
  });
  const packaged: ComponentType = {
    kind: "component",
    imports: new Map(),
    exports: new Map([
      ["paint", wrapped("acme:art/paint@1.2.0", paint)],
      ["w", wrapped("acme:art/w@1.2.0", { sort: "component", type: types })],
    ]),
  };
  const text = asText({ ...report, artifact: "wit-package" }, packaged);
  expect(text).toContain("Interfaces and worlds:\n  acme:art/paint@1.2.0\n");
  expect(text).toContain("  acme:art/w@1.2.0\n    import acme:art/paint@1.2.0\n    export greet\n");
});

test("the text carries facts, notices, signatures and types", () => {
  const lines = asText(report, types).split("\n");
  expect(lines).toContain("SHA-256: ab");
  expect(lines.slice(lines.indexOf("It was made in a test."))).toEqual([
    "It was made in a test.",
    "Imports:",
    "  acme:art/paint@1.2.0",
    "    enum color {",
    "      red,",
    "      green,",
    "    }",
    "    paint: func(name: string) -> string",
    "Exports:",
    "  greet: func(name: string) -> string",
    "",
  ]);
});

test("without types the text has the names", () => {
  const lines = asText(report, undefined).split("\n");
  expect(lines).toContain("  acme:art/paint@1.2.0");
  expect(lines).toContain("    paint");
});

test("a text of any size is cut", () => {
  const names = Array.from({ length: 300_000 }, (_, at) => `function-${at}`);
  const imports = [{ name: "acme:big/all", kind: "instance" as const, functions: names, types: [] }];
  const text = asText({ ...report, imports }, undefined);
  expect(text.length).toBeLessThan(4.5 * 1024 * 1024);
  expect(text).toMatch(/… cut here: it is too long\.\n$/);
});

test("the JSON is the report", () => {
  expect(JSON.parse(asJson(report))).toEqual(report);
});

test("docs are found by name, cut, and never obeyed", () => {
  const docs = { "a:b/c@1.0.0": " Paints.\r\nWell. ", "a:b/c@1.0.0#f": "x".repeat(5000), "a:b/c@1.0.0#g": "a\u202eb" };
  expect(docsOf(docs, "a:b/c@1.0.0")).toBe("Paints.\nWell.");
  expect(docsOf(docs, "a:b/c@1.0.0", "f")).toHaveLength(1001);
  expect(docsOf(docs, "a:b/c@1.0.0", "g")).toBe("a⟨U+202E⟩b");
  expect(docsOf(docs, "toString")).toBeUndefined();
});
