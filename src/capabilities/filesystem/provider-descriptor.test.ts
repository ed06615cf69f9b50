import { beforeEach, describe, expect, test } from "vitest";
import { thrown } from "../provider-testing.ts";
import type { Tree } from "../provider.ts";
import { Descriptor, filesystemErrorCode } from "./provider-descriptor.ts";
import { createVirtualFilesystem } from "./virtual-filesystem.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (given: Uint8Array) => new TextDecoder().decode(given);
const all = { read: true, write: true } as const;
const follow = { symlinkFollow: true } as const;

let data: Descriptor;
let fixed: Descriptor;
let other: Descriptor;

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
  [data, fixed, other] = filesystem.mounts.map((mounted) => new Descriptor(mounted, mounted.root, {})) as [
    Descriptor,
    Descriptor,
    Descriptor,
  ];
});

const read = (directory: Descriptor, path: string) =>
  text(directory.openAt(follow, path, {}, { read: true }).read(1000n, 0n)[0]);
const code = (act: () => unknown) => thrown(act);

describe("opening", () => {
  test.each([
    ["a.txt", { create: true, exclusive: true }, all, "exist"],
    ["a.txt", { directory: true }, { read: true }, "not-directory"],
    ["new", { directory: true }, { read: true }, "no-entry"],
    ["new", { create: true, directory: true }, { read: true }, "invalid"],
    ["new/", { create: true }, all, "is-directory"],
    ["dir", {}, all, "is-directory"],
    ["dir", { truncate: true }, { read: true }, "is-directory"],
    ["dir", { create: true }, { read: true }, "is-directory"],
    ["missing/new", { create: true }, all, "no-entry"],
  ])("%s with %j", (path, open, flags, expected) => {
    expect(code(() => data.openAt({}, path, open, flags))).toBe(expected);
  });

  test("creates once, truncates, and keeps what is there", () => {
    data.openAt({}, "new", { create: true, exclusive: true }, all).write(bytes("one"), 0n);
    expect(text(data.openAt({}, "new", { create: true }, all).read(9n, 0n)[0])).toBe("one");
    expect(data.openAt({}, "new", { truncate: true }, all).stat().size).toBe(0n);
  });
});

describe("reading and writing", () => {
  test("read tells the end", () => {
    const file = data.openAt({}, "a.txt", {}, { read: true });
    expect(file.read(3n, 1n)).toEqual([bytes("ell"), false]);
    expect(file.read(4n, 1n)).toEqual([bytes("ello"), true]);
    expect(file.read(0xffff_ffff_ffff_ffffn, 0n)).toEqual([bytes("hello"), true]);
    expect(file.read(1n, 5n)).toEqual([bytes(""), true]);
    expect(file.read(1n, 0xffff_ffff_ffff_ffffn)).toEqual([bytes(""), true]);
  });

  test("a gap is filled with zeros, also where there was something once", () => {
    const file = data.openAt({}, "a.txt", {}, all);
    file.setSize(3n);
    file.write(bytes("x"), 6n);
    expect(file.read(10n, 0n)[0]).toEqual(new Uint8Array([104, 101, 108, 0, 0, 0, 120]));
    file.setSize(1n);
    file.setSize(4n);
    expect(file.read(10n, 0n)[0]).toEqual(new Uint8Array([104, 0, 0, 0]));
    expect(file.write(new Uint8Array(), 100n)).toBe(0n);
    expect(file.stat().size).toBe(4n);
  });

  test("places beyond any file are refused", () => {
    const file = data.openAt({}, "a.txt", {}, all);
    for (const act of [
      () => file.setSize(1n << 63n),
      () => file.write(bytes("x"), 1n << 63n),
      () => file.writeViaStream(1n << 63n),
    ]) {
      expect(code(act)).toBe("file-too-large");
    }
    expect(code(() => file.write(bytes("x"), BigInt(Number.MAX_SAFE_INTEGER)))).toBe("insufficient-space");
  });

  test("streams read, write and append at their own places", () => {
    const file = data.openAt({}, "a.txt", {}, all);
    const input = file.readViaStream(1n);
    const output = file.writeViaStream(4n);
    const append = file.appendViaStream();
    expect(text(input.blockingRead(3n))).toBe("ell");
    output.blockingWriteAndFlush(bytes("OW"));
    append.blockingWriteAndFlush(bytes("!"));
    output.blockingWriteAndFlush(bytes("?"));
    append.blockingWriteAndFlush(bytes("."));
    expect(text(input.blockingRead(100n))).toBe("OW?.");
    expect(input.blockingRead(0n).length).toBe(0);
    expect(code(() => input.blockingRead(1n))).toEqual({ tag: "closed" });
    append.blockingWriteAndFlush(bytes("more"));
    expect(text(input.blockingRead(100n))).toBe("more");
  });

  test("a full filesystem fails the stream with an error that tells its code", () => {
    const file = data.openAt({}, "a.txt", {}, all);
    file.setSize(250n * 1024n * 1024n);
    const stream = file.appendViaStream();
    const fill = () => {
      for (;;) {
        stream.checkWrite();
        stream.write(new Uint8Array(1_000_000));
      }
    };
    const error = code(fill) as { readonly tag: string; readonly val: Error };
    expect(error.tag).toBe("last-operation-failed");
    expect(filesystemErrorCode(error.val)).toBe("insufficient-space");
    expect(filesystemErrorCode(new Error("another"))).toBe(undefined);
  });

  test("directories are no files and files no directories", () => {
    const file = data.openAt({}, "a.txt", {}, all);
    expect(code(() => data.read(1n, 0n))).toBe("is-directory");
    expect(code(() => data.readViaStream(0n))).toBe("is-directory");
    expect(code(() => data.setSize(0n))).toBe("is-directory");
    expect(code(() => file.readDirectory())).toBe("not-directory");
    expect(code(() => file.openAt({}, "x", {}, { read: true }))).toBe("not-directory");
    expect(code(() => file.createDirectoryAt("x"))).toBe("not-directory");
    expect(code(() => data.advise(0n, 0n, "normal"))).toBe("bad-descriptor");
  });
});

