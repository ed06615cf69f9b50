import { expect, test } from "vitest";
import { dispose } from "../../wit/dispose.ts";
import { thrown } from "../provider-testing.ts";
import type { Mount, Tree } from "../provider.ts";
import { Descriptor } from "./provider-descriptor.ts";
import { createVirtualFilesystem } from "./virtual-filesystem.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const tree = (entries: Record<string, Uint8Array | Tree>): Tree => new Map(Object.entries(entries));
const mount = (path: string, entries: Tree, writable = true): Mount => ({ path, writable, tree: entries });
const all = { read: true, write: true } as const;

function open(mounts: readonly Mount[], bounds?: { bytes: number; entries: number }) {
  const filesystem = createVirtualFilesystem(mounts, bounds);
  return { filesystem, roots: filesystem.mounts.map((mounted) => new Descriptor(mounted, mounted.root, {})) };
}

test("changes tell created, modified, deleted and unchanged files by their whole path, sorted", () => {
  const given = tree({
    "kept.txt": bytes("k"),
    "same.txt": bytes("s"),
    "gone.txt": bytes("g"),
    sub: tree({ "in.txt": bytes("i") }),
  });
  const { filesystem, roots } = open([mount("/data", given), mount("/", tree({}))]);
  const [data, root] = roots as [Descriptor, Descriptor];
  data.openAt({}, "sub/in.txt", {}, all).write(bytes("more"), 1n);
  data.openAt({}, "same.txt", { truncate: true }, all).write(bytes("s"), 0n);
  data.unlinkFileAt("gone.txt");
  data.symlinkAt("sub/in.txt", "link");
  root.openAt({}, "out", { create: true }, all).write(bytes("o"), 0n);
  expect(filesystem.changes()).toEqual([
    { path: "/data/gone.txt", change: "deleted", size: 0 },
    { path: "/data/kept.txt", change: "unchanged", size: 1 },
    { path: "/data/link", change: "created", size: 10 },
    { path: "/data/same.txt", change: "unchanged", size: 1 },
    { path: "/data/sub/in.txt", change: "modified", size: 5 },
    { path: "/out", change: "created", size: 1 },
  ]);
  expect(filesystem.read("/data/sub/in.txt")).toEqual(bytes("imore"));
  expect(filesystem.read("/data/link")).toEqual(bytes("sub/in.txt"));
  expect(filesystem.read("/data/gone.txt")).toBe(undefined);
  expect(filesystem.read("/data/sub")).toBe(undefined);
  expect(filesystem.read("/data")).toBe(undefined);
});

test("a renamed file is gone and made", () => {
  const { filesystem, roots } = open([mount("/", tree({ a: bytes("1") }))]);
  roots[0]!.renameAt("a", roots[0]!, "b");
  expect(filesystem.changes()).toEqual([
    { path: "/a", change: "deleted", size: 0 },
    { path: "/b", change: "created", size: 1 },
  ]);
});

test("what was given is never written to", () => {
  const given = bytes("original");
  const { roots, filesystem } = open([mount("/", tree({ file: given }))]);
  roots[0]!.openAt({}, "file", {}, all).write(bytes("X"), 0n);
  expect(given).toEqual(bytes("original"));
  filesystem.read("/file")!.fill(0);
  expect(filesystem.read("/file")).toEqual(bytes("Xriginal"));
});

test("nested mounts are trees of their own, and the inner one is seen", () => {
  const { filesystem, roots } = open([
    mount("/data", tree({ sub: tree({ f: bytes("outer"), only: bytes("o") }) })),
    mount("/data/sub", tree({ f: bytes("inner!") })),
  ]);
  expect(roots[0]!.openAt({}, "sub/f", {}, { read: true }).stat().size).toBe(5n);
  expect(roots[1]!.openAt({}, "f", {}, { read: true }).stat().size).toBe(6n);
  expect(filesystem.read("/data/sub/f")).toEqual(bytes("inner!"));
  expect(filesystem.changes()).toEqual([
    { path: "/data/sub/f", change: "unchanged", size: 6 },
    { path: "/data/sub/only", change: "unchanged", size: 1 },
  ]);
});

