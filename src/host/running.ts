import type { EngineChoice, RunOptions, RunResult } from "../api.ts";
import type { GuestRequest, OutputChunk, Progress } from "../protocol/index.ts";
import { fail, ok, type OrreryError, type Result } from "../result.ts";
import { applyPatch, fileAt, type Scenario } from "../scenario/index.ts";
import { linkProblem, type OpenedFile, type SessionCore } from "./core.ts";
import { firstEngine, isChoice, makeEngines, type Used } from "./engines.ts";
import type { makeFolders } from "./folders.ts";
import { decodeOutput } from "./output.ts";
import type { makeOutside } from "./outside.ts";
import type { RunPhase } from "./state.ts";
import { makeTimeLimit } from "./time-limit.ts";

interface Ending {
  readonly status: RunResult["status"];
  readonly error: OrreryError;
}

/** A run that is asked for. */
interface Conducted {
  readonly opened: OpenedFile;
  readonly scenario: Scenario;
  readonly choice: EngineChoice;
  /** Which engine it takes, as far as that is known. */
  readonly used: Used;
  readonly startedAt: number;
}

/** Runs: one fresh guest each, the next one prepared ahead. */
export function makeRunning(
  core: SessionCore,
  outside: ReturnType<typeof makeOutside>,
  folders: ReturnType<typeof makeFolders>,
) {
  const engines = makeEngines(core);
  let active:
    | { end(ending: Ending): void; readonly stopped: AbortController; readonly finished: Promise<RunResult> }
    | undefined;

  async function run(options: RunOptions = {}): Promise<Result<RunResult>> {
    const state = core.get();
    const { opened } = core;
    if (opened === undefined) return fail("no-component", "Running failed: nothing is open. Open a component first.");
    if (active !== undefined) return fail("busy", "Running failed: a run is under way. Stop it first.");
    const { engine = state.engine } = options;
    if (!isChoice(engine))
      return fail("not-available", "Running failed: there is no such engine. Use auto, native or jco.");
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
    const used: Used = { engine: firstEngine(engine) };
    const under = { opened, scenario, choice: engine, used, startedAt };
    const result = await conduct(under, ended.promise, stopped.signal).catch((error): RunResult => ({
      status: "failed",
      error: lost(error).error,
      stdout: "",
      stderr: "",
      files: [],
      calls: {},
      ...used,
      timings: { readMs: opened.readMs, compileMs: 0, startMs: 0, runMs: 0 },
    }));
    active = undefined;
    core.set({ run: { state: "done", result, scenarioAtRun: scenario } });
    finished.resolve(result);
    engines.lane(used.engine).prepareNext();
    return ok(result);
  }

  async function conduct(
    { opened, scenario, choice, used, startedAt }: Conducted,
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
        ...used,
        timings: { ...timings, ...(firstOutputMs === undefined ? {} : { firstOutputMs }) },
      };
    };
    let reached: RunPhase = "read";
    let shown = true;
    const show = (): void => {
      if (over || shown) return;
      shown = true;
      core.set({ run: { state: "running", phase: reached, startedAt } });
    };
    /** Shown in a turn of its own: drawing phases that pass at once would hold up the run. */
    const phase = (name: Exclude<RunPhase, "read">): void => {
      reached = name;
      if (shown) setTimeout(show);
      shown = false;
    };

    const problem = linkProblem(core.get());
    if (problem !== undefined) return finish({ status: "failed", error: problem });

    phase("compile");
    const code = await Promise.race([engines.compile(opened, scenario, choice, used).catch(lost), ended]);
    timings = { ...timings, compileMs: performance.now() - startedAt };
    if ("status" in code) {
      core.parts.analysis.reset("code");
      core.parts.analysis.reset("ahead");
      return finish(code);
    }
    if (!code.ok) return finish({ status: "failed", error: code.error });
    const { report } = opened;
    const folder = await Promise.race([folders.read(scenario), ended]);
    if ("status" in folder) return finish(folder);
    if (!folder.ok) return finish({ status: "failed", error: folder.error });
    const request: GuestRequest = {
      code: code.value.code,
      suspend: code.value.suspend,
      scenario,
      imports: report.imports,
      exports: report.exports,
      types: report.types,
      ...(folder.value === undefined ? {} : { folder: folder.value }),
    };

    phase("start");
    const taken = await Promise.race([engines.lane(used.engine).take().then(ok).catch(lost), ended]);
    if ("status" in taken) return finish(taken);
    if (!taken.ok) return finish({ status: "failed", error: taken.error });
    const guest = taken.value;
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
    if (folder.value?.writable === true) {
      phase("write");
      show();
    }
    const unwritten = await folders.writeBack(scenario, outcome.value, stopped);
    if (unwritten !== undefined) core.notify(unwritten);
    const { contents, startMs, runMs, progressMessages: _, folder: __, ...rest } = outcome.value;
    timings = { ...timings, startMs, runMs };
    core.contents = contents;
    return finish(rest);
  }

  return {
    /** Starts the sandbox of the engine that will run first and prepares a guest; gives what failed. */
    boot: (): Promise<OrreryError | undefined> => engines.lane(firstEngine(core.get().engine)).boot(),
    run,
    /** Readies what is open to run, unless the engine that is set takes long to be made ready. */
    ahead(): void {
      const { opened } = core;
      if (opened !== undefined && firstEngine(core.get().engine) === "native")
        engines.ahead(opened, core.get().scenario);
    },
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
