import { wrap } from "comlink";
import type { Analysis } from "../protocol/index.ts";
import { err, type OrreryError, type Result } from "../result.ts";

/**
 * How long one call may take before the worker is given up, in milliseconds. Transpiling 30 MB takes a few seconds, a world
 * far less than one.
 */
const PATIENCE_MS = {
  open: 120_000,
  compare: 60_000,
  wit: 60_000,
  world: 20_000,
  code: 120_000,
  ahead: 120_000,
} as const;

/** `code`: whatever makes a component ready to run, and `ahead`: before somebody wants to. */
type Kind = keyof typeof PATIENCE_MS;

/** Makes the worker; injected so that tests can stand in for it. */
export type SpawnAnalysis = () => Worker;

/**
 * The analysis worker as a value that can always be called: a worker that crashes, hangs or whose tools have trapped is
 * replaced, and the call that met it answers `analysis-crashed`. Calls that only shared the worker with it are made again,
 * once. `reset` drops the worker for the sake of calls of one kind that nobody waits for any more: these answer `stopped`.
 */
export interface AnalysisClient extends Analysis {
  /** As `open`, for a file that is only compared with what is open: it is given up as a kind of its own, `compare`. */
  openOther: Analysis["open"];
  /** As `prepare`, before a run is asked for: it is given up as a kind of its own, `ahead`. */
  prepareAhead: Analysis["prepare"];
  /** Starts the worker unless there is one: something will be asked of it soon. */
  warm(): void;
  reset(kind: Kind): void;
}

/** Why a worker was dropped. */
interface Dropped {
  readonly error: OrreryError;
  /** The call that is to blame, or the calls that were given up; neither when the worker broke off by itself. */
  readonly blame?: object | Kind;
}

interface Current {
  readonly worker: Worker;
  readonly remote: Analysis;
  readonly gone: Promise<Dropped>;
  readonly end: (why: Dropped) => void;
  /** Calls that wait for an answer, by kind. */
  readonly waiting: Map<object, Kind>;
}

export function makeAnalysisClient(spawn: SpawnAnalysis): AnalysisClient {
  let current: Current | undefined;

  function start(): Current {
    const worker = spawn();
    const gone = Promise.withResolvers<Dropped>();
    const started = {
      worker,
      remote: wrap<Analysis>(worker),
      gone: gone.promise,
      end: gone.resolve,
      waiting: new Map(),
    };
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      drop(started, { error: gaveUp(event.message || "the worker stopped") });
    });
    current = started;
    return started;
  }

  function drop(which: Current, why: Dropped): void {
    if (current === which) current = undefined;
    which.worker.terminate();
    which.end(why);
  }

  async function call<T>(
    kind: Kind,
    use: (remote: Analysis) => Promise<Result<T>>,
    isAgain = false,
  ): Promise<Result<T>> {
    const used = current ?? start();
    const me = {};
    used.waiting.set(me, kind);
    const patience = PATIENCE_MS[kind];
    const timer = setTimeout(() => {
      drop(used, { error: gaveUp(`it took longer than ${patience / 1000} seconds`), blame: me });
    }, patience);
    const answer = use(used.remote).catch((error: unknown) =>
      err(gaveUp(error instanceof Error ? error.message : String(error))),
    );
    const outcome = await Promise.race([answer.then((result) => ({ result })), used.gone]);
    clearTimeout(timer);
    used.waiting.delete(me);
    if ("result" in outcome) {
      const { result } = outcome;
      if (!result.ok && result.error.tag === "analysis-crashed") drop(used, { error: result.error, blame: me });
      return result;
    }
    const isMine = outcome.blame === me || outcome.blame === kind;
    return isMine || isAgain ? err(outcome.error) : call(kind, use, true);
  }

  return {
    open: (name, bytes) => call("open", (remote) => remote.open(name, bytes)),
    openOther: (name, bytes) => call("compare", (remote) => remote.open(name, bytes)),
    wit: (component, options) => call("wit", (remote) => remote.wit(component, options)),
    world: (wit, world) => call("world", (remote) => remote.world(wit, world)),
    transpile: (component, options) => call("code", (remote) => remote.transpile(component, options)),
    prepare: (component, options) => call("code", (remote) => remote.prepare(component, options)),
    prepareAhead: (component, options) => call("ahead", (remote) => remote.prepare(component, options)),
    warm: () => void (current ?? start()),
    reset(kind) {
      if (current === undefined || ![...current.waiting.values()].includes(kind)) return;
      drop(current, { error: { tag: "stopped", message: "Reading was stopped." }, blame: kind });
    },
  };
}

function gaveUp(why: string): OrreryError {
  return {
    tag: "analysis-crashed",
    message: `Reading the file failed: the tool that reads it gave up (${why}). It has been started afresh; the file may be damaged or made to do this.`,
  };
}
