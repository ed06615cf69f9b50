import { readComponent } from "../component/index.ts";
import { fail, type Result } from "../result.ts";
import type { EngineOptions, HostImports, Instance } from "./engine.ts";
import { jcoEngineWith } from "./jco/instantiate.ts";
import { transpile, type Transpiler } from "./jco/transpile.ts";
import { instantiate } from "./native/index.ts";

/** Both engines, in Node and in one shape: for unit tests and for the scripts that hold the engines against other things. */

/** Nothing that a test makes needs more. */
const memoryBytes = 256 * 1024 * 1024;

export const engineNames = ["native", "jco"] as const;

export type EngineName = (typeof engineNames)[number];

/** Takes a component's bytes to an instance. Errors of the host's functions pass through. */
export type Start = (
  bytes: Uint8Array<ArrayBuffer>,
  imports?: HostImports,
  options?: EngineOptions,
) => Promise<Result<Instance>>;

// Node imports no `blob:` address.
const jcoEngine = jcoEngineWith((script) => import(/* @vite-ignore */ scriptAddress(script)));

export const engines: Readonly<Record<EngineName, Start>> = {
  native: (bytes, imports = new Map(), options = {}) => instantiate(bytes, imports, { ...options, partly: true }),
  async jco(bytes, imports = new Map(), options = {}) {
    const model = readComponent(bytes);
    if (!model.ok) return fail("invalid-component", model.error.reason, model.error);
    const transpiled = await transpiledOrNot(bytes, model.value);
    if (!transpiled.ok) return transpiled;
    const { script, cores } = transpiled.value;
    const modules = new Map(cores.map(({ name, bytes: core }) => [name, new WebAssembly.Module(core)]));
    return jcoEngine.instantiate({ kind: "jco", script, modules }, imports, options);
  },
};

const tool = new URL("../../node_modules/@bytecodealliance/jco-transpile/vendor/", import.meta.url);

/** How often the transpiler trapped: after that only a fresh one answers. */
let traps = 0;

async function load(): Promise<Transpiler> {
  const address = new URL(`js-component-bindgen-component.js?${traps}`, tool).href;
  return import(/* @vite-ignore */ address);
}

type Arguments = Parameters<typeof transpile>;

/** The transpiler throws what it does not take. */
async function transpiledOrNot(bytes: Uint8Array, model: Arguments[1]): ReturnType<typeof transpile> {
  try {
    return await transpile(bytes, model, { memoryBytes, suspend: [] }, load);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) traps += 1;
    return fail("transpile", error instanceof Error ? error.message : String(error));
  }
}

function scriptAddress(script: Uint8Array): string {
  return `data:text/javascript;charset=utf-8,${encodeURIComponent(new TextDecoder().decode(script))}`;
}

/** Instantiates, or throws what went wrong: for tests that are about something else. */
export async function started(
  engine: EngineName,
  bytes: Uint8Array,
  imports?: HostImports,
): Promise<Instance["exports"]> {
  const result = await engines[engine](new Uint8Array(bytes), imports);
  if (!result.ok) throw new Error(`${engine}: ${result.error.tag}: ${result.error.message}`);
  return result.value.exports;
}

/** The functions of an exported interface, or of the component itself. */
export function functionsOf(
  exported: unknown,
): Readonly<Record<string, ((...args: unknown[]) => unknown) | undefined>> {
  // What an export is, its component says.
  return exported as Readonly<Record<string, (...args: unknown[]) => unknown>>;
}
