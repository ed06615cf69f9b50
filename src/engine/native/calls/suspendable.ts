import type { CoreFunction, CoreType, CoreValue } from "../model.ts";
import { suspending } from "./jspi.ts";

/**
 * Importing a `WebAssembly.Suspending` costs a change of stacks in each call, even when the answer is there at once (tens of times a plain
 * call in Chromium). So core code imports a little core function in its place, which calls a plain function first, and the suspending one
 * only when that could not answer. It also serves callers that cannot be suspended, as long as the host answers at once.
 */

const OPCODES: Readonly<Record<CoreType, number>> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c };

/** By core type: there are few. */
const modules = new Map<string, WebAssembly.Module>();

/** The core function that core code imports for `call`, whose promises suspend it. */
export function suspendable(
  call: (...flat: CoreValue[]) => CoreValue | undefined | Promise<CoreValue | undefined>,
  params: readonly CoreType[],
  result: CoreType | undefined,
): CoreFunction {
  const waits = new WebAssembly.Global({ value: "i32", mutable: true }, 0);
  // Anything: what waits gives the result.
  const nothing = result === "i64" ? 0n : 0;
  let promise: Promise<CoreValue | undefined> | undefined;
  const now = (...flat: CoreValue[]): CoreValue | undefined => {
    const given = call(...flat);
    if (!(given instanceof Promise)) return given;
    // Core code takes it at once: nothing runs in between.
    promise = given;
    waits.value = 1;
    return nothing;
  };
  const later = suspending(() => {
    const given = promise;
    promise = undefined;
    return given;
  });
  // The types do not know that a suspending function can be imported.
  const imports = { "": { now, later, waits } } as unknown as WebAssembly.Imports;
  const { exports } = new WebAssembly.Instance(moduleOf(params, result), imports);
  // The module below exports one function.
  return exports["call"] as CoreFunction;
}

function moduleOf(params: readonly CoreType[], result: CoreType | undefined): WebAssembly.Module {
  const key = `${params.join(" ")} ${result ?? ""}`;
  let made = modules.get(key);
  if (made === undefined) {
    made = new WebAssembly.Module(bytesOf(params, result === undefined ? [] : [result]));
    modules.set(key, made);
  }
  return made;
}

/** `now` and then, where it set `waits`, `later` (core specification, "Binary Format"). No length here needs more than seven bits. */
function bytesOf(params: readonly CoreType[], results: readonly CoreType[]): Uint8Array<ArrayBuffer> {
  const resultTypes = [results.length, ...results.map((type) => OPCODES[type])];
  const local = params.length;
  const code = [
    ...(results.length === 0 ? [0] : [1, ...resultTypes]),
    ...params.flatMap((_, index) => [0x20, index]),
    ...bytes(0x10, 0), // call now
    ...results.flatMap(() => [0x21, local]),
    ...bytes(0x23, 0, 0x04, 0x40), // if waits
    ...bytes(0x41, 0, 0x24, 0, 0x10, 1, 0x0f), // waits = 0, return later()
    0x0b,
    ...results.flatMap(() => [0x20, local]),
    0x0b,
  ];
  return new Uint8Array([
    ...bytes(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00),
    ...section(1, [
      2,
      0x60,
      params.length,
      ...params.map((type) => OPCODES[type]),
      ...resultTypes,
      0x60,
      0,
      ...resultTypes,
    ]),
    ...section(2, [3, ...imported("now", [0, 0]), ...imported("later", [0, 1]), ...imported("waits", [3, 0x7f, 1])]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name("call"), 0, 2]),
    ...section(10, [1, code.length, ...code]),
  ]);
}

function bytes(...values: readonly number[]): readonly number[] {
  return values;
}

function imported(field: string, description: readonly number[]): number[] {
  return [0, ...name(field), ...description];
}

function name(text: string): number[] {
  return [text.length, ...new TextEncoder().encode(text)];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, content.length, ...content];
}
