import fc from "fast-check";
import { expect, test } from "vitest";
import type { Entity, FuncType, InstanceType, ResourceType, ValType } from "../component/index.ts";
import { compareComponents } from "./compare.ts";
import { checkFit } from "./fit.ts";
import type { Subject, World } from "./model.ts";
import { makeWorld } from "./world.ts";

/** An interface as data: its functions by name, each with the number of its type. */
interface Face {
  readonly patch: number;
  readonly funcs: Readonly<Record<string, number>>;
}
type Faces = Readonly<Record<string, Face>>;
interface Spec {
  readonly imports: Faces;
  readonly exports: Faces;
}

const names = ["x", "y", "z"];
const funcNames = ["f", "g", "h"];
const typeCount = 8;

const funcs = fc.dictionary(fc.constantFrom(...funcNames), fc.nat(typeCount - 1), { noNullPrototype: true });
const face: fc.Arbitrary<Face> = fc.record({ patch: fc.nat(3), funcs });
const faces: fc.Arbitrary<Faces> = fc.dictionary(fc.constantFrom(...names), face, { noNullPrototype: true });
const anySpec: fc.Arbitrary<Spec> = fc.record({ imports: faces, exports: faces });

/** A part of the functions and interfaces, some versions moved. */
function fewer(all: Faces): fc.Arbitrary<Faces> {
  const picked = fc.subarray(Object.keys(all), { minLength: Math.max(0, Object.keys(all).length - 1) });
  return picked.chain((kept) => {
    const parts = kept.map((name) => {
      const one = all[name] ?? { patch: 0, funcs: {} };
      return fc
        .tuple(fc.subarray(Object.keys(one.funcs)), fc.nat(3))
        .map(([few, patch]): readonly [string, Face] => [
          name,
          { patch, funcs: Object.fromEntries(few.map((key) => [key, one.funcs[key] ?? 0])) },
        ]);
    });
    return fc.tuple(...parts).map((entries) => Object.fromEntries(entries));
  });
}

/** With functions and interfaces besides. */
function more(all: Faces): fc.Arbitrary<Faces> {
  return faces.map((extra) => {
    const added = Object.entries(extra).map(([name, one]): readonly [string, Face] => [
      name,
      { ...one, funcs: { ...one.funcs, ...all[name]?.funcs } },
    ]);
    return { ...all, ...Object.fromEntries(added) };
  });
}

/** With one function of another type. */
function changed(all: Faces): fc.Arbitrary<Faces> {
  return fc
    .tuple(fc.constantFrom(...names), fc.constantFrom(...funcNames), fc.nat(typeCount - 1))
    .map(([name, key, type]) => {
      const one = all[name];
      return one === undefined || one.funcs[key] === undefined
        ? all
        : { ...all, [name]: { ...one, funcs: { ...one.funcs, [key]: type } } };
    });
}

/** One that wants less and offers more, mostly; sometimes with a change. */
function derived(spec: Spec): fc.Arbitrary<Spec> {
  const narrower = fc.record({ imports: fewer(spec.imports), exports: more(spec.exports) });
  return fc.oneof(
    { weight: 5, arbitrary: narrower },
    { weight: 1, arbitrary: fc.record({ imports: changed(spec.imports), exports: changed(spec.exports) }) },
    { weight: 1, arbitrary: fc.record({ imports: more(spec.imports), exports: fewer(spec.exports) }) },
  );
}

/** A component of that spec, with types of its own: nothing is shared between two of them. */
function build(spec: Spec): Subject {
  const imports = new Map<string, Entity>();
  let given: ResourceType | undefined;
  for (const [name, one] of Object.entries(spec.imports)) {
    const resource: ResourceType = { kind: "resource", abstract: true };
    // The interface `x` is the one whose resource the others use.
    if (name === "x") given = resource;
    imports.set(`a:b/${name}@1.0.${one.patch}`, instance(one, given ?? resource));
  }
  const exports = new Map<string, Entity>();
  for (const [name, one] of Object.entries(spec.exports)) {
    exports.set(`a:b/${name}@1.0.${one.patch}`, instance(one, given ?? { kind: "resource", abstract: true }));
  }
  return makeWorld("", { kind: "component", imports, exports });
}

function instance({ funcs: all }: Face, resource: ResourceType): Entity {
  const record: ValType = { kind: "record", fields: [{ name: "a", type: { kind: "u8" } }] };
  const exports = new Map<string, Entity>([
    ["r", { sort: "type", type: resource }],
    ["rec", { sort: "type", type: record }],
  ]);
  for (const [name, number] of Object.entries(all)) {
    exports.set(name, { sort: "func", type: func(number, resource, record) });
  }
  return { sort: "instance", type: { kind: "instance", exports } satisfies InstanceType };
}

