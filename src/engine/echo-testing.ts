import { componentEmbed, componentNew, parse, print } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";
import type { PrimitiveKind, ValType } from "../component/index.ts";
import { camelCase } from "../wit/js-names.ts";

/** Random types, random values of them, and components that hand a value through: for properties that engines must have. */

/**
 * A component of a world in WIT, with core code in text that follows its canonical names (`t:t/e#f`). An encoding of strings
 * is that of the whole component.
 */
export async function guest(
  wit: string,
  world: string,
  core: string,
  stringEncoding: "utf8" | "utf16" | "compact-utf16" = "utf8",
): Promise<Uint8Array<ArrayBuffer>> {
  const binary = await parse(core);
  return new Uint8Array(await componentNew(await componentEmbed({ binary, witSource: wit, world, stringEncoding })));
}

/** Memory, and an allocator that only ever goes forward: what guests of tests need. */
export const allocator = `
  (memory (export "memory") 1)
  (global $next (mut i32) (i32.const 65536))
  (func $realloc (export "cabi_realloc") (param $old i32) (param $size i32) (param $align i32) (param $wanted i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and
      (i32.add (global.get $next) (i32.sub (local.get $align) (i32.const 1)))
      (i32.sub (i32.const 0) (local.get $align))))
    (global.set $next (i32.add (local.get $at) (local.get $wanted)))
    (if (i32.gt_u (global.get $next) (i32.mul (memory.size) (i32.const 65536)))
      (then (if (i32.eq (i32.const -1) (memory.grow
        (i32.add (i32.const 1) (i32.shr_u (i32.sub (global.get $next) (i32.mul (memory.size) (i32.const 65536))) (i32.const 16)))))
        (then unreachable))))
    (if (local.get $size) (then (memory.copy (local.get $at) (local.get $old) (local.get $size))))
    (local.get $at))`;

/** A component in text, without the list around it. */
export async function component(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await parse(`(component ${text})`));
}

type Encoding = "utf8" | "utf16" | "latin1+utf16";

/** Exports `same: func(text: string) -> string` of one component that calls another's; each has its own encoding. */
export async function linked(first: Encoding, second: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  return component(`
  (component $words
    (core module $m
      ${allocator}
      (func (export "twice") (param $at i32) (param $units i32) (result i32)
        (i32.store (i32.const 0) (local.get $at))
        (i32.store (i32.const 4) (local.get $units))
        (i32.const 0)))
    (core instance $i (instantiate $m))
    (func (export "same") (param "text" string) (result string)
      (canon lift (core func $i "twice") (memory (core memory $i "memory")) (realloc (core func $i "cabi_realloc")) string-encoding=${first})))
  (component $user
    (import "same" (func $same (param "text" string) (result string)))
    (core module $memory ${allocator})
    (core instance $memory (instantiate $memory))
    (core func $same (canon lower (func $same) (memory (core memory $memory "memory")) (realloc (core func $memory "cabi_realloc")) string-encoding=${second}))
    (core module $m
      (import "" "same" (func $same (param i32 i32 i32)))
      (func (export "same") (param i32 i32) (result i32)
        (call $same (local.get 0) (local.get 1) (i32.const 16))
        (i32.const 16)))
    (core instance $i (instantiate $m (with "" (instance (export "same" (func $same))))))
    (func (export "same") (param "text" string) (result string)
      (canon lift (core func $i "same") (memory (core memory $memory "memory")) (realloc (core func $memory "cabi_realloc")) string-encoding=${second})))
  (instance $words (instantiate $words))
  (instance $user (instantiate $user (with "same" (func $words "same"))))
  (export "same" (func $user "same"))`);
}

/** Larger than any value of the types made here, in bytes. */
const areaBytes = 16_384;

/**
 * Imports `t:t/h#f: func(x: T) -> T` and exports a function of the same type, `t:t/e#f`, that calls it. Core code only forwards
 * what it is given, so both directions of the engine are all that a value goes through, twice.
 */
