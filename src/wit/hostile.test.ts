import fc from "fast-check";
import { expect, test } from "vitest";
import { evilNames } from "../../e2e/fixtures/odd.ts";
import type { ComponentType, DefType, Entity, FuncType, ResourceType, ValType } from "../component/index.ts";
import { printInterface, printWit } from "./index.ts";

const u8: ValType = { kind: "u8" };

function print(type: Partial<ComponentType>, limit?: number): string {
  const empty = new Map<string, Entity>();
  const whole: ComponentType = { kind: "component", imports: empty, exports: empty, ...type };
  return printWit({ imports: [], exports: [], type: whole }, limit === undefined ? {} : { limit });
}

function func(...types: readonly ValType[]): Entity {
  return {
    sort: "func",
    type: {
      kind: "func",
      async: false,
      params: types.map((type, at) => ({ name: `p${at}`, type })),
      result: undefined,
    },
  };
}

test("a type of any depth is written with names in between", () => {
  let type: ValType = { kind: "u8" };
  for (let depth = 0; depth < 100_000; depth += 1) type = { kind: "option", some: type };
  const text = print({ imports: new Map([["f", func(type)]]) });
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(1000);
  expect(text.split("option<")).toHaveLength(100_001);
  expect(text).toContain("  import f: func(p0: option<");
});

test("a type that is small in the file and endless in the text is cut", () => {
  let type: ValType = { kind: "u8" };
  for (let depth = 0; depth < 60; depth += 1) type = { kind: "tuple", elements: [type, type] };
  const text = print({ imports: new Map([["f", func(type)]]) });
  expect(text.length).toBeLessThan(10_000_000);
  expect(text.trimEnd().split("\n").at(-1)).toBe("// The text was cut here: it is too long.");
});

test("a large interface under many names is cut", { timeout: 60_000 }, () => {
  const exports = new Map(Array.from({ length: 5000 }, (_, at) => [`function-number-${at}`, func(u8)]));
  const shared: Entity = { sort: "instance", type: { kind: "instance", exports } };
  const imports = new Map(Array.from({ length: 5000 }, (_, at) => [`a:b/i${at}@1.0.0`, shared]));
  const text = print({ imports });
  expect(text.length).toBeGreaterThan(3_000_000);
  expect(text.length).toBeLessThan(5_000_000);
  expect(text.trimEnd().split("\n").at(-1)).toBe("// The text was cut here: it is too long.");
  // What was begun is closed.
  expect(text.split("{")).toHaveLength(text.split("}").length);
});

test("nothing is said of cutting when everything is there", () => {
  expect(print({ imports: new Map([["f", func(u8)]]) })).not.toContain("cut");
  expect(print({ imports: new Map([["f", func(u8)]]) }, 10)).toContain("cut");
});

test("many types without names get one each", () => {
  const types = Array.from({ length: 20_000 }, (_, at): ValType => ({ kind: "enum", labels: [`l${at}`] }));
  const text = print({ imports: new Map([["f", func(...types)]]) }, 100_000_000);
  expect(text).toContain("  enum enum-type {\n    l0,\n  }\n");
  expect(text).toContain("  enum enum-type-20000 {\n    l19999,\n  }\n");
});

test.each(Object.entries(evilNames))("the name %s stays on its line and in its quotes", (_, name) => {
  const type: DefType = { kind: "record", fields: [{ name, type: { kind: "enum", labels: [name] } }] };
  const inside = new Map<string, Entity>([
    [name, { sort: "type", type }],
    [`[method]${name}.${name}`, func(type)],
    ["r", { sort: "type", type: { kind: "resource", abstract: true } }],
    [`[static]r.${name}`, func(type)],
    [`[method]r.${name}`, func(type)],
  ]);
  const instance: Entity = { sort: "instance", type: { kind: "instance", exports: inside } };
  const entities = [instance, func(u8), { sort: "module" }] as const satisfies readonly Entity[];
  for (const entity of entities) {
    const text = print({
      imports: new Map([
        [name, entity],
        ["a:b/c", instance],
      ]),
      exports: new Map([[name, entity]]),
    });
    expect(text).not.toMatch(/[^\P{C}\n]|\p{Zl}|\p{Zp}/u);
    const starts = /^ *(package|world|interface|import|export|record|enum|resource|use|[\w%-]+:|"|\/\/|\}|$|l0|static)/;
    expect(text.split("\n").filter((line) => !starts.test(line))).toEqual([]);
  }
});

const name = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "a",
    "b",
    "r",
    "a:b/c@1.0.0",
    "a:b/d@1.0.0",
    "[method]r.a",
    "[constructor]r",
    "[static]b.a",
    "[method]",
  ),
);

