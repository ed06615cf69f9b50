import { rangeOf, wideRangeOf } from "../../../wit/wave/shape.ts";
import type { Context } from "../model.ts";
import { memoryOf } from "./memory.ts";
import { unlike } from "./misfit.ts";
import { canonical, type ScalarKind } from "./scalars.ts";

/** Lists of numbers: typed arrays, copied at once. Ranges are checked by the caller. */

export type NumberKind = Exclude<ScalarKind, "bool" | "char">;

type TypedArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

export interface NumberList {
  readonly load: (cx: Context, pointer: number, length: number) => TypedArray;
  /** Whether it can be copied as it is. */
  readonly is: (value: unknown) => value is TypedArray;
  readonly wanted: string;
  /** Checks and writes one element. */
  readonly storeOne: (cx: Context, view: DataView, pointer: number, value: unknown) => void;
}

export function isNumberKind(kind: string): kind is NumberKind {
  return kind in numberLists;
}

/** Copies what `is` says yes to. */
export function storeTypedArray(cx: Context, value: TypedArray, pointer: number): void {
  const { bytes } = memoryOf(cx);
  if (value instanceof Uint8Array) {
    bytes.set(value, pointer);
    return;
  }
  bytes.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), pointer);
  if (value instanceof Float32Array || value instanceof Float64Array)
    canonicalise(bytes, pointer, value.length, value.BYTES_PER_ELEMENT);
}

/** Makes every NaN in a range the one that there is ("Loading", `canonicalize_nan32`). */
export function canonicalise(bytes: Uint8Array<ArrayBuffer>, pointer: number, length: number, size: number): void {
  // Aligned: lists are.
  const floats =
    size === 4 ? new Float32Array(bytes.buffer, pointer, length) : new Float64Array(bytes.buffer, pointer, length);
  for (let at = 0; at < length; at += 1) {
    const value = floats[at];
    if (value !== value) floats[at] = Number.NaN;
  }
}

function copyOf(cx: Context, pointer: number, size: number): ArrayBuffer {
  const { bytes } = memoryOf(cx);
  return bytes.slice(pointer, pointer + size).buffer;
}

/** A whole number in its range: what does not fit would be another number. */
function ranged(kind: NumberKind, write: (view: DataView, pointer: number, value: number) => void) {
  const [least, greatest] = rangeOf(kind) ?? [0, 0];
  return (cx: Context, view: DataView, pointer: number, value: unknown): void => {
    if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > greatest)
      throw unlike(cx, `a whole number from ${least} to ${greatest}`, value);
    write(view, pointer, value);
  };
}

function wide(kind: "u64" | "s64", write: (view: DataView, pointer: number, value: bigint) => void) {
  const [least, greatest] = wideRangeOf(kind);
  return (cx: Context, view: DataView, pointer: number, value: unknown): void => {
    if (typeof value !== "bigint" || value < least || value > greatest)
      throw unlike(cx, `a bigint from ${least} to ${greatest}`, value);
    write(view, pointer, value);
  };
}

function floating(write: (view: DataView, pointer: number, value: number) => void) {
  return (cx: Context, view: DataView, pointer: number, value: unknown): void => {
    if (typeof value !== "number") throw unlike(cx, "a number", value);
    write(view, pointer, canonical(value));
  };
}

export const numberLists: Readonly<Record<NumberKind, NumberList>> = {
  u8: {
    load: (cx, pointer, length) => memoryOf(cx).bytes.slice(pointer, pointer + length),
    is: (value) => value instanceof Uint8Array,
    wanted: "a Uint8Array or an array",
    storeOne: ranged("u8", (view, pointer, value) => view.setUint8(pointer, value)),
  },
  s8: {
    load: (cx, pointer, length) => new Int8Array(copyOf(cx, pointer, length)),
    is: (value) => value instanceof Int8Array,
    wanted: "an Int8Array or an array",
    storeOne: ranged("s8", (view, pointer, value) => view.setInt8(pointer, value)),
  },
  u16: {
    load: (cx, pointer, length) => new Uint16Array(copyOf(cx, pointer, 2 * length)),
    is: (value) => value instanceof Uint16Array,
    wanted: "a Uint16Array or an array",
    storeOne: ranged("u16", (view, pointer, value) => view.setUint16(pointer, value, true)),
  },
  s16: {
    load: (cx, pointer, length) => new Int16Array(copyOf(cx, pointer, 2 * length)),
    is: (value) => value instanceof Int16Array,
    wanted: "an Int16Array or an array",
    storeOne: ranged("s16", (view, pointer, value) => view.setInt16(pointer, value, true)),
  },
  u32: {
    load: (cx, pointer, length) => new Uint32Array(copyOf(cx, pointer, 4 * length)),
    is: (value) => value instanceof Uint32Array,
    wanted: "a Uint32Array or an array",
    storeOne: ranged("u32", (view, pointer, value) => view.setUint32(pointer, value, true)),
  },
  s32: {
    load: (cx, pointer, length) => new Int32Array(copyOf(cx, pointer, 4 * length)),
    is: (value) => value instanceof Int32Array,
    wanted: "an Int32Array or an array",
    storeOne: ranged("s32", (view, pointer, value) => view.setInt32(pointer, value, true)),
  },
  u64: {
    load: (cx, pointer, length) => new BigUint64Array(copyOf(cx, pointer, 8 * length)),
    is: (value) => value instanceof BigUint64Array,
    wanted: "a BigUint64Array or an array",
    storeOne: wide("u64", (view, pointer, value) => view.setBigUint64(pointer, value, true)),
  },
  s64: {
    load: (cx, pointer, length) => new BigInt64Array(copyOf(cx, pointer, 8 * length)),
    is: (value) => value instanceof BigInt64Array,
    wanted: "a BigInt64Array or an array",
    storeOne: wide("s64", (view, pointer, value) => view.setBigInt64(pointer, value, true)),
  },
  f32: {
    load: (cx, pointer, length) => {
      const copy = memoryOf(cx).bytes.slice(pointer, pointer + 4 * length);
      canonicalise(copy, 0, length, 4);
      return new Float32Array(copy.buffer);
    },
    is: (value) => value instanceof Float32Array,
    wanted: "a Float32Array or an array",
    storeOne: floating((view, pointer, value) => view.setFloat32(pointer, value, true)),
  },
  f64: {
    load: (cx, pointer, length) => {
      const copy = memoryOf(cx).bytes.slice(pointer, pointer + 8 * length);
      canonicalise(copy, 0, length, 8);
      return new Float64Array(copy.buffer);
    },
    is: (value) => value instanceof Float64Array,
    wanted: "a Float64Array or an array",
    storeOne: floating((view, pointer, value) => view.setFloat64(pointer, value, true)),
  },
};
