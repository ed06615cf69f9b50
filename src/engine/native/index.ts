import { fail, ok, type Result } from "../../result.ts";
import type { EngineOptions, HostImports, Instance } from "../engine.ts";
import { nativeEngine } from "./link/engine.ts";
import { prepare } from "./prepare.ts";

export { nativeEngine } from "./link/engine.ts";

/** What 32 bits address: as good as no limit. */
const ALL_MEMORY = 2 ** 32;

export interface InstantiateOptions extends EngineOptions {
  /** How much all memories of all core instances may have together, in bytes. */
  readonly memoryBytes?: number;
  /** Takes a component too that has built-ins of async functions, streams or futures: they trap when they are called. */
  readonly partly?: boolean;
}

/**
 * From a component's bytes to its exports, in one step: reads, compiles and links. For Node and for pages that run what they
 * trust; the playground does the three where each belongs. Fails as `prepare` and `nativeEngine` do, and with `compile`.
 */
export async function instantiate(
  component: Uint8Array,
  imports: HostImports,
  { memoryBytes = ALL_MEMORY, partly = false, ...options }: InstantiateOptions = {},
): Promise<Result<Instance>> {
  const prepared = prepare(component, { memoryBytes, partly });
  if (!prepared.ok) return prepared;
  const { definition, cores } = prepared.value;
  const modules = await compiled(cores);
  return modules.ok
    ? nativeEngine.instantiate({ kind: "native", definition, modules: modules.value }, imports, options)
    : modules;
}

async function compiled(
  cores: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[],
): Promise<Result<ReadonlyMap<string, WebAssembly.Module>>> {
  const modules = new Map<string, WebAssembly.Module>();
  for (const { name, bytes } of cores) {
    try {
      modules.set(name, await WebAssembly.compile(bytes));
    } catch (error) {
      if (!(error instanceof WebAssembly.CompileError)) throw error;
      return fail("compile", `Compiling failed: the core module ${name} is not valid (${error.message}).`, {
        core: name,
      });
    }
  }
  return ok(modules);
}
