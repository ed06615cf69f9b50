import type { ValType } from "../../../component/index.ts";
import type { CoreValue } from "../model.ts";
import { numberAt } from "./codec.ts";
import { flagsSize, layoutOf, layoutOfType } from "./layout.ts";
import { memoryOf } from "./memory.ts";
import { loadTag, storeTag } from "./records.ts";
import type { Transfer } from "./transfer.ts";

/** Records, tuples, lists of fixed length and flags, part by part or, where nothing can be wrong in them, as bytes. */

const plainSizes = new WeakMap<ValType, number>();

/** The size of a type whose every byte is copied as it is, whatever it holds; 0 for others. */
export function plainSize(type: ValType): number {
  // Types share their parts: each is looked at once.
  const before = plainSizes.get(type);
  if (before !== undefined) return before;
  const size = measure(type);
  plainSizes.set(type, size);
  return size;
}

function measure(type: ValType): number {
  switch (type.kind) {
    case "u8":
    case "s8":
    case "u16":
    case "s16":
    case "u32":
    case "s32":
    case "u64":
    case "s64":
      return layoutOfType(type).size;
    case "record":
      return plainSum(
        type,
        type.fields.map((field) => field.type),
      );
    case "tuple":
      return plainSum(type, type.elements);
    case "list":
      return type.length === undefined ? 0 : type.length * plainSize(type.element);
    default:
      return 0;
  }
}

/** Bytes between parts are not the receiver's to see. */
function plainSum(type: ValType, parts: readonly ValType[]): number {
  let sum = 0;
  for (const part of parts) {
    const size = plainSize(part);
    if (size === 0) return 0;
    sum += size;
  }
  return sum === layoutOfType(type).size ? sum : 0;
}

/** `plain` is the size when it can be copied as bytes, or 0. */
export function sequenceTransfer(
  types: readonly ValType[],
  plain: number,
  transferOf: (type: ValType) => Transfer,
): Transfer {
  const { offsets } = layoutOf(types);
  let at = 0;
  const parts = types.map((type, index) => {
    const here = at;
    at += layoutOfType(type).flat.length;
    return { transfer: transferOf(type), offset: offsets[index] ?? 0, at: here };
  });
  return {
    copy:
      plain > 0
        ? bytesCopy(plain)
        : (from, fromPointer, to, toPointer) => {
            for (const { transfer, offset } of parts) transfer.copy(from, fromPointer + offset, to, toPointer + offset);
          },
    copyFlat: (from, flatIn, inAt, to, flatOut, outAt) => {
      for (const part of parts) part.transfer.copyFlat(from, flatIn, inAt + part.at, to, flatOut, outAt + part.at);
    },
  };
}

export function fixedTransfer(element: ValType, length: number, transferOf: (type: ValType) => Transfer): Transfer {
  const transfer = transferOf(element);
  const { size, flat } = layoutOfType(element);
  const plain = plainSize(element) * length;
  return {
    copy:
      plain > 0
        ? bytesCopy(plain)
        : (from, fromPointer, to, toPointer) => {
            for (let offset = 0; offset < length * size; offset += size)
              transfer.copy(from, fromPointer + offset, to, toPointer + offset);
          },
    copyFlat: (from, flatIn, at, to, flatOut, outAt) => {
      for (let index = 0; index < length * flat.length; index += flat.length)
        transfer.copyFlat(from, flatIn, at + index, to, flatOut, outAt + index);
    },
  };
}

export function flagsTransfer(labels: number): Transfer {
  const size = flagsSize(labels);
  // A shift by 32 is one by 0.
  const mask = labels === 32 ? -1 : (1 << labels) - 1;
  return {
    copy: (from, fromPointer, to, toPointer) => storeTag(to, toPointer, size, loadTag(from, fromPointer, size) & mask),
    copyFlat: (_from, flatIn, at, _to, flatOut: CoreValue[], outAt) => {
      flatOut[outAt] = numberAt(flatIn, at) & mask;
    },
  };
}

function bytesCopy(size: number): Transfer["copy"] {
  return (from, fromPointer, to, toPointer) => {
    memoryOf(to).bytes.set(memoryOf(from).bytes.subarray(fromPointer, fromPointer + size), toPointer);
  };
}
