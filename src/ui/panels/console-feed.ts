import type { Session, SessionState } from "../../host/state.ts";
import { ConsoleLines, type Line } from "./console-lines.ts";

export interface ConsoleView {
  /** Changed in place; `version` tells of change. */
  readonly lines: readonly Line[];
  readonly dropped: number;
  readonly version: number;
}

export interface ConsoleFeed {
  readonly subscribe: (changed: () => void) => () => void;
  readonly view: () => ConsoleView;
}

const pauseMs = 60;

/** Follows the session's output and tells of new lines at most every few dozen milliseconds. */
export function createConsoleFeed(session: Session): ConsoleFeed {
  const listeners = new Set<() => void>();
  let source: SessionState["output"] | undefined;
  let lines = new ConsoleLines();
  let taken = 0;
  let ended = false;
  let seen: { readonly output: SessionState["output"]; readonly version: number; readonly state: string } | undefined;
  let view: ConsoleView = { lines: [], dropped: 0, version: 0 };
  let timer: ReturnType<typeof setTimeout> | undefined;

  const take = () => {
    const { output, outputVersion, run } = session.store.getState();
    if (seen?.output === output && seen.version === outputVersion && seen.state === run.state) return;
    seen = { output, version: outputVersion, state: run.state };
    const started = ended && run.state === "running";
    if (output !== source || output.length < taken || started) {
      lines = new ConsoleLines();
      taken = 0;
      ended = false;
      source = output;
    }
    for (; taken < output.length; taken++) {
      const chunk = output[taken];
      if (chunk !== undefined) lines.push(chunk);
    }
    if (run.state === "done" && !ended) {
      lines.end();
      ended = true;
    }
    view = { lines: lines.lines, dropped: lines.dropped, version: view.version + 1 };
  };
  const tell = () => {
    timer = undefined;
    take();
    for (const listener of listeners) listener();
  };

  take();
  return {
    subscribe: (changed) => {
      listeners.add(changed);
      // Nobody may have followed for a while: the tab was another one.
      take();
      const stop = session.store.subscribe(() => {
        timer ??= setTimeout(tell, pauseMs);
      });
      return () => {
        listeners.delete(changed);
        stop();
      };
    },
    view: () => view,
  };
}
