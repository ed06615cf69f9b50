import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import type { OutputChunk } from "../../protocol/index.ts";
import type { Session, SessionState } from "../../host/state.ts";
import { consoleFeedOf } from "./console-feed.ts";

type Part = Pick<SessionState, "output" | "outputVersion" | "run">;

const printed = (text: string): OutputChunk => ({ stream: "stdout", bytes: new TextEncoder().encode(text) });

function fakeSession() {
  const sent: string[] = [];
  const store = createStore<Part>(() => ({ output: [], outputVersion: 0, run: { state: "idle" } }));
  const acts = { type: (text: string) => void sent.push(text), endInput: () => void sent.push("end") };
  // The feed reads and does no more than this.
  const session = { store, acts } as unknown as Session;
  const start = (startedAt: number) =>
    store.setState({ run: { state: "running", phase: "run", startedAt }, output: [] });
  const print = (output: readonly OutputChunk[]) =>
    store.setState(({ outputVersion }) => ({ output, outputVersion: outputVersion + 1 }));
  /** Following anew takes up what happened since. */
  const shown = () => {
    const feed = consoleFeedOf(session);
    feed.subscribe(() => {})();
    return feed.view().lines.map((line) => `${line.stream}: ${line.text}`);
  };
  return { session, sent, start, print, shown };
}

test("what is typed is sent, and stands among what was printed before and after it", () => {
  const { session, sent, start, print, shown } = fakeSession();
  const feed = consoleFeedOf(session);
  start(1);
  feed.send("early", true);
  const output = [printed("Name? ")];
  print(output);
  feed.send("Ada", true);
  print([...output, printed("Hello\n")]);
  feed.send("rest", false);
  feed.endInput();
  expect(sent).toEqual(["early\n", "Ada\n", "rest", "end"]);
  expect(shown()).toEqual(["typed: early", "stdout: Name? ", "typed: Ada", "stdout: Hello", "typed: rest"]);
  expect(feed.view()).toMatchObject({ inputEnded: true, history: ["early", "Ada", "rest"] });
  expect(consoleFeedOf(session)).toBe(feed);
});

test("the next run begins without the input of the last one, also when nobody looked", () => {
  const { session, start, print, shown } = fakeSession();
  const feed = consoleFeedOf(session);
  start(1);
  feed.send("old", true);
  feed.endInput();
  expect(shown()).toEqual(["typed: old"]);
  session.store.setState({ run: { state: "idle" } });
  start(2);
  print([printed("new\n")]);
  expect(shown()).toEqual(["stdout: new"]);
  expect(feed.view()).toMatchObject({ inputEnded: false, history: ["old"] });
});