export async function echoComponent(type: ValType): Promise<Uint8Array<ArrayBuffer>> {
  const names = new Map<ValType, string>();
  const declarations: string[] = [];
  const text = witOf(type, names, declarations);
  const used = declarations.length === 0 ? "" : `use types.{${[...names.values()].join(", ")}};`;
  const wit = `package t:t;
interface types { ${declarations.join(" ")} }
interface h { ${used} f: func(x: ${text}) -> ${text}; }
interface e { ${used} f: func(x: ${text}) -> ${text}; }
world echo { import h; export e; }`;
  return guest(
    wit,
    "echo",
    forwarding(await print(await componentEmbed({ witSource: wit, world: "echo", dummy: true }))),
  );
}

/** Core code with the signatures of a world's dummy, whose function is implemented by its import. */
function forwarding(dummy: string): string {
  const types = new Map(
    [...dummy.matchAll(/\(type \(;(\d+);\) \(func(?: \(param ([^)]*)\))?(?: \(result ([^)]*)\))?\)\)/g)].map(
      ([, index, params = "", results = ""]) => [index, { params: params.split(" ").filter(Boolean), results }],
    ),
  );
  const index = /\(import "cm32p2\|t:t\/h" "f" \(func \(;\d+;\) \(type (\d+)\)\)\)/.exec(dummy)?.[1];
  const imported = types.get(index);
  if (imported === undefined) throw new Error(`The dummy has no import:\n${dummy}`);
  // A lowered function with more than one result is given a place for it; the lifted one returns that.
  const given = imported.results === "" ? imported.params.slice(0, -1) : imported.params;
  const params = given.map((core) => `(param ${core})`).join(" ");
  const forwarded = given.map((_, at) => `(local.get ${at})`).join(" ");
  const body =
    imported.results === ""
      ? `(local $area i32)
    (local.set $area (call $realloc (i32.const 0) (i32.const 0) (i32.const 8) (i32.const ${areaBytes})))
    (call $f ${forwarded} (local.get $area))
    (local.get $area)`
      : `(call $f ${forwarded})`;
  const result = imported.results === "" ? "i32" : imported.results;
  return `(module
  (import "t:t/h" "f" (func $f ${imported.params.map((core) => `(param ${core})`).join(" ")} ${imported.results === "" ? "" : `(result ${imported.results})`}))
  ${allocator}
  (func (export "t:t/e#f") ${params} (result ${result})
    ${body})
  (func (export "cabi_post_t:t/e#f") (param ${result})
    (global.set $next (i32.const 65536))))`;
}

/** The type in WIT; what needs a name is declared. */
function witOf(type: ValType, names: Map<ValType, string>, declarations: string[]): string {
  const known = names.get(type);
  if (known !== undefined) return known;
  const inner = (part: ValType | undefined): string => (part === undefined ? "_" : witOf(part, names, declarations));
  const declared = (keyword: string, members: readonly string[]): string => {
    const name = `t${declarations.length}`;
    declarations.push(`  ${keyword} ${name} { ${members.join(", ")} }`);
    names.set(type, name);
    return name;
  };
  switch (type.kind) {
    case "record":
      return declared(
        "record",
        type.fields.map(({ name, type: part }) => `${name}: ${inner(part)}`),
      );
    case "variant":
      return declared(
        "variant",
        type.cases.map((item) => (item.type === undefined ? item.name : `${item.name}(${inner(item.type)})`)),
      );
    case "enum":
    case "flags":
      return declared(type.kind, type.labels);
    case "list":
      return `list<${inner(type.element)}>`;
    case "tuple":
      return `tuple<${type.elements.map(inner).join(", ")}>`;
    case "option":
      return `option<${inner(type.some)}>`;
    case "result":
      if (type.error !== undefined) return `result<${inner(type.ok)}, ${inner(type.error)}>`;
      return type.ok === undefined ? "result" : `result<${inner(type.ok)}>`;
    default:
      return type.kind;
  }
}

const primitives = "bool s8 u8 s16 u16 s32 u32 s64 u64 f32 f64 char string".split(" ") as PrimitiveKind[];

const primitive: fc.Arbitrary<ValType> = fc.constantFrom(...primitives).map((kind) => ({ kind }));

function named(prefix: string, least: number, most: number): fc.Arbitrary<readonly string[]> {
  return fc
    .integer({ min: least, max: most })
    .map((count) => Array.from({ length: count }, (_, at) => `${prefix}-${at}`));
}

