import { beforeEach, describe, expect, test } from "vitest";
import { thrown } from "../provider-testing.ts";
import type { Tree, TreeLink } from "../provider.ts";
import { type Fault, filesystem as capability, type Operation } from "./capability.ts";
import { Descriptor } from "./provider-descriptor.ts";
import type { Behaviour } from "./tree.ts";
import { createVirtualFilesystem } from "./virtual-filesystem.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const tree = (entries: Record<string, Uint8Array | TreeLink | Tree>): Tree => new Map(Object.entries(entries));
const all = { read: true, write: true } as const;
const follow = { symlinkFollow: true } as const;
const now = { tag: "now" } as const;

function made(behaviour: Behaviour) {
  const given = tree({ file: bytes("hello"), dir: tree({ in: bytes("i") }), soft: { symlink: "file" } });
  const filesystem = createVirtualFilesystem([
    { path: "/data", writable: true, tree: given },
    { path: "/", writable: false, tree: given },
  ]);
  filesystem.behave(behaviour);
  const [data, root] = filesystem.mounts.map((mount) => new Descriptor(mount, mount.root, {}));
  if (!data || !root) throw new Error("two mounts were given");
  return { filesystem, data, root };
}

describe("times by the clock", () => {
  const at = (second: number) => ({ seconds: BigInt(second), nanoseconds: 7 });
  let second = 0;
  let data: Descriptor;
  let root: Descriptor;
  const times = (path: string, directory = data) => {
    const { dataAccessTimestamp, dataModificationTimestamp, statusChangeTimestamp } = directory.statAt({}, path);
    return [dataAccessTimestamp, dataModificationTimestamp, statusChangeTimestamp];
  };

  beforeEach(() => {
    second = 1;
    ({ data, root } = made({ now: () => BigInt(second) * 1_000_000_000n + 7n }));
    second = 2;
  });

  test("what is given has the time of the start", () => {
    for (const path of ["file", "dir", "dir/in", "soft", "."]) expect(times(path)).toEqual([at(1), at(1), at(1)]);
  });

  test("making, writing, reading and setting move their own times", () => {
    const file = data.openAt({}, "new", { create: true }, all);
    expect(times("new")).toEqual([at(2), at(2), at(2)]);
    expect(times(".")).toEqual([at(1), at(2), at(2)]);
    second = 3;
    file.write(bytes("x"), 0n);
    expect(times("new")).toEqual([at(2), at(3), at(3)]);
    second = 4;
    file.read(1n, 0n);
    expect(times("new")).toEqual([at(4), at(3), at(3)]);
    second = 5;
    file.setTimes({ tag: "no-change" }, { tag: "timestamp", val: at(99) });
    expect(times("new")).toEqual([at(4), at(99), at(5)]);
    second = 6;
    file.setTimes(now, { tag: "no-change" });
    expect(times("new")).toEqual([at(6), at(99), at(6)]);
    second = 7;
    file.setSize(0n);
    expect(times("new")).toEqual([at(6), at(7), at(7)]);
  });

  test("names change the directory and the status of what they name", () => {
    data.linkAt({}, "file", data, "dir/again");
    expect(times("file")).toEqual([at(1), at(1), at(2)]);
    expect(times("dir")).toEqual([at(1), at(2), at(2)]);
    second = 3;
    data.unlinkFileAt("dir/again");
    expect(times("file")).toEqual([at(1), at(1), at(3)]);
    second = 4;
    data.renameAt("dir/in", data, "in");
    expect(times("dir")).toEqual([at(1), at(4), at(4)]);
    expect(times("in")).toEqual([at(1), at(1), at(4)]);
    second = 5;
    data.readDirectory();
    expect(times(".")).toEqual([at(5), at(4), at(4)]);
  });

  test("reading leaves no trace on a read-only mount", () => {
    root.openAt({}, "file", {}, { read: true }).read(1n, 0n);
    root.readDirectory();
    expect(times("file", root)).toEqual([at(1), at(1), at(1)]);
    expect(times(".", root)).toEqual([at(1), at(1), at(1)]);
  });

  test("a second has a thousand million nanoseconds", () => {
    const long = { tag: "timestamp", val: { seconds: 1n, nanoseconds: 1_000_000_000 } } as const;
    expect(thrown(() => data.setTimesAt({}, "file", now, long))).toBe("invalid");
    expect(times("file")).toEqual([at(1), at(1), at(1)]);
  });
});

