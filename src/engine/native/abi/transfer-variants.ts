import type { ValType } from "../../../component/index.ts";
import type { Context } from "../model.ts";
import { numberAt } from "./codec.ts";
import { coerceDown, coerceUp, differs, zeros } from "./joined.ts";
import { casesOf, layoutOfCases, layoutOfType } from "./layout.ts";
import { loadTag, storeTag } from "./records.ts";
import type { Transfer } from "./transfer.ts";
import { noCase } from "./variants.ts";

/** Variants, options and results: the discriminant, and the payload of its case. */
export function variantTransfer(
  type: Extract<ValType, { readonly kind: "variant" | "option" | "result" }>,
  transferOf: (type: ValType) => Transfer,
): Transfer {
  const declared = casesOf(type);
  const { tagSize, payloadOffset, flat: slots } = layoutOfCases(declared.map((item) => item.type));
  const cases = declared.map((item) => {
    const flat = item.type === undefined ? [] : layoutOfType(item.type).flat;
    return {
      transfer: item.type === undefined ? undefined : transferOf(item.type),
      flat,
      coerced: differs(flat, slots),
    };
  });
  const caseAt = (cx: Context, index: number): (typeof cases)[number] =>
    cases[index] ?? noCase(cx, type, index, cases.length);
  return {
    copy: (from, fromPointer, to, toPointer) => {
      const index = loadTag(from, fromPointer, tagSize);
      const { transfer } = caseAt(from, index);
      storeTag(to, toPointer, tagSize, index);
      transfer?.copy(from, fromPointer + payloadOffset, to, toPointer + payloadOffset);
    },
    copyFlat: (from, flatIn, at, to, flatOut, outAt) => {
      const index = numberAt(flatIn, at) >>> 0;
      const { transfer, flat, coerced } = caseAt(from, index);
      flatOut[outAt] = index;
      if (coerced) {
        transfer?.copyFlat(from, coerceDown(flatIn, at, slots, flat), 1, to, flatOut, outAt + 1);
        coerceUp(flatOut, outAt, slots, flat);
      } else {
        transfer?.copyFlat(from, flatIn, at + 1, to, flatOut, outAt + 1);
      }
      zeros(flatOut, outAt, slots, 1 + flat.length);
    },
  };
}

export function enumTransfer(type: Extract<ValType, { readonly kind: "flags" | "enum" }>): Transfer {
  const count = type.labels.length;
  const { tagSize } = layoutOfCases(type.labels.map(() => undefined));
  const checked = (cx: Context, index: number): number => (index < count ? index : noCase(cx, type, index, count));
  return {
    copy: (from, fromPointer, to, toPointer) =>
      storeTag(to, toPointer, tagSize, checked(from, loadTag(from, fromPointer, tagSize))),
    copyFlat: (from, flatIn, at, _to, flatOut, outAt) => {
      flatOut[outAt] = checked(from, numberAt(flatIn, at) >>> 0);
    },
  };
}
