import { beforeEach, describe, expect, test } from "vitest";
import { thrown } from "../provider-testing.ts";
import type { Tree } from "../provider.ts";
import { Descriptor } from "./provider-descriptor.ts";
import { createVirtualFilesystem } from "./virtual-filesystem.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (given: Uint8Array) => new TextDecoder().decode(given);
const all = { read: true, write: true } as const;
const follow = { symlinkFollow: true } as const;

let data: Descriptor;
let fixed: Descriptor;

beforeEach(() => {
  const inner: Tree = new Map<string, Tree>();
  const dir: Tree = new Map<string, Uint8Array | Tree>([
    ["b.txt", bytes("b")],
    ["inner", inner],
  ]);
  const tree: Tree = new Map<string, Uint8Array | Tree>([
    ["a.txt", bytes("hello")],
    ["dir", dir],
  ]);
  const filesystem = createVirtualFilesystem([
    { path: "/data", writable: true, tree },
    { path: "/fixed", writable: false, tree },
    { path: "/other", writable: true, tree: new Map() },
  ]);
  [data, fixed] = filesystem.mounts.map((mounted) => new Descriptor(mounted, mounted.root, {})) as [
    Descriptor,
    Descriptor,
  ];
});

const read = (directory: Descriptor, path: string) =>
  text(directory.openAt(follow, path, {}, { read: true }).read(1000n, 0n)[0]);
const code = (act: () => unknown) => thrown(act);

describe("paths", () => {
  test.each([
    ["/etc/passwd", "not-permitted"],
    ["/", "not-permitted"],
    ["..", "not-permitted"],
    ["../other", "not-permitted"],
    ["../data/a.txt", "not-permitted"],
    ["dir/../../data/a.txt", "not-permitted"],
    ["dir/inner/../../../x", "not-permitted"],
    ["./.././a.txt", "not-permitted"],
    ["", "no-entry"],
    ["missing", "no-entry"],
    ["missing/..", "no-entry"],
    ["a.txt/..", "not-directory"],
    ["a.txt/", "not-directory"],
    ["a.txt/.", "not-directory"],
    ["a.txt/x", "not-directory"],
    ["a.txt\0", "invalid"],
    ["\0", "invalid"],
    ["x".repeat(256), "name-too-long"],
    ["é".repeat(128), "name-too-long"],
    ["x/".repeat(2049), "name-too-long"],
  ])("%j gives %s for every function", (path, expected) => {
    const acts = [
      () => data.openAt({}, path, {}, { read: true }),
      () => data.statAt(follow, path),
      () => data.readlinkAt(path),
      () => data.metadataHashAt({}, path),
      () => data.unlinkFileAt(path),
      () => data.removeDirectoryAt(path),
      () => data.renameAt(path, data, "new"),
      () => data.linkAt({}, path, data, "new"),
      () => data.setTimesAt({}, path, { tag: "now" }, { tag: "now" }),
    ];
    for (const act of acts) expect(code(act)).toBe(expected);
  });

  test.each(["/x", "../x", "dir/../../x"])("nothing is made at %j", (path) => {
    expect(code(() => data.openAt({}, path, { create: true }, all))).toBe("not-permitted");
    expect(code(() => data.createDirectoryAt(path))).toBe("not-permitted");
    expect(code(() => data.symlinkAt("a.txt", path))).toBe("not-permitted");
    expect(code(() => data.linkAt({}, "a.txt", data, path))).toBe("not-permitted");
    expect(code(() => data.renameAt("a.txt", data, path))).toBe("not-permitted");
  });

  test("dots and slashes inside are harmless", () => {
    expect(read(data, "./dir/.././/a.txt")).toBe("hello");
    expect(read(data, "dir/inner/../b.txt")).toBe("b");
    expect(data.openAt({}, ".", {}, {}).isSameObject(data)).toBe(true);
    expect(data.openAt({}, "dir/..", {}, {}).isSameObject(data)).toBe(true);
    expect(data.statAt({}, "dir/").type).toBe("directory");
  });

  test("the longest name that is allowed", () => {
    data.openAt({}, "é".repeat(127), { create: true }, all);
    expect(data.statAt({}, "é".repeat(127)).type).toBe("regular-file");
  });

  test("a directory's descriptor holds its own paths", () => {
    const dir = data.openAt({}, "dir", { directory: true }, { read: true });
    expect(read(dir, "b.txt")).toBe("b");
    expect(code(() => dir.openAt({}, "../a.txt", {}, { read: true }))).toBe("not-permitted");
    data.renameAt("dir", data, "moved");
    expect(read(dir, "b.txt")).toBe("b");
  });
});

