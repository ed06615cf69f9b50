import fc from "fast-check";
import { expect, test } from "vitest";
import { realMount } from "../capabilities/filesystem/real-folder.ts";
import { Descriptor } from "../capabilities/filesystem/provider-descriptor.ts";
import { createVirtualFilesystem } from "../capabilities/filesystem/virtual-filesystem.ts";
import type { RealFile } from "../protocol/index.ts";
import { leftFiles } from "../guest/left-files.ts";
import { defaultScenario } from "../scenario/index.ts";
import { lookThrough } from "./folder-handles.ts";
import { FakeDirectory, fill, type Texts, textsOf } from "./folders-testing.ts";
import { writeFolder } from "./folders-write.ts";

/** A name that no component can have. */
const unseen = "ü".repeat(200);

const all = { read: true, write: true } as const;
const encode = (text: string) => new TextEncoder().encode(text);

/** Does something as a guest to a folder at `/work`, and writes back what is left of it. */
async function run(
  folder: FakeDirectory,
  act: (root: Descriptor) => void,
  meanwhile: () => Promise<unknown> = async () => {},
  signal = new AbortController().signal,
): Promise<string[]> {
  const looked = await lookThrough(folder.handle, 1000);
  if (!looked.ok) throw new Error(looked.error.message);
  const { files, directories } = looked.value;
  // A worker reads files synchronously; here they are read ahead.
  const texts = new Map<RealFile, Uint8Array>();
  for (const file of files.values()) texts.set(file, new Uint8Array(await file.arrayBuffer()));
  const given = { files, directories, writable: true };
  const mount = realMount(given, "/work", (file, start, end) => texts.get(file)!.subarray(start, end));
  const hidden = { path: "/work/hidden", writable: true, tree: new Map() };
  const filesystem = createVirtualFilesystem([hidden, mount]);
  act(new Descriptor(filesystem.mounts[1]!, filesystem.mounts[1]!.root, {}));
  await meanwhile();
  const base = defaultScenario();
  const binding = { ...base.bindings.filesystem, mode: "real", at: "/work", writable: true } as const;
  const scenario = { ...base, bindings: { ...base.bindings, filesystem: binding } };
  const { told } = leftFiles({ scenario, folder: given }, filesystem);
  return writeFolder({
    root: folder.handle,
    before: looked.value,
    at: "/work",
    hidden: ["/work/hidden", "/"],
    changes: told.folder!,
    contents: told.contents,
    signal,
  });
}

const write = (root: Descriptor, path: string, text: string): void =>
  void root.openAt({}, path, { create: true, truncate: true }, all).write(encode(text), 0n);
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
    "/work/dir\\up: a folder of this computer cannot have this name.",
    "/work/hidden/h: /work/hidden of the scenario lies over it.",
  ]);
});

test.each(["/work", "/work/", "/elsewhere/a", "/work/../a", "/work/dir/../../a", "/work//a", "/work/.", "/work/a\\b"])(
  "a guest that says it wrote %s changes nothing",
  async (path) => {
    const folder = await fill(new FakeDirectory(), given);
    const looked = await lookThrough(folder.handle, 1000);
    const changes = {
      files: [
        { path, change: "created", size: 1 },
        { path: "/work/b", change: "deleted", size: 0 },
      ],
      directories: { created: [path], deleted: [path] },
      links: [],
      copies: new Map(),
    } as const;
    const failures = await writeFolder({
      root: folder.handle,
      before: looked.ok ? looked.value : expect.fail(),
      at: "/work",
      hidden: [],
      changes,
      contents: new Map([[path, encode("x")]]),
    });
    expect(failures.length).toBe(4);
    expect(await textsOf(folder)).toEqual(given);
  },
);

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

const place = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
const step = fc.oneof(
  fc.record({ act: fc.constant("write" as const), path: place, text: fc.string({ maxLength: 5 }) }),
  fc.record({ act: fc.constant("append" as const), path: place }),
  fc.record({ act: fc.constant("directory" as const), path: place }),
  fc.record({ act: fc.constant("remove" as const), path: place }),
  fc.record({ act: fc.constant("rename" as const), path: place, to: place }),
  fc.record({ act: fc.constant("link" as const), path: place, to: place }),
);

