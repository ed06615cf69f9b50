import { unsafeCoreNames, withoutVersion } from "../../component/index.ts";
import { fail, ok, type Result } from "../../result.ts";
import type { Engine, EngineOptions, HostImports, Instance, JcoSource } from "../engine.ts";

type Instantiate = (
  getCoreModule: (name: string) => WebAssembly.Module,
  imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  instantiateCore?: (module: WebAssembly.Module, imports?: WebAssembly.Imports) => Promise<WebAssembly.Instance>,
) => Promise<Readonly<Record<string, unknown>>>;

/** Runs what jco generated. The text is the component author's: this belongs in the guest worker and nowhere else. */
export const jcoEngine: Engine<JcoSource> = {
  async instantiate(component, imports, options = {}): Promise<Result<Instance>> {
    const unsafe = unsafeNames(component);
    if (unsafe.length > 0) {
      return fail(
        "unsafe-name",
        `Starting was refused: the component's core module uses the name ${quoted(unsafe[0] ?? "")}, which holds quotes, backslashes, ` +
          "line ends or control characters. In the JavaScript that this engine generates such a name would run as code. Do not trust this file.",
        { names: unsafe.slice(0, 20) },
      );
    }
    const instantiate = await load(component.script);
    const exports = await instantiate(
      (name) => moduleNamed(component, name),
      unversioned(imports),
      (module, coreImports) => WebAssembly.instantiate(module, watched(coreImports, options)),
    );
    return ok({ exports });
  },
};

/** The imports of a core instance, with an eye on how a program of preview 1 exits. */
function watched(imports: WebAssembly.Imports | undefined, { procExit }: EngineOptions): WebAssembly.Imports {
  const previewOne = imports?.["wasi_snapshot_preview1"];
  const exit = previewOne?.["proc_exit"];
  if (imports === undefined || typeof exit !== "function" || procExit === undefined) return imports ?? {};
  const noted = (code: number): unknown => {
    procExit(code >>> 0);
    return Reflect.apply(exit, undefined, [code]);
  };
  return { ...imports, wasi_snapshot_preview1: { ...previewOne, proc_exit: noted } };
}

function unsafeNames(component: JcoSource): string[] {
  const names = new Set<string>();
  for (const module of component.modules.values()) {
    for (const item of WebAssembly.Module.imports(module)) names.add(item.module).add(item.name);
    for (const item of WebAssembly.Module.exports(module)) names.add(item.name);
  }
  return unsafeCoreNames(names);
}

async function load(script: Uint8Array<ArrayBuffer>): Promise<Instantiate> {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    const module: { readonly instantiate?: Instantiate } = await import(/* @vite-ignore */ url);
    if (module.instantiate === undefined) throw new Error("The generated module has no instantiate function.");
    return module.instantiate;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function moduleNamed(component: JcoSource, name: string): WebAssembly.Module {
  const module = component.modules.get(name);
  if (module === undefined) throw new Error(`The generated code asks for ${name}, which was not compiled.`);
  return module;
}

/** jco 1.35 looks imports up without their versions. */
function unversioned(imports: HostImports): Record<string, Readonly<Record<string, unknown>>> {
  const result: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const [name, value] of imports) result[withoutVersion(name)] = value;
  return result;
}

function quoted(name: string): string {
  const short = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  return JSON.stringify(short).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
