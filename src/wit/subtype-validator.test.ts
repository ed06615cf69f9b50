import { componentWit, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ComponentType, Entity } from "../component/index.ts";
import { readComponent } from "../component/index.ts";
import { Subtyping } from "./subtype.ts";

/** The exports of an instance type, as data from which WAT is written. */
interface Spec {
  /** Resources by name; `same` is one that comes before and is the same resource. */
  readonly resources: readonly { readonly name: string; readonly same: string | undefined }[];
  readonly types: readonly { readonly name: string; readonly type: Named }[];
  readonly funcs: readonly Func[];
}

type Named =
  | { readonly kind: "record" | "variant"; readonly parts: readonly { readonly name: string; readonly type: Ref }[] }
  | { readonly kind: "enum" | "flags"; readonly labels: readonly string[] }
  | { readonly kind: "alias"; readonly type: Ref };

type Ref =
  | { readonly kind: "plain"; readonly name: string }
  | { readonly kind: "list" | "option" | "stream" | "future"; readonly of: Ref }
  | { readonly kind: "array"; readonly of: Ref; readonly length: number }
  | { readonly kind: "tuple"; readonly of: readonly Ref[] }
  | { readonly kind: "result"; readonly ok: Ref | undefined; readonly error: Ref | undefined }
  | { readonly kind: "own" | "borrow"; readonly resource: string }
  /** One of `types` before it; when there is none of that name, a `u8`. */
  | { readonly kind: "named"; readonly name: string };

interface Func {
  readonly name: string;
  readonly async: boolean;
  readonly params: readonly { readonly name: string; readonly type: Ref }[];
  readonly result: Ref | undefined;
}

const parts = ["a", "b", "c"];
const plain: fc.Arbitrary<Ref> = fc
  .constantFrom("u8", "u16", "string", "bool")
  .map((name): Ref => ({ kind: "plain", name }));

/** Types of results hold no borrows, and those of streams and futures hold nothing that does. */
const refs = fc.letrec<{ owned: Ref }>((tie) => ({
  owned: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 3, arbitrary: plain },
    { weight: 2, arbitrary: fc.constantFrom("t0", "t1", "t2").map((name): Ref => ({ kind: "named", name })) },
    { weight: 2, arbitrary: fc.constantFrom("r", "s").map((resource): Ref => ({ kind: "own", resource })) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom("list" as const, "option" as const), of: tie("owned") }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constantFrom("stream" as const, "future" as const), of: tie("owned") }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("array" as const), of: tie("owned"), length: fc.constantFrom(2, 3) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("tuple" as const),
        of: fc.array(tie("owned"), { minLength: 1, maxLength: 3 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("result" as const),
        ok: fc.option(tie("owned"), { nil: undefined }),
        error: fc.option(tie("owned"), { nil: undefined }),
      }),
    },
  ),
}));
const owned = refs.owned;
const param: fc.Arbitrary<Ref> = fc.oneof(
  { weight: 4, arbitrary: owned },
  { weight: 1, arbitrary: fc.constantFrom("r", "s").map((resource): Ref => ({ kind: "borrow", resource })) },
);

const members = fc.uniqueArray(fc.record({ name: fc.constantFrom(...parts), type: owned }), {
  minLength: 1,
  selector: ({ name }) => name,
});
const labels = fc.shuffledSubarray(parts, { minLength: 1 });

const named: fc.Arbitrary<Named> = fc.oneof(
  fc.record({ kind: fc.constantFrom("record" as const, "variant" as const), parts: members }),
  fc.record({ kind: fc.constantFrom("enum" as const, "flags" as const), labels }),
  fc.record({ kind: fc.constant("alias" as const), type: owned }),
);

const func = (name: string): fc.Arbitrary<Func> =>
  fc.record({
    name: fc.constant(name),
    async: fc.boolean(),
    params: fc.uniqueArray(fc.record({ name: fc.constantFrom(...parts), type: param }), {
      maxLength: 3,
      selector: (item) => item.name,
    }),
    result: fc.option(owned, { nil: undefined }),
  });

/** Any exports: the resources `r` and `s`, which may be one, up to three types, up to three functions. */
const anySpec: fc.Arbitrary<Spec> = fc.record({
  resources: fc.boolean().map(
    (same) =>
      [
        { name: "r", same: undefined },
        { name: "s", same: same ? "r" : undefined },
      ] as const,
  ),
  types: fc
    .subarray(["t0", "t1", "t2"])
    .chain((names) => fc.tuple(...names.map((name) => named.map((type) => ({ name, type }))))),
  funcs: fc.subarray(["f", "g", "h"], { minLength: 1 }).chain((names) => fc.tuple(...names.map(func))),
});

