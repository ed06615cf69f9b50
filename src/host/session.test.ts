import { expect, test, vi } from "vitest";
import type { Opened, Progress } from "../protocol/index.ts";
import { fail, ok, type Result } from "../result.ts";
import { defaultScenario, encodeLink, parseScenario } from "../scenario/index.ts";
import { makeOrrery } from "./orrery.ts";
import { exited, file, makeFake, opened, storedWork } from "./session-testing.ts";

test("a late answer is dropped: the file opened last is the one that stays", async () => {
  const slow = Promise.withResolvers<Result<Opened>>();
  const { session, state } = makeFake({ open: async (name) => (name === "slow" ? slow.promise : ok(opened(name))) });
  const first = session.acts.openFile(file(), "slow");
  await session.acts.openFile(file(), "quick");
  slow.resolve(ok(opened("slow")));
  await first;
  expect(state().report?.name).toBe("quick");
  expect(state().opening.phase).toBe("idle");
});

test("a file that cannot be read leaves what is open, and the next one clears the message", async () => {
  const { session, state } = makeFake({
    open: async (name) => (name === "bad" ? fail("not-wasm", "no") : ok(opened(name))),
  });
  await session.acts.openFile(file(), "good");
  await session.acts.openFile(file(), "bad");
  expect(state().report?.name).toBe("good");
  expect(state().opening).toMatchObject({ phase: "failed", name: "bad" });
  await session.acts.openFile(file(), "better");
  expect(state().opening.phase).toBe("idle");
});

test("a run gives output as it comes, and its guest is killed at the end", async () => {
  const bytes = new TextEncoder().encode("hi\n");
  const { session, seen, state } = makeFake({
    run: async (progress) => {
      progress({ output: [{ stream: "stdout", bytes }], calls: { "a:b/c#f": 2 } });
      return ok(exited());
    },
  });
  await session.acts.openFile(file(), "app");
  await session.acts.run();
  const { run } = state();
  expect(run.state === "done" ? run.result : undefined).toMatchObject({
    status: "exited",
    stdout: "hi\n",
    calls: { "a:b/c#f": 2 },
  });
  expect(seen.killed).toBe(1);
});

test("Stop ends a run that would never end, and the next run gets a fresh guest", async () => {
  const { session, seen, state } = makeFake({ run: () => new Promise(() => {}) });
  await session.acts.openFile(file(), "loop");
  const run = session.running.run();
  await expect.poll(() => seen.runs).toBe(1);
  expect(await session.running.run()).toMatchObject({ ok: false, error: { tag: "busy" } });
  expect(await session.running.stop()).toBe(true);
  expect(await run).toMatchObject({ ok: true, value: { status: "stopped", error: { tag: "stopped" } } });
  expect(seen.killed).toBe(1);
  expect(state().run.state).toBe("done");
});

test("the time limit of the scenario ends a run", async () => {
  const { session, seen } = makeFake({ run: () => new Promise(() => {}) });
  await session.acts.openFile(file(), "loop");
  await session.applyPatch({ limits: { timeMs: 1 } });
  expect(await session.running.run()).toMatchObject({
    ok: true,
    value: { status: "limited", error: { tag: "time-limit" } },
  });
  expect(seen.killed).toBe(1);
});

test("what the world does not provide stops the start, unless its calls are refused one by one", async () => {
  const { session, seen } = makeFake({ open: async (name) => ok(opened(name, ["acme:store/kv@1.0.0"])) });
  await session.acts.openFile(file(), "app");
  const failed = await session.running.run();
  expect(failed).toMatchObject({ ok: true, value: { status: "failed", error: { tag: "link" } } });
  expect(failed.ok ? failed.value.error?.message : "").toContain("acme:store/kv@1.0.0");
  expect(seen.runs).toBe(0);
  await session.applyPatch({ bindings: { "interface:acme:store/kv@1.0.0": { mode: "deny" } } });
  expect(await session.running.run()).toMatchObject({ ok: true, value: { status: "exited" } });
});

test("a link only asks for what is real: it gets it by a grant, and never runs by itself", async () => {
  const base = defaultScenario();
  const wanted = {
    ...base,
    bindings: { ...base.bindings, "wall-clock": { ...base.bindings["wall-clock"], mode: "real" as const } },
  };
  const { session, seen, state } = makeFake({ hash: encodeLink(wanted) });
  await session.sharing.takeUp();
  expect(state().origin).toBe("link");
  expect(state().scenario.bindings["wall-clock"].mode).toBe("mock");
  expect(state().asks).toMatchObject([{ kind: "real-binding", capability: "wall-clock" }]);
  await session.acts.grant(state().asks);
  expect(state().scenario.bindings["wall-clock"].mode).toBe("real");
  expect(state().asks).toEqual([]);
  expect(seen.runs).toBe(0);
});

test("a damaged link is told, and nothing else happens", async () => {
  const { session, state } = makeFake({ hash: "#w1.AAAA" });
  await session.sharing.takeUp();
  expect(state().opening).toMatchObject({ phase: "failed", error: { tag: "link-damaged" } });
  expect(state().scenario).toEqual(defaultScenario());
});

