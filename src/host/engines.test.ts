import { expect, test, vi } from "vitest";
import { fail, ok, type Result } from "../result.ts";
import { exited, file, makeFake } from "./session-testing.ts";

const no = "Preparing the component failed: it uses streams.";
const unsupported = fail("unsupported", no);

/** A session with a component open, and what was asked of the analysis and of the sandboxes. */
async function make(failure?: Result<never>, dies = false) {
  const requests: unknown[] = [];
  const fake = makeFake({ run: async () => ok(exited()), requests, dies });
  const { session } = fake;
  const { analysis } = session.core.parts;
  const transpile = vi.spyOn(analysis, "transpile");
  const prepare = vi.spyOn(analysis, "prepare");
  if (failure !== undefined) prepare.mockResolvedValue(failure);
  await session.acts.openFile(file(), "app");
  return { ...fake, requests, transpile, prepare };
}

test("auto takes the native engine, and jco is not asked", async () => {
  const { session, seen, requests, transpile } = await make();
  expect(await session.running.run()).toMatchObject({ ok: true, value: { status: "exited", engine: "native" } });
  expect(transpile).not.toHaveBeenCalled();
  expect(seen.engines).toEqual(["native"]);
  expect(requests).toMatchObject([{ code: { engine: "native", definition: {} }, suspend: [] }]);
});

test("auto falls back to jco and says why; the question is not asked twice", async () => {
  const { session, requests, transpile, prepare } = await make(unsupported);
  for (let runs = 0; runs < 2; runs++) {
    // oxlint-disable-next-line no-await-in-loop -- one run after the other
    const ran = await session.running.run();
    expect(ran).toMatchObject({
      ok: true,
      value: { status: "exited", engine: "jco", engineReason: "It uses streams." },
    });
  }
  expect(prepare).toHaveBeenCalledOnce();
  expect(transpile).toHaveBeenCalledOnce();
  expect(requests).toMatchObject([{ code: { engine: "jco" } }, { code: { engine: "jco" } }]);
});

test("the native engine asked for by name fails with the reason and what to do", async () => {
  const { session, seen } = await make(unsupported);
  const ran = await session.running.run({ engine: "native" });
  expect(ran).toMatchObject({ ok: true, value: { status: "failed", engine: "native", error: { tag: "unsupported" } } });
  expect(ran.ok ? ran.value.error?.message : "").toBe(`${no} Choose auto or jco as the engine to run it all the same.`);
  expect(seen.engines).toEqual(["native"]);
});

test("only what is unsupported falls back: other failures are told as they are", async () => {
  const { session, transpile } = await make(fail("memory-limit", "too much"));
  expect(await session.running.run()).toMatchObject({
    ok: true,
    value: { status: "failed", engine: "native", error: { tag: "memory-limit" } },
  });
  expect(transpile).not.toHaveBeenCalled();
});

test("the setting of the page counts, an engine named for the run before it, and a name that is none is refused", async () => {
  const { session, seen } = await make();
  session.acts.setEngine("jco");
  expect(await session.running.run()).toMatchObject({ ok: true, value: { engine: "jco" } });
  expect(await session.running.run({ engine: "native" })).toMatchObject({ ok: true, value: { engine: "native" } });
  expect(await session.running.run({ engine: "v8" as "jco" })).toMatchObject({ ok: false });
  // Their own sandboxes, each started once.
  expect(seen.engines.toSorted()).toEqual(["jco", "native"]);
});

test("each engine keeps what it compiled, whatever the other does in between", async () => {
  const { session, transpile, prepare } = await make();
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
  const { session, seen, transpile, prepare } = await make(undefined, true);
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
  const { session, requests, prepare } = await make();
  await session.running.run();
  await session.applyPatch({ bindings: { "monotonic-clock": { mode: "real" } } });
  await session.running.run();
  expect(prepare).toHaveBeenCalledOnce();
  expect(requests).toMatchObject([
    { suspend: [] },
    { suspend: ["wasi:io/poll#poll", "wasi:io/poll#[method]pollable.block"] },
  ]);
});

test("what is opened is made ready before it is run", async () => {
  const { session, seen, prepare } = await make();
  await vi.waitFor(() => expect(seen.loaded).toHaveLength(1));
  expect(prepare).toHaveBeenCalledOnce();
  await session.running.run({ engine: "native" });
  expect(prepare).toHaveBeenCalledOnce();
  expect(seen.loaded).toHaveLength(1);
});

test("a run that comes while its component is made ready waits for that", async () => {
  const fake = makeFake({ run: async () => ok(exited()) });
  const { analysis } = fake.session.core.parts;
  const answer = Promise.withResolvers<Awaited<ReturnType<typeof analysis.prepare>>>();
  const prepare = vi.spyOn(analysis, "prepare").mockReturnValue(answer.promise);
  await fake.session.acts.openFile(file(), "app");
  const running = fake.session.running.run();
  answer.resolve(ok({ definition: { definitions: [] }, cores: [] }));
  expect(await running).toMatchObject({ ok: true, value: { status: "exited" } });
  expect(prepare).toHaveBeenCalledOnce();
});

test("what could not be made ready ahead is tried again by the run", async () => {
  const fake = makeFake({ run: async () => ok(exited()) });
  const ahead = vi
    .spyOn(fake.session.core.parts.analysis, "prepareAhead")
    .mockResolvedValue(fail("stopped", "given up"));
  await fake.session.acts.openFile(file(), "app");
  expect(await fake.session.running.run()).toMatchObject({ ok: true, value: { status: "exited" } });
  expect(ahead).toHaveBeenCalledOnce();
});

test("with jco for an engine nothing is made ready ahead", async () => {
  const fake = makeFake();
  const ahead = vi.spyOn(fake.session.core.parts.analysis, "prepareAhead");
  fake.session.acts.setEngine("jco");
  await fake.session.acts.openFile(file(), "app");
  expect(ahead).not.toHaveBeenCalled();
});

test("what is made ready late takes no place once something else is open", async () => {
  const fake = makeFake({ run: async () => ok(exited()) });
  const answers = [0, 1].map(() => Promise.withResolvers<Awaited<ReturnType<typeof analysis.prepare>>>());
  const { analysis } = fake.session.core.parts;
  const prepared = ok({ definition: { definitions: [] }, cores: [] });
  for (const { promise } of answers) vi.spyOn(analysis, "prepareAhead").mockReturnValueOnce(promise);
  await fake.session.acts.openFile(file(), "first");
  await fake.session.acts.openFile(file(), "second");
  answers[1]?.resolve(prepared);
  await vi.waitFor(() => expect(fake.seen.loaded).toHaveLength(1));
  answers[0]?.resolve(prepared);
  await fake.session.running.run();
  expect(fake.seen.loaded).toHaveLength(1);
});
