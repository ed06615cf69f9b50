import type { ValType } from "../../../component/index.ts";
import { mayBeUndefined } from "../../../wit/wave/shape.ts";
import type { Codec, Context } from "../model.ts";
import { trap } from "../model.ts";
import { codec, numberAt } from "./codec.ts";
import { coerceDown, coerceUp, differs, zeros } from "./joined.ts";
import { casesOf, layoutOfCases, layoutOfType, withArticle } from "./layout.ts";
import { inside, Misfit, shown, unlike } from "./misfit.ts";
import { loadTag, storeTag } from "./records.ts";

/** Variants, options, results and enums ("Loading" `load_variant`, "Flat Lifting" `lift_flat_variant` and their counterparts). */

type VariantType = Extract<ValType, { readonly kind: "variant" | "option" | "result" }>;
type EnumType = Extract<ValType, { readonly kind: "flags" | "enum" }>;

/** What a case is to the host. */
interface Shape {
  readonly make: (index: number, payload: unknown) => unknown;
  /** The index of a value's case. Throws a `Misfit`. */
  readonly indexOf: (cx: Context, value: unknown) => number;
  readonly payloadOf: (value: unknown) => unknown;
}

interface CaseCodec {
  readonly name: string;
  readonly codec: Codec | undefined;
  /** Whether its flat values stand in slots of other types. */
  readonly coerced: boolean;
}

export function variantCodec(type: VariantType, codecOf: (type: ValType) => Codec): Codec {
  const declared = casesOf(type);
  const { tagSize, payloadOffset, flat: slots } = layoutOfCases(declared.map((item) => item.type));
  const cases = declared.map((item): CaseCodec => {
    const payload = item.type === undefined ? undefined : codecOf(item.type);
    return { name: item.name, codec: payload, coerced: payload !== undefined && differs(payload.flat, slots) };
  });
  const { make, indexOf, payloadOf } = shapeOf(type, cases);
  const caseAt = (cx: Context, index: number): CaseCodec => cases[index] ?? noCase(cx, type, index, cases.length);
  return codec(type, layoutOfType(type), {
    load: (cx, pointer) => {
      const index = loadTag(cx, pointer, tagSize);
      const payload = caseAt(cx, index).codec;
      return make(index, payload?.load(cx, pointer + payloadOffset));
    },
    store: (cx, value, pointer) => {
      const index = indexOf(cx, value);
      const item = caseAt(cx, index);
      storeTag(cx, pointer, tagSize, index);
      if (item.codec === undefined) return;
      try {
        item.codec.store(cx, payloadOf(value), pointer + payloadOffset);
      } catch (error) {
        throw inside(error, `case “${item.name}”`);
      }
    },
    lift: (cx, flat, at) => {
      const index = numberAt(flat, at) >>> 0;
      const { codec: payload, coerced } = caseAt(cx, index);
      if (payload === undefined) return make(index, undefined);
      if (!coerced) return make(index, payload.lift(cx, flat, at + 1));
      return make(index, payload.lift(cx, coerceDown(flat, at, slots, payload.flat), 1));
    },
    lower: (cx, value, flat, at) => {
      const index = indexOf(cx, value);
      const item = caseAt(cx, index);
      flat[at] = index;
      if (item.codec === undefined) {
        zeros(flat, at, slots, 1);
        return;
      }
      try {
        item.codec.lower(cx, payloadOf(value), flat, at + 1);
      } catch (error) {
        throw inside(error, `case “${item.name}”`);
      }
      if (item.coerced) coerceUp(flat, at, slots, item.codec.flat);
      zeros(flat, at, slots, 1 + item.codec.flat.length);
    },
  });
}

export function enumCodec(type: EnumType): Codec {
  const { labels } = type;
  const { tagSize } = layoutOfCases(labels.map(() => undefined));
  const indices = new Map(labels.map((label, index) => [label, index]));
  const labelAt = (cx: Context, index: number): string => labels[index] ?? noCase(cx, type, index, labels.length);
  const indexOf = (cx: Context, value: unknown): number => {
    const index = typeof value === "string" ? indices.get(value) : undefined;
    if (index === undefined) throw unlike(cx, `a case of the enum (${some(labels)})`, value);
    return index;
  };
  return codec(type, layoutOfType(type), {
    load: (cx, pointer) => labelAt(cx, loadTag(cx, pointer, tagSize)),
    store: (cx, value, pointer) => storeTag(cx, pointer, tagSize, indexOf(cx, value)),
    lift: (cx, flat, at) => labelAt(cx, numberAt(flat, at) >>> 0),
    lower: (cx, value, flat, at) => {
      flat[at] = indexOf(cx, value);
    },
  });
}

/** Traps: the number is that of no case. */
export function noCase(cx: Context, type: ValType, index: number, count: number): never {
  throw trap(`${cx.path}: invalid discriminant: case ${index} of ${withArticle(type.kind)} with ${count}`);
}

function shapeOf(type: VariantType, cases: readonly CaseCodec[]): Shape {
  return type.kind === "option" && !mayBeUndefined(type.some) ? plainOption : tagged(type, cases);
}

const plainOption: Shape = {
  make: (index, payload) => (index === 0 ? undefined : payload),
  indexOf: (_, value) => (value === undefined || value === null ? 0 : 1),
  payloadOf: (value) => value,
};

function tagged(type: VariantType, cases: readonly CaseCodec[]): Shape {
  const indices = new Map(cases.map((item, index) => [item.name, index]));
  // A result always has `val`, in jco's mapping.
  const always = type.kind === "result";
  return {
    make: (index, payload) => {
      const item = cases[index];
      const tag = item?.name;
      return always || item?.codec !== undefined ? { tag, val: payload } : { tag };
    },
    indexOf: (cx, value) => {
      if (typeof value !== "object" || value === null || !("tag" in value))
        throw unlike(cx, "an object with “tag”", value);
      const index = typeof value.tag === "string" ? indices.get(value.tag) : undefined;
      if (index === undefined)
        throw new Misfit(cx, `the ${type.kind} has no case ${shown(value.tag)}; it has ${some([...indices.keys()])}`);
      return index;
    },
    // Found to be an object by `indexOf`.
    payloadOf: (value) => (value as { readonly val?: unknown }).val,
  };
}

/** How many names an error proposes. */
const MAX_NAMES = 12;

function some(names: readonly string[]): string {
  return names.length > MAX_NAMES ? `${names.slice(0, MAX_NAMES).join(", ")}, …` : names.join(", ");
}
