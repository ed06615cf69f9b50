import { readComponent } from "../../src/component/index.ts";
import { transpile } from "../../src/engine/jco/transpile.ts";
import { prepare } from "../../src/engine/native/prepare.ts";
import type { CoreFile } from "../../src/protocol/index.ts";
import type { Answer, Job } from "./worker.ts";

declare global {
  interface Window {
    /** Readies the component at a path beside the page, for jco or for the native engine. */
    prepare: (path: string, engine?: "jco" | "native") => Promise<void>;
    /** Runs it in a worker of its own with these arguments; gives what it printed. */
    run: (args: readonly string[]) => Promise<string>;
  }
}

let code: Omit<Job, "args"> | undefined;

const memoryBytes = 268_435_456;
/** As the app does it for a program that may sleep. */
const suspend = ["wasi:io/poll#poll", "wasi:io/poll#[method]pollable.block"];

window.prepare = async (path, engine = "jco") => {
  const bytes = new Uint8Array(await (await fetch(path)).arrayBuffer());
  const model = readComponent(bytes);
  if (!model.ok) throw new Error(model.error.reason);
  const names = model.value.imports.map(({ name }) => name);
  if (engine === "native") {
    const prepared = prepare(bytes, { memoryBytes });
    if (!prepared.ok) throw new Error(prepared.error.message);
    const { definition, cores } = prepared.value;
    code = { definition, modules: await compiled(cores), names, suspend };
    return;
  }
  const made = await transpile(bytes, model.value, { memoryBytes, suspend });
  if (!made.ok) throw new Error(made.error.message);
  code = { script: made.value.script, modules: await compiled(made.value.cores), names, suspend };
};

async function compiled(cores: readonly CoreFile[]): Promise<ReadonlyMap<string, WebAssembly.Module>> {
  return new Map(
    await Promise.all(cores.map(async ({ name, bytes }) => [name, await WebAssembly.compile(bytes)] as const)),
  );
}

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
