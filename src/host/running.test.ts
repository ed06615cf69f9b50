import { afterEach, expect, test, vi } from "vitest";
import type { HttpExchange } from "../capabilities/outside.ts";
import type { Progress } from "../protocol/index.ts";
import { ok, type Result } from "../result.ts";
import type { ScenarioPatch } from "../scenario/index.ts";
import type { CheckedResult } from "./check-guest.ts";
import type { Sandbox } from "./sandbox.ts";
import { exited, file, makeFake } from "./session-testing.ts";

afterEach(() => void vi.useRealTimers());

type Guest = (port: MessagePort, progress: (message: Progress) => void) => Promise<Result<CheckedResult>>;

/** A session with a component open, whose guest does what the test says. */
async function make(guest: Guest, patch: ScenarioPatch) {
  const { session, state } = makeFake();
  const sandbox: Sandbox = {
    alive: () => true,
    load: async () => ok(undefined),
    spawn: async () => ({
      jspi: true,
      run: (_key, _request, onProgress, outside) => guest(outside, onProgress),
      kill: async () => {},
    }),
  };
  vi.spyOn(session.core.parts, "startSandbox").mockResolvedValue(ok(sandbox));
  const transpile = vi.spyOn(session.core.parts.analysis, "transpile");
  await session.acts.openFile(file(), "app");
  await session.applyPatch(patch);
  return { session, state, transpile };
}

const typed: ScenarioPatch = { bindings: { stdin: { mode: "real" } } };

test("only what is real, or waits on a real clock, makes the imports wait", async () => {
  const { session, transpile } = await make(async () => ok(exited()), {});
  const polls = ["wasi:io/poll#poll", "wasi:io/poll#[method]pollable.block"];
  const all = [
    ...polls,
    "wasi:io/streams#[method]input-stream.blocking-read",
    "wasi:io/streams#[method]input-stream.blocking-skip",
  ];
  const suspended = async (patch: ScenarioPatch) => {
    await session.acts.reset();
    await session.applyPatch(patch);
    expect(await session.running.run()).toMatchObject({ ok: true, value: { status: "exited" } });
    return transpile.mock.lastCall?.[1].suspend;
  };
  expect(await suspended({})).toEqual([]);
  expect(await suspended(typed)).toEqual(all);
  expect(await suspended({ bindings: { http: { mode: "mock" } } })).toEqual([]);
  expect(await suspended({ bindings: { http: { mode: "real" } } })).toEqual(all);
  expect(await suspended({ bindings: { "monotonic-clock": { mode: "real" } } })).toEqual(polls);
});

test("while the person is waited for the time limit stands still, and Stop works at once", async () => {
  const { session, state } = await make(
    (port) => {
      port.postMessage({ id: 1, ask: "terminal" });
      return new Promise(() => {});
    },
    { ...typed, limits: { timeMs: 1000 } },
  );
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const run = session.running.run();
  await expect.poll(() => state().typing).toBe(true);
  vi.advanceTimersByTime(3_600_000);
  expect(state().run.state).toBe("running");
  await session.acts.stop();
  expect(await run).toMatchObject({ ok: true, value: { status: "stopped" } });
  expect(state().typing).toBe(false);
});

test("time counts again from the answer on", async () => {
  const { session, state } = await make(
    (port) => {
      port.postMessage({ id: 1, ask: "terminal" });
      return new Promise(() => {});
    },
    { ...typed, limits: { timeMs: 1000 } },
  );
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const run = session.running.run();
  await expect.poll(() => state().typing).toBe(true);
  vi.advanceTimersByTime(3_600_000);
  session.acts.type("x");
  vi.advanceTimersByTime(1000);
  expect(await run).toMatchObject({ ok: true, value: { status: "limited", error: { tag: "time-limit" } } });
});

test("a guest that breaks the protocol of its asks ends its run", async () => {
  const { session, state } = await make((port) => {
    port.postMessage({ id: 1, ask: "terminal", path: ["constructor"] });
    return new Promise(() => {});
  }, typed);
  expect(await session.running.run()).toMatchObject({
    ok: true,
    value: { status: "failed", error: { tag: "sandbox" } },
  });
  expect(state().typing).toBe(false);
});

test("exchanges are counted and exported, and the next run starts without them", async () => {
  const none = { size: 0, bytes: new Uint8Array() };
  const exchange: HttpExchange = {
    startMs: 5,
    durationMs: 1,
    binding: "real",
    method: "GET",
    url: "https://a.example/",
    requestHeaders: [],
    requestBody: none,
    status: 200,
    responseHeaders: [],
    responseBody: none,
  };
  let exchanges: readonly HttpExchange[] = [exchange, exchange];
  const { session, state } = await make(async (_port, progress) => {
    progress({ output: [], calls: {}, exchanges });
    return ok(exited());
  }, {});
  const before = Date.now();
  await session.acts.run();
  expect(state().exchanges).toBe(2);
  const { log } = JSON.parse(session.acts.har()) as { log: { entries: { startedDateTime: string }[] } };
  expect(log.entries).toHaveLength(2);
  expect(Date.parse(log.entries[0]?.startedDateTime ?? "")).toBeGreaterThanOrEqual(before + 5);
  exchanges = [];
  await session.acts.run();
  expect(state().exchanges).toBe(0);
  expect(JSON.parse(session.acts.har())).toMatchObject({ log: { entries: [] } });
});