/** Exports with a small change, or none, so that pairs are often subtypes of each other. */
function variationOf(spec: Spec): fc.Arbitrary<Spec> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(spec) },
    { weight: 4, arbitrary: fc.subarray([...spec.funcs]).map((funcs) => ({ ...spec, funcs })) },
    {
      weight: 2,
      arbitrary: anySpec
        .map(({ funcs }) => ({ ...spec, funcs: [...spec.funcs.slice(1), ...funcs.slice(0, 1)] }))
        .map(uniqueFuncs),
    },
    {
      weight: 2,
      arbitrary: anySpec.map(({ types }) => ({ ...spec, types: uniqueTypes([...types.slice(0, 1), ...spec.types]) })),
    },
    { weight: 1, arbitrary: anySpec.map(({ resources }) => ({ ...spec, resources })) },
    { weight: 3, arbitrary: fc.constant({ ...spec, types: spec.types.map(turned) }) },
    {
      weight: 1,
      arbitrary: fc.constant({
        ...spec,
        funcs: spec.funcs.map((one) => ({ ...one, params: one.params.toReversed() })),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ ...spec, funcs: spec.funcs.map((one) => ({ ...one, async: !one.async })) }) },
    { weight: 1, arbitrary: fc.constant({ ...spec, funcs: spec.funcs.toReversed(), types: spec.types }) },
  );
}

function turned(item: Spec["types"][number]): Spec["types"][number] {
  const { type } = item;
  if (type.kind === "record" || type.kind === "variant")
    return { ...item, type: { ...type, parts: type.parts.toReversed() } };
  if (type.kind !== "enum" && type.kind !== "flags") return item;
  return { ...item, type: { ...type, labels: type.labels.toReversed() } };
}

function uniqueFuncs(spec: Spec): Spec {
  return { ...spec, funcs: [...new Map(spec.funcs.map((one) => [one.name, one])).values()] };
}