test("window.orrery answers failures as data, whatever it is given", async () => {
  const { session } = makeFake();
  const orrery = makeOrrery(session, Promise.resolve());
  expect(await orrery.run()).toMatchObject({ error: { tag: "no-component" } });
  expect(await orrery.report()).toMatchObject({ error: { tag: "no-component" } });
  expect(await orrery.apply({ limits: { timeMs: "soon" } })).toMatchObject({ error: { tag: "scenario" } });
  expect(await orrery.setWorld("wasi:nothing/here")).toMatchObject({ error: { tag: "unknown-world" } });
  expect(await orrery.trace()).toEqual([]);
  expect(await orrery.record()).toMatchObject({ error: { tag: "not-available" } });
  expect(await orrery.stop()).toEqual({ stopped: false });
  // The types forbid these; a person at the console can still type them.
  const loose = orrery as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of ["open", "setWorld", "apply", "file", "fit"]) {
    for (const argument of [undefined, null, 5, {}, [], Symbol("x")]) {
      expect(await loose[name]?.(argument)).toBeTypeOf("object");
    }
  }
});

test("a world that nobody chose gives way to one that fits; a chosen one stays", async () => {
  const handler = opened("handler");
  const proxy: Opened = {
    ...handler,
    report: { ...handler.report, kind: "library", exports: [], types: { types: [], imports: [], exports: [] } },
  };
  const { session, state } = makeFake({ open: async () => ok(proxy) });
  await session.acts.openFile(file(), "handler");
  expect(state().scenario.world).toEqual({ id: "none" });
  await session.acts.setWorld({ id: "wasi:http/proxy@0.2.12" });
  await session.acts.openFile(file(), "handler");
  expect(state().scenario.world).toEqual({ id: "wasi:http/proxy@0.2.12" });
});

test("a world that was chosen for one file gives way again to the next", async () => {
  const { session, state } = makeFake({
    open: async (name) => {
      const { report, ...rest } = opened(name, name === "strange" ? ["acme:store/kv@1.0.0"] : []);
      const nothing = { exports: [], types: { types: [], imports: [], exports: [] } };
      return ok({ ...rest, report: name === "nothing" ? { ...report, ...nothing } : report });
    },
  });
  await session.acts.openFile(file(), "nothing");
  expect(state().scenario.world).toEqual({ id: "none" });
  await session.acts.openFile(file(), "command");
  expect(state().fit?.fits).toBe(true);
  await session.acts.openFile(file(), "nothing");
  await session.acts.openFile(file(), "strange");
  expect(state().scenario.world).toEqual(defaultScenario().world);
});

test("opening something else ends the run that is under way, whose result stays its own", async () => {
  const { session, seen, state } = makeFake({ run: () => new Promise(() => {}) });
  await session.acts.openFile(file(), "first");
  const run = session.running.run();
  await expect.poll(() => seen.runs).toBe(1);
  await session.acts.openFile(file(), "second");
  expect(await run).toMatchObject({ ok: true, value: { status: "stopped" } });
  expect(seen.killed).toBe(1);
  expect(state().report?.name).toBe("second");
  expect(state().run).toEqual({ state: "idle" });
});

test("what a guest sends after its run is over belongs to no run", async () => {
  let send: (message: Progress) => void = () => {};
  const { session, seen, state } = makeFake({
    run: (progress) => {
      send = progress;
      return new Promise(() => {});
    },
  });
  await session.acts.openFile(file(), "app");
  const run = session.running.run();
  await expect.poll(() => seen.runs).toBe(1);
  await session.running.stop();
  await run;
  send({ output: [{ stream: "stdout", bytes: new Uint8Array(3) }], calls: { late: 1 } });
  expect(state().output).toEqual([]);
  expect(state().calls).toEqual({});
});

test("a sandbox that breaks down fails its run, and the next run gets another one", async () => {
  const { session, seen } = makeFake({ dies: true });
  await session.acts.openFile(file(), "app");
  expect(await session.running.run()).toMatchObject({
    ok: true,
    value: { status: "failed", error: { tag: "sandbox" } },
  });
  expect(await session.running.run()).toMatchObject({ ok: true, value: { status: "exited" } });
  expect(seen.sandboxes).toBe(2);
});

test("without a world nothing runs", async () => {
  const { session, seen } = makeFake();
  await session.acts.openFile(file(), "app");
  await session.applyPatch({ world: { wit: "nonsense" } });
  expect(await session.running.run()).toMatchObject({ ok: true, value: { status: "failed", error: { tag: "link" } } });
  expect(seen.runs).toBe(0);
});

test("what to call is checked before anything runs", async () => {
  const { session, seen } = makeFake();
  await session.acts.openFile(file(), "app");
  for (const invocation of ["x", { call: 5 }, { command: false }]) {
    // The types forbid these; a person at the console can still type them.
    const answer = await session.running.run({ invocation: invocation as never });
    expect(answer).toMatchObject({ ok: false, error: { tag: "scenario" } });
  }
  expect(seen.runs).toBe(0);
});

