import { readCoreModule, withoutVersion } from "../../component/index.ts";
import type { ComponentModel, Extern } from "../../component/model.ts";
import type { CoreFile, TranspileOptions, Transpiled } from "../../protocol/index.ts";
import { fail, ok, type Result } from "../../result.ts";
import { isWholeName } from "./import-names.ts";
import { capCores, type CoreUse, unreadableCore } from "../memory-budget.ts";

export type Transpiler = typeof import("@bytecodealliance/jco-transpile/component");

/**
 * Turns a component into the text and core modules that `jcoEngine` runs, with all memories of all its
 * instances together capped at `options.memoryBytes`. Fails with `transpile` or `memory-limit`; a trap inside the tool is thrown,
 * after which it answers no more: `load` can give another one.
 */
export async function transpile(
  component: Uint8Array,
  model: ComponentModel,
  options: TranspileOptions,
  load: () => Promise<Transpiler> = () => import("@bytecodealliance/jco-transpile/component"),
): Promise<Result<Transpiled>> {
  const { $init, generate } = await load();
  await $init;
  const { files } = await generate(component, {
    name: "component",
    noTypescript: true,
    noNodejsCompat: true,
    base64Cutoff: 0,
    instantiation: { tag: "async" },
    map: model.imports.flatMap(({ name }): [string, string][] => (isWholeName(name) ? [[name, name]] : [])),
    asyncMode:
      options.suspend.length > 0
        ? {
            tag: "jspi",
            val: { imports: suspendingImports(model.imports, options.suspend), exports: functionPaths(model.exports) },
          }
        : { tag: "sync" },
  });
  const script = files.find(([name]) => name.endsWith(".js"))?.[1];
  if (script === undefined) return fail("transpile", "Preparing the component failed: the transpiler gave no script.");
  const text = withoutChance(new TextDecoder().decode(script));
  const cores = cappedCores(
    files.filter(([name]) => name.endsWith(".wasm")),
    text,
    options.memoryBytes,
  );
  return cores.ok ? ok({ script: new TextEncoder().encode(text), cores: cores.value }) : cores;
}

/**
 * jco draws lots where the specification leaves the order of asynchronous work to the host: a run would not be the same each time.
 * Ready work goes on at once, and the rest keeps its order.
 */
function withoutChance(script: string): string {
  return script.replace("return Math.random() > 0.5;", "return true;").replace("sort: Math.random() }", "sort: 0 }");
}

function cappedCores(
  files: readonly (readonly [string, Uint8Array])[],
  script: string,
  memoryBytes: number,
): Result<CoreFile[]> {
  const instances = instancesByFile(script);
  const used: CoreUse[] = [];
  for (const [name, bytes] of files) {
    const module = readCoreModule(bytes);
    if (!module.ok) return unreadableCore(name, module.error, "transpile");
    used.push({ name, bytes, module: module.value, instances: instances.get(name) ?? 1 });
  }
  return capCores(used, memoryBytes, "transpile");
}

/**
 * How many instances the generated script makes of each core file. Names that a component's author chose can only add to it,
 * which takes from their own share.
 */
function instancesByFile(script: string): ReadonlyMap<string, number> {
  const files = new Map<string, string>();
  for (const [, variable = "", file = ""] of script.matchAll(/\bconst (module\d+) = getCoreModule\('([^']+)'\)/g)) {
    if (!files.has(variable)) files.set(variable, file);
  }
  const counts = new Map<string, number>();
  for (const [, variable = ""] of script.matchAll(/\binstantiateCore\((?:yield|await) (module\d+)\b/g)) {
    const file = files.get(variable);
    if (file !== undefined) counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  return counts;
}

function suspendingImports(imports: readonly Extern[], waiting: readonly string[]): string[] {
  return imports.flatMap((item) =>
    item.functions
      .filter((name) => waiting.includes(`${withoutVersion(item.name)}#${name}`))
      .map((name) => `${item.name}#${name}`),
  );
}

function functionPaths(exports: readonly Extern[]): string[] {
  return exports.flatMap((item) =>
    item.kind === "func" ? [item.name] : item.functions.map((name) => `${item.name}#${name}`),
  );
}