describe("names", () => {
  test("directories list sorted, as they stood", () => {
    data.openAt({}, "Z", { create: true }, all);
    data.symlinkAt("Z", "0");
    const stream = data.readDirectory();
    data.unlinkFileAt("Z");
    const listed = [];
    for (let entry = stream.readDirectoryEntry(); entry; entry = stream.readDirectoryEntry()) listed.push(entry);
    expect(listed).toEqual([
      { type: "symbolic-link", name: "0" },
      { type: "regular-file", name: "Z" },
      { type: "regular-file", name: "a.txt" },
      { type: "directory", name: "dir" },
    ]);
    expect(stream.readDirectoryEntry()).toBe(undefined);
  });

  test("hard links share content and count", () => {
    data.linkAt({}, "a.txt", data, "dir/same");
    data.openAt({}, "dir/same", {}, all).write(bytes("J"), 0n);
    expect(read(data, "a.txt")).toBe("Jello");
    expect(data.statAt({}, "a.txt").linkCount).toBe(2n);
    data.unlinkFileAt("a.txt");
    expect(data.statAt({}, "dir/same").linkCount).toBe(1n);
    expect(code(() => data.linkAt({}, "dir", data, "d2"))).toBe("not-permitted");
    expect(code(() => data.linkAt({}, "dir/same", data, "dir/b.txt"))).toBe("exist");
    expect(code(() => data.linkAt({}, "dir/same", other, "x"))).toBe("cross-device");
  });

  test("a link to a link is the link, or with follow its target", () => {
    data.symlinkAt("a.txt", "soft");
    data.linkAt({}, "soft", data, "soft2");
    data.linkAt(follow, "soft", data, "hard");
    expect(data.statAt({}, "soft2").type).toBe("symbolic-link");
    expect(data.statAt({}, "hard")).toMatchObject({ type: "regular-file", linkCount: 2n });
  });

  test("renaming replaces files and empty directories only", () => {
    data.createDirectoryAt("empty");
    data.openAt({}, "c", { create: true }, all);
    expect(code(() => data.renameAt("empty", data, "dir"))).toBe("not-empty");
    expect(code(() => data.renameAt("dir", data, "a.txt"))).toBe("not-directory");
    expect(code(() => data.renameAt("a.txt", data, "dir"))).toBe("is-directory");
    expect(code(() => data.renameAt("a.txt", data, "new/"))).toBe("not-directory");
    expect(code(() => data.renameAt("dir", data, "dir/inner/x"))).toBe("invalid");
    expect(code(() => data.renameAt("dir", data, "dir/x"))).toBe("invalid");
    expect(code(() => data.renameAt("dir", data, "."))).toBe("invalid");
    expect(code(() => data.renameAt("a.txt", other, "a.txt"))).toBe("cross-device");
    data.renameAt("a.txt", data, "c");
    expect(read(data, "c")).toBe("hello");
    data.renameAt("dir", data, "empty");
    expect(read(data, "empty/b.txt")).toBe("b");
    data.renameAt("empty", data, "empty");
    data.renameAt("c", data, "empty/inner/c");
    expect(read(data, "empty/inner/c")).toBe("hello");
  });

  test("renaming one name of a file to another does nothing", () => {
    data.linkAt({}, "a.txt", data, "b");
    data.renameAt("a.txt", data, "b");
    expect(data.statAt({}, "a.txt").linkCount).toBe(2n);
  });

  test("directories go only when empty, files only as files", () => {
    expect(code(() => data.removeDirectoryAt("dir"))).toBe("not-empty");
    expect(code(() => data.removeDirectoryAt("."))).toBe("invalid");
    expect(code(() => data.unlinkFileAt("dir"))).toBe("is-directory");
    expect(code(() => data.removeDirectoryAt("a.txt"))).toBe("not-directory");
    expect(code(() => data.createDirectoryAt("dir"))).toBe("exist");
    expect(code(() => data.createDirectoryAt("a.txt"))).toBe("exist");
    expect(code(() => data.createDirectoryAt("."))).toBe("exist");
    data.createDirectoryAt("dir/new/");
    data.removeDirectoryAt("dir/new/");
  });

  test("nothing is made in a directory that is gone", () => {
    const inner = data.openAt({}, "dir/inner", {}, {});
    data.removeDirectoryAt("dir/inner");
    expect(code(() => inner.createDirectoryAt("x"))).toBe("no-entry");
    expect(code(() => inner.openAt({}, "x", { create: true }, all))).toBe("no-entry");
    expect(code(() => data.renameAt("a.txt", inner, "x"))).toBe("no-entry");
    expect(read(data, "a.txt")).toBe("hello");
    expect(inner.stat().type).toBe("directory");
  });

  test("an unlinked file lives on for those who hold it", () => {
    const file = data.openAt({}, "a.txt", {}, all);
    data.unlinkFileAt("a.txt");
    file.write(bytes("J"), 0n);
    expect(text(file.read(9n, 0n)[0])).toBe("Jello");
    expect(file.stat().linkCount).toBe(0n);
    expect(code(() => data.statAt({}, "a.txt"))).toBe("no-entry");
  });
});

