import type { ValType } from "../../../component/index.ts";
import type { Codec, CoreValue } from "../model.ts";
import type { Layout } from "./layout.ts";

type Operations = Pick<Codec, "load" | "store" | "lift" | "lower">;

/** All codecs are made here, so that they have one shape and calls through them stay fast. */
export function codec(type: ValType, layout: Layout, operations: Operations): Codec {
  return {
    type,
    size: layout.size,
    alignment: layout.alignment,
    flat: layout.flat,
    load: operations.load,
    store: operations.store,
    lift: operations.lift,
    lower: operations.lower,
  };
}

/** A core value of type `i32`, `f32` or `f64`: which it is follows from the type that it is read for. */
export function numberAt(flat: readonly CoreValue[], at: number): number {
  return flat[at] as number;
}

/** A core value of type `i64`. */
export function bigintAt(flat: readonly CoreValue[], at: number): bigint {
  return flat[at] as bigint;
}