function uniqueTypes(types: Spec["types"]): Spec["types"] {
  return [...new Map(types.map((one) => [one.name, one])).values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The declarations inside an instance type. Identifiers begin with `prefix`; `outer` names a resource that `r` is. */
function watOf(spec: Spec, prefix: string, outer?: string): string {
  const known = new Set<string>();
  const lines: string[] = [];
  // The parser does not take every type in the place of another, so each gets a definition.
  const define = (wat: string): string => {
    const id = `$${prefix}d${lines.length}`;
    lines.push(`(type ${id} ${wat})`);
    return id;
  };
  const ref = (type: Ref): string => {
    switch (type.kind) {
      case "plain":
        return type.name;
      case "named":
        return known.has(type.name) ? `$${prefix}${type.name}` : "u8";
      case "array":
        return define(`(list ${ref(type.of)} ${type.length})`);
      case "tuple":
        return define(`(tuple ${type.of.map(ref).join(" ")})`);
      case "result":
        return define(`(result${type.ok ? ` ${ref(type.ok)}` : ""}${type.error ? ` (error ${ref(type.error)})` : ""})`);
      case "own":
      case "borrow":
        return define(`(${type.kind} $${prefix}${type.resource})`);
      default:
        return define(`(${type.kind} ${ref(type.of)})`);
    }
  };
  const definition = (type: Exclude<Named, { kind: "alias" }>): string => {
    switch (type.kind) {
      case "record":
        return `(record ${type.parts.map((part) => `(field "${part.name}" ${ref(part.type)})`).join(" ")})`;
      case "variant":
        return `(variant ${type.parts.map((part) => `(case "${part.name}" ${ref(part.type)})`).join(" ")})`;
      default:
        return `(${type.kind} ${type.labels.map((label) => `"${label}"`).join(" ")})`;
    }
  };
  for (const { name, same } of spec.resources) {
    const equal = same === undefined ? (name === "r" ? outer : undefined) : `$${prefix}${same}`;
    lines.push(
      `(export "${name}" (type $${prefix}${name} ${equal === undefined ? "(sub resource)" : `(eq ${equal})`}))`,
    );
  }
  for (const { name, type } of spec.types) {
    const id = type.kind === "alias" ? ref(type.type) : define(definition(type));
    lines.push(`(export "${name}" (type $${prefix}${name} (eq ${id.startsWith("$") ? id : define(id)})))`);
    known.add(name);
  }
  for (const { name, async, params, result } of spec.funcs) {
    const list = params.map((item) => ` (param "${item.name}" ${ref(item.type)})`).join("");
    lines.push(`(export "${name}" (func${async ? " async" : ""}${list}${result ? ` (result ${ref(result)})` : ""}))`);
  }
  return lines.join("\n");
}

/**
 * Whether wasm-tools' validator takes a component. It is put inside another one that WIT has no words for: what the tool says
 * of that comes after validation, and spares it printing what it cannot.
 */
async function isValid(wat: string): Promise<boolean> {
  const bytes = await parse(`(component ${wat} (component $q) (export "q" (component $q)))`);
  const complaint: unknown = await componentWit(bytes).catch((error: unknown) => error);
  if (typeof complaint !== "object" || complaint === null || !("payload" in complaint)) throw complaint;
  const text = String(complaint.payload);
  if (text.includes("component export `q` was not a function or instance")) return true;
  if (/\(at offset 0x[0-9a-f]+\)/.test(text)) return false;
  throw new Error(text);
}

async function typeOf(wat: string): Promise<ComponentType> {
  const result = readComponent(await parse(wat));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.type;
}

/** Whether what one component imports can be given what another one imports under the same names. */
function accepts(wanting: ComponentType, giving: ComponentType): boolean {
  const imports = [...wanting.imports].flatMap(([name, wanted]) => {
    const found: Entity | undefined = giving.imports.get(name);
    return found === undefined ? [] : [{ name, wanted, found }];
  });
  const types = new Subtyping(wanting, giving, { imports, exports: [] });
  return (
    imports.length === wanting.imports.size &&
    imports.every(({ name, ...match }) => types.compare("imports", name, match).list.length === 0)
  );
}

/** Imports, each under a name: their types inside a component. */
type Imports = readonly { readonly name: string; readonly wat: string; readonly after?: string }[];

async function agree(wanted: Imports, found: Imports): Promise<boolean> {
  const args = wanted.map(({ name }) => `(with "${name}" (${sortOf(found, name)} $${name}))`).join(" ");
  const outer = found
    .map(({ name, wat, after = "" }) => `(import "${name}" ${withId(wat, name)})\n${after}`)
    .join("\n");
  const inner = wanted
    .map(({ name, wat, after = "" }) => `(import "${name}" ${withId(wat, name)})\n${after}`)
    .join("\n");
  const wat = `(component\n${outer}\n(component $inner\n${inner}\n)\n(instance (instantiate $inner ${args})))`;
  const valid = await isValid(wat);
  // Each alone must be right, or the validator would complain of something else.
  const giving = `(component ${outer})`;
  const wanting = `(component ${inner})`;
  const alone = await isValid(`${giving} ${wanting}`);
  const accepted = accepts(await typeOf(wanting), await typeOf(giving));
  // The text shows what it was about.
  expect({ wat, alone, accepted }).toEqual({ wat, alone: true, accepted: valid });
  return valid;
}

function sortOf(all: Imports, name: string): string {
  return all.find((one) => one.name === name)?.wat.startsWith("(component") === true ? "component" : "instance";
}

function withId(wat: string, name: string): string {
  return wat.replace(/^\(\w+/, `$& $$${name}`);
}

const pairs = anySpec.chain((spec) =>
  fc.tuple(fc.constant(spec), fc.oneof(variationOf(spec), variationOf(spec).chain(variationOf), anySpec)),
);
const settings = { numRuns: Number(process.env["SUBTYPE_RUNS"] ?? 60), seed: Number(process.env["SUBTYPE_SEED"] ?? 7) };

test("instances: as wasm-tools' validator says", async () => {
  let valid = 0;
  await fc.assert(
    fc.asyncProperty(pairs, async ([found, wanted]) => {
      const instance = (spec: typeof found, prefix: string): Imports => [
        { name: "i", wat: `(instance\n${watOf(spec, prefix)})` },
      ];
      valid += Number(await agree(instance(wanted, "w-"), instance(found, "f-")));
    }),
    settings,
  );
  // Both answers are among them.
  expect(valid).toBeGreaterThan(settings.numRuns / 10);
  expect(valid).toBeLessThan((settings.numRuns * 9) / 10);
});

test("resources through two instances: as wasm-tools' validator says", async () => {
  let valid = 0;
  await fc.assert(
    fc.asyncProperty(
      pairs,
      pairs,
      fc.boolean(),
      fc.boolean(),
      async ([one, other], [two, variation], shared, sharing) => {
        const both = (i: typeof one, j: typeof one, prefix: string, joined: boolean): Imports => [
          {
            name: "i",
            wat: `(instance\n${watOf(i, prefix)})`,
            after: joined ? `(alias export $i "s" (type $${prefix}outer))` : "",
          },
          { name: "j", wat: `(instance\n${watOf(j, `${prefix}j-`, joined ? `$${prefix}outer` : undefined)})` },
        ];
        valid += Number(await agree(both(one, two, "w-", shared), both(other, variation, "f-", sharing)));
      },
    ),
    settings,
  );
  expect(valid).toBeGreaterThan(0);
  expect(valid).toBeLessThan(settings.numRuns);
});

test("component types, whose imports run the other way: as wasm-tools' validator says", async () => {
  let valid = 0;
  await fc.assert(
    fc.asyncProperty(pairs, pairs, fc.boolean(), async ([one, other], [two, variation], shared) => {
      const component = (imported: typeof one, exported: typeof one, prefix: string): Imports => [
        {
          name: "c",
          wat: `(component
(import "i" (instance $i ${watOf(imported, prefix)}))
${shared ? `(alias export $i "s" (type $${prefix}outer))` : ""}
(export "j" (instance ${watOf(exported, `${prefix}j-`, shared ? `$${prefix}outer` : undefined)})))`,
        },
      ];
      valid += Number(await agree(component(one, two, "w-"), component(other, variation, "f-")));
    }),
    settings,
  );
  expect(valid).toBeGreaterThan(0);
  expect(valid).toBeLessThan(settings.numRuns);
});
