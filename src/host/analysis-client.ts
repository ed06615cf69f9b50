import { wrap } from "comlink";
import type { Analysis } from "../protocol/index.ts";
import { err, type OrreryError, type Result } from "../result.ts";

/** How long one call may take before the worker is given up, in milliseconds. Transpiling 30 MB takes a few seconds. */
const PATIENCE_MS = 120_000;

/** Makes the worker; injected so that tests can stand in for it. */
export type SpawnAnalysis = () => Worker;

/**
 * The analysis worker as a value that can always be called: a worker that crashes, hangs or whose tools have trapped is
 * replaced, and the call that met it answers `analysis-crashed`. `reset` drops the worker, for a person who gives up waiting.
 */
export interface AnalysisClient extends Analysis {
  reset(): void;
}

export function makeAnalysisClient(spawn: SpawnAnalysis): AnalysisClient {
  let current:
    | {
        readonly worker: Worker;
        readonly remote: Analysis;
        readonly gone: Promise<OrreryError>;
        readonly end: (why: OrreryError) => void;
      }
    | undefined;

  function start() {
    const worker = spawn();
    const gone = Promise.withResolvers<OrreryError>();
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      drop(gaveUp(event.message || "the worker stopped"));
    });
    current = { worker, remote: wrap<Analysis>(worker), gone: gone.promise, end: gone.resolve };
    return current;
  }

  function drop(why: OrreryError): void {
    current?.worker.terminate();
    current?.end(why);
    current = undefined;
  }

  async function call<T>(use: (remote: Analysis) => Promise<Result<T>>): Promise<Result<T>> {
    const used = current ?? start();
    const late = Promise.withResolvers<OrreryError>();
    const timer = setTimeout(
      () => late.resolve(gaveUp(`it took longer than ${PATIENCE_MS / 1000} seconds`)),
      PATIENCE_MS,
    );
    try {
      const lost = Promise.race([used.gone, late.promise]).then((error) => err(error));
      const result = await Promise.race([use(used.remote), lost]);
      if (!result.ok && result.error.tag === "analysis-crashed" && current === used) drop(result.error);
      return result;
    } catch (error) {
      const failure = gaveUp(error instanceof Error ? error.message : String(error));
      if (current === used) drop(failure);
      return err(failure);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    open: (name, bytes) => call((remote) => remote.open(name, bytes)),
    wit: (component) => call((remote) => remote.wit(component)),
    world: (wit, world) => call((remote) => remote.world(wit, world)),
    transpile: (component, options) => call((remote) => remote.transpile(component, options)),
    reset: () => drop({ tag: "stopped", message: "Reading was stopped." }),
  };
}

function gaveUp(why: string): OrreryError {
  return {
    tag: "analysis-crashed",
    message: `Reading the file failed: the tool that reads it gave up (${why}). It has been started afresh; the file may be damaged or made to do this.`,
  };
}
