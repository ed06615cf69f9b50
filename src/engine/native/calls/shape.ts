import type { FuncType, ValType } from "../../../component/index.ts";
import { partsOf } from "../../../component/index.ts";
import { makeCodecs } from "../abi/codecs.ts";
import { flatTypes, MAX_FLAT_PARAMS, MAX_FLAT_RESULTS } from "../abi/layout.ts";
import { makeTransfers } from "../abi/transfer.ts";
import type { Transfer } from "../abi/transfer.ts";
import { checkRange } from "../abi/memory.ts";
import type { Codec, Context, CoreFunction, CoreType, CoreValue, ResourceLookup } from "../model.ts";
import { hostHandles } from "../resources/handles.ts";
import { COMPOSED, scalarKind } from "./scalars.ts";

/** The core function type of a component function ("Flattening", `flatten_functype`) and where its values stand. */
export interface Layout {
  /** How many core values its parameters are; `spilled`: one pointer to a tuple. */
  readonly params: readonly { readonly type: ValType; readonly at: number }[];
  readonly spilled: boolean;
  /** How many core values come before the return pointer. */
  readonly coreParams: number;
  /** The parameters and the result of the core function, when it is lowered. */
  readonly lowered: { readonly params: readonly CoreType[]; readonly result: CoreType | undefined };
  /** The result lies in memory, at a pointer: returned when lifted, given as the last parameter when lowered. */
  readonly returnsPointer: boolean;
  /** It has at least one parameter that holds a borrow. */
  readonly borrows: boolean;
  /** Every parameter is a scalar, and so is the result, if any. */
  readonly scalar: boolean;
}

/** By type: one function with many parameters can be lowered and exported any number of times. */
const layouts = new WeakMap<FuncType, Layout>();
const tuples = new WeakMap<FuncType, ValType>();

export function layoutOfFunction(type: FuncType): Layout {
  let layout = layouts.get(type);
  if (layout === undefined) {
    layout = newLayout(type);
    layouts.set(type, layout);
  }
  return layout;
}

function newLayout({ params, result }: FuncType): Layout {
  let at = 0;
  const placed = params.map(({ type }) => {
    const place = { type, at };
    at += flatTypes([type]).length;
    return place;
  });
  const spilled = at > MAX_FLAT_PARAMS;
  const flatParams = spilled ? (["i32"] as const) : flatTypes(params.map(({ type }) => type));
  const flatResult = result === undefined ? [] : flatTypes([result]);
  const returnsPointer = flatResult.length > MAX_FLAT_RESULTS;
  return {
    params: placed,
    spilled,
    coreParams: flatParams.length,
    returnsPointer,
    lowered: returnsPointer
      ? { params: [...flatParams, "i32"], result: undefined }
      : { params: flatParams, result: flatResult[0] },
    borrows: params.some(({ type }) => holdsBorrow(type)),
    scalar: scalarKind(result) !== COMPOSED && params.every(({ type }) => scalarKind(type) !== COMPOSED),
  };
}

/** The parameters as one type, for when they lie in memory: always the same one, for whoever keeps things by it. */
export function paramsTuple(type: FuncType): ValType {
  let tuple = tuples.get(type);
  if (tuple === undefined) {
    tuple = { kind: "tuple", elements: type.params.map((param) => param.type) };
    tuples.set(type, tuple);
  }
  return tuple;
}

/** By type: types share their parts, so that an answer found anew at each use could take time without bound. */
const borrowing = new WeakMap<ValType, boolean>();

export function holdsBorrow(type: ValType | undefined): boolean {
  if (type === undefined) return false;
  let holds = borrowing.get(type);
  if (holds === undefined) {
    holds = type.kind === "borrow" || partsOf(type).some(holdsBorrow);
    borrowing.set(type, holds);
  }
  return holds;
}

const codecs = new WeakMap<ResourceLookup, (type: ValType) => Codec>();
const transfers = new WeakMap<ResourceLookup, (type: ValType) => Transfer>();

/** Codecs for the host: made once for all functions of an instance. */
export function codecsOf(lookup: ResourceLookup): (type: ValType) => Codec {
  let made = codecs.get(lookup);
  if (made === undefined) {
    made = makeCodecs(lookup, hostHandles);
    codecs.set(lookup, made);
  }
  return made;
}

/** Transfers between components: made once for all functions of an instance. */
export function transfersOf(lookup: ResourceLookup): (type: ValType) => Transfer {
  let made = transfers.get(lookup);
  if (made === undefined) {
    made = makeTransfers(lookup);
    transfers.set(lookup, made);
  }
  return made;
}

/** A pointer that core code gave for a value: aligned and in bounds, or a trap. */
export function checkedPointer(
  cx: Context,
  value: CoreValue | CoreValue[] | undefined,
  { size, alignment }: { readonly size: number; readonly alignment: number },
  what: string,
): number {
  // The core type of a pointer is i32.
  const pointer = (value as number) >>> 0;
  checkRange(cx, pointer, size, alignment, what);
  return pointer;
}

/** Calls with the arguments in an array; the usual numbers of them without a spread. */
export function callWith(core: CoreFunction, flat: readonly CoreValue[]): CoreValue | CoreValue[] | undefined {
  // The array is as long as `length` says.
  const [a, b, c, d] = flat as [CoreValue, CoreValue, CoreValue, CoreValue];
  switch (flat.length) {
    case 0:
      return core();
    case 1:
      return core(a);
    case 2:
      return core(a, b);
    case 3:
      return core(a, b, c);
    case 4:
      return core(a, b, c, d);
    default:
      return core(...flat);
  }
}
