import type { RunOptions, RunResult } from "../api.ts";
import type { GuestRequest, OutputChunk, Progress } from "../protocol/index.ts";
import { fail, ok, type OrreryError, type Result } from "../result.ts";
import { applyPatch, fileAt, type Scenario } from "../scenario/index.ts";
import type { Sandbox, SpawnedGuest } from "./sandbox.ts";
import { linkProblem, type SessionCore } from "./core.ts";
import type { makeFolders } from "./folders.ts";
import { decodeOutput } from "./output.ts";
import type { makeOutside } from "./outside.ts";
import type { RunPhase } from "./state.ts";
import { makeTimeLimit } from "./time-limit.ts";

interface Ending {
  readonly status: RunResult["status"];
  readonly error: OrreryError;
}

/** What the frame holds compiled: the last component that was run, with its limit and way of waiting. */
interface Compiled {
  readonly key: string;
  readonly suspend: boolean;
  readonly script: Uint8Array<ArrayBuffer>;
}

/** Runs: one fresh guest each, the next one prepared ahead. */
export function makeRunning(
  core: SessionCore,
  outside: ReturnType<typeof makeOutside>,
  folders: ReturnType<typeof makeFolders>,
) {
  let sandbox: Promise<Result<Sandbox>> | undefined;
  let next: Promise<SpawnedGuest> | undefined;
  let compiled: Compiled | undefined;
  let active:
    | { end(ending: Ending): void; readonly stopped: AbortController; readonly finished: Promise<RunResult> }
    | undefined;

  function prepareNext(): void {
    // A failure shows when the guest is taken.
    prepared().catch(() => {});
  }

  async function run(options: RunOptions = {}): Promise<Result<RunResult>> {
    const state = core.get();
    const { opened } = core;
    if (opened === undefined) return fail("no-component", "Running failed: nothing is open. Open a component first.");
    if (active !== undefined) return fail("busy", "Running failed: a run is under way. Stop it first.");
    if (options.engine === "native")
      return fail("not-available", "Running failed: the native engine is not in this build. Use jco or auto.");
    const asked =
      options.invocation === undefined
        ? ok(state.scenario)
        : applyPatch(state.scenario, { invocation: options.invocation });
    if (!asked.ok) return asked;
    const scenario = asked.value;
    const startedAt = performance.now();
    const ended = Promise.withResolvers<Ending>();
    const finished = Promise.withResolvers<RunResult>();
    const stopped = new AbortController();
    active = { end: ended.resolve, stopped, finished: finished.promise };
    core.contents = new Map();
    outside.begin();
    core.trace.clear(scenario.limits.traceEntries);
    core.exchanges.clear();
    core.set({
      run: { state: "running", phase: "read", startedAt },
      output: [],
      outputVersion: state.outputVersion + 1,
      calls: {},
      traceVersion: state.traceVersion + 1,
      exchanges: 0,
    });

    // Whatever goes wrong, the run comes to an end: the next one must be able to start.
    const result = await conduct(opened, scenario, startedAt, ended.promise, stopped.signal).catch(
      (error): RunResult => ({
        status: "failed",
        error: lost(error).error,
        stdout: "",
        stderr: "",
        files: [],
        calls: {},
        engine: "jco",
        timings: { readMs: opened.readMs, compileMs: 0, startMs: 0, runMs: 0 },
      }),
    );
    active = undefined;
    core.set({ run: { state: "done", result, scenarioAtRun: scenario } });
    finished.resolve(result);
    prepareNext();
    return ok(result);
  }

  async function conduct(
    opened: NonNullable<SessionCore["opened"]>,
    scenario: Scenario,
    startedAt: number,
    ended: Promise<Ending>,
    stopped: AbortSignal,
  ): Promise<RunResult> {
    const output: OutputChunk[] = [];
    let over = false;
    let firstOutputMs: number | undefined;
    let calls: Readonly<Record<string, number>> = {};
    let timings = { readMs: opened.readMs, compileMs: 0, startMs: 0, runMs: 0 };
    const finish = (part: Partial<RunResult> & Pick<RunResult, "status">): RunResult => {
      over = true;
      return {
        files: [],
        ...part,
        ...decodeOutput(output),
        calls,
        engine: "jco",
        timings: { ...timings, ...(firstOutputMs === undefined ? {} : { firstOutputMs }) },
      };
    };
    const phase = (name: Exclude<RunPhase, "read">): void =>
      core.set({ run: { state: "running", phase: name, startedAt } });

    const problem = linkProblem(core.get());
    if (problem !== undefined) return finish({ status: "failed", error: problem });

    phase("compile");
    const code = await Promise.race([compile(opened, scenario).catch(lost), ended]);
    timings = { ...timings, compileMs: performance.now() - startedAt };
    if ("status" in code) {
      core.parts.analysis.reset("transpile");
      return finish(code);
    }
    if (!code.ok) return finish({ status: "failed", error: code.error });
    const { report } = opened;
    const folder = await Promise.race([folders.read(scenario), ended]);
    if ("status" in folder) return finish(folder);
    if (!folder.ok) return finish({ status: "failed", error: folder.error });
    const request: GuestRequest = {
      script: code.value.script,
      suspend: code.value.suspend,
      scenario,
      imports: report.imports,
      exports: report.exports,
      types: report.types,
      ...(folder.value === undefined ? {} : { folder: folder.value }),
    };

    phase("start");
    const taken = await Promise.race([prepared().then(ok).catch(lost), ended]);
    if ("status" in taken) return finish(taken);
    if (!taken.ok) return finish({ status: "failed", error: taken.error });
    const guest = taken.value;
    next = undefined;
    const runStartedAt = performance.now();
    const timeLimit = makeTimeLimit(scenario.limits.timeMs, () => active?.end(outOfTime(scenario.limits.timeMs)));
    const onProgress = (progress: Progress): void => {
      // What was under way when the run ended belongs to no run.
      if (over) return;
      if (progress.output.length > 0) firstOutputMs ??= performance.now() - startedAt;
      for (const chunk of progress.output) output.push(chunk);
      calls = progress.calls;
      const { outputVersion, traceVersion } = core.get();
      if (progress.trace !== undefined) core.trace.take(progress.trace);
      if (progress.exchanges !== undefined) core.exchanges.take(progress.exchanges);
      core.set({
        output,
        outputVersion: outputVersion + 1,
        calls,
        ...(progress.trace === undefined ? {} : { traceVersion: traceVersion + 1 }),
        exchanges: core.exchanges.count,
      });
    };
    phase("run");
    core.exchanges.begin(Date.now());
    const { port, close } = outside.open(scenario, {
      broken: (error) => active?.end({ status: "failed", error }),
      waiting: timeLimit.pause,
    });
    const outcome = await Promise.race([guest.run(code.value.key, request, onProgress, port).catch(lost), ended]);
    timeLimit.clear();
    close();
    await guest.kill();
    timings = { ...timings, runMs: performance.now() - runStartedAt };
    if ("status" in outcome) return finish(outcome);
    if (!outcome.ok) return finish({ status: "failed", error: outcome.error });
    if (folder.value?.writable === true) phase("write");
    const unwritten = await folders.writeBack(scenario, outcome.value, stopped);
    if (unwritten !== undefined) core.notify(unwritten);
    const { contents, startMs, runMs, progressMessages: _, folder: __, ...rest } = outcome.value;
    timings = { ...timings, startMs, runMs };
    core.contents = contents;
    return finish(rest);
  }

  /** Brings the component's code into the frame, unless it is there already. Rejects when the sandbox is lost. */
  async function compile(opened: NonNullable<SessionCore["opened"]>, scenario: Scenario): Promise<Result<Compiled>> {
    if (opened.report.artifact === "wit-package") {
      return fail("wit-package", "Running failed: a WIT package describes interfaces and holds nothing to run.");
    }
    const started = await startedSandbox();
    if (!started.ok) return started;
    const guest = await prepared();
    const suspend = guest.jspi ? waitingImports(scenario) : [];
    const key = `${opened.key}:${scenario.limits.memoryBytes}:${suspend.join()}`;
    if (compiled?.key === key) return ok(compiled);
    const made = await core.parts.analysis.transpile(opened.component, {
      memoryBytes: scenario.limits.memoryBytes,
      suspend,
    });
    if (!made.ok) return made;
    const loaded = await started.value.load(key, made.value.cores);
    if (!loaded.ok) return loaded;
    compiled = { key, suspend: suspend.length > 0, script: made.value.script };
    return ok(compiled);
  }

  /** The sandbox, started afresh when it is lost: the guest that waited in it and what it had compiled are gone too. */
  async function startedSandbox(): Promise<Result<Sandbox>> {
    const known = sandbox;
    const started = await (sandbox ??= core.parts.startSandbox());
    if (started.ok && started.value.alive()) return started;
    if (sandbox === known || !started.ok) {
      sandbox = undefined;
      next = undefined;
      compiled = undefined;
    }
    return started.ok ? startedSandbox() : started;
  }

  /** The guest that waits, or a new one. Rejects when the sandbox cannot give one. */
  function prepared(): Promise<SpawnedGuest> {
    if (next === undefined) {
      const spawning: Promise<SpawnedGuest> = startedSandbox().then((started) => {
        if (!started.ok) throw new Error(started.error.message);
        // A lost sandbox was let go in between, and this guest's place with it.
        next ??= spawning;
        return started.value.spawn();
      });
      next = spawning;
      spawning.catch(() => {
        if (next === spawning) next = undefined;
      });
    }
    return next;
  }

  return {
    /** Starts the sandbox and prepares a first guest; gives what failed. */
    async boot(): Promise<OrreryError | undefined> {
      const started = await startedSandbox();
      if (!started.ok) return started.error;
      prepareNext();
      return undefined;
    },
    run,
    /** Resolves when the guest is gone; tells whether there was one. `why` is said in the result. */
    async stop(why = "Running was stopped by you."): Promise<boolean> {
      if (active === undefined) return false;
      const { end, stopped, finished } = active;
      stopped.abort();
      end({
        status: "stopped",
        error: { tag: "stopped", message: `${why} What the program had written to files is lost with it.` },
      });
      await finished;
      return true;
    },
    /** Bytes of a file as the last run left it, else as the scenario mounts it. */
    async file(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
      const left = core.contents.get(path);
      if (left !== undefined) return left;
      const { run: last, scenario } = core.get();
      const deleted =
        last.state === "done" && last.result.files.some((file) => file.path === path && file.change === "deleted");
      if (deleted) return undefined;
      if (last.state !== "done") return fileAt(scenario.files, path);
      const { scenarioAtRun: then } = last;
      return (await folders.file(then, path)) ?? fileAt(then.files, path);
    },
  };
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

/** The sandbox went away under a run. The next run starts another one. */
function lost(error: unknown): { readonly ok: false; readonly error: OrreryError } {
  const why = error instanceof Error ? error.message : String(error);
  return fail("sandbox", `Running failed: ${why}. The sandbox is started afresh for the next run.`);
}

function outOfTime(timeMs: number): Ending {
  return {
    status: "limited",
    error: {
      tag: "time-limit",
      message: `Running was stopped: the program took longer than ${timeMs.toLocaleString("en")} ms, the time limit of this scenario. Raise the limit if it only needs longer. What it had written to files is lost.`,
    },
  };
}
