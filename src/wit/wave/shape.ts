import type { PrimitiveKind, ResourceType, ValType } from "../../component/index.ts";
import type { Result } from "../../result.ts";
import { camelCase } from "../js-names.ts";

/** How deep values may lie in each other. */
export const MAX_DEPTH = 200;

/** Flags and enums. */
export type LabelledType = Extract<ValType, { readonly labels: readonly string[] }>;
export type NamedType = Extract<ValType, { kind: "record" }> | Extract<ValType, { kind: "variant" }> | LabelledType;
export type HandleType = Extract<ValType, { kind: "own" | "borrow" }>;

/**
 * Makes a live handle of a resource, where somebody can: `label` is what a text has in its place, and `undefined` where no text
 * asks for it. The error is in words for people.
 */
export type HandleMaker = (resource: ResourceType, label: string | undefined) => Result<unknown, string>;

/** The names of a record's fields, a variant's cases, or the labels of flags and enums. */
export interface Labels {
  readonly names: readonly string[];
  /** The same names as keys of a JavaScript object. */
  readonly keys: readonly string[];
  readonly positions: ReadonlyMap<string, number>;
}

const known = new WeakMap<NamedType, Labels>();

/** Looked up once for each type. */
export function labelsOf(type: NamedType): Labels {
  const before = known.get(type);
  if (before !== undefined) return before;
  const names = namesOf(type);
  const labels = {
    names,
    keys: names.map(camelCase),
    positions: new Map(names.map((name, position) => [name, position])),
  };
  known.set(type, labels);
  return labels;
}

function namesOf(type: NamedType): readonly string[] {
  switch (type.kind) {
    case "record":
      return type.fields.map((field) => field.name);
    case "variant":
      return type.cases.map((item) => item.name);
    case "flags":
    case "enum":
      return type.labels;
  }
}

/** Whether `undefined` stands for the `none` of a type, as in jco's mapping; the option around one of those has tags. */
export function mayBeUndefined(type: ValType): boolean {
  let flat = false;
  for (let part = type; part.kind === "option"; part = part.some) flat = !flat;
  return flat;
}

/** What stands for `none` in an option. */
export function noneOf(option: Extract<ValType, { kind: "option" }>): unknown {
  return mayBeUndefined(option.some) ? { tag: "none" } : undefined;
}

/** Words of WAVE: a case of that name is written with `%` before it. */
export function isKeyword(name: string): boolean {
  switch (name) {
    case "true":
    case "false":
    case "inf":
    case "nan":
    case "some":
    case "none":
    case "ok":
    case "err":
      return true;
    default:
      return false;
  }
}

/** The least and the greatest value of the integers that JavaScript has as numbers. */
export function rangeOf(kind: PrimitiveKind): readonly [number, number] | undefined {
  switch (kind) {
    case "u8":
      return U8;
    case "s8":
      return S8;
    case "u16":
      return U16;
    case "s16":
      return S16;
    case "u32":
      return U32;
    case "s32":
      return S32;
    default:
      return undefined;
  }
}

const U8 = [0, 0xff] as const;
const S8 = [-0x80, 0x7f] as const;
const U16 = [0, 0xffff] as const;
const S16 = [-0x8000, 0x7fff] as const;
const U32 = [0, 0xffff_ffff] as const;
const S32 = [-0x8000_0000, 0x7fff_ffff] as const;

/** The same for integers that are `bigint`. */
export function wideRangeOf(kind: "u64" | "s64"): readonly [bigint, bigint] {
  return kind === "u64" ? U64 : S64;
}

const U64 = [0n, 0xffff_ffff_ffff_ffffn] as const;
const S64 = [-0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn] as const;

/** A list as jco gives it: lists of numbers are typed arrays. */
export function listOf(element: ValType, values: readonly unknown[]): unknown {
  switch (element.kind) {
    case "u8":
      return Uint8Array.from(values, Number);
    case "s8":
      return Int8Array.from(values, Number);
    case "u16":
      return Uint16Array.from(values, Number);
    case "s16":
      return Int16Array.from(values, Number);
    case "u32":
      return Uint32Array.from(values, Number);
    case "s32":
      return Int32Array.from(values, Number);
    case "f32":
      return Float32Array.from(values, Number);
    case "f64":
      return Float64Array.from(values, Number);
    // The values of 64-bit integers are `bigint`.
    case "u64":
      return BigUint64Array.from(values as readonly bigint[]);
    case "s64":
      return BigInt64Array.from(values as readonly bigint[]);
    default:
      return values;
  }
}
