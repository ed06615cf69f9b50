import { describe, expect, test } from "vitest";
import type { Entity, FuncType, InstanceType, ValType } from "../component/index.ts";
import { compareComponents } from "./compare.ts";
import { checkFit, fitsOf } from "./fit.ts";
import type { World } from "./model.ts";

const u8: ValType = { kind: "u8" };
const u16: ValType = { kind: "u16" };

/** A world that imports a function `f` whose result is of a type, or whatever else. */
function worldOf(imports: Readonly<Record<string, Entity>>): World {
  return {
    id: "w",
    imports: Object.entries(imports).map(([name, { sort }]) => ({ name, kind: sort, functions: [], types: [] })),
    exports: [],
    type: { kind: "component", imports: new Map(Object.entries(imports)), exports: new Map() },
  };
}

function returning(result: ValType): World {
  return worldOf({ f: { sort: "func", type: { kind: "func", async: false, params: [], result } } });
}

/** Lists inside each other. */
function chain(depth: number, inside: ValType): ValType {
  let type = inside;
  for (let i = 0; i < depth; i += 1) type = { kind: "list", element: type, length: undefined };
  return type;
}

/** Tuples of two of the same, inside each other: 2^depth types when written out. */
function pairs(depth: number, inside: ValType): ValType {
  let type = inside;
  for (let i = 0; i < depth; i += 1) type = { kind: "tuple", elements: [type, type] };
  return type;
}

test("a hundred thousand lists inside each other are more than is compared", () => {
  const { fits, imports } = checkFit(returning(chain(100_000, u8)), returning(chain(100_000, u16)));
  expect(fits).toBe(false);
  expect(imports[0]?.differences).toMatchObject([
    { kind: "too-large", explanation: "The types of f are too large to be compared to the end." },
  ]);
});

test("ten thousand lists inside each other are compared to the end", () => {
  expect(checkFit(returning(chain(10_000, u8)), returning(chain(10_000, u8))).fits).toBe(true);
  const [entry] = checkFit(returning(chain(10_000, u8)), returning(chain(10_000, u16))).imports;
  expect(entry?.differences).toHaveLength(1);
  expect(entry?.differences[0]).toMatchObject({
    kind: "too-deep",
    explanation:
      "What the component expects and what the world has in f differ, more than 200 levels inside the result of f.",
  });
  expect(entry?.differences[0]?.path).toHaveLength(201);
});

test("types that are shared many times over", () => {
  expect(checkFit(returning(pairs(2000, u8)), returning(pairs(2000, u8))).fits).toBe(true);
  const [entry] = checkFit(returning(pairs(60, u8)), returning(pairs(60, u16))).imports;
  // Two hundred, and one that says how many more.
  expect(entry?.differences).toHaveLength(201);
  expect(entry?.differences[0]?.path).toHaveLength(62);
  expect(entry?.differences.at(-1)).toMatchObject({
    kind: "more",
    path: ["f"],
    explanation: "At least 4,800 more differences in f.",
  });
  const [deep] = checkFit(returning(pairs(10_000, u8)), returning(pairs(10_000, u16))).imports;
  expect(deep?.differences).toHaveLength(201);
});

test("more differences than are listed are counted", () => {
  const record = (type: ValType): ValType => ({
    kind: "record",
    fields: Array.from({ length: 1234 }, (_, index) => ({ name: `f${index}`, type })),
  });
  const [entry] = checkFit(returning(record(u8)), returning(record(u16))).imports;
  expect(entry?.differences).toHaveLength(201);
  expect(entry?.differences.at(-1)?.explanation).toBe("1,034 more differences in f.");
});

test("instances inside each other, shared", () => {
  const nested = (type: ValType): World => {
    let inner: InstanceType = { kind: "instance", exports: new Map([["t", { sort: "type", type }]]) };
    for (let i = 0; i < 5000; i += 1) {
      const entity: Entity = { sort: "instance", type: inner };
      inner = {
        kind: "instance",
        exports: new Map([
          ["a", entity],
          ["b", entity],
        ]),
      };
    }
    return worldOf({ i: { sort: "instance", type: inner } });
  };
  const one = nested(u8);
  expect(checkFit(one, one).fits).toBe(true);
  const [entry] = checkFit(one, nested(u16)).imports;
  expect(entry?.differences[0]?.kind).toBe("too-deep");
});

test("more work than is done", () => {
  // Each nested component type has resources of its own, so that the large type is looked at anew in each.
  const large: ValType = {
    kind: "record",
    fields: Array.from({ length: 2000 }, (_, index) => ({ name: `field-number-${index}`, type: u8 })),
  };
  const components = (): World => {
    const inside = (): Entity => ({
      sort: "component",
      type: {
        kind: "component",
        imports: new Map(),
        exports: new Map([["f", { sort: "func", type: { kind: "func", async: false, params: [], result: large } }]]),
      },
    });
    return worldOf(Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`c${index}`, inside()])));
  };
  const fit = checkFit(components(), components());
  expect(fit.fits).toBe(false);
  expect(fit.imports[0]?.status).toBe("provided");
  expect(fit.imports.at(-1)?.differences.map(({ explanation }) => explanation)).toEqual([
    "The types of c1999 are too large to be compared to the end.",
  ]);
});

