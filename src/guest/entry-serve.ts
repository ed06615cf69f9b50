import { expose } from "comlink";
import type { Guest } from "../protocol/index.ts";
import { runGuest, type Start } from "./run.ts";

interface Handed {
  readonly port?: MessagePort;
  readonly modules?: ReadonlyMap<string, WebAssembly.Module>;
}

/** Makes this worker a guest that runs components with `start`, the one engine that it has. */
export function serveGuest(start: Start): void {
  const modules = Promise.withResolvers<ReadonlyMap<string, WebAssembly.Module>>();
  const guest: Guest = {
    async ready() {
      return { jspi: "Suspending" in WebAssembly };
    },
    async run(request, progress, outside) {
      return runGuest(request, await modules.promise, progress, outside, start);
    },
  };
  self.addEventListener("message", (event: MessageEvent<Handed>) => {
    if (event.data.port !== undefined) expose(guest, event.data.port);
    if (event.data.modules !== undefined) modules.resolve(event.data.modules);
  });
}
