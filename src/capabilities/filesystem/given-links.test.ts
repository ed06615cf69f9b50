import { beforeEach, expect, test } from "vitest";
import { dispose } from "../../wit/dispose.ts";
import { thrown } from "../provider-testing.ts";
import type { Tree, TreeLink } from "../provider.ts";
import { Descriptor } from "./provider-descriptor.ts";
import { createVirtualFilesystem, type VirtualFilesystem } from "./virtual-filesystem.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const tree = (entries: Record<string, Uint8Array | TreeLink | Tree>): Tree => new Map(Object.entries(entries));
const all = { read: true, write: true } as const;
const follow = { symlinkFollow: true } as const;

const given = tree({
  a: { hardlink: "sub/file" },
  sub: tree({ file: bytes("f"), up: { symlink: "../a" }, out: { symlink: "../../fixed/a" } }),
  circle: { symlink: "circle" },
  ping: { symlink: "pong/x" },
  pong: { symlink: "ping/x" },
  parent: { symlink: ".." },
});

let filesystem: VirtualFilesystem;
let data: Descriptor;
let fixed: Descriptor;

beforeEach(() => {
  filesystem = createVirtualFilesystem([
    { path: "/data", writable: true, tree: given },
    { path: "/fixed", writable: false, tree: given },
  ]);
  [data, fixed] = filesystem.mounts.map((mount) => new Descriptor(mount, mount.root, {})) as [Descriptor, Descriptor];
});

const unchanged = () => filesystem.changes().every(({ change }) => change === "unchanged");

test("links of the scenario are links, and untouched ones are unchanged", () => {
  expect(data.statAt({}, "a").linkCount).toBe(2n);
  expect(data.readlinkAt("sub/up")).toBe("../a");
  expect(data.openAt(follow, "sub/up", {}, all).isSameObject(data.openAt({}, "sub/file", {}, all))).toBe(true);
  expect(filesystem.changes().length).toBe(16);
  expect(unchanged()).toBe(true);
});

test("what is written to one name changes the other", () => {
  data.openAt({}, "a", {}, all).write(bytes("J"), 0n);
  data.unlinkFileAt("circle");
  data.symlinkAt("elsewhere", "circle");
  expect(filesystem.read("/data/sub/file")).toEqual(bytes("J"));
  expect(filesystem.changes().filter(({ change }) => change !== "unchanged")).toEqual([
    { path: "/data/a", change: "modified", size: 1 },
    { path: "/data/circle", change: "modified", size: 9 },
    { path: "/data/sub/file", change: "modified", size: 1 },
  ]);
});

test.each([
  ["sub/out", "not-permitted"],
  ["parent", "not-permitted"],
  ["parent/fixed/a", "not-permitted"],
  ["circle", "loop"],
  ["ping", "loop"],
])("%s leads nowhere", (path, expected) => {
  for (const act of [
    () => data.openAt(follow, path, {}, { read: true }),
    () => data.openAt(follow, path, { create: true, truncate: true }, all),
    () => data.statAt(follow, path),
    () => data.setTimesAt(follow, path, { tag: "now" }, { tag: "now" }),
    () => data.unlinkFileAt(`${path}/x`),
    () => data.renameAt("a", data, `${path}/x`),
    () => data.linkAt(follow, path, data, "new"),
  ]) {
    expect(thrown(act)).toBe(expected);
  }
  expect(unchanged()).toBe(true);
});

test("nothing is moved or linked from a mount to another, either way", () => {
  expect(thrown(() => data.renameAt("a", fixed, "b"))).toBe("read-only");
  expect(thrown(() => fixed.renameAt("a", data, "b"))).toBe("read-only");
  expect(thrown(() => fixed.linkAt({}, "a", data, "b"))).toBe("read-only");
  expect(unchanged()).toBe(true);
});

test("a hard link needs a file", () => {
  for (const hardlink of ["missing", "dir", "other"]) {
    const wrong = tree({ l: { hardlink }, dir: tree({}), other: { hardlink: "l" } });
    expect(() => createVirtualFilesystem([{ path: "/", writable: true, tree: wrong }])).toThrow("names no file");
  }
});

test("10,000 descriptors of one file stay apart, and the file lives until the last is closed", () => {
  const open = Array.from({ length: 10_000 }, () => data.openAt({}, "sub/file", {}, all));
  data.unlinkFileAt("a");
  data.unlinkFileAt("sub/file");
  const last = open.pop()!;
  for (const descriptor of open) Reflect.get(descriptor, dispose).call(descriptor);
  expect(last.read(9n, 0n)).toEqual([bytes("f"), true]);
  expect(last.stat().linkCount).toBe(0n);
  expect(fixed.openAt({}, "a", {}, { read: true }).read(9n, 0n)[0]).toEqual(bytes("f"));
});
