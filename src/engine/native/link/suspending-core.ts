import type { FuncType } from "../../../component/index.ts";
import { flatTypes, MAX_FLAT_PARAMS, MAX_FLAT_RESULTS } from "../abi/layout.ts";
import type { CoreFunction, CoreType } from "../model.ts";

/** A lowered function that may wait: it becomes a function by being imported. */
export function isSuspending(value: unknown): value is object {
  // The types do not know JavaScript Promise Integration yet.
  const { Suspending } = WebAssembly as { readonly Suspending?: new (...args: never[]) => object };
  return Suspending !== undefined && value instanceof Suspending;
}

const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

const OPCODES: Readonly<Record<CoreType, number>> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c };

/**
 * A core function that calls a `WebAssembly.Suspending`, for a component that lifts what it lowered: only core code can call such an
 * object, and only core code can be suspended. `type` is what it is lifted to. A module of one function (core specification, "Modules").
 */
export function coreFunctionFor(waiting: object, type: FuncType): CoreFunction {
  const params = flatOr(flatTypes(type.params.map((param) => param.type)), MAX_FLAT_PARAMS);
  const results = type.result === undefined ? [] : flatOr(flatTypes([type.result]), MAX_FLAT_RESULTS);
  const body = [0x00, ...params.flatMap((_, index) => [0x20, index]), 0x10, 0x00, 0x0b];
  const bytes = [
    ...PREAMBLE,
    ...section(1, [0x01, 0x60, params.length, ...opcodes(params), results.length, ...opcodes(results)]),
    ...section(2, [0x01, 0x00, 0x00, 0x00, 0x00]),
    ...section(3, [0x01, 0x00]),
    ...section(7, [0x01, 0x00, 0x00, 0x01]),
    ...section(10, [0x01, body.length, ...body]),
  ];
  const imports = { "": { "": waiting } };
  // The types do not know that such an object can be imported.
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)), imports as never);
  return exports[""] as CoreFunction;
}

/** No length here needs more than seven bits. */
function section(id: number, content: readonly number[]): number[] {
  return [id, content.length, ...content];
}

function opcodes(types: readonly CoreType[]): number[] {
  return types.map((type) => OPCODES[type]);
}

/** What is too much for core values lies in memory, at a pointer. */
function flatOr(flat: readonly CoreType[], most: number): readonly CoreType[] {
  return flat.length > most ? ["i32"] : flat;
}
