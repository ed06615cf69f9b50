import { readComponent } from "../../src/component/index.ts";
import { transpile } from "../../src/engine/jco/transpile.ts";
import type { Answer, Job } from "./worker.ts";

declare global {
  interface Window {
    /** Readies the component at a path beside the page. */
    prepare: (path: string) => Promise<void>;
    /** Runs it in a worker of its own with these arguments; gives what it printed. */
    run: (args: readonly string[]) => Promise<string>;
  }
}

let code: Omit<Job, "args"> | undefined;

window.prepare = async (path) => {
  const bytes = new Uint8Array(await (await fetch(path)).arrayBuffer());
  const model = readComponent(bytes);
  if (!model.ok) throw new Error(model.error.reason);
  // As the app does it for a program that may sleep.
  const suspend = ["wasi:io/poll#poll", "wasi:io/poll#[method]pollable.block"];
  const made = await transpile(bytes, model.value, { memoryBytes: 268_435_456, suspend });
  if (!made.ok) throw new Error(made.error.message);
  const { script, cores } = made.value;
  const modules = await Promise.all(
    cores.map(async (core) => [core.name, await WebAssembly.compile(core.bytes)] as const),
  );
  code = { script, modules: new Map(modules), names: model.value.imports.map(({ name }) => name) };
};

window.run = (args) =>
  new Promise((resolve, reject) => {
    if (code === undefined) throw new Error("Nothing is prepared.");
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("error", (event) => reject(new Error(event.message)));
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      worker.terminate();
      if (data.error === undefined) resolve(data.printed);
      else reject(new Error(`${data.error}\n${data.printed}`));
    });
    const job: Job = { ...code, args };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker is the only target
    worker.postMessage(job);
  });
