import { afterEach, expect, test, vi } from "vitest";
import { applyPatch, defaultScenario, encodeLink } from "../scenario/index.ts";
import { file, makeFake, storedWork } from "./session-testing.ts";

test("a stranger's real folder is asked for by what would be done with it", async () => {
  const base = defaultScenario();
  const filesystem = { ...base.bindings.filesystem, mode: "real", at: "/in\u202e", writable: true } as const;
  const textOf = async (part: Partial<typeof filesystem> | object) => {
    const bindings = { ...base.bindings, filesystem: { ...filesystem, ...part } };
    const { session, state } = makeFake({ hash: encodeLink({ ...base, bindings }) });
    await session.sharing.takeUp();
    return state()
      .asks.map(({ title, text }) => `${title}: ${text}`)
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

test("what reaches further than the page is asked for first and by itself, the rest is harmless", async () => {
  const base = defaultScenario();
  const real = { mode: "real" } as const;
  const wanted = applyPatch(base, {
    bindings: { "wall-clock": real, random: real, stdin: real, filesystem: real, http: real },
  });
  const { session, state } = makeFake({ hash: encodeLink(wanted.ok ? wanted.value : base) });
  await session.sharing.takeUp();
  expect(state().asks.map(({ capability, risky }) => [capability, risky])).toEqual([
    ["filesystem", true],
    ["http", true],
    ["wall-clock", undefined],
    ["random", undefined],
    ["stdin", undefined],
  ]);
  await session.acts.grant(state().asks.slice(0, 1));
  session.acts.refuse(state().asks.slice(0, 1));
  expect(state().scenario.bindings).toMatchObject({
    filesystem: real,
    http: { mode: "deny" },
    stdin: { mode: "mock" },
  });
  expect(state().asks).toHaveLength(3);
});

afterEach(() => vi.unstubAllGlobals());

/** A session whose samples `notes` and `sums` can be fetched. */
function makeWithSamples(fakes: Parameters<typeof makeFake>[0] = {}) {
  vi.stubGlobal("document", { baseURI: "https://orrery.test/" });
  vi.stubGlobal("location", { origin: "https://orrery.test" });
  vi.stubGlobal("fetch", async (address: URL | string) => {
    const [, name] = /demos\/(\w+)\//.exec(String(address)) ?? [];
    const isScenario = String(address).endsWith("scenario.json");
    return new Response(isScenario ? JSON.stringify({ version: 1, program: { name } }) : "bytes");
  });
  const fake = makeFake(fakes);
  const facts = () => {
    const { origin, ownWorkKept, report, scenario, notice } = fake.state();
    return [origin, ownWorkKept, report?.name, scenario.program.name, notice?.canUndo ?? false];
  };
  return { ...fake, facts };
}

test("a sample puts own work aside, whole: by undo and by the way back it is there again", async () => {
  const { session, seen, state, facts } = makeWithSamples();
  await session.acts.openFile(file(), "mine.wasm");
  await session.applyPatch({ program: { name: "mine" }, bindings: { "interface:a:b/c": { mode: "mock" } } });
  const own = state().scenario;
  for (const back of [session.acts.undo, session.acts.returnToOwnWork]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await session.acts.openDemo("notes");
    expect(facts()).toEqual(["sample", true, "notes.wasm", "notes", true]);
    expect(state().notice?.text).toBe("Your work on mine.wasm is put aside.");
    expect(seen.saved.at(-1)?.scenario).toContain('"mine"');
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await back();
    expect(facts()).toEqual(["own", false, "mine.wasm", "mine", false]);
    expect(state().scenario).toEqual(own);
  }
});

test("a file of one's own starts from one's own scenario, never from a sample's", async () => {
  const { session, state, facts } = makeWithSamples();
  // Over nothing a sample is work like any other, but no start for another file.
  await session.acts.openDemo("notes");
  expect(facts()).toEqual(["own", false, "notes.wasm", "notes", false]);
  await session.acts.openFile(file(), "mine.wasm");
  expect(facts()).toEqual(["own", false, "mine.wasm", "app", false]);

  await session.applyPatch({ program: { name: "mine" } });
  await session.acts.openDemo("notes");
  await session.acts.openDemo("sums");
  await session.applyPatch({ program: { arguments: ["changed"] } });
  await session.acts.openFile(file(), "other.wasm");
  expect(facts()).toEqual(["own", false, "other.wasm", "mine", true]);
  expect(state().scenario.program.arguments).toEqual([]);
  // What was changed in the sample can be had back, too.
  await session.acts.undo();
  expect(facts()).toEqual(["sample", true, "sums.wasm", "sums", false]);
  expect(state().scenario.program.arguments).toEqual(["changed"]);
});

test("a sample that nobody changed gives way without a word", async () => {
  const { session, facts } = makeWithSamples();
  await session.acts.openDemo("notes");
  await session.acts.openDemo("sums");
  expect(facts()).toEqual(["own", false, "sums.wasm", "sums", false]);
});

test("a change with a way back is undone once, and only as long as nothing else changes", async () => {
  const { session, state } = makeFake();
  const { acts } = session;
  await acts.change({ program: { arguments: ["a"] } }, "changed");
  expect(state().notice).toMatchObject({ text: "changed", canUndo: true });
  await acts.undo();
  expect(state().scenario.program.arguments).toEqual([]);
  expect(state().notice?.text).toBe("It is as it was before.");
  await acts.undo();
  expect(state().notice?.canUndo).toBeUndefined();

  await acts.change({ program: { arguments: ["b"] } }, "changed");
  await session.applyPatch({ program: { name: "later" } });
  expect(state().notice).toBeUndefined();
  await acts.undo();
  expect(state().scenario.program).toMatchObject({ name: "later", arguments: ["b"] });

  await acts.change({ program: { arguments: ["c"] } }, "changed");
  acts.notify("Link copied.");
  await acts.undo();
  expect(state().scenario.program.arguments).toEqual(["c"]);
});