test("very many imports, all of one interface or all strange", () => {
  const many = (name: (index: number) => string): World =>
    worldOf(
      Object.fromEntries(
        Array.from({ length: 5000 }, (_, index) => [
          name(index),
          { sort: "instance", type: { kind: "instance", exports: new Map() } } satisfies Entity,
        ]),
      ),
    );
  const versions = many((index) => `a:b/c@1.${index}.0`);
  const others = many((index) => `a:b/c@0.0.${index}`);
  expect(checkFit(versions, versions).fits).toBe(true);
  expect(fitsOf(versions, [others])[0]?.misfits).toBe(5000);
  const { changes, summary } = compareComponents(versions, others);
  expect(changes).toHaveLength(2001);
  expect(changes.at(-1)).toMatchObject({
    explanation: "3,000 more changes are not listed.",
    unlisted: { count: 3000, open: false },
  });
  expect(summary).toMatch(/Changes: 5,000 wider\.$/);
  const { verdict } = checkFit(versions, worldOf({}));
  expect(verdict).toMatch(/^Does not fit w: the world does not provide a:b\/c@1\.0\.0, /);
  expect(verdict).toMatch(/, and 4,900 more\.$/);
});

/** Imports of one interface that has very many functions. */
function sharing(count: number, name: (index: number) => string, result: ValType, functions = 195): World {
  const type: InstanceType = {
    kind: "instance",
    exports: new Map(
      Array.from({ length: functions }, (_, index) => [
        `f${index}`,
        { sort: "func", type: { kind: "func", async: false, params: [], result } } satisfies Entity,
      ]),
    ),
  };
  const entities = Array.from({ length: count }, (_, index) => [name(index), { sort: "instance", type }] as const);
  return worldOf(Object.fromEntries(entities));
}

describe("very many differences in all", () => {
  const component = sharing(100, (index) => `a:b/c@0.2.${index}`, u8);
  const other = sharing(1, () => "a:b/c@0.2.500", u16);

  test("a fit lists a thousand and counts the others", () => {
    const { imports, verdict } = checkFit(component, other);
    const differences = imports.flatMap((entry) => entry.differences);
    expect(differences.filter(({ kind }) => kind === "more")).toHaveLength(95);
    expect(differences.filter(({ kind }) => kind !== "more")).toHaveLength(1000);
    expect(differences.reduce((sum, { unlisted }) => sum + (unlisted?.count ?? 1), 0)).toBe(19_500);
    expect(imports.at(-1)?.differences.map(({ explanation }) => explanation)).toEqual([
      "195 differences in a:b/c@0.2.99.",
    ]);
    expect(verdict).toMatch(/; and 19,480 more\.$/);
  });

  test("of many worlds only the verdicts are put into words", () => {
    const [fit, again] = fitsOf(component, [other, component]);
    expect(fit).toMatchObject({ fits: false, misfits: 100 });
    // The first import's 195, and one of each of the others.
    expect(fit?.verdict).toMatch(/; and at least \d+ more\.$/);
    expect(fit?.verdict.length).toBeLessThan(5000);
    expect(again).toMatchObject({ fits: true, misfits: 0 });
    const few = sharing(2, (index) => `a:b/c@0.2.${index}`, u8, 3);
    expect(fitsOf(few, [other])[0]?.verdict).toBe(checkFit(few, other).verdict);
  });

  test("a comparison lists two thousand and counts the others", () => {
    const of = (type: ValType): World => sharing(200, (index) => `a:b/c${index}@1.0.0`, type, 150);
    const { changes, summary } = compareComponents(of(u8), of(u16));
    expect(changes).toHaveLength(2001);
    expect(changes.at(-1)?.weight).toBe("breaking");
    expect(summary).toMatch(/Changes: 30,000 breaking\.$/);
  });

  test("many parameters under many names are work too, and worlds for which none is left do not fit", () => {
    const of = (type: ValType): World => {
      const params = Array.from({ length: 1000 }, (_, index) => ({ name: `p${index}`, type }));
      const func: FuncType = { kind: "func", async: false, params, result: undefined };
      return worldOf(
        Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`f${index}`, { sort: "func", type: func }])),
      );
    };
    const tooLarge = "types of f1999 are too large to be compared to the end.";
    expect(
      checkFit(of(u8), of(u16))
        .imports.at(-1)
        ?.differences.map(({ explanation }) => explanation),
    ).toEqual([`The ${tooLarge}`]);
    const fits = fitsOf(of(u8), [of(u8), of(u16), of(u8)]);
    expect(fits.map(({ misfits }) => misfits)).toEqual([0, 2000, 2000]);
    expect(fits[2]?.verdict).toMatch(/^Does not fit w: the types of f0 are too large to be compared to the end; /);
  });
});

test("names stay on one short line", () => {
  const name = `\u202Eevil"\n${"x".repeat(100_000)}`;
  const record = (type: ValType): ValType => ({ kind: "record", fields: [{ name, type }] });
  const fit = checkFit(returning(record(u8)), returning(record(u16)));
  const strange = checkFit(worldOf({ [name]: { sort: "module" } }), worldOf({}));
  for (const { explanation, fix, path } of [...fit.imports, ...strange.imports].flatMap(
    ({ differences }) => differences,
  )) {
    for (const text of [explanation, fix, ...path]) {
      expect(text.length).toBeLessThan(1000);
      expect(text).not.toMatch(/[\n\u202E]/);
    }
  }
  expect(strange.verdict.length).toBeLessThan(1000);
});
