import type { ValType } from "../../../component/index.ts";
import type { Context } from "../model.ts";
import { numberAt } from "./codec.ts";
import { layoutOfType } from "./layout.ts";
import { checkList } from "./lists.ts";
import { allocate, memoryOf } from "./memory.ts";
import { canonicalise } from "./number-lists.ts";
import { plainSize } from "./transfer-parts.ts";
import type { Transfer } from "./transfer.ts";

/** Lists: as bytes where elements are numbers, else element by element. */
export function listTransfer(element: ValType, transferOf: (type: ValType) => Transfer): Transfer {
  const { size, alignment } = layoutOfType(element);
  const transfer = transferOf(element);
  const plain = plainSize(element) > 0;
  const floats = element.kind === "f32" || element.kind === "f64";
  const copyElements = (from: Context, begin: number, length: number, to: Context): number => {
    checkList(from, begin, length, size, alignment);
    const pointer = allocate(to, alignment, length * size);
    if (plain || floats) {
      const { bytes } = memoryOf(to);
      bytes.set(memoryOf(from).bytes.subarray(begin, begin + length * size), pointer);
      if (floats) canonicalise(bytes, pointer, length, size);
    } else {
      for (let offset = 0; offset < length * size; offset += size)
        transfer.copy(from, begin + offset, to, pointer + offset);
    }
    return pointer;
  };
  return {
    copy: (from, fromPointer, to, toPointer) => {
      const source = memoryOf(from).view;
      const length = source.getUint32(fromPointer + 4, true);
      const begin = copyElements(from, source.getUint32(fromPointer, true), length, to);
      const target = memoryOf(to).view;
      target.setUint32(toPointer, begin, true);
      target.setUint32(toPointer + 4, length, true);
    },
    copyFlat: (from, flatIn, at, to, flatOut, outAt) => {
      const length = numberAt(flatIn, at + 1) >>> 0;
      flatOut[outAt] = copyElements(from, numberAt(flatIn, at) >>> 0, length, to);
      flatOut[outAt + 1] = length;
    },
  };
}
