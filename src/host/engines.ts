import type { EngineChoice } from "../api.ts";
import type { CoreFile, EngineName, GuestCode, PrepareOptions } from "../protocol/index.ts";
import { fail, ok, type Result } from "../result.ts";
import type { Scenario } from "../scenario/index.ts";
import type { AnalysisClient } from "./analysis-client.ts";
import type { OpenedFile, SessionCore } from "./core.ts";
import { makeLane, type Compiled, type Lane } from "./lane.ts";

/** Which engine a run takes; it becomes known while the run begins. */
export interface Used {
  engine: EngineName;
  /** Why `auto` did not take the native one: a sentence. */
  engineReason?: string;
}

/** A component ready to run: what the guest is told, beside the modules that its frame keeps under `key`. */
export interface Ready extends Compiled {
  /** The imports that may wait. */
  readonly suspend: readonly string[];
}

/** How something is made ready before its run is asked for, and whether that is still of use. */
interface Early {
  readonly make: AnalysisClient["prepare"];
  isWanted(): boolean;
}

export function isChoice(value: unknown): value is EngineChoice {
  return value === "auto" || value === "native" || value === "jco";
}

/** The engine that is tried first. */
export function firstEngine(choice: EngineChoice): EngineName {
  return choice === "jco" ? "jco" : "native";
}

/** Components up to this size, in bytes, are made ready before somebody runs them: larger ones may only be looked at. */
const AHEAD_BYTES = 8 * 1024 * 1024;

