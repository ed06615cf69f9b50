import type { ValType } from "../../../component/index.ts";
import type { Codec, Context } from "../model.ts";
import { trap } from "../model.ts";
import { codec, numberAt } from "./codec.ts";
import { layoutOfType } from "./layout.ts";
import { spendBytes, spendElements } from "./lift-budget.ts";
import { allocate, checkRange, MAX_BYTE_LENGTH, memoryOf } from "./memory.ts";
import { inside, Misfit, unlike } from "./misfit.ts";
import { type NumberList, numberLists, isNumberKind, storeTypedArray } from "./number-lists.ts";

/** "Loading" `load_list`, "Storing" `store_list`, and their flat forms; maps are lists of pairs. */

type ListType = Extract<ValType, { readonly kind: "list" }>;
type MapType = Extract<ValType, { readonly kind: "map" }>;

/** How the elements of a range of memory become a value of the host, and back. */
interface Elements {
  readonly size: number;
  readonly alignment: number;
  readonly load: (cx: Context, pointer: number, length: number) => unknown;
  /** How many there are. Throws a `Misfit`. */
  readonly count: (cx: Context, value: unknown) => number;
  readonly store: (cx: Context, value: unknown, pointer: number, length: number) => void;
}

export function listCodec(type: ListType, element: Codec): Codec {
  const elements = isNumberKind(element.type.kind)
    ? numbers(numberLists[element.type.kind], element)
    : anything(element);
  return type.length === undefined ? range(type, elements) : fixed(type, element, type.length);
}

/** `pair` is the codec of a tuple of key and value. */
export function mapCodec(type: MapType, pair: Codec): Codec {
  const pairs = anything(pair);
  return range(type, {
    ...pairs,
    // The last one of equal keys stays; an array of pairs can hold more of them.
    load: (cx, pointer, length) => new Map(pairs.load(cx, pointer, length) as [unknown, unknown][]),
    count: (cx, value) => {
      if (value instanceof Map) return value.size;
      if (!Array.isArray(value)) throw unlike(cx, "a Map or an array of pairs", value);
      return value.length;
    },
    // `count` has looked at what it is.
    store: (cx, value, pointer, length) => pairs.store(cx, [...(value as Iterable<unknown>)], pointer, length),
  });
}

/** `load_list_from_range` without the loading: what is too long, not aligned or not in the memory traps. */
export function checkList(cx: Context, pointer: number, length: number, size: number, alignment: number): void {
  if (length * size > MAX_BYTE_LENGTH)
    throw trap(`${cx.path}: the list is too long: its ${length} elements take ${length * size} bytes`);
  checkRange(cx, pointer, length * size, alignment, "the list");
}

function range(type: ValType, elements: Elements): Codec {
  const { size, alignment } = elements;
  const load = (cx: Context, pointer: number, length: number): unknown => {
    checkList(cx, pointer, length, size, alignment);
    return elements.load(cx, pointer, length);
  };
  const store = (cx: Context, value: unknown, length: number): number => {
    if (length * size > MAX_BYTE_LENGTH) throw new Misfit(cx, `the list is too long: it has ${length} elements`);
    const pointer = allocate(cx, alignment, length * size);
    elements.store(cx, value, pointer, length);
    return pointer;
  };
  return codec(type, layoutOfType(type), {
    load: (cx, pointer) => {
      const { view } = memoryOf(cx);
      return load(cx, view.getUint32(pointer, true), view.getUint32(pointer + 4, true));
    },
    store: (cx, value, pointer) => {
      const length = elements.count(cx, value);
      const begin = store(cx, value, length);
      const { view } = memoryOf(cx);
      view.setUint32(pointer, begin, true);
      view.setUint32(pointer + 4, length, true);
    },
    lift: (cx, flat, at) => load(cx, numberAt(flat, at) >>> 0, numberAt(flat, at + 1) >>> 0),
    lower: (cx, value, flat, at) => {
      const length = elements.count(cx, value);
      flat[at] = store(cx, value, length);
      flat[at + 1] = length;
    },
  });
}

/** Lists of fixed length have no pointer, and are arrays whatever is in them, as in jco's mapping. */
function fixed(type: ListType, element: Codec, length: number): Codec {
  const elements = anything(element);
  const step = element.flat.length;
  const checked = (cx: Context, value: unknown): ArrayLike<unknown> => {
    const list = arrayLike(cx, value, "an array");
    if (list.length !== length) throw new Misfit(cx, `the list has ${length} elements, and here are ${list.length}`);
    return list;
  };
  return codec(type, layoutOfType(type), {
    load: (cx, pointer) => elements.load(cx, pointer, length),
    store: (cx, value, pointer) => elements.store(cx, checked(cx, value), pointer, length),
    lift: (cx, flat, at) => {
      const list: unknown[] = [];
      for (let index = 0; index < length; index += 1) list.push(element.lift(cx, flat, at + index * step));
      return list;
    },
    lower: (cx, value, flat, at) => {
      const list = checked(cx, value);
      let index = 0;
      try {
        for (; index < length; index += 1) element.lower(cx, list[index], flat, at + index * step);
      } catch (error) {
        throw inside(error, elementStep(index));
      }
    },
  });
}

function anything(element: Codec): Elements {
  const { size, alignment } = element;
  return {
    size,
    alignment,
    load: (cx, pointer, length) => {
      spendElements(cx, length, size);
      const list: unknown[] = [];
      for (let index = 0; index < length; index += 1) list.push(element.load(cx, pointer + index * size));
      return list;
    },
    count: (cx, value) => arrayLike(cx, value, "an array").length,
    store: (cx, value, pointer, length) => {
      // Counted before, so it is one.
      const list = value as ArrayLike<unknown>;
      let index = 0;
      try {
        for (; index < length; index += 1) element.store(cx, list[index], pointer + index * size);
      } catch (error) {
        throw inside(error, elementStep(index));
      }
    },
  };
}

function numbers(list: NumberList, { size, alignment }: Codec): Elements {
  return {
    size,
    alignment,
    load: (cx, pointer, length) => {
      spendBytes(cx, length * size);
      return list.load(cx, pointer, length);
    },
    count: (cx, value) => {
      if (list.is(value)) return value.length;
      if (value instanceof ArrayBuffer && size === 1) return value.byteLength;
      return arrayLike(cx, value, list.wanted).length;
    },
    store: (cx, value, pointer, length) => {
      if (list.is(value)) {
        storeTypedArray(cx, value, pointer);
        return;
      }
      if (value instanceof ArrayBuffer) {
        storeTypedArray(cx, new Uint8Array(value), pointer);
        return;
      }
      // Counted before, so it is one.
      const items = value as ArrayLike<unknown>;
      const { view } = memoryOf(cx);
      let index = 0;
      try {
        for (; index < length; index += 1) list.storeOne(cx, view, pointer + index * size, items[index]);
      } catch (error) {
        throw inside(error, elementStep(index));
      }
    },
  };
}

function arrayLike(cx: Context, value: unknown, wanted: string): ArrayLike<unknown> {
  if (Array.isArray(value)) return value;
  // Views that are no arrays of the right kind are read element by element; a `DataView` has no length.
  if (ArrayBuffer.isView(value) && "length" in value) return value as ArrayLike<unknown> & ArrayBufferView;
  throw unlike(cx, wanted, value);
}

function elementStep(index: number): string {
  return `element ${index + 1}`;
}