describe("symbolic links", () => {
  test("are followed below, in the middle and at the end", () => {
    data.symlinkAt("../a.txt", "dir/up");
    data.symlinkAt("dir", "d");
    data.symlinkAt("d/up", "chain");
    expect(read(data, "chain")).toBe("hello");
    expect(read(data, "d/b.txt")).toBe("b");
    expect(data.readlinkAt("chain")).toBe("d/up");
    expect(data.statAt({}, "chain")).toMatchObject({ type: "symbolic-link", size: 4n });
    expect(data.statAt(follow, "chain").type).toBe("regular-file");
    expect(data.statAt({}, "d/").type).toBe("directory");
    expect(code(() => data.openAt({}, "chain", {}, { read: true }))).toBe("loop");
    expect(code(() => data.readlinkAt("a.txt"))).toBe("invalid");
  });

  test("never lead out", () => {
    expect(code(() => data.symlinkAt("/etc", "abs"))).toBe("not-permitted");
    data.symlinkAt("../../other", "dir/out");
    data.symlinkAt("..", "up");
    for (const path of ["dir/out", "dir/out/x", "up", "up/data/a.txt"]) {
      expect(code(() => data.openAt(follow, path, {}, { read: true }))).toBe("not-permitted");
      expect(code(() => data.openAt(follow, path, { create: true }, all))).toBe("not-permitted");
    }
    data.symlinkAt("../a.txt", "dir/fine");
    const dir = data.openAt({}, "dir", {}, {});
    expect(code(() => dir.openAt(follow, "fine", {}, { read: true }))).toBe("not-permitted");
  });

  test("circles and long chains end", () => {
    data.symlinkAt("loop", "loop");
    data.symlinkAt("y", "x");
    data.symlinkAt("x/../y", "y");
    for (const path of ["loop", "loop/x", "x"]) expect(code(() => data.statAt(follow, path))).toBe("loop");
    data.symlinkAt("a.txt", "0");
    for (let link = 1; link <= 40; link += 1) data.symlinkAt(`${link - 1}`, `${link}`);
    expect(read(data, "39")).toBe("hello");
    expect(code(() => data.statAt(follow, "40"))).toBe("loop");
  });

  test("a dangling one is created through, but not exclusively", () => {
    data.symlinkAt("dir/new", "dangling");
    expect(code(() => data.openAt(follow, "dangling", {}, { read: true }))).toBe("no-entry");
    expect(code(() => data.openAt(follow, "dangling", { create: true, exclusive: true }, all))).toBe("exist");
    data.openAt(follow, "dangling", { create: true }, all).write(bytes("new"), 0n);
    expect(read(data, "dir/new")).toBe("new");
  });

  test("are removed and renamed themselves", () => {
    data.symlinkAt("a.txt", "link");
    data.renameAt("link", data, "moved");
    data.unlinkFileAt("moved");
    expect(read(data, "a.txt")).toBe("hello");
    data.symlinkAt("dir", "dirlink");
    expect(code(() => data.removeDirectoryAt("dirlink"))).toBe("not-directory");
    expect(code(() => data.removeDirectoryAt("dirlink/"))).toBe("not-directory");
  });

  test("need a target", () => {
    expect(code(() => data.symlinkAt("", "l"))).toBe("invalid");
    expect(code(() => data.symlinkAt("a\0", "l"))).toBe("invalid");
    expect(code(() => data.symlinkAt("x".repeat(5000), "l"))).toBe("name-too-long");
    expect(code(() => data.symlinkAt("x", "a.txt"))).toBe("exist");
  });
});

describe("rights", () => {
  test("a read-only mount takes no change of any kind", () => {
    const now = { tag: "now" } as const;
    const acts = [
      () => fixed.openAt({}, "new", { create: true }, { read: true }),
      () => fixed.openAt({}, "a.txt", { truncate: true }, { read: true }),
      () => fixed.openAt({}, "a.txt", {}, all),
      () => fixed.openAt({}, "dir", {}, { mutateDirectory: true }),
      () => fixed.createDirectoryAt("new"),
      () => fixed.unlinkFileAt("a.txt"),
      () => fixed.removeDirectoryAt("dir/inner"),
      () => fixed.renameAt("a.txt", fixed, "b"),
      () => fixed.linkAt({}, "a.txt", fixed, "b"),
      () => fixed.symlinkAt("a.txt", "b"),
      () => fixed.setTimesAt({}, "a.txt", now, now),
      () => fixed.setTimes(now, now),
      () => fixed.renameAt("a.txt", data, "b"),
      () => data.renameAt("a.txt", fixed, "b"),
      () => data.linkAt({}, "a.txt", fixed, "b"),
      () => fixed.openAt({}, "dir", {}, { read: true }).createDirectoryAt("x"),
      () => fixed.openAt({}, "a.txt", {}, { read: true }).setTimes(now, now),
      () => fixed.openAt({}, "a.txt", {}, { read: true }).setSize(0n),
      () => fixed.openAt({}, "a.txt", {}, { read: true }).write(bytes("x"), 0n),
      () => fixed.openAt({}, "a.txt", {}, { read: true }).writeViaStream(0n),
      () => fixed.openAt({}, "a.txt", {}, { read: true }).appendViaStream(),
    ];
    for (const act of acts) expect(code(act)).toBe("read-only");
    expect(read(fixed, "a.txt")).toBe("hello");
    expect(fixed.getFlags()).toMatchObject({ read: true, mutateDirectory: false });
  });

  test("a file has the rights it was opened with", () => {
    const reader = data.openAt({}, "a.txt", {}, { read: true });
    const writer = data.openAt({}, "a.txt", {}, { write: true });
    for (const act of [
      () => reader.write(bytes("x"), 0n),
      () => reader.setSize(0n),
      () => reader.writeViaStream(0n),
      () => reader.appendViaStream(),
      () => writer.read(1n, 0n),
      () => writer.readViaStream(0n),
    ]) {
      expect(code(act)).toBe("bad-descriptor");
    }
    expect(reader.getFlags()).toEqual({
      read: true,
      write: false,
      mutateDirectory: false,
      fileIntegritySync: false,
      dataIntegritySync: false,
      requestedWriteSync: false,
    });
    expect(writer.getFlags()).toMatchObject({ read: false, write: true });
  });

  test("a directory below has the rights of its mount", () => {
    const dir = data.openAt({}, "dir", { directory: true }, { read: true });
    dir.unlinkFileAt("b.txt");
    expect(dir.getFlags()).toMatchObject({ read: true, write: false, mutateDirectory: true });
  });
});
