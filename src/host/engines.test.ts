import { expect, test, vi } from "vitest";
import { fail, ok } from "../result.ts";
import { exited, file, makeFake } from "./session-testing.ts";

const no = "The native engine cannot run this component: it uses async functions.";

/** A session with a component open, and what was asked of the analysis and of the sandboxes. */
async function make(unsupported: boolean, dies = false) {
  const requests: unknown[] = [];
  const fake = makeFake({ run: async () => ok(exited()), requests, dies });
  const { session } = fake;
  const { analysis } = session.core.parts;
  const transpile = vi.spyOn(analysis, "transpile");
  const prepare = vi.spyOn(analysis, "prepare");
  if (unsupported) prepare.mockResolvedValue(fail("unsupported", no));
  await session.acts.openFile(file(), "app");
  return { ...fake, requests, transpile, prepare };
}

test("auto takes the native engine, and jco is not asked", async () => {
  const { session, seen, requests, transpile } = await make(false);
  expect(await session.running.run()).toMatchObject({ ok: true, value: { status: "exited", engine: "native" } });
  expect(transpile).not.toHaveBeenCalled();
  expect(seen.engines).toEqual(["native"]);
  expect(requests).toMatchObject([{ code: { engine: "native", definition: {} }, suspend: [] }]);
});

test("auto falls back to jco and says why; the question is not asked twice", async () => {
  const { session, requests, transpile, prepare } = await make(true);
  for (let runs = 0; runs < 2; runs++) {
    // oxlint-disable-next-line no-await-in-loop -- one run after the other
    const ran = await session.running.run();
    expect(ran).toMatchObject({ ok: true, value: { status: "exited", engine: "jco", engineReason: no } });
  }
  expect(prepare).toHaveBeenCalledOnce();
  expect(transpile).toHaveBeenCalledOnce();
  expect(requests).toMatchObject([{ code: { engine: "jco" } }, { code: { engine: "jco" } }]);
});

test("the native engine asked for by name fails with the reason and what to do", async () => {
  const { session, seen } = await make(true);
  const ran = await session.running.run({ engine: "native" });
  expect(ran).toMatchObject({ ok: true, value: { status: "failed", engine: "native", error: { tag: "unsupported" } } });
  expect(ran.ok ? ran.value.error?.message : "").toBe(`${no} Choose auto or jco as the engine to run it all the same.`);
  expect(seen.engines).toEqual(["native"]);
});

test("only what is unsupported falls back: other failures are told as they are", async () => {
  const { session, prepare, transpile } = await make(false);
  prepare.mockResolvedValue(fail("memory-limit", "too much"));
  expect(await session.running.run()).toMatchObject({
    ok: true,
    value: { status: "failed", engine: "native", error: { tag: "memory-limit" } },
  });
  expect(transpile).not.toHaveBeenCalled();
});

test("the setting of the page counts, an engine named for the run before it, and a name that is none is refused", async () => {
  const { session, seen } = await make(false);
  session.acts.setEngine("jco");
  expect(await session.running.run()).toMatchObject({ ok: true, value: { engine: "jco" } });
  expect(await session.running.run({ engine: "native" })).toMatchObject({ ok: true, value: { engine: "native" } });
  expect(await session.running.run({ engine: "v8" as "jco" })).toMatchObject({ ok: false });
  // Their own sandboxes, each started once.
  expect(seen.engines).toEqual(["jco", "native"]);
});

test("each engine keeps what it compiled, whatever the other does in between", async () => {
  const { session, transpile, prepare } = await make(false);
  for (const engine of ["native", "jco", "native", "jco"] as const)
    // oxlint-disable-next-line no-await-in-loop -- one run after the other
    await session.running.run({ engine });
  expect(prepare).toHaveBeenCalledOnce();
  expect(transpile).toHaveBeenCalledOnce();
  await session.applyPatch({ limits: { memoryBytes: 1_000_000 } });
  await session.running.run();
  expect(prepare).toHaveBeenCalledTimes(2);
});

test("a sandbox that is lost takes with it what it had compiled, and leaves the other one alone", async () => {
  const { session, seen, transpile, prepare } = await make(false, true);
  expect(await session.running.run()).toMatchObject({
    ok: true,
    value: { status: "failed", error: { tag: "sandbox" } },
  });
  await session.running.run({ engine: "jco" });
  expect(await session.running.run()).toMatchObject({ ok: true, value: { status: "exited", engine: "native" } });
  await session.running.run({ engine: "jco" });
  expect(seen.engines.toSorted()).toEqual(["jco", "native", "native"]);
  expect(prepare).toHaveBeenCalledTimes(2);
  expect(transpile).toHaveBeenCalledOnce();
});

test("what may wait is told to the native engine without compiling anew", async () => {
  const { session, requests, prepare } = await make(false);
  await session.running.run();
  await session.applyPatch({ bindings: { "monotonic-clock": { mode: "real" } } });
  await session.running.run();
  expect(prepare).toHaveBeenCalledOnce();
  expect(requests).toMatchObject([
    { suspend: [] },
    { suspend: ["wasi:io/poll#poll", "wasi:io/poll#[method]pollable.block"] },
  ]);
});