test("a file of any name makes a scenario that can be read back", async () => {
  for (const name of ["", "x".repeat(5000), "\ud800.wasm"]) {
    const { session, state } = makeFake();
    await session.acts.openFile(file(), name);
    expect(parseScenario(JSON.parse(JSON.stringify(state().scenario)))).toMatchObject({ ok: true });
  }
});

test("a damaged link leaves a person with their own work", async () => {
  const stored = storedWork({ name: "own.wasm", sha256: "0".repeat(64) }, true);
  const { session, state } = makeFake({ hash: "#w1.AAAA", stored });
  await session.sharing.takeUp();
  expect(state()).toMatchObject({ origin: "own", report: { name: "own.wasm" }, opening: { phase: "failed" } });
  expect(state().scenario.program.name).toBe("mine");
});

test("own work whose file is too large to keep asks for its own address", async () => {
  const asked: string[] = [];
  vi.stubGlobal("document", {
    baseURI: "https://orrery.test/",
    visibilityState: "visible",
    addEventListener: () => {},
  });
  vi.stubGlobal("location", { origin: "https://orrery.test" });
  vi.stubGlobal("fetch", async (url: URL) => {
    asked.push(url.href);
    throw new TypeError("no network here");
  });
  const { session, state } = makeFake({ stored: storedWork({ url: "https://a.test/big.wasm" }, false) });
  await session.sharing.takeUp();
  expect(state().asks).toMatchObject([{ kind: "fetch-component" }]);
  await session.acts.grant(state().asks);
  expect(asked).toEqual(["https://a.test/big.wasm"]);
  // It failed, so it can be asked for again.
  expect(state().asks).toMatchObject([{ kind: "fetch-component" }]);
  vi.unstubAllGlobals();
});

test("own work stays stored with its file as long as the file has not been read", async () => {
  vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => {} });
  const stored = storedWork({ name: "own.wasm", sha256: "0".repeat(64) }, true);
  const { session, seen } = makeFake({ stored, open: async () => fail("analysis-crashed", "no") });
  await session.start();
  await session.applyPatch({ program: { name: "changed" } });
  await expect.poll(() => seen.saved.at(-1)?.scenario).toContain("changed");
  expect(seen.saved.at(-1)?.file).toEqual(stored.file);
  vi.unstubAllGlobals();
});

test("what a link asks to fetch is named by the host that will be asked, and cannot turn its text around", async () => {
  const url = "https://good.test@evil.test/\u202emsaw.a";
  const { session, state } = makeFake({ hash: encodeLink({ ...defaultScenario(), component: { url } }) });
  await session.sharing.takeUp();
  expect(state().asks[0]?.text).toContain("from evil.test (https://evil.test/%E2%80%AEmsaw.a)");
});

test("what is answered to the console can be changed without changing the session", async () => {
  const { session, state } = makeFake();
  const orrery = makeOrrery(session, Promise.resolve());
  await session.acts.openFile(file(), "app");
  const scenario = await orrery.apply({ program: { arguments: ["a"] } });
  if ("error" in scenario) throw new Error(scenario.error.message);
  Object.assign(scenario.program, { name: "changed" });
  expect(state().scenario.program.name).toBe("app");
  expect(await orrery.setWorld({ wit: 5 } as never)).toMatchObject({ error: { tag: "scenario" } });
});

test("a link gets no wider limits than the usual ones without a grant", async () => {
  const base = defaultScenario();
  const wanted = { ...base, limits: { ...base.limits, timeMs: 3_600_000, outputBytes: 10 } };
  const { session, state } = makeFake({ hash: encodeLink(wanted) });
  await session.sharing.takeUp();
  expect(state().scenario.limits).toEqual({ ...base.limits, outputBytes: 10 });
  expect(state().asks).toMatchObject([{ kind: "wider-limits" }]);
  expect(state().asks[0]?.text).toContain("3,600 seconds");
  await session.acts.grant(state().asks);
  expect(state().scenario.limits).toEqual(wanted.limits);
});

test("work that came with a link is saved only when the person takes it as their own", async () => {
  const { session, seen, state } = makeFake({ hash: encodeLink(defaultScenario()) });
  await session.sharing.takeUp();
  await session.acts.openFile(file(), "app");
  expect(state().origin).toBe("link");
  expect(seen.saved).toHaveLength(0);
  await session.acts.keepAsOwnWork();
  expect(state().origin).toBe("own");
  expect(seen.saved).toHaveLength(1);
  expect(seen.hash).toBe("");
});

test("a scenario file for the component that is open leaves it open", async () => {
  const { session, state } = makeFake();
  await session.acts.openFile(file(), "app");
  await session.applyPatch({ program: { arguments: ["a"] } });
  const text = session.acts.scenarioJson();
  await session.acts.reset();
  await session.acts.openScenarioJson(text);
  expect(state().report?.name).toBe("app");
  expect(state().scenario.program.arguments).toEqual(["a"]);
  expect(state().asks).toEqual([]);
});