describe("metadata", () => {
  test("times stand at 1970 until they are set", () => {
    const epoch = { seconds: 0n, nanoseconds: 0 };
    const set = { seconds: 5n, nanoseconds: 6 };
    expect(data.statAt({}, "a.txt")).toEqual({
      type: "regular-file",
      linkCount: 1n,
      size: 5n,
      dataAccessTimestamp: epoch,
      dataModificationTimestamp: epoch,
      statusChangeTimestamp: epoch,
    });
    data.setTimesAt({}, "a.txt", { tag: "no-change" }, { tag: "timestamp", val: set });
    expect(data.statAt({}, "a.txt")).toMatchObject({ dataAccessTimestamp: epoch, dataModificationTimestamp: set });
    data.openAt({}, "a.txt", {}, { read: true }).setTimes({ tag: "timestamp", val: set }, { tag: "now" });
    expect(data.statAt({}, "a.txt")).toMatchObject({ dataAccessTimestamp: set, dataModificationTimestamp: epoch });
  });

  test("hashes tell objects apart and stay", () => {
    const before = data.metadataHashAt({}, "a.txt");
    const file = data.openAt({}, "a.txt", {}, all);
    file.write(bytes("changed"), 0n);
    data.renameAt("a.txt", data, "moved");
    expect(file.metadataHash()).toEqual(before);
    expect(data.metadataHashAt({}, "moved")).toEqual(before);
    expect(data.metadataHashAt({}, "dir")).not.toEqual(before);
    expect(fixed.metadataHashAt({}, "a.txt")).not.toEqual(before);
    expect(before).toEqual({ lower: 4354685564936845354n, upper: 7796372878674306197n });
  });

  test("sameness is of the object", () => {
    const file = data.openAt({}, "a.txt", {}, all);
    expect(file.isSameObject(data.openAt({}, "a.txt", {}, { read: true }))).toBe(true);
    expect(file.isSameObject(data)).toBe(false);
    expect(data.isSameObject(fixed)).toBe(false);
  });
});
