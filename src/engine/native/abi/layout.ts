import type { Case, ValType } from "../../../component/index.ts";
import type { CoreType } from "../model.ts";

/**
 * What a value takes in memory and as core values, for 32-bit memories (CanonicalABI.md, "Alignment", "Element Size",
 * "Flattening"). Types come from files that strangers wrote: each is looked at once however often it is used, and what is
 * too deep, too large or empty is refused.
 */

export const MAX_FLAT_PARAMS = 16;
export const MAX_FLAT_RESULTS = 1;

/** How deep types may lie in each other. */
const MAX_DEPTH = 200;
/** "Element Size": no value type takes as much. */
const SIZE_LIMIT = 2 ** 28;
/** One more than ever crosses flat tells that there are too many. */
const FLAT_LIMIT = MAX_FLAT_PARAMS + 1;

export interface Layout {
  /** In bytes. */
  readonly size: number;
  readonly alignment: number;
  /** Cut off after 17: a type with more crosses in memory only. */
  readonly flat: readonly CoreType[];
  /** How many types lie in each other. */
  readonly depth: number;
}

/** A record or tuple. */
export interface SequenceLayout extends Layout {
  /** Where each part begins, in bytes. */
  readonly offsets: readonly number[];
}

/** What the payloads of a variant share. */
export interface VariantLayout extends Layout {
  /** Of the discriminant, in bytes. */
  readonly tagSize: 1 | 2 | 4;
  /** Where each payload begins, in bytes. */
  readonly payloadOffset: number;
}

/** A type that breaks the rules of the component model, or that nothing can be done with here. The message is a whole sentence. */
export class UnusableType extends Error {
  override readonly name = "UnusableType";
}

const known = new WeakMap<ValType, Layout>();

/** The layout of one type. Throws `UnusableType`. */
export function layoutOfType(type: ValType, level = 0): Layout {
  const before = known.get(type);
  if (level + (before?.depth ?? 1) > MAX_DEPTH)
    throw new UnusableType(`This component has a type that is nested more than ${MAX_DEPTH} deep.`);
  if (before !== undefined) return before;
  const layout = measure(type, level);
  if (layout.size >= SIZE_LIMIT)
    throw new UnusableType(
      `This component has ${withArticle(type.kind)} of ${layout.size.toLocaleString("en")} bytes; the component model allows less than 2^28.`,
    );
  known.set(type, layout);
  return layout;
}

/** The layout of parameters, or of anything that stands together as in a tuple. None take 0 bytes. Throws `UnusableType`. */
export function layoutOf(types: readonly ValType[], level = 0): SequenceLayout {
  const offsets: number[] = [];
  const flat: CoreType[] = [];
  let size = 0;
  let alignment = 1;
  let depth = 0;
  for (const type of types) {
    const part = layoutOfType(type, level + 1);
    size = alignTo(size, part.alignment);
    offsets.push(size);
    size += part.size;
    alignment = Math.max(alignment, part.alignment);
    depth = Math.max(depth, part.depth);
    append(flat, part.flat);
  }
  return { size: alignTo(size, alignment), alignment, flat, depth: depth + 1, offsets };
}

/** The core values of several types in a row, cut off after 17. Throws `UnusableType`. */
export function flatTypes(types: readonly ValType[]): readonly CoreType[] {
  return layoutOf(types).flat;
}

/** The layout of a variant, or of what is one after despecialization, by the types of its payloads. Throws `UnusableType`. */
export function layoutOfCases(cases: readonly (ValType | undefined)[], level = 0): VariantLayout {
  const tagSize = discriminantSize(cases.length);
  const payload: CoreType[] = [];
  let payloadSize = 0;
  let payloadAlignment = 1;
  let depth = 0;
  for (const type of cases) {
    if (type === undefined) continue;
    const part = layoutOfType(type, level + 1);
    payloadSize = Math.max(payloadSize, part.size);
    payloadAlignment = Math.max(payloadAlignment, part.alignment);
    depth = Math.max(depth, part.depth);
    for (const [index, core] of part.flat.entries()) {
      const other = payload[index];
      payload[index] = other === undefined ? core : join(other, core);
    }
  }
  const alignment = Math.max(tagSize, payloadAlignment);
  const payloadOffset = alignTo(tagSize, payloadAlignment);
  return {
    size: alignTo(payloadOffset + payloadSize, alignment),
    alignment,
    flat: append(["i32"], payload),
    depth: depth + 1,
    tagSize,
    payloadOffset,
  };
}

/** The cases of what is a variant after despecialization. */
export function casesOf(type: Extract<ValType, { readonly kind: "variant" | "option" | "result" }>): readonly Case[] {
  switch (type.kind) {
    case "variant":
      return type.cases;
    case "option":
      return [
        { name: "none", type: undefined },
        { name: "some", type: type.some },
      ];
    case "result":
      return [
        { name: "ok", type: type.ok },
        { name: "err", type: type.error },
      ];
  }
}