test("whatever a guest does, the folder is afterwards what the guest saw", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.array(step, { maxLength: 25 }), async (first, then) => {
      const folder = new FakeDirectory();
      for (const steps of [first, then]) {
        let seen: Texts | undefined;
        const failures = await run(folder, (root) => {
          for (const next of steps) attempt(root, next);
          seen = seenBy(root);
        });
        expect(failures).toEqual([]);
        expect(await textsOf(folder)).toEqual(seen);
      }
    }),
    { numRuns: 300 },
  );
});

/** The file moves to where its directory was. */
const replacement = place.map((path) => {
  const parent = path.split("/").slice(0, -1).join("/") || "c";
  return [
    { act: "rename", path: `${parent}/${path.slice(-1)}`, to: "t" },
    { act: "remove", path: parent },
    { act: "rename", path: "t", to: parent },
  ] as const;
});

test("whatever a guest does beside what it does not see, no file that it kept is lost", async () => {
  const steps = fc.array(
    fc.oneof(
      step.map((one) => [one]),
      replacement,
    ),
    { maxLength: 12 },
  );
  const holders = fc.uniqueArray(place, { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(holders, steps, async (holding, then) => {
      const tree = { a: { a: "1", b: { c: "2" } }, b: { b: "3", c: { a: "4" } }, c: { c: "5" }, d: "6", e: "7" };
      const folder = await fill(new FakeDirectory(), tree);
      let leftOut = 0;
      for (const path of holding) {
        const directory = path.split("/").reduce((at: Entry, name) => below(at, name), folder);
        if (!(directory instanceof FakeDirectory)) continue;
        await fill(directory, { [unseen]: "left out" });
        leftOut += 1;
      }
      const before = new Set(flat(await textsOf(folder)));
      let seen: Texts = {};
      await run(folder, (root) => {
        for (const next of then.flat()) attempt(root, next);
        seen = seenBy(root);
      });
      const after = flat(await textsOf(folder));
      expect(after.filter((text) => text === "left out")).toHaveLength(leftOut);
      for (const text of flat(seen)) if (before.has(text)) expect(after).toContain(text);
    }),
    { numRuns: 500 },
  );
});

type Entry = FakeDirectory | { readonly kind: string } | undefined;

function below(at: Entry, name: string): Entry {
  return at instanceof FakeDirectory ? at.entriesByName.get(name) : undefined;
}

function flat(texts: Texts): readonly string[] {
  return Object.values(texts).flatMap((inner) => (typeof inner === "string" ? [inner] : flat(inner)));
}

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What the filesystem refuses changes nothing. */
function attempt(root: Descriptor, next: Step): void {
  try {
    if (next.act === "write") write(root, next.path, next.text);
    if (next.act === "append") root.openAt({}, next.path, {}, all).appendViaStream().blockingWriteAndFlush(encode("+"));
    if (next.act === "directory") root.createDirectoryAt(next.path);
    if (next.act === "rename") root.renameAt(next.path, root, next.to);
    if (next.act === "link") root.linkAt({}, next.path, root, next.to);
    if (next.act === "remove") {
      if (root.statAt({}, next.path).type === "directory") root.removeDirectoryAt(next.path);
      else root.unlinkFileAt(next.path);
    }
  } catch (code) {
    expect(typeof code).toBe("string");
  }
}

function seenBy(directory: Descriptor): Texts {
  const texts: Record<string, string | Texts> = {};
  const stream = directory.readDirectory();
  for (let entry = stream.readDirectoryEntry(); entry; entry = stream.readDirectoryEntry()) {
    const node = directory.openAt({}, entry.name, {}, { read: true });
    texts[entry.name] = entry.type === "directory" ? seenBy(node) : new TextDecoder().decode(node.read(1000n, 0n)[0]);
  }
  return texts;
}
