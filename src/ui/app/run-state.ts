import type { SessionState } from "../../host/state.ts";

/** Why Run cannot be pressed, as a sentence; undefined when it can. */
export function runObstacle(state: Pick<SessionState, "ready" | "report" | "run" | "scenario">): string | undefined {
  if (!state.ready) return "Getting ready.";
  if (state.report === undefined) return "Open a component first.";
  if (state.run.state === "running") return "It is running.";
  if (state.report.artifact === "wit-package") return "A WIT package holds types only: there is nothing to run.";
  if (state.report.kind === "proxy") return "Serving requests is not available in this build.";
  if (state.report.kind === "library" && !("call" in state.scenario.invocation))
    return "Choose a function to call first.";
  return undefined;
}

/**
 * Whether the last run is over and the component did run in it: what was never called is known only then. Not so when the run
 * ended before, as with a world that does not fit, or was stopped while its code was made.
 */
export function guestRan({ run, calls }: Pick<SessionState, "run" | "calls">): boolean {
  if (run.state !== "done") return false;
  const { status, timings } = run.result;
  return Object.keys(calls).length > 0 || (status !== "failed" && timings.runMs > 0);
}

export function canRun(state: SessionState): boolean {
  return runObstacle(state) === undefined;
}
