import { expect, test } from "vitest";
import { defaultScenario, encodeLink } from "../scenario/index.ts";
import { file, makeFake, storedWork } from "./session-testing.ts";

test("a stranger's real folder is asked for by what would be done with it", async () => {
  const base = defaultScenario();
  const filesystem = { ...base.bindings.filesystem, mode: "real", at: "/in\u202e", writable: true } as const;
  const textOf = async (part: Partial<typeof filesystem> | object) => {
    const bindings = { ...base.bindings, filesystem: { ...filesystem, ...part } };
    const { session, state } = makeFake({ hash: encodeLink({ ...base, bindings }) });
    await session.sharing.takeUp();
    return state()
      .asks.map(({ text }) => text)
      .join("\n");
  };
  expect(await textOf({})).toContain("Files: real, your folder at /in\\u{202e}, may be changed.");
  expect(await textOf({})).toContain("It asks to change the folder, too");
  expect(await textOf({ writable: false })).toContain("read-only.");
  expect(await textOf({ writable: false })).not.toContain("to change");
  expect(await textOf({ source: "kept" })).toContain("what earlier runs of any component left in it");
});

/** A session with a component, a folder and two decisions about origins. */
async function makeGiven() {
  const fake = makeFake();
  const { session } = fake;
  await session.acts.openFile(file(), "app");
  const give = () => {
    session.acts.takeFolder([Object.assign(new File([], "a"), { webkitRelativePath: "mine/a" })]);
    session.acts.allowOrigin("https://a.test", false);
    session.acts.refuseOrigin("https://b.test");
    expect(fake.state()).toMatchObject({ folder: { name: "mine" }, network: { allowed: ["https://a.test"] } });
  };
  give();
  return { ...fake, give };
}

const nothing = { folder: undefined, network: { allowed: [], refused: [], asks: [] } };

test("what was given to one component serves no stranger's scenario and no other component", async () => {
  const { session, seen, state, give } = await makeGiven();
  const own = session.acts.scenarioJson();
  await session.acts.openFile(file(), "the same again");
  expect(state()).toMatchObject({ folder: { name: "mine" }, notice: undefined });

  await session.acts.openFile(new Blob(["other"]), "other");
  expect(state()).toMatchObject(nothing);
  expect(state().notice?.text).toBe(
    "Something else is open now, so the folder “mine” was taken away, and what you decided about the network is forgotten.",
  );

  give();
  await session.acts.openScenarioJson(own);
  expect(state()).toMatchObject(nothing);

  give();
  seen.hash = encodeLink(defaultScenario());
  await session.sharing.follow();
  expect(state()).toMatchObject(nothing);

  give();
  await session.acts.returnToOwnWork();
  expect(state()).toMatchObject(nothing);
  const { notice } = state();
  seen.hash = encodeLink(defaultScenario());
  await session.sharing.follow();
  // Nothing was there to be taken away.
  expect(state().notice).toEqual(notice);
});

test("a scenario file is a stranger's: it asks, and is not saved over the person's own work", async () => {
  const { session, seen, state } = makeFake({ stored: storedWork({ demo: "hello" }, false) });
  await session.acts.openFile(file(), "mine");
  const before = seen.saved.length;
  const text = JSON.stringify({ version: 1, bindings: { random: { mode: "real" } }, program: { name: "theirs" } });
  await session.acts.openScenarioJson(text);
  expect(state()).toMatchObject({ origin: "file", ownWorkKept: true, asks: [{ capability: "random" }] });
  expect(seen.saved.slice(before).map(({ scenario }) => scenario)).toEqual([expect.not.stringContaining("theirs")]);
  await session.acts.openFile(file(), "theirs");
  await session.acts.keepAsOwnWork();
  expect(seen.saved.at(-1)?.scenario).toContain("theirs");
});
