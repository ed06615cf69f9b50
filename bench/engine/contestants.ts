import type { ComponentType } from "../../src/component/index.ts";
import { readComponent } from "../../src/component/index.ts";
import type { ComponentModel } from "../../src/component/model.ts";
import type { HostImports, Instance } from "../../src/engine/engine.ts";
import { jcoEngine } from "../../src/engine/jco/instantiate.ts";
import { instantiate } from "../../src/engine/native/index.ts";
import { Meter } from "../../src/guest/meter.ts";
import { Sink } from "../../src/guest/sink.ts";
import { wavePrinter } from "../../src/guest/trace-printer.ts";
import { Tracer } from "../../src/guest/trace.ts";
import type { Result } from "../../src/result.ts";
import { makeHost } from "./host.ts";
import { byHand } from "./by-hand.ts";

/** The exports of the guest `glue`. */
export interface Glue {
  add(a: number, b: number): number;
  callAdd(times: number): number;
  callLength(times: number): number;
  callEcho(times: number): number;
  callMethod(times: number): number;
  hash(times: number): number;
}

/** What a transpiler made of a component. */
export interface Transpiled {
  readonly script: Uint8Array<ArrayBuffer>;
  readonly cores: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

export type Contestant =
  | { readonly kind: "by-hand"; readonly core: Uint8Array<ArrayBuffer> }
  | { readonly kind: "jco"; readonly transpiled: Transpiled }
  /** `traceEntries` as in a scenario, 0 for a trace that is off; without it the bare engine: nothing is counted. */
  | { readonly kind: "native"; readonly component: Uint8Array<ArrayBuffer>; readonly traceEntries?: number };

const HOST = "orrery:glue/host";
const GUEST = "orrery:glue/guest";

/** Brings the guest to life. What the trace posts goes to `progress`, as it goes to the page in the app. */
export async function start(contestant: Contestant, progress: MessagePort): Promise<Glue> {
  const host = makeHost();
  switch (contestant.kind) {
    case "by-hand":
      return byHand(contestant.core, host);
    case "jco": {
      const { script, cores } = contestant.transpiled;
      const compiled = [...cores].map(async ([name, bytes]) => [name, await WebAssembly.compile(bytes)] as const);
      const modules = new Map(await Promise.all(compiled));
      return exportsOf(await jcoEngine.instantiate({ kind: "jco", script, modules }, new Map([[HOST, { ...host }]])));
    }
    case "native": {
      const { component, traceEntries } = contestant;
      const plain: HostImports = new Map([[HOST, { ...host }]]);
      const imports = traceEntries === undefined ? plain : metered(component, plain, traceEntries, progress);
      return exportsOf(await instantiate(component, imports));
    }
  }
}

function exportsOf(instance: Result<Instance>): Glue {
  if (!instance.ok) throw new Error(instance.error.message);
  // The world of the guest exports this.
  return instance.value.exports[GUEST] as Glue;
}

/** As the guest of the app does it. */
function metered(
  component: Uint8Array<ArrayBuffer>,
  host: HostImports,
  entries: number,
  progress: MessagePort,
): HostImports {
  const model = modelOf(component);
  const types: ComponentType = model.type;
  const startedAt = performance.now();
  const tracer = new Tracer({
    entries,
    types,
    printer: wavePrinter(types),
    now: () => performance.now() - startedAt,
    ticks: Date.now,
  });
  const limits = { calls: 1e12, handles: 100_000 };
  const meter = new Meter(() => sink.called(), { tracer, types, limits });
  const sink = new Sink({
    outputBytes: 1_000_000,
    now: () => performance.now(),
    counts: () => meter.counts(),
    trace: tracer,
    post: (message, buffers) => progress.postMessage(message, buffers),
  });
  const lacking = (): never => {
    throw new Error("The host has all functions.");
  };
  return new Map(model.imports.map((item) => [item.name, meter.wrap(item, host.get(item.name), lacking, "mock")]));
}

function modelOf(component: Uint8Array): ComponentModel {
  const model = readComponent(component);
  if (!model.ok) throw new Error(model.error.reason);
  return model.value;
}
