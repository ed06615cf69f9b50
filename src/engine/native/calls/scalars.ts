import type { ValType } from "../../../component/index.ts";
import { canonical, validChar } from "../abi/scalars.ts";
import type { Codec, Context, CoreValue } from "../model.ts";

/**
 * Types whose values are one core value without memory or tables. A switch over small numbers costs less than a call of a closure
 * that differs from function to function. What does not fit goes to the type's codec, which has the words.
 */
export type ScalarKind = number;

/** No scalar. */
export const COMPOSED: ScalarKind = 0;
/** For results: nothing is returned. */
export const NOTHING: ScalarKind = 1;
const BOOL = 2;
const S8 = 3;
const U8 = 4;
const S16 = 5;
const U16 = 6;
const S32 = 7;
const U32 = 8;
const S64 = 9;
const U64 = 10;
const FLOAT = 11;
const CHAR = 12;

export function scalarKind(type: ValType | undefined): ScalarKind {
  switch (type?.kind) {
    case undefined:
      return NOTHING;
    case "bool":
      return BOOL;
    case "s8":
      return S8;
    case "u8":
      return U8;
    case "s16":
      return S16;
    case "u16":
      return U16;
    case "s32":
      return S32;
    case "u32":
      return U32;
    case "s64":
      return S64;
    case "u64":
      return U64;
    case "f32":
    case "f64":
      return FLOAT;
    case "char":
      return CHAR;
    default:
      return COMPOSED;
  }
}

/** What stands in place of a codec where there is no value. */
export interface Scalar {
  readonly kind: ScalarKind;
  /** Absent for nothing. */
  readonly codec: Codec | undefined;
}

/** "Flat Lifting" of one scalar. */
export function liftScalar(cx: Context, { kind, codec }: Scalar, value: CoreValue | undefined): unknown {
  if (typeof value === "number") {
    switch (kind) {
      case BOOL:
        return value !== 0;
      case S8:
        return (value << 24) >> 24;
      case U8:
        return value & 0xff;
      case S16:
        return (value << 16) >> 16;
      case U16:
        return value & 0xffff;
      case S32:
        return value;
      case U32:
        return value >>> 0;
      case FLOAT:
        return canonical(value);
    }
  } else if (value === undefined) {
    return undefined;
  } else if (kind === S64) {
    return value;
  } else if (kind === U64) {
    return BigInt.asUintN(64, value);
  }
  return codec?.lift(cx, [value], 0);
}

/** "Flat Lowering" of one scalar out of what the host gave. */
export function lowerScalar(cx: Context, { kind, codec }: Scalar, value: unknown): CoreValue | undefined {
  if (typeof value === "number") {
    switch (kind) {
      case S32:
        if ((value | 0) === value) return value;
        break;
      case U32:
        if (value >>> 0 === value) return value;
        break;
      case FLOAT:
        return canonical(value);
      case U8:
        if ((value & 0xff) === value) return value;
        break;
      case U16:
        if ((value & 0xffff) === value) return value;
        break;
    }
  } else if (typeof value === "bigint") {
    if (kind === U64 && BigInt.asUintN(64, value) === value) return value;
    if (kind === S64 && BigInt.asIntN(64, value) === value) return value;
  } else if (kind === BOOL && typeof value === "boolean") {
    return value ? 1 : 0;
  }
  if (codec === undefined) return undefined;
  const flat: CoreValue[] = [];
  codec.lower(cx, value, flat, 0);
  return flat[0];
}

/** From one component's core code to that of another: lifted and lowered, without a value in between. */
export function passScalar(cx: Context, kind: ScalarKind, value: CoreValue | undefined): CoreValue | undefined {
  // The core type of a kind says whether it is a number; words of 32 and 64 bits are passed as they are.
  if (typeof value !== "number") return value;
  switch (kind) {
    case BOOL:
      return value === 0 ? 0 : 1;
    case S8:
      return (value << 24) >> 24;
    case U8:
      return value & 0xff;
    case S16:
      return (value << 16) >> 16;
    case U16:
      return value & 0xffff;
    case FLOAT:
      return canonical(value);
    case CHAR:
      return validChar(cx, value >>> 0);
    default:
      return value;
  }
}
