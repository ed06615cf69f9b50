import type { EngineOptions } from "./engine.ts";

/** The imports of a core instance, with an eye on how a program of preview 1 exits. */
export function watchExit(imports: WebAssembly.Imports, { procExit }: EngineOptions): WebAssembly.Imports {
  const previewOne = imports["wasi_snapshot_preview1"];
  const exit = previewOne?.["proc_exit"];
  if (typeof exit !== "function" || procExit === undefined) return imports;
  const noted = (code: number): unknown => {
    procExit(code >>> 0);
    return Reflect.apply(exit, undefined, [code]);
  };
  return { ...imports, wasi_snapshot_preview1: { ...previewOne, proc_exit: noted } };
}
