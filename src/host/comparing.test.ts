import { expect, test } from "vitest";
import { fail, ok } from "../result.ts";
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

test("what was read is shown before its hash is there, which then follows", async () => {
  const { session, state } = makeFake({ open });
  const hashes: (string | undefined)[] = [];
  session.store.subscribe(({ report }) => hashes.push(report?.sha256));
  await session.acts.openFile(file(), "plain");
  const [first] = hashes.filter((hash) => hash !== undefined);
  expect(first).toBe("");
  // The SHA-256 of the one byte "x".
  expect(state().report?.sha256).toBe("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
  expect(state().scenario.component).toEqual({ name: "plain", sha256: state().report?.sha256 });
});
