import type { ValType } from "../../../component/index.ts";
import type { Context, CoreValue, HandleOperations, ResourceKind, ResourceLookup } from "../model.ts";
import { rawHandles } from "../resources/handles.ts";
import { bigintAt, numberAt } from "./codec.ts";
import { oncePerType, UnusableType, withArticle } from "./layout.ts";
import { memoryOf } from "./memory.ts";
import { canonical, validChar, type ScalarKind } from "./scalars.ts";
import { fixedTransfer, flagsTransfer, plainSize, sequenceTransfer } from "./transfer-parts.ts";
import { listTransfer } from "./transfer-lists.ts";
import { enumTransfer, variantTransfer } from "./transfer-variants.ts";
import { transferredUnits, transferString } from "./transcode.ts";

/**
 * How values of one type go from one component to another: lifted and lowered without a value of the host in between. What lifting
 * checks is checked, and what it loses is lost (the bits that a type does not use).
 */
export interface Transfer {
  /** From memory to memory: both pointers are aligned and in bounds. */
  readonly copy: (from: Context, fromPointer: number, to: Context, toPointer: number) => void;
  /** From flat values to flat values. */
  readonly copyFlat: (
    from: Context,
    flatIn: readonly CoreValue[],
    at: number,
    to: Context,
    flatOut: CoreValue[],
    outAt: number,
  ) => void;
}

/**
 * Gives the transfer of a type, made once each. Both components mean the same resources, so that either's lookup will do.
 * Throws `UnusableType`.
 */
export function makeTransfers(
  lookup: ResourceLookup,
  handles: HandleOperations = rawHandles,
): (type: ValType) => Transfer {
  return oncePerType((type, transferOf): Transfer => {
    switch (type.kind) {
      case "string":
        return stringTransfer;
      case "list":
        return type.length === undefined
          ? listTransfer(type.element, transferOf)
          : fixedTransfer(type.element, type.length, transferOf);
      case "map":
        return listTransfer({ kind: "tuple", elements: [type.key, type.value] }, transferOf);
      case "record":
        return sequenceTransfer(
          type.fields.map((field) => field.type),
          plainSize(type),
          transferOf,
        );
      case "tuple":
        return sequenceTransfer(type.elements, plainSize(type), transferOf);
      case "flags":
        return flagsTransfer(type.labels.length);
      case "enum":
        return enumTransfer(type);
      case "variant":
      case "option":
      case "result":
        return variantTransfer(type, transferOf);
      case "own":
      case "borrow":
        return handleTransfer(type.kind, lookup(type.resource), handles);
      case "stream":
      case "future":
      case "error-context":
        throw new UnusableType(`This component passes ${withArticle(type.kind)}, which is not supported.`);
      default:
        return scalarTransfers[type.kind];
    }
  });
}

const stringTransfer: Transfer = {
  copy: (from, fromPointer, to, toPointer) => {
    const source = memoryOf(from).view;
    const begin = transferString(
      from,
      source.getUint32(fromPointer, true),
      source.getUint32(fromPointer + 4, true),
      to,
    );
    const target = memoryOf(to).view;
    target.setUint32(toPointer, begin, true);
    target.setUint32(toPointer + 4, transferredUnits(), true);
  },
  copyFlat: (from, flatIn, at, to, flatOut, outAt) => {
    flatOut[outAt] = transferString(from, numberAt(flatIn, at) >>> 0, numberAt(flatIn, at + 1) >>> 0, to);
    flatOut[outAt + 1] = transferredUnits() | 0;
  },
};

function handleTransfer(type: "own" | "borrow", kind: ResourceKind, handles: HandleOperations): Transfer {
  const pass = (from: Context, index: number, to: Context): number =>
    type === "own"
      ? handles.lowerOwn(to, kind, handles.liftOwn(from, kind, index))
      : handles.lowerBorrow(to, kind, handles.liftBorrow(from, kind, index));
  return {
    copy: (from, fromPointer, to, toPointer) => {
      const index = pass(from, memoryOf(from).view.getUint32(fromPointer, true), to);
      memoryOf(to).view.setUint32(toPointer, index, true);
    },
    copyFlat: (from, flatIn, at, to, flatOut, outAt) => {
      flatOut[outAt] = pass(from, numberAt(flatIn, at) >>> 0, to);
    },
  };
}

/** A scalar that fills one flat value, which `flat` makes what lifting and lowering make of it. */
function scalar(
  copy: (source: DataView, fromPointer: number, target: DataView, toPointer: number, from: Context) => void,
  flat: (value: number, from: Context) => number,
): Transfer {
  return {
    copy: (from, fromPointer, to, toPointer) =>
      copy(memoryOf(from).view, fromPointer, memoryOf(to).view, toPointer, from),
    copyFlat: (from, flatIn, at, _, flatOut, outAt) => {
      flatOut[outAt] = flat(numberAt(flatIn, at), from);
    },
  };
}

const same = (value: number): number => value;
const bytes1 = (source: DataView, from: number, target: DataView, to: number): void =>
  target.setUint8(to, source.getUint8(from));
const bytes2 = (source: DataView, from: number, target: DataView, to: number): void =>
  target.setUint16(to, source.getUint16(from, true), true);
const bytes4 = (source: DataView, from: number, target: DataView, to: number): void =>
  target.setInt32(to, source.getInt32(from, true), true);

const bytes8: Transfer = {
  copy: (from, fromPointer, to, toPointer) => {
    const source = memoryOf(from).view;
    const target = memoryOf(to).view;
    bytes4(source, fromPointer, target, toPointer);
    bytes4(source, fromPointer + 4, target, toPointer + 4);
  },
  copyFlat: (_from, flatIn, at, _to, flatOut, outAt) => {
    flatOut[outAt] = bigintAt(flatIn, at);
  },
};

const scalarTransfers: Readonly<Record<ScalarKind, Transfer>> = {
  bool: scalar(
    (source, from, target, to) => target.setUint8(to, source.getUint8(from) === 0 ? 0 : 1),
    (value) => (value === 0 ? 0 : 1),
  ),
  u8: scalar(bytes1, (value) => value & 0xff),
  s8: scalar(bytes1, (value) => (value << 24) >> 24),
  u16: scalar(bytes2, (value) => value & 0xffff),
  s16: scalar(bytes2, (value) => (value << 16) >> 16),
  u32: scalar(bytes4, same),
  s32: scalar(bytes4, same),
  u64: bytes8,
  s64: bytes8,
  f32: scalar(
    (source, from, target, to) => target.setFloat32(to, canonical(source.getFloat32(from, true)), true),
    canonical,
  ),
  f64: scalar(
    (source, from, target, to) => target.setFloat64(to, canonical(source.getFloat64(from, true)), true),
    canonical,
  ),
  char: scalar(
    (source, from, target, to, cx) => target.setUint32(to, validChar(cx, source.getUint32(from, true)), true),
    (value, cx) => validChar(cx, value >>> 0),
  ),
};
