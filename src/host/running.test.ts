import { afterEach, expect, test, vi } from "vitest";
import type { HttpExchange } from "../capabilities/outside.ts";
import type { Progress } from "../protocol/index.ts";
import { ok, type Result } from "../result.ts";
import type { ScenarioPatch } from "../scenario/index.ts";
import type { CheckedResult } from "./check-guest.ts";
import type { Sandbox } from "./sandbox.ts";
import { browserFolders } from "./folder-handles.ts";
import { FakeDirectory, fill, textsOf } from "./folders-testing.ts";
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
  session.acts.setEngine("jco");
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

/** A run with a limit of a second whose guest has stood still for an hour, since nobody types. */
async function anHourOfWaiting() {
  const { session, state } = await make(
    (port) => {
      port.postMessage({ id: 1, ask: "suspended", is: true });
      port.postMessage({ id: 2, ask: "terminal" });
      return new Promise(() => {});
    },
    { ...typed, limits: { timeMs: 1000 } },
  );
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const run = session.running.run();
  await expect.poll(() => state().typing).toBe(true);
  vi.advanceTimersByTime(3_600_000);
  return { session, state, run };
}

test("while the person is waited for the time limit stands still, and Stop works at once", async () => {
  const { session, state, run } = await anHourOfWaiting();
  expect(state().run.state).toBe("running");
  await session.acts.stop();
  expect(await run).toMatchObject({ ok: true, value: { status: "stopped" } });
  expect(state().typing).toBe(false);
});

test("time counts again from the answer on", async () => {
  const { session, run } = await anHourOfWaiting();
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

test("Stop ends the writing of the folder between two files, and the run says what it is doing", async () => {
  const kept = await fill(new FakeDirectory("files"), {});
  const names = ["a", "b", "c"];
  const { session, state } = await make(
    async () =>
      ok({
        ...exited(),
        folder: {
          files: names.map((name) => ({ path: `/${name}`, change: "created", size: 4 })),
          directories: { created: [], deleted: [] },
          links: [],
          copies: new Map(),
        },
        contents: new Map(names.map((name) => [`/${name}`, new TextEncoder().encode("mine")])),
      }),
    { bindings: { filesystem: { mode: "real", source: "kept", writable: true } } },
  );
  vi.spyOn(browserFolders, "kept").mockResolvedValue(kept.handle);
  const getHandle = kept.getFileHandle.bind(kept);
  const phases: unknown[] = [];
  let stopped: Promise<void> | undefined;
  vi.spyOn(kept, "getFileHandle").mockImplementation(async (name, options) => {
    const { run } = state();
    phases.push(run.state === "running" ? run.phase : run.state);
    if (name === "b") stopped ??= session.acts.stop();
    return getHandle(name, options);
  });
  expect(await session.running.run()).toMatchObject({ ok: true, value: { status: "exited" } });
  await stopped;
  expect(await textsOf(kept)).toEqual({ a: "mine", b: "mine" });
  expect(new Set(phases)).toEqual(new Set(["write"]));
  expect(state().notice?.text).toContain("what was written stays written, and the rest was left as it was");
  expect(await session.running.file("/a")).toEqual(new TextEncoder().encode("mine"));
});
