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

export function canRun(state: SessionState): boolean {
  return runObstacle(state) === undefined;
}
