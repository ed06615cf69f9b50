import type { CoreType, CoreValue } from "../model.ts";

/**
 * Flat values of a variant stand in slots that all its cases share, so that a value may stand in a slot of another type ("Flattening"
 * `join`, "Flat Lifting" `CoerceValueIter`). Slot 0 is the discriminant; the payload's values begin with slot 1.
 */

const floats = new Float32Array(1);
const floatBits = new Int32Array(floats.buffer);
const doubles = new Float64Array(1);
const doubleBits = new BigInt64Array(doubles.buffer);

/** Whether a case's values stand in slots of other types. */
export function differs(payload: readonly CoreType[], slots: readonly CoreType[]): boolean {
  // Both are cut off after the same number; the payload's last may have no slot then.
  return payload.some((core, index) => index + 1 < slots.length && core !== slots[index + 1]);
}

/** The values of a case in their own types, from slot 1 on. */
export function coerceDown(
  flat: readonly CoreValue[],
  at: number,
  slots: readonly CoreType[],
  payload: readonly CoreType[],
): CoreValue[] {
  const values: CoreValue[] = [0];
  for (let index = 0; index < payload.length; index += 1)
    values.push(fromSlot(flat[at + 1 + index] ?? 0, slots[index + 1] ?? "i32", payload[index] ?? "i32"));
  return values;
}

/** Puts the values of a case, which stand from slot 1 on, into the types of their slots. */
export function coerceUp(
  flat: CoreValue[],
  at: number,
  slots: readonly CoreType[],
  payload: readonly CoreType[],
): void {
  for (let index = 0; index < payload.length; index += 1)
    flat[at + 1 + index] = toSlot(flat[at + 1 + index] ?? 0, payload[index] ?? "i32", slots[index + 1] ?? "i32");
}

/** Fills the slots that a case does not use. */
export function zeros(flat: CoreValue[], at: number, slots: readonly CoreType[], from: number): void {
  for (let slot = from; slot < slots.length; slot += 1) flat[at + slot] = slots[slot] === "i64" ? 0n : 0;
}

function fromSlot(value: CoreValue, slot: CoreType, want: CoreType): CoreValue {
  if (slot === want) return value;
  if (want === "f64") {
    doubleBits[0] = BigInt(value);
    return doubles[0] as number;
  }
  const bits = typeof value === "bigint" ? Number(BigInt.asIntN(32, value)) : value;
  if (want !== "f32") return bits;
  floatBits[0] = bits;
  return floats[0] as number;
}

function toSlot(value: CoreValue, have: CoreType, slot: CoreType): CoreValue {
  if (slot === have) return value;
  if (have === "f64") {
    doubles[0] = Number(value);
    return doubleBits[0] as bigint;
  }
  let bits = Number(value) | 0;
  if (have === "f32") {
    floats[0] = Number(value);
    bits = floatBits[0] as number;
  }
  return slot === "i32" ? bits : BigInt(bits >>> 0);
}
