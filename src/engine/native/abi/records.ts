import type { ValType } from "../../../component/index.ts";
import { camelCase } from "../../../wit/js-names.ts";
import type { Codec, Context, CoreValue } from "../model.ts";
import { codec, numberAt } from "./codec.ts";
import { flagsSize, layoutOf, layoutOfType, UnusableType } from "./layout.ts";
import { memoryOf } from "./memory.ts";
import { inside, Misfit, unlike } from "./misfit.ts";
import { loadNumber, numberCode, storeNumber, type NumberCode } from "./scalars.ts";

/** Records, tuples and flags ("Loading" `load_record`, `load_flags` and their counterparts). */

type RecordType = Extract<ValType, { readonly kind: "record" }>;
type TupleType = Extract<ValType, { readonly kind: "tuple" }>;
type FlagsType = Extract<ValType, { readonly kind: "flags" | "enum" }>;

/** A part of a record or tuple, with its place in memory and among the flat values. */
interface Part {
  readonly key: string;
  readonly step: string;
  readonly codec: Codec;
  readonly offset: number;
  readonly at: number;
}

function partsOf(
  types: readonly ValType[],
  names: readonly { readonly key: string; readonly step: string }[],
  codecOf: (type: ValType) => Codec,
): readonly Part[] {
  const { offsets } = layoutOf(types);
  let at = 0;
  return types.map((type, index) => {
    const part = codecOf(type);
    const here = at;
    at += part.flat.length;
    return {
      key: names[index]?.key ?? "",
      step: names[index]?.step ?? "",
      codec: part,
      offset: offsets[index] ?? 0,
      at: here,
    };
  });
}

export function recordCodec(type: RecordType, codecOf: (type: ValType) => Codec): Codec {
  const parts = partsOf(
    type.fields.map((field) => field.type),
    type.fields.map((field) => ({ key: camelCase(field.name), step: `field “${field.name}”` })),
    codecOf,
  );
  checkKeys(parts.map((part) => part.key));
  const inMemory = numbersOf(parts);
  return codec(type, layoutOfType(type), {
    ...(inMemory ?? {
      load: (cx, pointer) => {
        const record: Record<string, unknown> = {};
        for (const part of parts) record[part.key] = part.codec.load(cx, pointer + part.offset);
        return record;
      },
      store: (cx, value, pointer) => {
        const record = fieldsOf(cx, value);
        for (const part of parts) storePart(cx, part, record[part.key], pointer);
      },
    }),
    lift: (cx, flat, at) => {
      const record: Record<string, unknown> = {};
      for (const part of parts) record[part.key] = part.codec.lift(cx, flat, at + part.at);
      return record;
    },
    lower: (cx, value, flat, at) => {
      const record = fieldsOf(cx, value);
      for (const part of parts) lowerPart(cx, part, record[part.key], flat, at);
    },
  });
}

function checkKeys(keys: readonly string[]): void {
  if (keys.includes("__proto__"))
    throw new UnusableType("This component has a type with a field that JavaScript objects cannot have: __proto__.");
}

/** Records of numbers need the memory once only. */
function numbersOf(parts: readonly Part[]): Pick<Codec, "load" | "store"> | undefined {
  const fields: (Part & { readonly code: NumberCode })[] = [];
  for (const part of parts) {
    const code = numberCode(part.codec.type);
    if (code === undefined) return undefined;
    fields.push({ ...part, code });
  }
  return {
    load: (cx, pointer) => {
      const { view } = memoryOf(cx);
      const record: Record<string, unknown> = {};
      for (const { key, code, offset } of fields) record[key] = loadNumber(code, view, pointer + offset);
      return record;
    },
    store: (cx, value, pointer) => {
      const record = fieldsOf(cx, value);
      const { view } = memoryOf(cx);
      for (const { key, code, offset, step } of fields) {
        try {
          storeNumber(cx, code, view, pointer + offset, record[key]);
        } catch (error) {
          throw inside(error, step);
        }
      }
    },
  };
}