/** A type without resources, of some levels. */
export const anyType: fc.Arbitrary<ValType> = fc.letrec<{ readonly type: ValType }>((tie) => {
  const part = tie("type");
  const maybe = fc.option(part, { nil: undefined });
  return {
    type: fc.oneof(
      { maxDepth: 3, depthSize: "small", withCrossShrink: true },
      primitive,
      part.map((element): ValType => ({ kind: "list", element, length: undefined })),
      fc.array(part, { minLength: 1, maxLength: 6 }).map((elements): ValType => ({ kind: "tuple", elements })),
      fc.array(part, { minLength: 1, maxLength: 6 }).map((types): ValType => ({
        kind: "record",
        fields: types.map((type, at) => ({ name: `the-field${at}`, type })),
      })),
      fc.array(maybe, { minLength: 1, maxLength: 5 }).map((types): ValType => ({
        kind: "variant",
        cases: types.map((type, at) => ({ name: `the-case${at}`, type })),
      })),
      named("label", 1, 5).map((labels): ValType => ({ kind: "enum", labels })),
      named("flag", 1, 32).map((labels): ValType => ({ kind: "flags", labels })),
      part.map((some): ValType => ({ kind: "option", some })),
      fc.tuple(maybe, maybe).map(([ok, error]): ValType => ({ kind: "result", ok, error })),
    ),
  };
}).type;

const integers: Readonly<Record<string, readonly [number, number]>> = {
  s8: [-128, 127],
  u8: [0, 255],
  s16: [-32_768, 32_767],
  u16: [0, 65_535],
  s32: [-(2 ** 31), 2 ** 31 - 1],
  u32: [0, 2 ** 32 - 1],
};

const character = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10_ffff }))
  .map((code) => String.fromCodePoint(code));

/** The typed array that a list of numbers is, in jco's mapping. */
const arrays: Readonly<Record<string, (values: unknown) => unknown>> = {
  s8: (values) => Int8Array.from(values as number[]),
  u8: (values) => Uint8Array.from(values as number[]),
  s16: (values) => Int16Array.from(values as number[]),
  u16: (values) => Uint16Array.from(values as number[]),
  s32: (values) => Int32Array.from(values as number[]),
  u32: (values) => Uint32Array.from(values as number[]),
  s64: (values) => BigInt64Array.from(values as bigint[]),
  u64: (values) => BigUint64Array.from(values as bigint[]),
  f32: (values) => Float32Array.from(values as number[]),
  f64: (values) => Float64Array.from(values as number[]),
};

/** Values of a type, in jco's mapping. */
export function valuesOf(type: ValType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case "bool":
      return fc.boolean();
    case "s64":
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case "u64":
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    case "f32":
      return fc.float();
    case "f64":
      return fc.double();
    case "char":
      return character;
    case "string":
      return fc.array(character, { maxLength: 12 }).map((characters) => characters.join(""));
    case "list": {
      const values = fc.array(valuesOf(type.element), { maxLength: 5 });
      const typed = arrays[type.element.kind];
      return typed === undefined ? values : values.map(typed);
    }
    case "tuple":
      return fc.tuple(...type.elements.map(valuesOf));
    case "record":
      return fc.record(Object.fromEntries(type.fields.map((field) => [camelCase(field.name), valuesOf(field.type)])));
    case "variant":
      return fc.oneof(...type.cases.map((item) => tagged(item.name, item.type)));
    case "enum":
      return fc.constantFrom(...type.labels);
    case "flags":
      return fc.record(Object.fromEntries(type.labels.map((label) => [camelCase(label), fc.boolean()])));
    case "option":
      return orUndefined(type)
        ? fc.option(valuesOf(type.some), { nil: undefined })
        : fc.oneof(fc.constant({ tag: "none" }), tagged("some", type.some));
    case "result":
      return fc.oneof(tagged("ok", type.ok), tagged("err", type.error));
    default: {
      const [min, max] = integers[type.kind] ?? [];
      if (min === undefined || max === undefined) throw new Error(`There are no values of ${type.kind} here.`);
      return fc.integer({ min, max });
    }
  }
}

/** Whether a type is an option whose `none` is undefined: not where what is inside can be undefined already. */
function orUndefined(type: ValType): boolean {
  return type.kind === "option" && !orUndefined(type.some);
}

function tagged(tag: string, type: ValType | undefined): fc.Arbitrary<unknown> {
  return type === undefined ? fc.constant({ tag }) : valuesOf(type).map((val) => ({ tag, val }));
}
