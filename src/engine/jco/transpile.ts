import { capMemories } from "../../component/index.ts";
import type { ComponentModel, Extern } from "../../component/model.ts";
import type { CoreFile, TranspileOptions, Transpiled } from "../../protocol/index.ts";
import { fail, ok, type Result } from "../../result.ts";

/** Imports that may have to wait for real time, by interface (without version) and function. */
const waiting: Readonly<Record<string, readonly string[]>> = {
  "wasi:io/poll": ["poll", "[method]pollable.block"],
};

/**
 * Turns a component into the text and core modules that `jcoEngine` runs, with every memory capped at
 * `options.memoryBytes`. Fails with `transpile` or `memory-limit`; a trap inside the tool is thrown.
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
    asyncMode: options.suspend
      ? { tag: "jspi", val: { imports: suspendingImports(model.imports), exports: functionPaths(model.exports) } }
      : { tag: "sync" },
  });
  let script: Uint8Array<ArrayBuffer> | undefined;
  const cores: CoreFile[] = [];
  for (const [name, content] of files) {
    if (name.endsWith(".js")) script = owned(content);
    if (!name.endsWith(".wasm")) continue;
    const capped = capMemories(content, options.memoryBytes);
    if (!capped.ok) {
      const { error } = capped;
      if (error.tag === "memory-limit") return fail("memory-limit", error.message, error);
      return fail(
        "transpile",
        `Preparing the component failed: ${name} cannot be read (${error.reason} at byte ${error.offset}).`,
        error,
      );
    }
    cores.push({ name, bytes: owned(capped.value) });
  }
  if (script === undefined) return fail("transpile", "Preparing the component failed: the transpiler gave no script.");
  return ok({ script, cores });
}

/** A view that keeps the whole memory of a tool alive, or is not on an ArrayBuffer, is copied. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? new Uint8Array(bytes.buffer)
    : new Uint8Array(bytes);
}

function suspendingImports(imports: readonly Extern[]): string[] {
  return imports.flatMap((item) => {
    const names = waiting[item.name.replace(/@.*$/, "")] ?? [];
    return item.functions.filter((name) => names.includes(name)).map((name) => `${item.name}#${name}`);
  });
}

function functionPaths(exports: readonly Extern[]): string[] {
  return exports.flatMap((item) =>
    item.kind === "func" ? [item.name] : item.functions.map((name) => `${item.name}#${name}`),
  );
}