function func(number: number, resource: ResourceType, record: ValType): FuncType {
  const results: readonly (ValType | undefined)[] = [
    undefined,
    { kind: "u8" },
    { kind: "list", element: { kind: "string" }, length: undefined },
    record,
    { kind: "own", resource },
    { kind: "option", some: { kind: "own", resource } },
    { kind: "result", ok: record, error: { kind: "enum", labels: ["a", "b"] } },
    { kind: "result", ok: record, error: { kind: "enum", labels: ["b", "a"] } },
  ];
  const params = number % 2 === 0 ? [] : [{ name: "a", type: { kind: "borrow", resource } as const }];
  return { kind: "func", async: false, params, result: results[number] };
}

function worldOf(subject: Subject): World {
  return { ...subject, id: "w" };
}

test("a component fits its own world, and one made the same way", () => {
  fc.assert(
    fc.property(anySpec, (spec) => {
      const component = build(spec);
      for (const world of [worldOf(component), worldOf(build(spec))]) {
        const fit = checkFit(component, world);
        expect(fit.fits).toBe(true);
        expect([...fit.imports, ...fit.exports].flatMap(({ differences }) => differences)).toEqual([]);
        expect([...fit.unused, ...fit.extraExports]).toEqual([]);
      }
    }),
  );
});

test("what fits a component's world fits every world that the component fits", () => {
  let met = 0;
  fc.assert(
    fc.property(
      anySpec.chain((c) => derived(c).chain((b) => derived(b).map((a) => [a, b, c] as const))),
      (specs) => {
        const [a, b, c] = specs.map(build);
        if (a === undefined || b === undefined || c === undefined) throw new Error("There are three.");
        if (!checkFit(a, worldOf(b)).fits || !checkFit(b, worldOf(c)).fits) return;
        met += 1;
        expect(checkFit(a, worldOf(c)).fits).toBe(true);
      },
    ),
    { numRuns: 500, seed: 11 },
  );
  expect(met).toBeGreaterThan(100);
});

test("the verdict of fit agrees with its entries, and each reason is a sentence", () => {
  fc.assert(
    fc.property(anySpec, anySpec, (one, other) => {
      const fit = checkFit(build(one), worldOf(build(other)));
      const entries = [...fit.imports, ...fit.exports];
      expect(fit.imports).toHaveLength(Object.keys(one.imports).length);
      expect(fit.exports).toHaveLength(Object.keys(other.exports).length);
      expect(fit.fits).toBe(entries.every(({ status }) => status === "provided" || status === "newer"));
      expect(fit.verdict.startsWith("Fits ")).toBe(fit.fits);
      for (const { status, reasons, differences } of entries) {
        expect(reasons.length > 0).toBe(status !== "provided");
        expect(differences.length > 0).toBe(status === "missing" || status === "mismatched");
        for (const { explanation, fix, path } of differences) {
          expect(explanation).toMatch(/^[^\n]+\.$/);
          expect(fix).toMatch(/^[A-Z][^\n]+\.$/);
          expect(path.length).toBeGreaterThan(0);
        }
      }
    }),
  );
});

test("the order of imports and exports does not matter", () => {
  const turn = ({ imports, exports }: Spec): Spec => ({ imports: turned(imports), exports: turned(exports) });
  const turned = (all: Faces): Faces => Object.fromEntries(Object.entries(all).toReversed());
  fc.assert(
    // Of the interfaces that use the resource of `x`, those before it have one of their own.
    fc.property(anySpec, anySpec, (one, other) => {
      const plain = (spec: Spec): Spec => ({ ...spec, imports: without(spec.imports, "x") });
      const fit = checkFit(build(plain(one)), worldOf(build(plain(other))));
      const again = checkFit(build(turn(plain(one))), worldOf(build(turn(plain(other)))));
      const sorted = (entries: typeof fit.imports): typeof fit.imports =>
        entries
          .toSorted((a, b) => (a.name < b.name ? -1 : 1))
          .map((entry) => ({
            ...entry,
            differences: entry.differences.filter(({ kind }) => kind !== "told"),
            reasons: entry.reasons.filter((reason) => !reason.includes(" as told of ")),
          }));
      expect(again.fits).toBe(fit.fits);
      expect(sorted(again.imports)).toEqual(sorted(fit.imports));
      expect(sorted(again.exports)).toEqual(sorted(fit.exports));
    }),
  );
});

function without(all: Faces, name: string): Faces {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== name));
}

test("a component compared with itself is the same, and with others as fit says", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(
      anySpec.chain((spec) => {
        const larger = fc.record({ imports: more(spec.imports), exports: more(spec.exports) });
        return fc.tuple(fc.constant(spec), fc.oneof(derived(spec), anySpec, larger));
      }),
      ([one, other]) => {
        expect(compareComponents(build(one), build(one))).toMatchObject({ verdict: "same", changes: [] });
        const { verdict, changes } = compareComponents(build(one), build(other));
        const stands = checkFit(build(other), worldOf(build(one))).fits;
        expect(verdict === "same" || verdict === "compatible").toBe(stands);
        expect(changes.length > 0).toBe(verdict !== "same");
        seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
      },
    ),
    { numRuns: 400, seed: 5 },
  );
  for (const verdict of ["compatible", "wider", "breaking"]) expect(seen.get(verdict)).toBeGreaterThan(20);
});