export function tupleCodec(type: TupleType, codecOf: (type: ValType) => Codec): Codec {
  const parts = partsOf(
    type.elements,
    type.elements.map((_, index) => ({ key: String(index), step: `element ${index + 1}` })),
    codecOf,
  );
  const elementsOf = (cx: Context, value: unknown): readonly unknown[] => {
    if (!Array.isArray(value)) throw unlike(cx, "an array", value);
    if (value.length !== parts.length)
      throw new Misfit(cx, `the tuple has ${parts.length} elements, and here are ${value.length}`);
    return value;
  };
  return codec(type, layoutOfType(type), {
    load: (cx, pointer) => {
      const tuple: unknown[] = [];
      for (const part of parts) tuple.push(part.codec.load(cx, pointer + part.offset));
      return tuple;
    },
    store: (cx, value, pointer) => {
      const tuple = elementsOf(cx, value);
      for (let index = 0; index < parts.length; index += 1) storePart(cx, parts[index] as Part, tuple[index], pointer);
    },
    lift: (cx, flat, at) => {
      const tuple: unknown[] = [];
      for (const part of parts) tuple.push(part.codec.lift(cx, flat, at + part.at));
      return tuple;
    },
    lower: (cx, value, flat, at) => {
      const tuple = elementsOf(cx, value);
      for (let index = 0; index < parts.length; index += 1) lowerPart(cx, parts[index] as Part, tuple[index], flat, at);
    },
  });
}

function storePart(cx: Context, part: Part, value: unknown, pointer: number): void {
  try {
    part.codec.store(cx, value, pointer + part.offset);
  } catch (error) {
    throw inside(error, part.step);
  }
}

function lowerPart(cx: Context, part: Part, value: unknown, flat: CoreValue[], at: number): void {
  try {
    part.codec.lower(cx, value, flat, at + part.at);
  } catch (error) {
    throw inside(error, part.step);
  }
}

function fieldsOf(cx: Context, value: unknown): Record<string, unknown> {
  // Instances of classes and functions may have fields too.
  if ((typeof value !== "object" && typeof value !== "function") || value === null)
    throw unlike(cx, "an object with the record’s fields", value);
  return value as Record<string, unknown>;
}

export function flagsCodec(type: FlagsType): Codec {
  const keys = type.labels.map(camelCase);
  checkKeys(keys);
  const size = flagsSize(keys.length);
  const unpack = (bits: number): unknown => {
    const flags: Record<string, boolean> = {};
    for (let index = 0; index < keys.length; index += 1) flags[keys[index] as string] = ((bits >>> index) & 1) === 1;
    return flags;
  };
  const pack = (cx: Context, value: unknown): number => {
    // Nothing stands for none of them, as in jco's mapping.
    if (value === undefined || value === null) return 0;
    if (typeof value !== "object") throw unlike(cx, "an object of booleans", value);
    const flags = value as Record<string, unknown>;
    let bits = 0;
    for (let index = 0; index < keys.length; index += 1) {
      const flag = flags[keys[index] as string];
      // A flag may be called `constructor`, which every object has.
      if (flag && typeof flag !== "function") bits |= 1 << index;
    }
    return bits;
  };
  return codec(type, layoutOfType(type), {
    load: (cx, pointer) => unpack(loadTag(cx, pointer, size)),
    store: (cx, value, pointer) => storeTag(cx, pointer, size, pack(cx, value)),
    lift: (_, flat, at) => unpack(numberAt(flat, at)),
    lower: (cx, value, flat, at) => {
      flat[at] = pack(cx, value);
    },
  });
}

/** The bits of flags, or a discriminant. */
export function loadTag(cx: Context, pointer: number, size: 1 | 2 | 4): number {
  const { view } = memoryOf(cx);
  return size === 1
    ? view.getUint8(pointer)
    : size === 2
      ? view.getUint16(pointer, true)
      : view.getUint32(pointer, true);
}

export function storeTag(cx: Context, pointer: number, size: 1 | 2 | 4, tag: number): void {
  const { view } = memoryOf(cx);
  if (size === 1) view.setUint8(pointer, tag);
  else if (size === 2) view.setUint16(pointer, tag, true);
  else view.setInt32(pointer, tag, true);
}
