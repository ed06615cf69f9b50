import { expect, test } from "vitest";
import type { Descriptor } from "../capabilities/filesystem/provider-descriptor.ts";
import { all, encode, leftBy, write } from "../guest/left-testing.ts";
import { lookThrough } from "./folder-handles.ts";
import { FakeDirectory, fill, textsOf } from "./folders-testing.ts";
import { writeLeft } from "./folders-write-testing.ts";
import { writeFolder } from "./folders-write.ts";

/** A name that no component can have. */
const unseen = "ü".repeat(200);

/** Does something as a guest to a folder, and writes back what is left of it. */
const run = (
  folder: FakeDirectory,
  act: (root: Descriptor) => void,
  meanwhile?: () => Promise<unknown>,
  signal?: AbortSignal,
): Promise<string[]> => writeLeft(folder, (seen, bytesOf) => leftBy(seen, bytesOf, act), meanwhile, signal);

const given = { a: "one", b: "two", dir: { c: "three", d: "four" } };

test("files and directories are made, changed, moved and removed", async () => {
  const folder = await fill(new FakeDirectory(), given);
  const failures = await run(folder, (root) => {
    root.createDirectoryAt("new");
    root.createDirectoryAt("new/empty");
    write(root, "new/e", "five");
    root.openAt({}, "a", {}, all).write(encode("ON"), 0n);
    root.renameAt("b", root, "dir/b");
    root.unlinkFileAt("dir/c");
  });
  expect(failures).toEqual([]);
  expect(await textsOf(folder)).toEqual({ a: "ONe", dir: { b: "two", d: "four" }, new: { e: "five", empty: {} } });
});

test("files change places, and become directories and the other way around", async () => {
  const folder = await fill(new FakeDirectory(), given);
  const failures = await run(folder, (root) => {
    root.renameAt("a", root, "swap");
    root.renameAt("b", root, "a");
    root.renameAt("swap", root, "b");
    root.renameAt("dir", root, "away");
    root.renameAt("away/c", root, "dir");
    root.renameAt("away/d", root, "kept");
    root.removeDirectoryAt("away");
    root.createDirectoryAt("away");
    root.renameAt("b", root, "away/b");
    root.createDirectoryAt("b");
    root.renameAt("away/b", root, "b/was");
  });
  expect(failures).toEqual([]);
  expect(await textsOf(folder)).toEqual({ a: "two", b: { was: "one" }, dir: "three", kept: "four", away: {} });
});

test("what something else changed, made or removed is kept, and then nothing is removed", async () => {
  const folder = await fill(new FakeDirectory(), given);
  const failures = await run(
    folder,
    (root) => {
      write(root, "a", "mine");
      write(root, "new", "mine");
      root.unlinkFileAt("b");
      root.unlinkFileAt("dir/c");
    },
    () => fill(folder, { a: "theirs", new: "theirs", b: "theirs" }),
  );
  expect(await textsOf(folder)).toEqual({ ...given, a: "theirs", new: "theirs", b: "theirs" });
  expect(failures).toEqual([
    "a: something else changed it during the run, so it stays as it is.",
    "new: something else made it during the run, so it stays as it is.",
    "Nothing was removed, since not everything could be written.",
  ]);
});

test("a file that something else changed is not removed, nor a directory that is not empty any more", async () => {
  const folder = await fill(new FakeDirectory(), { ...given, old: {} });
  const failures = await run(
    folder,
    (root) => {
      root.unlinkFileAt("a");
      root.unlinkFileAt("b");
      root.removeDirectoryAt("old");
    },
    () => fill(folder, { a: "theirs", old: { theirs: "" } }),
  );
  expect(await textsOf(folder)).toEqual({ a: "theirs", dir: given.dir, old: { theirs: "" } });
  expect(failures).toEqual([
    "a: something else changed it during the run, so it stays as it is.",
    "old: it is not empty.",
  ]);
});

test("a file that could not be moved stays where it was", async () => {
  const folder = await fill(new FakeDirectory(), given);
  const failures = await run(
    folder,
    (root) => root.renameAt("a", root, "dir/moved"),
    async () => void folder.entriesByName.delete("dir"),
  );
  expect(await textsOf(folder)).toEqual({ a: "one", b: "two" });
  expect(failures[0]).toBe("dir/moved: it is not there any more.");
});

test("links, names that no folder has and what another mount hides are not written", async () => {
  const folder = await fill(new FakeDirectory(), { ...given, hidden: { h: "theirs" } });
  const failures = await run(folder, (root) => {
    root.symlinkAt("../a", "dir/link");
    write(root, "dir\\up", "x");
    write(root, "hidden/h", "mine");
  });
  expect(await textsOf(folder)).toEqual({ ...given, hidden: { h: "theirs" } });
  expect(failures).toEqual([
    "dir/link: it is a symbolic link, which a browser cannot make.",
    "/project/dir\\up: a folder of this computer cannot have this name.",
    "/project/hidden/h: /project/hidden of the scenario lies over it.",
  ]);
});

