import type { ValType } from "../../../component/index.ts";
import type { Codec, Context, HandleOperations, ResourceKind, ResourceLookup } from "../model.ts";
import { codec, numberAt } from "./codec.ts";
import { layoutOfType, oncePerType, UnusableType, withArticle } from "./layout.ts";
import { listCodec, mapCodec } from "./lists.ts";
import { memoryOf } from "./memory.ts";
import { flagsCodec, recordCodec, tupleCodec } from "./records.ts";
import { scalarCodec } from "./scalars.ts";
import { stringCodec } from "./strings.ts";
import { enumCodec, variantCodec } from "./variants.ts";

type HandleType = Extract<ValType, { readonly kind: "own" | "borrow" }>;

/**
 * Gives the codec of a type, made once each. `lookup` is that of the instance whose types are given. Throws `UnusableType` for types
 * that break the rules or cannot be passed (streams, futures, error contexts).
 */
export function makeCodecs(lookup: ResourceLookup, handles: HandleOperations): (type: ValType) => Codec {
  return oncePerType((type, codecOf): Codec => {
    switch (type.kind) {
      case "string":
        return stringCodec(type);
      case "list":
        return listCodec(type, codecOf(type.element));
      case "map":
        return mapCodec(type, tupleCodec({ kind: "tuple", elements: [type.key, type.value] }, codecOf));
      case "record":
        return recordCodec(type, codecOf);
      case "tuple":
        return tupleCodec(type, codecOf);
      case "flags":
        return flagsCodec(type);
      case "enum":
        return enumCodec(type);
      case "variant":
      case "option":
      case "result":
        return variantCodec(type, codecOf);
      case "own":
      case "borrow":
        return handleCodec(type, lookup(type.resource), handles);
      case "stream":
      case "future":
      case "error-context":
        throw new UnusableType(`This component passes ${withArticle(type.kind)}, which is not supported.`);
      default:
        return scalarCodec({ kind: type.kind });
    }
  });
}

function handleCodec(type: HandleType, kind: ResourceKind, handles: HandleOperations): Codec {
  const owned = type.kind === "own";
  const lift = (cx: Context, index: number): unknown =>
    owned ? handles.liftOwn(cx, kind, index) : handles.liftBorrow(cx, kind, index);
  const lower = (cx: Context, value: unknown): number =>
    owned ? handles.lowerOwn(cx, kind, value) : handles.lowerBorrow(cx, kind, value);
  return codec(type, layoutOfType(type), {
    load: (cx, pointer) => lift(cx, memoryOf(cx).view.getUint32(pointer, true)),
    store: (cx, value, pointer) => {
      const index = lower(cx, value);
      memoryOf(cx).view.setUint32(pointer, index, true);
    },
    lift: (cx, flat, at) => lift(cx, numberAt(flat, at) >>> 0),
    lower: (cx, value, flat, at) => {
      flat[at] = lower(cx, value);
    },
  });
}