/** The engines of a page, each with its sandbox: chooses one for a run and brings the component's code there. */
export function makeEngines(core: SessionCore) {
  const { parts } = core;
  const lanes: Readonly<Record<EngineName, Lane>> = {
    native: makeLane("native", parts),
    jco: makeLane("jco", parts),
  };
  /** The component that the native engine last said no to. */
  let unsupported: { readonly key: string; readonly reason: string } | undefined;
  /** What is being made ready, or was last, before its run is asked for. */
  let early: { readonly key: string; readonly done: Promise<unknown> } | undefined;

  /** Brings a component into the sandbox of the engine that is chosen, and notes in `used` which that is. Rejects when the sandbox is lost. */
  async function compile(
    opened: OpenedFile,
    scenario: Scenario,
    choice: EngineChoice,
    used: Used,
  ): Promise<Result<Ready>> {
    if (opened.report.artifact === "wit-package") {
      return fail("wit-package", "Running failed: a WIT package describes interfaces and holds nothing to run.");
    }
    if (choice === "jco") return withJco(opened, scenario);
    if (early?.key === nativeKey(opened, scenario)) await early.done;
    const known = unsupported?.key === opened.key ? unsupported.reason : undefined;
    const native = known === undefined ? await withNative(opened, scenario) : fail("unsupported", known);
    if (native.ok || native.error.tag !== "unsupported") return native;
    const reason = native.error.message;
    unsupported = { key: opened.key, reason };
    if (choice === "native") {
      // What is only partly supported may run as far as it can.
      const partly = await withNative(opened, scenario, { partly: true });
      if (partly.ok || partly.error.tag !== "unsupported") return partly;
      const { message, detail } = partly.error;
      return fail("unsupported", `${message} Choose auto or jco as the engine to run it all the same.`, detail);
    }
    used.engine = "jco";
    used.engineReason = withoutPhase(reason);
    return withJco(opened, scenario);
  }

  /**
   * Makes a component ready for the native engine before its run is asked for. What goes wrong is left to the run, which tries
   * again and tells it; only that the engine cannot run it is remembered.
   */
  function ahead(opened: OpenedFile, scenario: Scenario): void {
    if (opened.report.artifact === "wit-package" || opened.component.byteLength > AHEAD_BYTES) return;
    const isOpen = (): boolean => core.opened === opened;
    const done = withNative(opened, scenario, {}, { make: parts.analysis.prepareAhead, isWanted: isOpen }).then(
      (made) => {
        if (made.ok || made.error.tag !== "unsupported" || !isOpen()) return;
        unsupported = { key: opened.key, reason: made.error.message };
      },
      () => {},
    );
    early = { key: nativeKey(opened, scenario), done };
  }

  function nativeKey(opened: OpenedFile, { limits }: Scenario): string {
    return `${opened.key}:${limits.memoryBytes}`;
  }

  async function withNative(
    opened: OpenedFile,
    scenario: Scenario,
    how: Pick<PrepareOptions, "partly"> = {},
    { make, isWanted }: Early = { make: parts.analysis.prepare, isWanted: () => true },
  ): Promise<Result<Ready>> {
    const { memoryBytes } = scenario.limits;
    // Which imports may wait is told when it is instantiated: it makes no difference to what is compiled.
    const key = `${nativeKey(opened, scenario)}${how.partly === true ? ":partly" : ""}`;
    return brought(
      "native",
      key,
      scenario,
      async () => {
        const made = await make(opened.component, { memoryBytes, ...how });
        if (!made.ok) return made;
        const { definition, cores } = made.value;
        return ok({ code: { engine: "native", definition }, cores });
      },
      isWanted,
    );
  }

  async function withJco(opened: OpenedFile, scenario: Scenario): Promise<Result<Ready>> {
    const { memoryBytes } = scenario.limits;
    const suspend = await waiting("jco", scenario);
    if (!suspend.ok) return suspend;
    const key = `${opened.key}:${memoryBytes}:${suspend.value.join()}`;
    return brought("jco", key, scenario, async () => {
      const made = await parts.analysis.transpile(opened.component, { memoryBytes, suspend: suspend.value });
      if (!made.ok) return made;
      const { script, cores } = made.value;
      return ok({ code: { engine: "jco", script }, cores });
    });
  }

  /** What `make` gives, compiled in the engine's frame, unless it is there already. */
  async function brought(
    engine: EngineName,
    key: string,
    scenario: Scenario,
    make: () => Promise<Result<{ readonly code: GuestCode; readonly cores: readonly CoreFile[] }>>,
    isWanted: () => boolean = () => true,
  ): Promise<Result<Ready>> {
    const lane = lanes[engine];
    // The sandbox may have to be started first: meanwhile the component is read.
    const begun = lane.kept(key) === undefined ? make() : undefined;
    const [made, suspend] = await Promise.all([begun, waiting(engine, scenario)]);
    if (!suspend.ok) return suspend;
    const kept = lane.kept(key);
    if (kept !== undefined) return ok({ ...kept, suspend: suspend.value });
    // Where it was there at first, it was lost with its sandbox.
    const fresh = made ?? (await make());
    if (!fresh.ok) return fresh;
    const sandbox = await lane.started();
    if (!sandbox.ok) return sandbox;
    // Compiled, it would take the place of what is open now.
    if (!isWanted()) return fail("stopped", "Something else was opened.");
    const loaded = await sandbox.value.load(key, fresh.value.cores);
    return loaded.ok ? ok({ ...lane.keep({ key, code: fresh.value.code }), suspend: suspend.value }) : loaded;
  }

  /** The imports that may wait in a run of that engine: none where the browser cannot let WebAssembly wait. */
  async function waiting(engine: EngineName, scenario: Scenario): Promise<Result<readonly string[]>> {
    const lane = lanes[engine];
    const started = await lane.started();
    if (!started.ok) return started;
    const { jspi } = await lane.prepared();
    return ok(jspi ? waitingImports(scenario) : []);
  }

  return { lane: (engine: EngineName): Lane => lanes[engine], compile, ahead };
}

/** Nothing failed where the other engine takes over: of a failure's message only the reason is told. */
function withoutPhase(message: string): string {
  const reason = message.replace(/^[^:]*failed: /, "");
  return reason.slice(0, 1).toUpperCase() + reason.slice(1);
}

/** The imports that may have to wait for real time, each by its interface without version. Every one that can wait costs its calls time. */
function waitingImports({ bindings, program }: Scenario): readonly string[] {
  // A person and a server take real time, whatever the clock shows.
  const outside = bindings.stdin.mode === "real" || bindings.http.mode === "real";
  if (!outside && bindings["monotonic-clock"].mode !== "real") return [];
  const polls = ["wasi:io/poll#poll", "wasi:io/poll#[method]pollable.block"];
  const typed = bindings.stdin.mode === "mock" && "lines" in program.stdin;
  if (!outside && !typed && bindings.http.mode === "deny" && bindings.sockets.mode === "deny") return polls;
  return [
    ...polls,
    "wasi:io/streams#[method]input-stream.blocking-read",
    "wasi:io/streams#[method]input-stream.blocking-skip",
  ];
}