test.each([
  "/project",
  "/project/",
  "/elsewhere/a",
  "/project/../a",
  "/project/dir/../../a",
  "/project//a",
  "/project/.",
  "/project/a\\b",
])("a guest that says it wrote %s changes nothing", async (path) => {
  const folder = await fill(new FakeDirectory(), given);
  const looked = await lookThrough(folder.handle, 1000);
  const changes = {
    files: [
      { path, change: "created", size: 1 },
      { path: "/project/b", change: "deleted", size: 0 },
    ],
    directories: { created: [path], deleted: [path] },
    links: [],
    copies: new Map(),
  } as const;
  const failures = await writeFolder({
    root: folder.handle,
    before: looked.ok ? looked.value : expect.fail(),
    at: "/project",
    hidden: [],
    changes,
    contents: new Map([[path, encode("x")]]),
  });
  expect(failures.length).toBe(4);
  expect(await textsOf(folder)).toEqual(given);
});

test("what could not be put in the place of a directory is not lost with it", async () => {
  const before = { d: { a: "one", [unseen]: "left out" }, b: "two" };
  const folder = await fill(new FakeDirectory(), before);
  const failures = await run(folder, (root) => {
    root.renameAt("d/a", root, "t");
    root.removeDirectoryAt("d");
    root.renameAt("t", root, "d");
    write(root, "b", "mine");
  });
  expect(await textsOf(folder)).toEqual({ ...before, b: "mine" });
  expect(failures).toEqual([
    "d: there is something in it that the component did not see.",
    "d: there is something else in its place.",
    "Nothing was removed, since not everything could be written.",
  ]);
});

test("nothing is written over a file that could not be put where it was moved", async () => {
  const folder = await fill(new FakeDirectory(), given);
  const failures = await run(
    folder,
    (root) => {
      root.renameAt("a", root, "dir/moved");
      root.renameAt("b", root, "a");
      write(root, "b", "mine");
    },
    async () => void folder.entriesByName.delete("dir"),
  );
  expect(await textsOf(folder)).toEqual({ a: "one", b: "two" });
  expect(failures).toContain("a: what it held could not be put elsewhere, so it stays as it is.");
});

test("nothing is written over a file whose new place is not made after all", async () => {
  const folder = await fill(new FakeDirectory(), { ...given, f: "five", e: "six" });
  await run(
    folder,
    (root) => {
      // A directory takes the place of `f`, `a` goes into it, `b` takes the place of `a`; `dir` is gone meanwhile.
      root.unlinkFileAt("f");
      root.createDirectoryAt("f");
      root.renameAt("a", root, "f/a");
      root.renameAt("b", root, "a");
      root.renameAt("e", root, "dir/e");
    },
    async () => void folder.entriesByName.delete("dir"),
  );
  expect(await textsOf(folder)).toEqual({ a: "one", b: "two", f: "five", e: "six" });
});

test("a file goes back where it was when its new place turns out to be taken", async () => {
  const folder = await fill(new FakeDirectory(), { d: { a: "one" } });
  const inner = folder.entriesByName.get("d") as FakeDirectory; // It was made as one.
  const removeEntry = inner.removeEntry.bind(inner);
  // Something comes in between the look and the removal.
  inner.removeEntry = async (name) => {
    await removeEntry(name);
    await fill(inner, { late: "theirs" });
  };
  await run(folder, (root) => {
    root.renameAt("d/a", root, "t");
    root.removeDirectoryAt("d");
    root.renameAt("t", root, "d");
  });
  expect(await textsOf(folder)).toEqual({ d: { a: "one", late: "theirs" } });
});

/** A signal that is aborted by the n-th file that is asked for in a directory. */
function abortedAt(folder: FakeDirectory, wanted: number): AbortSignal {
  const stop = new AbortController();
  const getHandle = folder.getFileHandle.bind(folder);
  let calls = 0;
  folder.getFileHandle = async (name, options) => {
    calls += 1;
    if (calls === wanted) stop.abort();
    return getHandle(name, options);
  };
  return stop.signal;
}

test("stopped in between, what was written stays written and the rest is left as it was", async () => {
  const folder = await fill(new FakeDirectory(), given);
  const act = (root: Descriptor): void => {
    for (const name of ["a", "b", "dir/c"]) write(root, name, "mine");
    root.unlinkFileAt("dir/d");
  };
  // Three times for `a`, and once for `b`.
  const failures = await run(folder, act, undefined, abortedAt(folder, 4));
  expect(await textsOf(folder)).toEqual({ ...given, a: "mine", b: "mine" });
  expect(failures).toEqual(["Writing was stopped: what was written stays written, and the rest was left as it was."]);
});

test("files that change places do so together, though the writing is stopped", async () => {
  for (const wanted of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
    const folder = await fill(new FakeDirectory(), { a: "one", b: "two", c: "three" });
    const act = (root: Descriptor): void => {
      for (const [from, to] of ["at", "ba", "cb", "tc"]) root.renameAt(from ?? "", root, to ?? "");
    };
    await run(folder, act, undefined, abortedAt(folder, wanted));
    expect(Object.values(await textsOf(folder)).toSorted()).toEqual(["one", "three", "two"]);
  }
});