/** Types that refer to each other in any way that a reader could make up, built bottom up so that parts are shared. */
const anything = fc.letrec<{ val: ValType; func: FuncType; resource: ResourceType; entity: Entity }>((tie) => ({
  resource: fc.record({ kind: fc.constant("resource" as const), abstract: fc.boolean() }),
  val: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<ValType>(u8, { kind: "string" }, { kind: "error-context" }),
    fc.record({ kind: fc.constantFrom("own" as const, "borrow" as const), resource: tie("resource") }),
    fc
      .array(fc.record({ name, type: tie("val") }), { maxLength: 3 })
      .map((fields): ValType => ({ kind: "record", fields })),
    fc
      .array(fc.record({ name, type: fc.option(tie("val"), { nil: undefined }) }))
      .map((cases): ValType => ({ kind: "variant", cases })),
    fc.array(name).map((labels): ValType => ({ kind: "flags", labels })),
    fc.record({
      kind: fc.constant("list" as const),
      element: tie("val"),
      length: fc.option(fc.nat(), { nil: undefined }),
    }),
    fc.record({ kind: fc.constant("map" as const), key: tie("val"), value: tie("val") }),
    fc.record({ kind: fc.constant("stream" as const), element: fc.option(tie("val"), { nil: undefined }) }),
  ),
  func: fc.record({
    kind: fc.constant("func" as const),
    async: fc.boolean(),
    params: fc.array(fc.record({ name, type: tie("val") }), { maxLength: 3 }),
    result: fc.option(tie("val"), { nil: undefined }),
  }),
  entity: fc.oneof(
    { depthSize: "small" },
    fc.record({ sort: fc.constant("func" as const), type: tie("func") }),
    fc.record({ sort: fc.constant("type" as const), type: fc.oneof(tie("val"), tie("func"), tie("resource")) }),
    fc.constant<Entity>({ sort: "module" }),
    fc
      .array(fc.tuple(name, tie("entity")))
      .map((items): Entity => ({ sort: "instance", type: { kind: "instance", exports: new Map(items) } })),
    fc
      .tuple(
        fc.array(fc.tuple(name, tie("entity")), { maxLength: 4 }),
        fc.array(fc.tuple(name, tie("entity")), { maxLength: 4 }),
      )
      .map(([imports, exports]): Entity => {
        const type: ComponentType = { kind: "component", imports: new Map(imports), exports: new Map(exports) };
        return imports.length % 2 === 0 ? { sort: "type", type } : { sort: "component", type };
      }),
  ),
}));

test("whatever the types say, there is a text with as many opening as closing braces", { timeout: 60_000 }, () => {
  const entities = fc.array(fc.tuple(name, anything.entity), { maxLength: 4 }).map((items) => new Map(items));
  fc.assert(
    fc.property(entities, entities, (imports, exports) => {
      const texts = [print({ imports, exports })];
      const type: ComponentType = { kind: "component", imports, exports };
      for (const item of [...imports.keys(), ...exports.keys()]) {
        for (const brief of [false, true]) {
          const cut = printInterface({ imports: [], exports: [], type }, item, { brief });
          if (cut.ok) texts.push(cut.value);
          else expect(cut.error.message).toMatch(/^[^\p{C}]+$/u);
        }
      }
      for (const text of texts) {
        expect(text).toMatch(/^(\/\/ .*\n\n)?package /);
        const code = text.replaceAll(/"(?:[^"]*)"/g, "").replaceAll(/\.\{[^}]*\};/g, "");
        expect(code.split("{")).toHaveLength(code.split("}").length);
      }
    }),
    { numRuns: 100 },
  );
});