test("names of JavaScript's own are names like others", () => {
  const { filesystem, roots } = open([mount("/", tree({}))]);
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    expect(thrown(() => roots[0]!.openAt({}, name, {}, { read: true }))).toBe("no-entry");
    expect(thrown(() => roots[0]!.openAt({}, `${name}/x`, {}, { read: true }))).toBe("no-entry");
    roots[0]!.createDirectoryAt(name);
    roots[0]!.openAt({}, `${name}/x`, { create: true }, all);
  }
  expect(filesystem.changes().map((change) => change.path)).toEqual([
    "/__proto__/x",
    "/constructor/x",
    "/hasOwnProperty/x",
    "/toString/x",
  ]);
});

test("bytes are capped over all mounts, and come back", () => {
  const { roots } = open([mount("/a", tree({ f: new Uint8Array(60) })), mount("/b", tree({}))], {
    bytes: 100,
    entries: 10,
  });
  const file = roots[1]!.openAt({}, "f", { create: true }, all);
  expect(thrown(() => file.write(new Uint8Array(41), 0n))).toBe("insufficient-space");
  expect(thrown(() => file.setSize(1n << 40n))).toBe("insufficient-space");
  expect(thrown(() => file.write(new Uint8Array(1), 100n))).toBe("insufficient-space");
  expect(thrown(() => roots[1]!.symlinkAt("x".repeat(41), "l"))).toBe("insufficient-space");
  expect(file.stat().size).toBe(0n);
  file.write(new Uint8Array(40), 0n);
  roots[0]!.unlinkFileAt("f");
  file.write(new Uint8Array(100), 0n);
  expect(thrown(() => file.write(new Uint8Array(1), 100n))).toBe("insufficient-space");
});

test("an open file that has no name still counts until it is closed", () => {
  const { roots } = open([mount("/", tree({}))], { bytes: 100, entries: 10 });
  const file = roots[0]!.openAt({}, "f", { create: true }, all);
  file.write(new Uint8Array(100), 0n);
  const stream = file.readViaStream(0n);
  roots[0]!.unlinkFileAt("f");
  const other = roots[0]!.openAt({}, "g", { create: true }, all);
  const tryWrite = () => other.write(new Uint8Array(1), 0n);
  expect(thrown(tryWrite)).toBe("insufficient-space");
  drop(file);
  drop(file);
  expect(thrown(tryWrite)).toBe("insufficient-space");
  expect(stream.read(200n).length).toBe(100);
  drop(stream);
  expect(tryWrite()).toBe(1n);
});

test("names are capped, and come back", () => {
  const { roots } = open([mount("/", tree({ a: bytes("") }))], { bytes: 100, entries: 3 });
  roots[0]!.createDirectoryAt("b");
  roots[0]!.linkAt({}, "a", roots[0]!, "c");
  expect(thrown(() => roots[0]!.createDirectoryAt("d"))).toBe("insufficient-space");
  expect(thrown(() => roots[0]!.openAt({}, "d", { create: true }, all))).toBe("insufficient-space");
  roots[0]!.renameAt("c", roots[0]!, "d");
  roots[0]!.removeDirectoryAt("b");
  roots[0]!.createDirectoryAt("e");
});

test("no directory is further away than a path can say", () => {
  const { roots, filesystem } = open([mount("/", tree({}))]);
  const name = "d".repeat(255);
  let directory = roots[0]!;
  let depth = 0;
  const deeper = () => {
    for (;;) {
      directory.createDirectoryAt(name);
      directory = directory.openAt({}, name, {}, {});
      depth += 1;
    }
  };
  expect(thrown(deeper)).toBe("name-too-long");
  expect(depth).toBe(16);
  roots[0]!.createDirectoryAt("x");
  roots[0]!.createDirectoryAt("x/y");
  expect(thrown(() => roots[0]!.renameAt("x", directory, "x"))).toBe("name-too-long");
  expect(filesystem.changes()).toEqual([]);
});

test("writing 64 MiB piece by piece takes linear time", () => {
  const { roots } = open([mount("/", tree({}))]);
  const stream = roots[0]!.openAt({}, "big", { create: true }, all).appendViaStream();
  const chunk = new Uint8Array(4096).fill(7);
  // With a copy of the whole file for each write this would move half a terabyte.
  for (let written = 0; written < 64 * 1024 * 1024; written += chunk.length) stream.blockingWriteAndFlush(chunk);
  expect(roots[0]!.statAt({}, "big").size).toBe(67_108_864n);
}, 10_000);

function drop(resource: object): void {
  Reflect.get(resource, dispose).call(resource);
}
