import type { PrimitiveKind, ValType } from "../../../component/index.ts";
import type { Codec, Context } from "../model.ts";
import { trap } from "../model.ts";
import { bigintAt, codec, numberAt } from "./codec.ts";
import { layoutOfType } from "./layout.ts";
import { memoryOf } from "./memory.ts";
import { Misfit, unlike } from "./misfit.ts";

/** Values of one core value ("Loading", "Storing", "Flat Lifting", "Flat Lowering": integers, floats, `bool`, `char`). */

export type ScalarKind = Exclude<PrimitiveKind, "string" | "error-context">;

export function scalarCodec(type: ValType & { readonly kind: ScalarKind }): Codec {
  const layout = layoutOfType(type);
  switch (type.kind) {
    case "bool":
      return codec(type, layout, {
        load: (cx, pointer) => memoryOf(cx).view.getUint8(pointer) !== 0,
        store: (cx, value, pointer) => memoryOf(cx).view.setUint8(pointer, value ? 1 : 0),
        lift: (_, flat, at) => flat[at] !== 0,
        lower: (_, value, flat, at) => {
          flat[at] = value ? 1 : 0;
        },
      });
    case "u8":
      return codec(type, layout, {
        load: (cx, pointer) => memoryOf(cx).view.getUint8(pointer),
        store: (cx, value, pointer) => memoryOf(cx).view.setUint8(pointer, integer(cx, value)),
        lift: (_, flat, at) => numberAt(flat, at) & 0xff,
        lower: (cx, value, flat, at) => {
          flat[at] = integer(cx, value) & 0xff;
        },
      });
    case "s8":
      return codec(type, layout, {
        load: (cx, pointer) => memoryOf(cx).view.getInt8(pointer),
        store: (cx, value, pointer) => memoryOf(cx).view.setInt8(pointer, integer(cx, value)),
        lift: (_, flat, at) => (numberAt(flat, at) << 24) >> 24,
        lower: (cx, value, flat, at) => {
          flat[at] = (integer(cx, value) << 24) >> 24;
        },
      });
    case "u16":
      return codec(type, layout, {
        load: (cx, pointer) => memoryOf(cx).view.getUint16(pointer, true),
        store: (cx, value, pointer) => memoryOf(cx).view.setUint16(pointer, integer(cx, value), true),
        lift: (_, flat, at) => numberAt(flat, at) & 0xffff,
        lower: (cx, value, flat, at) => {
          flat[at] = integer(cx, value) & 0xffff;
        },
      });
    case "s16":
      return codec(type, layout, {
        load: (cx, pointer) => memoryOf(cx).view.getInt16(pointer, true),
        store: (cx, value, pointer) => memoryOf(cx).view.setInt16(pointer, integer(cx, value), true),
        lift: (_, flat, at) => (numberAt(flat, at) << 16) >> 16,
        lower: (cx, value, flat, at) => {
          flat[at] = (integer(cx, value) << 16) >> 16;
        },
      });
    case "u32":
      return codec(type, layout, {
        load: (cx, pointer) => memoryOf(cx).view.getUint32(pointer, true),
        store: (cx, value, pointer) => memoryOf(cx).view.setInt32(pointer, integer(cx, value), true),
        lift: (_, flat, at) => numberAt(flat, at) >>> 0,
        lower: (cx, value, flat, at) => {
          flat[at] = integer(cx, value) | 0;
        },
      });
    case "s32":
      return codec(type, layout, {
        load: (cx, pointer) => memoryOf(cx).view.getInt32(pointer, true),
        store: (cx, value, pointer) => memoryOf(cx).view.setInt32(pointer, integer(cx, value), true),
        lift: (_, flat, at) => numberAt(flat, at) | 0,
        lower: (cx, value, flat, at) => {
          flat[at] = integer(cx, value) | 0;
        },
      });
    case "u64":
      return codec(type, layout, {
        load: (cx, pointer) => memoryOf(cx).view.getBigUint64(pointer, true),
        store: (cx, value, pointer) => memoryOf(cx).view.setBigUint64(pointer, wideInteger(cx, value), true),
        lift: (_, flat, at) => BigInt.asUintN(64, bigintAt(flat, at)),
        lower: (cx, value, flat, at) => {
          flat[at] = BigInt.asIntN(64, wideInteger(cx, value));
        },
      });
    case "s64":
      return codec(type, layout, {
        load: (cx, pointer) => memoryOf(cx).view.getBigInt64(pointer, true),
        store: (cx, value, pointer) => memoryOf(cx).view.setBigInt64(pointer, wideInteger(cx, value), true),
        lift: (_, flat, at) => BigInt.asIntN(64, bigintAt(flat, at)),
        lower: (cx, value, flat, at) => {
          flat[at] = BigInt.asIntN(64, wideInteger(cx, value));
        },
      });
    case "f32":
      return codec(type, layout, {
        load: (cx, pointer) => canonical(memoryOf(cx).view.getFloat32(pointer, true)),
        store: (cx, value, pointer) => memoryOf(cx).view.setFloat32(pointer, canonical(float(cx, value)), true),
        lift: (_, flat, at) => canonical(numberAt(flat, at)),
        lower: (cx, value, flat, at) => {
          flat[at] = Math.fround(canonical(float(cx, value)));
        },
      });
    case "f64":
      return codec(type, layout, {
        load: (cx, pointer) => canonical(memoryOf(cx).view.getFloat64(pointer, true)),
        store: (cx, value, pointer) => memoryOf(cx).view.setFloat64(pointer, canonical(float(cx, value)), true),
        lift: (_, flat, at) => canonical(numberAt(flat, at)),
        lower: (cx, value, flat, at) => {
          flat[at] = canonical(float(cx, value));
        },
      });
    case "char":
      return codec(type, layout, {
        load: (cx, pointer) => charOf(cx, memoryOf(cx).view.getUint32(pointer, true)),
        store: (cx, value, pointer) => memoryOf(cx).view.setUint32(pointer, codePoint(cx, value), true),
        lift: (cx, flat, at) => charOf(cx, numberAt(flat, at) >>> 0),
        lower: (cx, value, flat, at) => {
          flat[at] = codePoint(cx, value);
        },
      });
  }
}

