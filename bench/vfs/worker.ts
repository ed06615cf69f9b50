import { filesystem } from "@bytecodealliance/preview2-shim";
import { WASIShim } from "@bytecodealliance/preview2-shim/instantiation";
import type { ComponentDefinition } from "../../src/component/index.ts";
import { withoutVersion } from "../../src/component/index.ts";
import { jcoEngine } from "../../src/engine/jco/instantiate.ts";
import { nativeEngine } from "../../src/engine/native/index.ts";

export interface Job {
  /** For jco. */
  readonly script?: Uint8Array<ArrayBuffer>;
  /** For the native engine. */
  readonly definition?: ComponentDefinition;
  readonly suspend?: readonly string[];
  readonly modules: ReadonlyMap<string, WebAssembly.Module>;
  readonly args: readonly string[];
  /** What the script calls its imports, where it names them with their versions. */
  readonly names?: readonly string[];
}

export interface Answer {
  readonly printed: string;
  readonly error?: string;
}

const none = new Uint8Array();

/** One run: `wasi:cli/run` over preview2-shim, with a filesystem in memory. */
async function run({ script, definition, suspend = [], modules, args, names }: Job): Promise<Answer> {
  const decoder = new TextDecoder();
  let printed = "";
  const print = {
    write: (bytes: Uint8Array) => {
      printed += decoder.decode(bytes, { stream: true });
    },
  };
  const shim = new WASIShim({
    stdout: print,
    stderr: print,
    arguments: ["work", ...args],
    browserFilesystem: { adapter: new filesystem.InMemoryFilesystemAdapter(), preopens: { "/work": { dir: {} } } },
  });
  try {
    const known = new Map(Object.entries(shim.getImportObject()).map(([name, given]) => [withoutVersion(name), given]));
    const imports =
      names === undefined ? known : new Map(names.map((name) => [name, known.get(withoutVersion(name)) ?? {}]));
    const instance =
      definition === undefined
        ? await jcoEngine.instantiate({ kind: "jco", script: script ?? none, modules }, imports)
        : await nativeEngine.instantiate({ kind: "native", definition, modules }, imports, { suspend });
    if (!instance.ok) return { printed, error: instance.error.message };
    const [, command] = Object.entries(instance.value.exports).find(([name]) => name.startsWith("wasi:cli/run")) ?? [];
    // The component was made for `wasi:cli/run`.
    await (command as { readonly run: () => unknown }).run();
    return { printed };
  } catch (error) {
    return { printed, error: String(error) };
  }
}

self.addEventListener("message", ({ data }: MessageEvent<Job>) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's messages have no other target
  void run(data).then((answer) => self.postMessage(answer));
});
