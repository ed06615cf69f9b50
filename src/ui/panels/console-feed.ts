import type { Session, SessionState } from "../../host/state.ts";
import { ConsoleLines, type Line } from "./console-lines.ts";

export interface ConsoleView {
  /** Changed in place; `version` tells of change. */
  readonly lines: readonly Line[];
  readonly dropped: number;
  readonly version: number;
  /** The person ended the input of the current run. */
  readonly inputEnded: boolean;
  /** What was typed before, oldest first, of every run. */
  readonly history: readonly string[];
}

export interface ConsoleFeed {
  readonly subscribe: (changed: () => void) => () => void;
  readonly view: () => ConsoleView;
  /** Sends what the person typed, and shows it among the output. `newline`: the line is whole. */
  readonly send: (text: string, newline: boolean) => void;
  /** Ends the input. */
  readonly endInput: () => void;
}

const pauseMs = 60;
const longestHistory = 200;

const feeds = new WeakMap<Session, ConsoleFeed>();

/** The console of a session: what was typed is still there when the panels were taken off the page and put back. */
export function consoleFeedOf(session: Session): ConsoleFeed {
  const known = feeds.get(session) ?? createConsoleFeed(session);
  feeds.set(session, known);
  return known;
}

/** Follows the session's output and tells of new lines at most every few dozen milliseconds. */
function createConsoleFeed(session: Session): ConsoleFeed {
  const listeners = new Set<() => void>();
  let source: SessionState["output"] | undefined;
  let lines = new ConsoleLines();
  let taken = 0;
  let ended = false;
  let seen: { readonly output: SessionState["output"]; readonly version: number; readonly state: string } | undefined;
  let view: ConsoleView = { lines: [], dropped: 0, version: 0, inputEnded: false, history: [] };
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What was sent in the current or last run, with the number of chunks that were printed before. */
  let typed: { readonly text: string; readonly after: number }[] = [];
  let typedTaken = 0;
  let inputEnded = false;
  let history: readonly string[] = [];

  const take = () => {
    const { output, outputVersion, run } = session.store.getState();
    if (seen?.output === output && seen.version === outputVersion && seen.state === run.state) return;
    seen = { output, version: outputVersion, state: run.state };
    const started = ended && run.state === "running";
    if (output !== source || output.length < taken || started) {
      lines = new ConsoleLines();
      taken = 0;
      typedTaken = 0;
      ended = false;
      source = output;
    }
    for (; taken < output.length; taken++) {
      takeTyped(taken);
      const chunk = output[taken];
      if (chunk !== undefined) lines.push(chunk);
    }
    takeTyped(taken);
    if (run.state === "done" && !ended) {
      lines.end();
      ended = true;
    }
    view = { lines: lines.lines, dropped: lines.dropped, version: view.version + 1, inputEnded, history };
  };
  const takeTyped = (printed: number) => {
    for (let next = typed[typedTaken]; next !== undefined && next.after <= printed; next = typed[typedTaken]) {
      lines.typed(next.text);
      typedTaken += 1;
    }
  };
  const tell = () => {
    timer = undefined;
    take();
    for (const listener of listeners) listener();
  };

  const tellOfTyped = () => {
    seen = undefined;
    timer ??= setTimeout(tell, 0);
  };

  // Every run begins without input, also one that nobody looks at.
  session.store.subscribe(({ run }, { run: before }) => {
    if (run.state !== "running" || before.state === "running") return;
    typed = [];
    typedTaken = 0;
    inputEnded = false;
  });

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
    send: (text, newline) => {
      session.acts.type(newline ? `${text}\n` : text);
      if (text !== "" && text !== history.at(-1)) history = [...history, text].slice(-longestHistory);
      typed.push({ text, after: session.store.getState().output.length });
      tellOfTyped();
    },
    endInput: () => {
      session.acts.endInput();
      inputEnded = true;
      tellOfTyped();
    },
  };
}