test("without the clock, writing keeps a time that was set", () => {
  const { data } = made({});
  const val = { seconds: 5n, nanoseconds: 0 };
  const file = data.openAt({}, "file", {}, all);
  file.setTimes({ tag: "timestamp", val }, { tag: "timestamp", val });
  file.write(bytes("x"), 0n);
  file.read(1n, 0n);
  expect(file.stat()).toMatchObject({ dataAccessTimestamp: val, dataModificationTimestamp: val });
});

test("the quota counts what is there, and gives room back", () => {
  // Each mount holds 10 bytes: two files and the target of a link.
  const { data, filesystem } = made({ quotaBytes: 24 });
  const file = data.openAt({}, "file", {}, all);
  expect(thrown(() => file.write(bytes("0123456789"), 0n))).toBe("insufficient-space");
  expect(thrown(() => data.symlinkAt("12345", "l"))).toBe("insufficient-space");
  expect(filesystem.read("/data/file")).toEqual(bytes("hello"));
  file.write(bytes("012345678"), 0n);
  expect(thrown(() => file.setSize(10n))).toBe("insufficient-space");
  data.unlinkFileAt("dir/in");
  file.setSize(10n);
  expect(filesystem.read("/data/file")).toEqual(bytes("012345678\0"));
});

test("a quota below what is mounted lets nothing be added, and one above the limit raises nothing", () => {
  const { data } = made({ quotaBytes: 0 });
  expect(thrown(() => data.openAt({}, "new", { create: true }, all).write(bytes("x"), 0n))).toBe("insufficient-space");
  const filesystem = createVirtualFilesystem([{ path: "/", writable: true, tree: tree({}) }], { bytes: 1, entries: 9 });
  filesystem.behave({ quotaBytes: 100 });
  const [mount] = filesystem.mounts;
  const root = new Descriptor(mount!, mount!.root, {});
  expect(thrown(() => root.openAt({}, "new", { create: true }, all).write(bytes("xy"), 0n))).toBe("insufficient-space");
});

