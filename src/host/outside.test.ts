import { afterEach, expect, test, vi } from "vitest";
import type { OutsideAsk, OutsideReply } from "../protocol/outside.ts";
import type { OrreryError } from "../result.ts";
import { applyPatch, defaultScenario, encodeLink, type ScenarioPatch } from "../scenario/index.ts";
import type { Fetch } from "./broker.ts";
import { makeOrrery } from "./orrery.ts";
import { makeOutside } from "./outside.ts";
import { makeFake } from "./session-testing.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const real: ScenarioPatch = { bindings: { stdin: { mode: "real" }, http: { mode: "real" } } };
const request = { method: "GET", url: "https://a.example/", headers: [], body: undefined, timeoutMs: undefined };

/** One run's channel, with the guest's end in the test's hand. */
function make(patch: ScenarioPatch = real, fetch: Fetch = async () => new Response("hello")) {
  const { session, state } = makeFake();
  const sent = vi.fn<Fetch>(fetch);
  const outside = makeOutside(session.core, sent);
  const scenario = applyPatch(defaultScenario(), patch);
  if (!scenario.ok) throw new Error(scenario.error.message);
  const broken: OrreryError[] = [];
  const waiting: boolean[] = [];
  session.core.set({ run: { state: "running", phase: "run", startedAt: 0 } });
  const open = ({ begun = false } = {}) => {
    if (!begun) outside.begin();
    const { port, close } = outside.open(scenario.value, {
      broken: (error) => broken.push(error),
      waiting: (isWaiting) => waiting.push(isWaiting),
    });
    const replies: OutsideReply[] = [];
    port.onmessage = ({ data }: MessageEvent<OutsideReply>) => replies.push(data);
    closing.push(() => {
      close();
      port.close();
    });
    return {
      replies,
      close,
      ask: (message: OutsideAsk) => port.postMessage(message),
      post: (message: unknown) => port.postMessage(message),
    };
  };
  return { outside, sent, broken, waiting, state, session, open, ...open() };
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

test("a read waits for what is typed, and time stands still meanwhile", async () => {
  const { outside, ask, replies, waiting, state } = make();
  ask({ id: 1, ask: "terminal" });
  ask({ id: 2, ask: "suspended", is: true });
  await expect.poll(() => waiting).toEqual([true]);
  expect(state().typing).toBe(true);
  outside.type("");
  expect(state().typing).toBe(true);
  outside.type("grüße\n");
  expect(state().typing).toBe(false);
  expect(waiting).toEqual([true, false]);
  await expect.poll(() => replies).toEqual([{ id: 1, terminal: utf8("grüße\n") }]);
});

test("time passes for a program that goes on beside its ask, and stands still only while it does", async () => {
  const { outside, ask, post, broken, replies, waiting, state } = make();
  ask({ id: 1, ask: "suspended", is: true });
  ask({ id: 2, ask: "suspended", is: false });
  ask({ id: 3, ask: "terminal" });
  await expect.poll(() => state().typing).toBe(true);
  expect(waiting).toEqual([]);
  ask({ id: 4, ask: "suspended", is: true });
  ask({ id: 5, ask: "suspended", is: true });
  await expect.poll(() => waiting).toEqual([true]);
  ask({ id: 6, ask: "suspended", is: false });
  await expect.poll(() => waiting).toEqual([true, false]);
  ask({ id: 7, ask: "suspended", is: true });
  await expect.poll(() => waiting).toEqual([true, false, true]);
  outside.type("x");
  expect(waiting).toEqual([true, false, true, false]);
  await expect.poll(() => replies).toHaveLength(1);
  post({ id: 8, ask: "suspended", is: 1 });
  await expect.poll(() => broken).toMatchObject([{ tag: "sandbox" }]);
});

test("what is typed ahead is kept for the next read, up to a cap, and then comes the end", async () => {
  const { outside, ask, replies, state } = make();
  outside.type("one\n");
  outside.type("two\n");
  outside.type("x".repeat(1024 * 1024));
  expect(state().notice?.text).toContain("not taken");
  outside.endInput();
  outside.type("too late");
  for (const id of [1, 2, 3]) ask({ id, ask: "terminal" });
  await expect
    .poll(() => replies)
    .toEqual([
      { id: 1, terminal: utf8("one\ntwo\n") },
      { id: 2, terminal: undefined },
      { id: 3, terminal: undefined },
    ]);
});

test("the end of input ends every read that waits; the next run's terminal is a fresh one", async () => {
  const { outside, ask, replies, state, open, close } = make();
  ask({ id: 1, ask: "terminal" });
  ask({ id: 2, ask: "terminal" });
  await expect.poll(() => state().typing).toBe(true);
  outside.endInput();
  await expect.poll(() => replies).toHaveLength(2);
  close();
  outside.type("between two runs");
  const next = open();
  next.ask({ id: 1, ask: "terminal" });
  await expect.poll(() => state().typing).toBe(true);
  outside.type("a");
  await expect.poll(() => next.replies).toEqual([{ id: 1, terminal: utf8("a") }]);
});

test("what is typed while the component is still being made is kept for it", async () => {
  const { outside, open, close } = make();
  close();
  outside.begin();
  outside.type("early");
  outside.endInput();
  const { ask, replies } = open({ begun: true });
  ask({ id: 1, ask: "terminal" });
  ask({ id: 2, ask: "terminal" });
  await expect
    .poll(() => replies)
    .toEqual([
      { id: 1, terminal: utf8("early") },
      { id: 2, terminal: undefined },
    ]);
});

test("a request goes out when it is allowed, and its body is asked for piece by piece", async () => {
  const { outside, ask, replies, waiting, state } = make();
  ask({ id: 1, ask: "request", request });
  await expect.poll(() => state().network.asks).toHaveLength(1);
  ask({ id: 2, ask: "terminal" });
  ask({ id: 3, ask: "suspended", is: true });
  await expect.poll(() => waiting).toEqual([true]);
  expect(state().typing).toBe(true);
  outside.allowOrigin("https://a.example", false);
  await expect.poll(() => replies).toMatchObject([{ id: 1, answer: { status: 200, body: 1 } }]);
  // The terminal still waits.
  expect(waiting).toEqual([true]);
  ask({ id: 4, ask: "body", body: 1 });
  await expect.poll(() => replies[1]).toEqual({ id: 4, piece: { bytes: utf8("hello") } });
  ask({ id: 5, ask: "body", body: 1 });
  await expect.poll(() => replies[2]).toEqual({ id: 5, piece: { end: true } });
  ask({ id: 6, ask: "drop", body: 1 });
  outside.type("x");
  await expect.poll(() => replies).toHaveLength(4);
  expect(waiting).toEqual([true, false]);
});

test("what the scenario of the run does not make real is refused, whatever was allowed", async () => {
  const { outside, ask, replies, sent, waiting } = make({});
  outside.allowOrigin("https://a.example", false);
  outside.type("secret");
  ask({ id: 1, ask: "request", request });
  ask({ id: 2, ask: "terminal" });
  ask({ id: 3, ask: "body", body: 1 });
  ask({ id: 4, ask: "suspended", is: true });
  await expect
    .poll(() => replies)
    .toMatchObject([
      { id: 1, answer: { error: "HTTP-request-denied" } },
      { id: 2, terminal: undefined },
      { id: 3, piece: { error: "internal-error" } },
    ]);
  expect(sent).not.toHaveBeenCalled();
  expect(waiting).toEqual([]);
});

test("a message that is not part of the protocol ends the run, and nothing is done any more", async () => {
  const { ask, post, broken, replies, sent, outside, state } = make();
  ask({ id: 1, ask: "request", request });
  ask({ id: 2, ask: "terminal" });
  await expect.poll(() => state().typing).toBe(true);
  post({ type: "APPLY", path: ["constructor", "constructor"], argumentList: ["return self"] });
  post({ id: 3, ask: "terminal" });
  await expect.poll(() => broken).toMatchObject([{ tag: "sandbox" }]);
  expect(state()).toMatchObject({ typing: false, network: { asks: [] } });
  outside.allowOrigin("https://a.example", false);
  outside.type("x");
  await new Promise((resolve) => setImmediate(resolve));
  expect(replies).toEqual([]);
  expect(sent).not.toHaveBeenCalled();
  expect(broken).toHaveLength(1);
});

test("more reads at once than any program has are no protocol", async () => {
  const { ask, broken } = make();
  for (let id = 1; id <= 65; id += 1) ask({ id, ask: "terminal" });
  await expect.poll(() => broken).toMatchObject([{ tag: "sandbox" }]);
});

test("after the run's end nothing of it is shown, fetched or answered", async () => {
  const signals: (AbortSignal | null | undefined)[] = [];
  const { outside, ask, close, state, replies, broken, waiting } = make(real, (_url, { signal }) => {
    signals.push(signal);
    return new Promise(() => {});
  });
  outside.allowOrigin("https://a.example", false);
  ask({ id: 1, ask: "request", request });
  ask({ id: 2, ask: "request", request: { ...request, url: "https://b.example/" } });
  ask({ id: 3, ask: "terminal" });
  ask({ id: 4, ask: "suspended", is: true });
  await expect.poll(() => waiting).toEqual([true]);
  expect(state().typing).toBe(true);
  close();
  expect(state()).toMatchObject({ typing: false, network: { allowed: ["https://a.example"], asks: [] } });
  expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  outside.type("x");
  outside.endInput();
  await new Promise((resolve) => setImmediate(resolve));
  expect(replies).toEqual([]);
  expect(broken).toEqual([]);
  expect(waiting).toEqual([true]);
});

test("a link only asks for a real terminal, network or folder; no call from outside allows an origin", async () => {
  const base = defaultScenario();
  const wanted = applyPatch(base, {
    bindings: {
      stdin: { mode: "real" },
      stdout: { mode: "real" },
      stderr: { mode: "real" },
      filesystem: { mode: "real", writable: true },
      http: { mode: "real" },
    },
  });
  const { session, state } = makeFake({ hash: encodeLink(wanted.ok ? wanted.value : base) });
  await session.sharing.takeUp();
  const { bindings } = state().scenario;
  for (const id of ["stdin", "stdout", "stderr", "filesystem", "http"] as const) {
    expect([id, bindings[id].mode]).toEqual([id, base.bindings[id].mode]);
    const text = state().asks.find((ask) => ask.capability === id)?.text ?? "";
    // Sentences of its own, not the title alone.
    expect([id, text]).toEqual([id, expect.stringMatching(/^real, [^.]+\. [A-Z].+\.$/)]);
  }
  await session.acts.grant(state().asks);
  expect(state().scenario.bindings.filesystem).toMatchObject({ mode: "real", writable: true });
  expect(state().network).toEqual({ allowed: [], refused: [], asks: [] });
  const calls = Object.keys(makeOrrery(session, Promise.resolve()));
  expect(calls.filter((name) => name in session.acts && /origin|type|folder|input|grant/i.test(name))).toEqual([]);
});
