import { expose } from "comlink";
import type { CoreFile, Frame } from "../protocol/index.ts";
import { fail, ok } from "../result.ts";

// Opened at top level, or framed without `sandbox`, this document would have the real origin: then it does nothing.
if (self.origin === "null" && window.parent !== window) {
  window.addEventListener("message", function boot(event: MessageEvent<unknown>) {
    if (event.source !== window.parent) return;
    const [port] = event.ports;
    if (port === undefined || typeof event.data !== "string") return;
    window.removeEventListener("message", boot);
    expose(makeFrame(event.data), port);
  });
  window.parent.postMessage("orrery:frame-ready", "*");
}

function makeFrame(guestScript: string): Frame {
  const workers = new Map<string, Worker>();
  const modules = new Map<string, ReadonlyMap<string, WebAssembly.Module>>();
  const workerUrl = URL.createObjectURL(new Blob([guestScript], { type: "text/javascript" }));
  return {
    async load(key: string, cores: readonly CoreFile[]) {
      const compiled = new Map<string, WebAssembly.Module>();
      for (const core of cores) {
        try {
          compiled.set(core.name, await WebAssembly.compile(core.bytes));
        } catch (error) {
          return fail(
            "compile",
            `Compiling ${core.name} failed: ${error instanceof Error ? error.message : String(error)}`,
          );
        }
      }
      modules.set(key, compiled);
      return ok(undefined);
    },
    async forget(key) {
      modules.delete(key);
    },
    async spawn(id, port) {
      const worker = new Worker(workerUrl);
      workers.set(id, worker);
      worker.postMessage({ port }, [port]);
    },
    async give(id, key) {
      // Without modules the engine says which one it misses; told nothing, the guest would wait for ever.
      workers.get(id)?.postMessage({ modules: modules.get(key) ?? new Map() });
    },
    async kill(id) {
      workers.get(id)?.terminate();
      workers.delete(id);
    },
  };
}