/** Numbers by a small number each: a switch over it costs less than a call of a closure that differs from place to place. */
export type NumberCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

const CODES: Readonly<Partial<Record<string, NumberCode>>> = {
  u8: 0,
  s8: 1,
  u16: 2,
  s16: 3,
  u32: 4,
  s32: 5,
  u64: 6,
  s64: 7,
  f32: 8,
  f64: 9,
};

/** `undefined` for what is no number. */
export function numberCode(type: ValType): NumberCode | undefined {
  return CODES[type.kind];
}

/** The same as the codec's `load`. */
export function loadNumber(code: NumberCode, view: DataView, pointer: number): number | bigint {
  switch (code) {
    case 0:
      return view.getUint8(pointer);
    case 1:
      return view.getInt8(pointer);
    case 2:
      return view.getUint16(pointer, true);
    case 3:
      return view.getInt16(pointer, true);
    case 4:
      return view.getUint32(pointer, true);
    case 5:
      return view.getInt32(pointer, true);
    case 6:
      return view.getBigUint64(pointer, true);
    case 7:
      return view.getBigInt64(pointer, true);
    case 8:
      return canonical(view.getFloat32(pointer, true));
    case 9:
      return canonical(view.getFloat64(pointer, true));
  }
}

/** The same as the codec's `store`. */
export function storeNumber(cx: Context, code: NumberCode, view: DataView, pointer: number, value: unknown): void {
  switch (code) {
    case 0:
    case 1:
      view.setInt8(pointer, integer(cx, value));
      break;
    case 2:
    case 3:
      view.setInt16(pointer, integer(cx, value), true);
      break;
    case 4:
    case 5:
      view.setInt32(pointer, integer(cx, value), true);
      break;
    case 6:
    case 7:
      view.setBigInt64(pointer, wideInteger(cx, value), true);
      break;
    case 8:
      view.setFloat32(pointer, canonical(float(cx, value)), true);
      break;
    case 9:
      view.setFloat64(pointer, canonical(float(cx, value)), true);
  }
}

/** There is one NaN ("Loading"): what an engine reads keeps its sign and payload until it is written again. */
export function canonical(value: number): number {
  return value === value ? value : Number.NaN;
}

/** Any number: whoever writes it wraps it to its width, as jco does. What JavaScript makes numbers of are numbers too. */
function integer(cx: Context, value: unknown): number {
  return typeof value === "number" ? value : converted(cx, value, "a whole number");
}

function float(cx: Context, value: unknown): number {
  return typeof value === "number" ? value : converted(cx, value, "a number");
}

function converted(cx: Context, value: unknown, wanted: string): number {
  if (typeof value === "bigint" || typeof value === "symbol") throw unlike(cx, wanted, value);
  return Number(value);
}

function wideInteger(cx: Context, value: unknown): bigint {
  if (typeof value === "bigint") return value;
  try {
    // Anything else than these throws.
    return BigInt(value as number | string | boolean);
  } catch {
    throw unlike(cx, "a bigint", value);
  }
}

/** Checked: a Unicode scalar value. */
export function validChar(cx: Context, code: number): number {
  if (code >= 0x11_0000 || (code >= 0xd800 && code <= 0xdfff))
    throw trap(`${cx.path}: invalid char: 0x${code.toString(16)} is no Unicode scalar value`);
  return code;
}

function charOf(cx: Context, code: number): string {
  return String.fromCodePoint(validChar(cx, code));
}

function codePoint(cx: Context, value: unknown): number {
  const code = typeof value === "string" ? value.codePointAt(0) : undefined;
  if (typeof value !== "string" || code === undefined || value.length !== (code > 0xffff ? 2 : 1))
    throw unlike(cx, "one character", value);
  if (code >= 0xd800 && code <= 0xdfff) throw new Misfit(cx, "half of a surrogate pair is no character");
  return code;
}
