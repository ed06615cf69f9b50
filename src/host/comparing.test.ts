import { expect, test } from "vitest";
import { fail, ok } from "../result.ts";
import { makeOrrery } from "./orrery.ts";
import { file, makeFake, opened } from "./session-testing.ts";

/** Files whose names tell what they want: `kv` wants a store, the rest nothing. */
const open = async (name: string) =>
  name === "bad"
    ? fail("not-wasm", "It is not WebAssembly.")
    : ok(opened(name, name === "kv" ? ["acme:store/kv@1.0.0"] : []));

test("another file is compared as an older or a newer one, and what is open stays open", async () => {
  const { session, state } = makeFake({ open });
  await session.acts.openFile(file(), "plain");
  await session.acts.compareWith(file(), "kv", "newer");
  expect(state().compared).toMatchObject({
    state: "ready",
    name: "kv",
    otherIs: "newer",
    comparison: { verdict: "wider" },
  });
  await session.acts.turnComparison("older");
  expect(state().compared).toMatchObject({ otherIs: "older", comparison: { verdict: "compatible" } });
  expect(state().report?.name).toBe("plain");
  session.acts.endComparison();
  expect(state().compared).toEqual({ state: "none" });
});

test("a file that cannot be read says why, and the next thing opened begins anew", async () => {
  const { session, state } = makeFake({ open });
  await session.acts.openFile(file(), "plain");
  await session.acts.compareWith(file(), "bad", "older");
  expect(state().compared).toMatchObject({ state: "failed", name: "bad", error: { tag: "not-wasm" } });
  await session.acts.openFile(file(), "kv");
  expect(state().compared).toEqual({ state: "none" });
});

test("a late comparison is dropped", async () => {
  const slow = Promise.withResolvers<Awaited<ReturnType<typeof open>>>();
  const { session, state } = makeFake({ open: (name) => (name === "slow" ? slow.promise : open(name)) });
  await session.acts.openFile(file(), "plain");
  const late = session.acts.compareWith(file(), "slow", "newer");
  await session.acts.compareWith(file(), "kv", "newer");
  slow.resolve(await open("slow"));
  await late;
  expect(state().compared).toMatchObject({ name: "kv" });
});

test("what was read is shown before its hash is there, and nothing names the file before it meanwhile", async () => {
  const { session, state } = makeFake({ open });
  await session.acts.openFile(file(), "first");
  const seen: (readonly [string, string | undefined])[] = [];
  session.store.subscribe(({ report, scenario }) => {
    const named =
      scenario.component !== undefined && "name" in scenario.component ? scenario.component.name : undefined;
    if (report?.name === "plain") seen.push([report.sha256, named]);
  });
  await session.acts.openFile(file(), "plain");
  expect(seen[0]).toEqual(["", undefined]);
  expect(seen.filter(([, named]) => named === "first")).toEqual([]);
  // The SHA-256 of the one byte "x".
  expect(state().report?.sha256).toBe("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
  expect(state().scenario.component).toEqual({ name: "plain", sha256: state().report?.sha256 });
});

test("a WIT package is not compared, neither as what is open nor as the other", async () => {
  const asPackage = async (name: string) => {
    const { report, ...rest } = opened(name);
    return ok({ ...rest, report: name === "types" ? { ...report, artifact: "wit-package" as const } : report });
  };
  const { session, state } = makeFake({ open: asPackage });
  await session.acts.openFile(file(), "plain");
  await session.acts.compareWith(file(), "types", "newer");
  expect(state().compared).toMatchObject({ state: "failed", error: { tag: "wit-package" } });
  await session.acts.openFile(file(), "types");
  await session.acts.compareWith(file(), "plain", "newer");
  expect(state().compared).toMatchObject({ state: "failed", error: { tag: "wit-package" } });
  expect(await makeOrrery(session, Promise.resolve()).fit()).toMatchObject({ error: { tag: "wit-package" } });
});

test("giving up a comparison lets go of the reader", async () => {
  const { session, seen } = makeFake({ open: (name) => (name === "slow" ? new Promise(() => {}) : open(name)) });
  await session.acts.openFile(file(), "plain");
  const before = seen.resets;
  void session.acts.compareWith(file(), "slow", "newer");
  session.acts.endComparison();
  expect(seen.resets).toBe(before + 1);
});
