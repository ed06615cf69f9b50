import type { EngineName, GuestRequest, Opened, Progress } from "../protocol/index.ts";
import { fail, ok, type Result } from "../result.ts";
import type { ComponentRef } from "../scenario/index.ts";
import type { AnalysisClient } from "./analysis-client.ts";
import type { CheckedResult } from "./check-guest.ts";
import type { Sandbox } from "./sandbox.ts";
import { makeSession } from "./session.ts";
import type { StoredWork } from "./storage.ts";

/** A component that exports `run` as a command does, and wants one function of each interface. */
export function opened(name: string, imports: readonly string[] = []): Opened {
  const instance = (item: string) => ({ name: item, kind: "instance", functions: ["f"], types: [] }) as const;
  return {
    component: new Uint8Array([0]),
    report: {
      name,
      size: 1,
      kind: "command",
      artifact: "component",
      adapted: false,
      notices: [],
      imports: imports.map(instance),
      exports: [{ ...instance("wasi:cli/run@0.2.12"), functions: ["run"] }],
      producers: [],
      coreModules: 1,
      nestedComponents: 0,
      types: {
        types: [
          { kind: "result" },
          { kind: "func", async: false, params: [], result: 0 },
          { kind: "instance", exports: [{ name: "f", sort: "func", type: 1 }] },
          { kind: "instance", exports: [{ name: "run", sort: "func", type: 1 }] },
        ],
        imports: imports.map((item) => ({ name: item, sort: "instance", type: 2 })),
        exports: [{ name: "wasi:cli/run@0.2.12", sort: "instance", type: 3 }],
      },
      composition: { components: [], coreModules: 1, instances: [], exports: [] },
      customSections: [],
      docs: {},
    },
  };
}

interface Fakes {
  readonly open?: AnalysisClient["open"];
  readonly run?: (progress: (message: Progress) => void) => Promise<Result<CheckedResult>>;
  readonly hash?: string;
  readonly stored?: StoredWork;
  /** Takes what each guest is given. */
  readonly requests?: unknown[];
  /** The first sandbox breaks down during its first run. */
  readonly dies?: boolean;
}

export function makeFake(fakes: Fakes = {}) {
  const seen = {
    killed: 0,
    runs: 0,
    saved: [] as StoredWork[],
    resets: 0,
    sandboxes: 0,
    engines: [] as EngineName[],
    /** The keys under which something was compiled. */
    loaded: [] as string[],
    hash: fakes.hash ?? "",
  };
  const makeSandbox = (): Sandbox => {
    const dies = fakes.dies === true && seen.sandboxes === 0;
    let alive = true;
    seen.sandboxes += 1;
    return {
      alive: () => alive,
      load: async (key) => {
        seen.loaded.push(key);
        return ok(undefined);
      },
      spawn: async () => ({
        jspi: true,
        run: async (_key, request: GuestRequest, onProgress) => {
          seen.runs += 1;
          fakes.requests?.push(request);
          if (!dies) return fakes.run?.(onProgress) ?? ok(exited());
          alive = false;
          throw new Error("the sandbox does not answer any more");
        },
        kill: async () => {
          seen.killed += 1;
        },
      }),
    };
  };
  const session = makeSession({
    analysis: {
      open: fakes.open ?? (async (name) => ok(opened(name))),
      openOther: fakes.open ?? (async (name) => ok(opened(name))),
      wit: async () => ok("package root:component;"),
      world: async () => fail("wit-syntax", "no"),
      transpile: async () => ok({ script: new Uint8Array(), cores: [] }),
      prepare: async () => ok({ definition: { definitions: [] }, cores: [] }),
      prepareAhead: (component, options) => session.core.parts.analysis.prepare(component, options),
      warm: () => {},
      reset: () => {
        seen.resets += 1;
      },
    },
    startSandbox: async (engine) => {
      seen.engines.push(engine);
      return ok(makeSandbox());
    },
    storage: {
      load: async () => fakes.stored,
      save: async (work) => {
        seen.saved.push(work);
      },
      clear: async () => {},
    },
    preferences: { engine: () => "auto", setEngine: () => {} },
    address: {
      base: () => "https://orrery.test/",
      hash: () => seen.hash,
      rewrite: (hash) => {
        seen.hash = hash;
      },
    },
  });
  return { session, seen, state: () => session.store.getState() };
}

export function exited(): CheckedResult {
  return {
    status: "exited",
    exitCode: 0,
    files: [],
    contents: new Map(),
    startMs: 0,
    runMs: 0,
    progressMessages: 0,
  };
}

export const file = (): Blob => new Blob(["x"]);

/** What was stored for a component, with its file or without. */
export function storedWork(component: ComponentRef, withFile: boolean): StoredWork {
  const scenario = JSON.stringify({ version: 1, component, program: { name: "mine" } });
  return withFile ? { scenario, file: { name: "own.wasm", bytes: new Uint8Array([1]) } } : { scenario };
}
