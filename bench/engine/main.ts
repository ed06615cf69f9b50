import type { Contestant, Transpiled } from "./contestants.ts";
import type { Answer as Printed, Job as Program } from "../vfs/worker.ts";
import type { Answer, Job, Row } from "./worker.ts";

declare global {
  interface Window {
    /** Starts a contestant on files beside the page: the names of what a transpiler made begin with `folder`. */
    startContestant: (name: string, how: How) => Promise<void>;
    /** Nanoseconds each time. */
    measureCall: (name: string, row: Row, ms: number) => Promise<number>;
    /** Runs a program that was transpiled, on preview2-shim; gives what it printed. */
    runTranspiled: (folder: string, args: readonly string[]) => Promise<string>;
  }
}

export type How =
  | { readonly kind: "by-hand"; readonly core: string }
  | { readonly kind: "jco"; readonly folder: string }
  | { readonly kind: "native"; readonly component: string; readonly traceEntries?: number };

const workers = new Map<string, Worker>();
const programs = new Map<string, Program>();

async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path} is not there.`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** A list beside them names the core modules. */
async function transpiledIn(folder: string): Promise<Transpiled> {
  const names: readonly string[] = await (await fetch(`${folder}.json`)).json();
  const cores = names.map(async (name) => [name, await bytesOf(`${folder}.${name}`)] as const);
  return { script: await bytesOf(`${folder}.js`), cores: new Map(await Promise.all(cores)) };
}

async function contestantOf(how: How): Promise<Contestant> {
  switch (how.kind) {
    case "by-hand":
      return { kind: "by-hand", core: await bytesOf(how.core) };
    case "jco":
      return { kind: "jco", transpiled: await transpiledIn(how.folder) };
    case "native":
      return { ...how, component: await bytesOf(how.component) };
  }
}

function asked(worker: Worker, job: Job, transfer: Transferable[] = []): Promise<Exclude<Answer, { error: string }>> {
  return new Promise((resolve, reject) => {
    const answered = ({ data }: MessageEvent<Answer>): void => {
      worker.removeEventListener("message", answered);
      if ("error" in data) reject(new Error(data.error));
      else resolve(data);
    };
    worker.addEventListener("message", answered);
    worker.postMessage(job, transfer);
  });
}

window.startContestant = async (name, how) => {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name });
  const { port1, port2 } = new MessageChannel();
  // The page of the app takes the rows as they come.
  port1.addEventListener("message", () => undefined);
  port1.start();
  await asked(worker, { kind: "start", contestant: await contestantOf(how), progress: port2 }, [port2]);
  workers.set(name, worker);
};

window.measureCall = async (name, row, ms) => {
  const worker = workers.get(name);
  if (worker === undefined) throw new Error(`${name} was not started.`);
  return (await asked(worker, { kind: "measure", row, ms })).ns ?? Number.NaN;
};

window.runTranspiled = async (folder, args) => {
  let program = programs.get(folder);
  if (program === undefined) {
    const { script, cores } = await transpiledIn(folder);
    const compiled = [...cores].map(async ([name, bytes]) => [name, await WebAssembly.compile(bytes)] as const);
    program = { script, modules: new Map(await Promise.all(compiled)), args: [] };
    programs.set(folder, program);
  }
  const job: Program = { ...program, args };
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("../vfs/worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("error", (event) => reject(new Error(event.message)));
    worker.addEventListener("message", ({ data }: MessageEvent<Printed>) => {
      worker.terminate();
      if (data.error === undefined) resolve(data.printed);
      else reject(new Error(`${data.error}\n${data.printed.slice(-1000)}`));
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker is the only target
    worker.postMessage(job);
  });
};
