import { unsafeCoreNames, withoutVersion } from "../../component/index.ts";
import { fail, ok, type Result } from "../../result.ts";
import { quoted } from "../../wit/names.ts";
import { isWholeName } from "./import-names.ts";
import type { Engine, EngineOptions, HostImports, Instance, JcoSource } from "../engine.ts";
import { watchExit } from "../watch-exit.ts";

type Instantiate = (
  getCoreModule: (name: string) => WebAssembly.Module,
  imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  instantiateCore?: (module: WebAssembly.Module, imports?: WebAssembly.Imports) => Promise<WebAssembly.Instance>,
) => Promise<Readonly<Record<string, unknown>>>;

/** Runs what jco generated. The text is the component author's: this belongs in the guest worker and nowhere else. */
export const jcoEngine: Engine<JcoSource> = jcoEngineWith(importBlob);

interface JcoModule {
  readonly instantiate?: Instantiate;
}

type ImportScript = (script: Uint8Array<ArrayBuffer>) => Promise<JcoModule>;

/** The same engine with another way to import a script: not every realm takes `blob:` addresses. */
export function jcoEngineWith(importScript: ImportScript): Engine<JcoSource> {
  return { instantiate: (component, imports, options) => run(importScript, component, imports, options) };
}

async function run(
  importScript: ImportScript,
  component: JcoSource,
  imports: HostImports,
  options: EngineOptions = {},
): Promise<Result<Instance>> {
  const unsafe = unsafeNames(component);
  if (unsafe.length > 0) {
    return fail(
      "unsafe-name",
      `Starting was refused: the component's core module uses the name ${quoted(unsafe[0] ?? "")}, which holds quotes, backslashes, ` +
        "line ends or control characters. In the JavaScript that this engine generates such a name would run as code. Do not trust this file.",
      { names: unsafe.slice(0, 20) },
    );
  }
  if (!("Suspending" in WebAssembly) && isAsynchronous(component.script)) {
    return fail(
      "needs-jspi",
      "Starting failed: the component has asynchronous functions (WASI 0.3), which wait, and this browser cannot let WebAssembly " +
        "wait (it lacks JavaScript Promise Integration). Use a newer browser.",
    );
  }
  const { instantiate } = await importScript(component.script);
  if (instantiate === undefined) throw new Error("The generated module has no instantiate function.");
  const exports = await instantiate(
    (name) => moduleNamed(component, name),
    byAskedName(imports),
    (module, coreImports) => WebAssembly.instantiate(module, watchExit(coreImports ?? {}, options)),
  );
  return ok({ exports });
}

/** Whether jco's script always waits: in a callback of an asynchronous export, or in an import. */
function isAsynchronous(script: Uint8Array): boolean {
  return /\bcallback_\d+ = WebAssembly\.promising\(|\btrampoline\d+ = new WebAssembly\.Suspending\(/.test(
    new TextDecoder().decode(script),
  );
}

function unsafeNames(component: JcoSource): string[] {
  const names = new Set<string>();
  for (const module of component.modules.values()) {
    for (const item of WebAssembly.Module.imports(module)) names.add(item.module).add(item.name);
    for (const item of WebAssembly.Module.exports(module)) names.add(item.name);
  }
  return unsafeCoreNames(names);
}

async function importBlob(script: Uint8Array<ArrayBuffer>): Promise<JcoModule> {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    return await import(/* @vite-ignore */ url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function moduleNamed(component: JcoSource, name: string): WebAssembly.Module {
  const module = component.modules.get(name);
  if (module === undefined) throw new Error(`The generated code asks for ${name}, which was not compiled.`);
  return module;
}

/** The imports by the names that `transpile` has asked jco for: whole ones, but for names that jco would read as a pattern. */
function byAskedName(imports: HostImports): Record<string, Readonly<Record<string, unknown>>> {
  const result: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const [name, value] of imports) result[isWholeName(name) ? name : withoutVersion(name)] = value;
  return result;
}
