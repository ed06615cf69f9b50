import { expect, test } from "vitest";
import type { GuestResult } from "../protocol/index.ts";
import { defaultScenario, type Scenario, type ScenarioPatch } from "../scenario/index.ts";
import type { FolderSource } from "./folder-handles.ts";
import { makeFolders } from "./folders.ts";
import { FakeDirectory, fill, textsOf } from "./folders-testing.ts";
import { exited, makeFake } from "./session-testing.ts";

const kept = new FakeDirectory("files");

function make(picked: FakeDirectory | string | undefined) {
  const { session, state } = makeFake();
  const modes: string[] = [];
  const source: FolderSource = {
    picker() {
      if (picked === undefined) return undefined;
      return async ({ mode }) => {
        modes.push(mode);
        if (typeof picked === "string") throw new DOMException("", picked);
        return picked.handle;
      };
    },
    kept: async () => kept.handle,
  };
  const folders = makeFolders(session.core, source);
  const apply = async (filesystem: object, rest: ScenarioPatch = {}) => {
    const applied = await session.applyPatch({ ...rest, bindings: { filesystem } });
    if (!applied.ok) throw new Error(applied.error.message);
    return applied.value;
  };
  return { folders, apply, modes, state };
}

const real = { mode: "real" } as const;
const unstopped = new AbortController().signal;
const change = { path: "/a", change: "modified", size: 4 } as const;

/** The file `a` written, `b` deleted. */
function changed(part: Partial<GuestResult> = {}): GuestResult {
  return {
    ...exited(),
    folder: {
      files: [change, { path: "/b", change: "deleted", size: 0 }],
      directories: { created: ["/new"], deleted: [] },
      links: [],
      copies: new Map(),
    },
    contents: new Map([["/a", new TextEncoder().encode("mine")]]),
    ...part,
  };
}

test("nothing is read unless the scenario asks for it, and a folder that nobody gave is asked for", async () => {
  const { folders, apply } = make(new FakeDirectory());
  expect(await folders.read(defaultScenario())).toEqual({ ok: true, value: undefined });
  expect(await folders.read(await apply(real))).toMatchObject({ ok: false, error: { tag: "needs-folder" } });
});

test("a picked folder is looked through at each run", async () => {
  const folder = await fill(new FakeDirectory("mine"), { a: "one", dir: { "b.txt": "two!", empty: {} } });
  const { folders, apply, modes, state } = make(folder);
  expect(folders.canPickFolder()).toBe(true);
  await folders.pickFolder();
  expect(modes).toEqual(["read"]);
  expect(state().folder).toEqual({ name: "mine", kind: "picked", writable: false });
  const scenario = await apply(real);
  for (const added of [[], ["c"]]) {
    await fill(folder, Object.fromEntries(added.map((name) => [name, ""])));
    const read = await folders.read(scenario);
    const found = read.ok ? read.value : undefined;
    expect([...(found?.files ?? [])].map(([path, file]) => [path, file.size])).toEqual([
      ["a", 3],
      ...added.map((name) => [name, 0]),
      ["dir/b.txt", 4],
    ]);
    expect(found?.directories).toEqual(["dir", "dir/empty"]);
    expect(state().folder?.files).toBe(2 + added.length);
  }
  folders.releaseFolder();
  expect(state().folder).toBe(undefined);
  expect(await folders.read(scenario)).toMatchObject({ ok: false, error: { tag: "needs-folder" } });
});

test("more files than the limit are refused, and names that no component can have are told", async () => {
  const folder = await fill(new FakeDirectory(), { a: "", ["ü".repeat(128)]: "", dir: { b: "" } });
  const { folders, apply, state } = make(folder);
  await folders.pickFolder();
  const few = await folders.read(await apply(real, { limits: { fileEntries: 3 } }));
  expect(few).toMatchObject({ ok: false, error: { tag: "needs-folder", message: expect.stringContaining("3 files") } });
  const read = await folders.read(await apply(real, { limits: { fileEntries: 4 } }));
  expect(read.ok ? [...(read.value?.files.keys() ?? [])] : undefined).toEqual(["a", "dir/b"]);
  expect(state().notice?.text).toContain("üüü");
});

test("closing the picker is no mistake, another failure is told", async () => {
  const { folders, state } = make("AbortError");
  await folders.pickFolder();
  expect(state()).toMatchObject({ folder: undefined, notice: undefined });
  const other = make("SecurityError");
  await other.folders.pickFolder();
  expect(other.state().notice?.text).toBe("The folder was not taken: the browser does not allow it.");
  const none = make(undefined);
  expect(none.folders.canPickFolder()).toBe(false);
  await none.folders.pickFolder();
  expect(none.state().notice?.text).toContain("Upload one instead");
});

test("more rights are asked for when the person lets the folder be changed", async () => {
  const folder = new FakeDirectory();
  folder.rights = "read";
  const { folders, apply, state } = make(folder);
  await folders.pickFolder();
  await apply({ ...real, writable: true });
  await expect.poll(() => state().notice?.text).toContain("The folder stays read-only");
  expect(state().folder?.writable).toBe(false);
  await apply({ ...real, writable: false });
  folder.answer = "granted";
  await apply({ ...real, writable: true });
  await expect.poll(() => state().folder?.writable).toBe(true);
});

