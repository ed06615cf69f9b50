import { capMemories, readCoreModule, withoutVersion, type ReadError } from "../../component/index.ts";
import type { ComponentModel, Extern } from "../../component/model.ts";
import type { CoreFile, TranspileOptions, Transpiled } from "../../protocol/index.ts";
import { fail, ok, type Result } from "../../result.ts";
import { instancesByFile, type MemoryUser, shareMemory } from "./memory-budget.ts";

/**
 * Turns a component into the text and core modules that `jcoEngine` runs, with all memories of all its
 * instances together capped at `options.memoryBytes`. Fails with `transpile` or `memory-limit`; a trap inside the tool is thrown.
 */
export async function transpile(
  component: Uint8Array,
  model: ComponentModel,
  options: TranspileOptions,
): Promise<Result<Transpiled>> {
  const { $init, generate } = await import("@bytecodealliance/jco-transpile/component");
  await $init;
  const { files } = await generate(component, {
    name: "component",
    noTypescript: true,
    noNodejsCompat: true,
    base64Cutoff: 0,
    instantiation: { tag: "async" },
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
  const cores = cappedCores(
    files.filter(([name]) => name.endsWith(".wasm")),
    new TextDecoder().decode(script),
    options.memoryBytes,
  );
  return cores.ok ? ok({ script: owned(script), cores: cores.value }) : cores;
}

function cappedCores(
  files: readonly (readonly [string, Uint8Array])[],
  script: string,
  memoryBytes: number,
): Result<CoreFile[]> {
  const instances = instancesByFile(script);
  const users: MemoryUser[] = [];
  for (const [name, content] of files) {
    const module = readCoreModule(content);
    if (!module.ok) return unreadable(name, module.error);
    users.push({ memories: module.value.memories, instances: instances.get(name) ?? 1 });
  }
  const shares = shareMemory(users, memoryBytes);
  if (shares === undefined) {
    return fail(
      "memory-limit",
      `Preparing the component failed: its memories start with more than ${memoryBytes.toLocaleString("en")} bytes together, the memory limit of this scenario. Raise the limit.`,
    );
  }
  const cores: CoreFile[] = [];
  for (const [index, [name, content]] of files.entries()) {
    const capped = capMemories(content, shares[index] ?? 0);
    if (!capped.ok) {
      const { error } = capped;
      return error.tag === "memory-limit" ? fail("memory-limit", error.message, error) : unreadable(name, error);
    }
    cores.push({ name, bytes: owned(capped.value) });
  }
  return ok(cores);
}

function unreadable(name: string, error: ReadError): Result<never> {
  return fail(
    "transpile",
    `Preparing the component failed: ${name} cannot be read (${error.reason} at byte ${error.offset}).`,
    error,
  );
}

/** A view that keeps the whole memory of a tool alive, or is not on an ArrayBuffer, is copied. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? new Uint8Array(bytes.buffer)
    : new Uint8Array(bytes);
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