describe("faults", () => {
  const acts: readonly (readonly [Operation, string, (data: Descriptor) => unknown])[] = [
    ["open", "/data/file", (data) => data.openAt({}, "file", {}, { read: true })],
    ["open", "/data/file", (data) => data.openAt(follow, "soft", {}, { read: true })],
    ["open", "/data/new", (data) => data.openAt({}, "new", { create: true }, all)],
    ["read", "/data/file", (data) => data.openAt({}, "file", {}, all).read(1n, 0n)],
    ["read", "/data/file", (data) => data.openAt({}, "file", {}, all).readViaStream(0n)],
    ["read", "/data/file", (data) => data.openAt({}, "file", {}, all).advise(0n, 0n, "normal")],
    ["read", "/data/soft", (data) => data.readlinkAt("soft")],
    ["write", "/data/file", (data) => data.openAt({}, "file", {}, all).write(bytes("x"), 0n)],
    ["write", "/data/file", (data) => data.openAt({}, "file", {}, all).writeViaStream(0n)],
    ["write", "/data/file", (data) => data.openAt({}, "file", {}, all).appendViaStream()],
    ["write", "/data/file", (data) => data.openAt({}, "file", {}, all).sync()],
    ["write", "/data/file", (data) => data.openAt({}, "file", {}, all).syncData()],
    ["stat", "/data/file", (data) => data.openAt({}, "file", {}, all).stat()],
    ["stat", "/data/file", (data) => data.openAt({}, "file", {}, all).metadataHash()],
    ["stat", "/data/dir/in", (data) => data.statAt({}, "dir/../dir/in")],
    ["stat", "/data/dir/in", (data) => data.metadataHashAt({}, "dir/in")],
    ["stat", "/data", (data) => data.stat()],
    ["list", "/data", (data) => data.readDirectory()],
    ["list", "/data/dir", (data) => data.openAt({}, "dir", {}, {}).readDirectory()],
    ["create", "/data/new", (data) => data.openAt({}, "new", { create: true }, all)],
    ["create", "/data/dir/new", (data) => data.createDirectoryAt("dir/new")],
    ["remove", "/data/file", (data) => data.unlinkFileAt("file")],
    ["remove", "/data/dir", (data) => data.removeDirectoryAt("dir")],
    ["rename", "/data/file", (data) => data.renameAt("file", data, "new")],
    ["rename", "/data/new", (data) => data.renameAt("file", data, "new")],
    ["link", "/data/file", (data) => data.linkAt({}, "file", data, "new")],
    ["link", "/data/new", (data) => data.linkAt({}, "file", data, "new")],
    ["link", "/data/new", (data) => data.symlinkAt("file", "new")],
    ["set", "/data/file", (data) => data.openAt({}, "file", {}, all).setSize(0n)],
    ["set", "/data/file", (data) => data.openAt({}, "file", {}, all).setTimes(now, now)],
    ["set", "/data/file", (data) => data.setTimesAt({}, "file", now, now)],
    ["set", "/data/file", (data) => data.openAt({}, "file", { truncate: true }, all)],
  ];

  test.each(acts)("%s at %s fails, loses nothing, and elsewhere nothing fails", (operation, path, act) => {
    const { data, filesystem } = made({ faults: [{ path, operations: [operation], error: "io" }] });
    const before = filesystem.changes();
    expect(thrown(() => act(data))).toBe("io");
    expect(filesystem.changes()).toEqual(before);
    const other: Fault = { path: "/data/else", error: "io" };
    const fine = made({ faults: [other] }).data;
    if (operation === "remove" && path === "/data/dir") fine.unlinkFileAt("dir/in");
    act(fine);
  });

  test("a star is everything below, the first that fits counts, and no operations are all", () => {
    const faults: readonly Fault[] = [
      { path: "/data/dir/in", operations: ["stat"], error: "busy" },
      { path: "/data/dir/*", error: "access" },
    ];
    const { data, root } = made({ faults });
    expect(thrown(() => data.statAt({}, "dir/in"))).toBe("busy");
    expect(thrown(() => data.openAt({}, "dir/in", {}, { read: true }))).toBe("access");
    expect(thrown(() => data.openAt({}, "dir/new", { create: true }, all))).toBe("access");
    expect(data.statAt({}, "dir").type).toBe("directory");
    expect(root.statAt({}, "dir/in").type).toBe("regular-file");
    expect(thrown(() => made({ faults: [{ path: "/*", error: "io" }] }).root.statAt({}, "file"))).toBe("io");
    expect(made({ faults: [{ path: "/*", error: "io" }] }).root.stat().type).toBe("directory");
  });

  test("a moved directory is known by its new path, an open file by its old one", () => {
    const { data } = made({ faults: [{ path: "/data/moved/*", error: "io" }] });
    const file = data.openAt({}, "dir/in", {}, { read: true });
    data.renameAt("dir", data, "moved");
    expect(thrown(() => data.statAt({}, "moved/in"))).toBe("io");
    expect(file.stat().size).toBe(1n);
  });
});

describe("the binding", () => {
  const parse = (value: object) => capability.schema.safeParse(value);

  test("takes every error code and operation, and caps the list", () => {
    const fault = { path: "/a/*", operations: ["open", "set"], error: "cross-device" };
    expect(parse({ faults: Array.from({ length: 100 }, () => fault) }).success).toBe(true);
    expect(parse({ faults: Array.from({ length: 101 }, () => fault) }).error?.issues[0]?.message).toContain("100");
    expect(parse({ faults: [{ ...fault, error: "eio" }] }).error?.issues[0]?.message).toContain("error-code");
    expect(parse({ faults: [{ ...fault, operations: ["chmod"] }] }).error?.issues[0]?.message).toContain("one of open");
    expect(parse({ faults: [{ ...fault, operations: [] }] }).success).toBe(false);
    expect(parse({ quotaBytes: -1 }).success).toBe(false);
    expect(parse({ timestamps: "now" }).success).toBe(false);
  });

  test.each(["a", "", "//", "/a/", "/a/../b", "/./a", "/a//b", "/a\0"])("refuses a fault at %j", (path) => {
    expect(parse({ faults: [{ path, error: "io" }] }).error?.issues[0]?.message).toContain("absolute path");
  });

  test("is told in a few words", () => {
    const faults: readonly Fault[] = [{ path: "/", error: "io" }];
    const binding = { ...capability.defaults, timestamps: "clock", quotaBytes: 1000, faults } as const;
    expect(capability.summary(binding)).toBe("as mounted, clock times, 1,000 bytes, 1 fault");
    expect(capability.summary(capability.defaults)).toBe("as mounted");
  });
});