/** The size of `flags` in bytes. */
export function flagsSize(labels: number): 1 | 2 | 4 {
  return labels <= 8 ? 1 : labels <= 16 ? 2 : 4;
}

/** `an enum`, `a list`: the kind of a type in a sentence. */
export function withArticle(kind: ValType["kind"]): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}

function alignTo(pointer: number, alignment: number): number {
  return Math.ceil(pointer / alignment) * alignment;
}

function measure(type: ValType, level: number): Layout {
  switch (type.kind) {
    case "bool":
    case "u8":
    case "s8":
      return BYTE;
    case "u16":
    case "s16":
      return SHORT;
    case "u32":
    case "s32":
    case "char":
    case "own":
    case "borrow":
    case "error-context":
    case "stream":
    case "future":
      return WORD;
    case "u64":
    case "s64":
      return LONG;
    case "f32":
      return FLOAT;
    case "f64":
      return DOUBLE;
    case "string":
      return RANGE;
    case "map":
      return { ...RANGE, depth: layoutOf([type.key, type.value], level).depth + 1 };
    case "list":
      return measureList(type, level);
    case "record":
      notEmpty(type.fields.length, "record");
      return layoutOf(
        type.fields.map((field) => field.type),
        level,
      );
    case "tuple":
      notEmpty(type.elements.length, "tuple");
      return layoutOf(type.elements, level);
    case "flags": {
      const { length } = type.labels;
      notEmpty(length, "flags");
      if (length > 32)
        throw new UnusableType(`This component has flags with ${length} labels; the component model allows 32.`);
      const size = flagsSize(length);
      return size === 1 ? BYTE : size === 2 ? SHORT : WORD;
    }
    case "enum":
      notEmpty(type.labels.length, "enum");
      return layoutOfCases(type.labels.map(() => undefined));
    case "variant":
    case "option":
    case "result": {
      const cases = casesOf(type);
      notEmpty(cases.length, type.kind);
      return layoutOfCases(
        cases.map((item) => item.type),
        level,
      );
    }
  }
}

function measureList(type: Extract<ValType, { readonly kind: "list" }>, level: number): Layout {
  const element = layoutOfType(type.element, level + 1);
  const depth = element.depth + 1;
  if (type.length === undefined) return { ...RANGE, depth };
  notEmpty(type.length, "list of fixed length");
  const flat: CoreType[] = [];
  // The count is the file's own number, and may be any: what is too long to cross flat is not written out.
  for (let count = 0; count < type.length && flat.length < FLAT_LIMIT; count += 1) append(flat, element.flat);
  return { size: type.length * element.size, alignment: element.alignment, flat, depth };
}

/** Values of no size would make lists of any length free. */
function notEmpty(parts: number, kind: string): void {
  if (parts === 0) throw new UnusableType(`This component has an empty ${kind}, which the component model forbids.`);
}

/** Up to the limit. */
function append(flat: CoreType[], more: readonly CoreType[]): CoreType[] {
  for (const core of more) {
    if (flat.length >= FLAT_LIMIT) break;
    flat.push(core);
  }
  return flat;
}

function join(a: CoreType, b: CoreType): CoreType {
  if (a === b) return a;
  if ((a === "i32" && b === "f32") || (a === "f32" && b === "i32")) return "i32";
  return "i64";
}

function discriminantSize(cases: number): 1 | 2 | 4 {
  return cases <= 2 ** 8 ? 1 : cases <= 2 ** 16 ? 2 : 4;
}

function scalar(size: number, core: CoreType): Layout {
  return { size, alignment: size, flat: [core], depth: 1 };
}

const BYTE = scalar(1, "i32");
const SHORT = scalar(2, "i32");
const WORD = scalar(4, "i32");
const LONG = scalar(8, "i64");
const FLOAT = scalar(4, "f32");
const DOUBLE = scalar(8, "f64");
/** A pointer and a length. */
const RANGE: Layout = { size: 8, alignment: 4, flat: ["i32", "i32"], depth: 1 };

/** What `make` gives for a type, made once each; it is given the whole, for the types inside. Throws `UnusableType`. */
export function oncePerType<T>(make: (type: ValType, of: (type: ValType) => T) => T): (type: ValType) => T {
  const finished = new Map<ValType, T>();
  const of = (type: ValType): T => {
    const before = finished.get(type);
    if (before !== undefined) return before;
    // What is nested too deep is refused here, so that the recursion has an end.
    layoutOfType(type);
    const made = make(type, of);
    finished.set(type, made);
    return made;
  };
  return of;
}