test("an uploaded folder has the paths below it, and is never written to", async () => {
  const { folders, apply, state } = make(undefined);
  const uploaded = ["top/a", "top/dir/deep/b"].map((path) =>
    Object.assign(new File(["x"], path.split("/").at(-1) ?? ""), { webkitRelativePath: path }),
  );
  folders.takeFolder(uploaded);
  expect(state().folder).toEqual({ name: "top", kind: "uploaded", writable: false, files: 2 });
  const scenario = await apply({ ...real, writable: true });
  expect(await folders.read(scenario)).toEqual({
    ok: true,
    value: {
      files: new Map([
        ["a", uploaded[0]],
        ["dir/deep/b", uploaded[1]],
      ]),
      directories: ["dir", "dir/deep"],
      // The guest is told at once, not the person when all is done.
      writable: false,
    },
  });
  expect(await folders.writeBack(scenario, changed(), unstopped)).toBe(undefined);
});

test("the folder that the browser keeps is there without being picked", async () => {
  const { folders, apply } = make(undefined);
  const scenario = await apply({ ...real, source: "kept", writable: true });
  expect(await folders.read(scenario)).toEqual({
    ok: true,
    value: { files: new Map(), directories: [], writable: true },
  });
  const made = { ...change, change: "created" } as const;
  const result = changed({ folder: { ...changed().folder!, files: [made] } });
  expect(await folders.writeBack(scenario, result, unstopped)).toBe(undefined);
  expect(await textsOf(kept)).toEqual({ a: "mine", new: {} });
});

const before = { a: "one", b: "two" };
const cases: readonly [string, Scenario["bindings"]["filesystem"]["writable"], Partial<GuestResult>, boolean][] = [
  ["that ended is written", true, {}, true],
  ["that trapped is written, as it would have been elsewhere", true, { status: "trapped" }, true],
  ["that a limit ended is not written", true, { status: "limited" }, false],
  ["with a folder that may not be changed is not written, whatever the guest says", false, {}, false],
];

test.each(cases)("a run %s", async (_, writable, part, written) => {
  const folder = await fill(new FakeDirectory(), before);
  const { folders, apply } = make(folder);
  await folders.pickFolder();
  const scenario = await apply({ ...real, writable });
  await folders.read(scenario);
  const said = await folders.writeBack(scenario, changed(part), unstopped);
  expect(await textsOf(folder)).toEqual(written ? { a: "mine", new: {} } : before);
  expect(said === undefined).toBe(part.status !== "limited");
  // A result is written once.
  await fill(folder, before);
  await folders.writeBack(scenario, changed(part), unstopped);
  expect(await textsOf(folder)).toMatchObject(before);
});

test("a folder that was taken away during the run is not written to", async () => {
  const folder = await fill(new FakeDirectory(), before);
  const { folders, apply } = make(folder);
  await folders.pickFolder();
  const scenario = await apply({ ...real, writable: true });
  await folders.read(scenario);
  folders.releaseFolder();
  expect(await folders.writeBack(scenario, changed(), unstopped)).toContain("you took it away");
  expect(await textsOf(folder)).toEqual(before);
});

test("the component may change a folder only when the scenario and the browser let it", async () => {
  const folder = await fill(new FakeDirectory(), before);
  const { folders, apply } = make(folder);
  await folders.pickFolder();
  const writable = async (asked: boolean) => {
    const read = await folders.read(await apply({ ...real, writable: asked }));
    return read.ok ? read.value?.writable : undefined;
  };
  folder.rights = "read";
  expect(await writable(true)).toBe(false);
  // Whatever a guest says it changed.
  expect(await folders.writeBack(await apply({ ...real, writable: true }), changed(), unstopped)).toBe(undefined);
  expect(await textsOf(folder)).toEqual(before);
  folder.rights = "readwrite";
  expect(await writable(false)).toBe(false);
  expect(await writable(true)).toBe(true);
});

test("a writing that was stopped is told", async () => {
  const folder = await fill(new FakeDirectory(), before);
  const { folders, apply } = make(folder);
  await folders.pickFolder();
  const scenario = await apply({ ...real, writable: true });
  await folders.read(scenario);
  expect(await folders.writeBack(scenario, changed(), AbortSignal.abort())).toContain(
    "what was written stays written, and the rest was left as it was",
  );
  expect(await textsOf(folder)).toEqual(before);
});

test("files that a run left alone or moved are read when they are asked for", async () => {
  const folder = await fill(new FakeDirectory(), { same: "one", dir: { old: "two" }, nested: { x: "hidden" } });
  const { folders, apply } = make(folder);
  await folders.pickFolder();
  const files = ["/project/nested", "/"].map((mount) => ({ mount, writable: false, tree: {} }));
  const scenario = await apply({ ...real, at: "/project", writable: true }, { files });
  const text = async (path: string) => {
    const bytes = await folders.file(scenario, path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const read = await folders.read(scenario);
  expect(await text("/project/same")).toBe("one");
  for (const path of ["/project/none", "/project/nested/x", "/same", "/project"])
    expect(await text(path)).toBe(undefined);
  // A browser reads no file that is not there any more.
  const old = read.ok ? read.value?.files.get("dir/old") : undefined;
  Object.assign(old ?? {}, { arrayBuffer: async () => Promise.reject(new DOMException("", "NotFoundError")) });
  const moved = { path: "/project/new", change: "created", size: 3 } as const;
  const left = {
    ...changed().folder!,
    files: [moved, { path: "/project/dir/old", change: "deleted", size: 0 } as const],
    directories: { created: [], deleted: [] },
    copies: new Map([["/project/new", "/project/dir/old"]]),
  };
  await fill(folder, { new: "two" });
  await folders.writeBack(scenario, changed({ folder: left }), unstopped);
  expect(await text("/project/new")).toBe("two");
  expect(await text("/project/dir/old")).toBe(undefined);
  folders.releaseFolder();
  expect(await text("/project/same")).toBe(undefined);
});
