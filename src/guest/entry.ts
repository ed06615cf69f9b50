import { expose } from "comlink";
import type { Guest } from "../protocol/index.ts";
import { runGuest } from "./run.ts";

interface Handed {
  readonly port?: MessagePort;
  readonly modules?: ReadonlyMap<string, WebAssembly.Module>;
}

const modules = Promise.withResolvers<ReadonlyMap<string, WebAssembly.Module>>();

const guest: Guest = {
  async ready() {
    return { jspi: "Suspending" in WebAssembly };
  },
  async run(request, progress, outside) {
    return runGuest(request, await modules.promise, progress, outside);
  },
};

self.addEventListener("message", (event: MessageEvent<Handed>) => {
  if (event.data.port !== undefined) expose(guest, event.data.port);
  if (event.data.modules !== undefined) modules.resolve(event.data.modules);
});
