import { expect, test } from "vitest";
import type { RealFile } from "../../protocol/index.ts";
import { dispose } from "../../wit/dispose.ts";
import { provideForTest, thrown } from "../provider-testing.ts";
import { filesystem as capability } from "./capability.ts";
import { Descriptor, filesystemErrorCode } from "./provider-descriptor.ts";
import { realMount } from "./real-folder.ts";
import { createVirtualFilesystem } from "./virtual-filesystem.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const all = { read: true, write: true } as const;
const MiB = 1024 * 1024;

/** A folder of files, each by its size; every byte of a file is the number of its MiB. */
function open(sizes: Readonly<Record<string, number>>, limit = 10 * MiB) {
  const files = new Map<string, RealFile>(
    Object.entries(sizes).map(([path, size]) => [path, { size, lastModified: 1500 }]),
  );
  const reads: (readonly [start: number, end: number])[] = [];
  const gone = new Set<RealFile | undefined>();
  const mount = realMount({ files, directories: ["empty"], writable: true }, "/", (file, start, end) => {
    if (gone.has(file)) throw new Error("NotReadableError");
    reads.push([start, end]);
    const read = new Uint8Array(end - start);
    for (let at = start; at < end; at = (Math.floor(at / MiB) + 1) * MiB) read.fill(Math.floor(at / MiB), at - start);
    return read;
  });
  const filesystem = createVirtualFilesystem([mount], { bytes: limit, entries: 100 });
  const root = new Descriptor(filesystem.mounts[0]!, filesystem.mounts[0]!.root, {});
  return { filesystem, root, reads, lose: (path: string) => gone.add(files.get(path)) };
}

test("sizes and times are known without reading, and what nobody touched is not read at the end", () => {
  const { filesystem, root, reads } = open({ a: 5000 * MiB, "dir/b": 3 });
  const stat = root.statAt({}, "a");
  expect(stat.size).toBe(BigInt(5000 * MiB));
  expect(stat.dataModificationTimestamp).toEqual({ seconds: 1n, nanoseconds: 500_000_000 });
  expect(root.statAt({}, "empty").type).toBe("directory");
  expect(filesystem.changes().map(({ path, change }) => `${path} ${change}`)).toEqual([
    "/a unchanged",
    "/dir/b unchanged",
  ]);
  expect(filesystem.mountChanges("/")).toEqual({
    files: [],
    directories: { created: [], deleted: [] },
    links: [],
    copies: new Map(),
  });
  expect(reads).toEqual([]);
});

test("a range of a huge file is read by itself, and small steps together", () => {
  const { root, reads } = open({ a: 5000 * MiB });
  const file = root.openAt({}, "a", {}, { read: true });
  expect(file.read(1n, BigInt(4999 * MiB))).toEqual([Uint8Array.of(4999 % 256), false]);
  expect(file.read(1n, BigInt(4999 * MiB + 1))[0].length).toBe(1);
  expect(reads.length).toBe(1);
  // However much is asked for, and still a program learns where the end is.
  const [most, end] = file.read(0xffff_ffffn, 0n);
  expect(most.length).toBeLessThanOrEqual(4 * MiB);
  expect(end).toBe(false);
  expect(file.read(10n, BigInt(5000 * MiB - 1))[1]).toBe(true);
  expect(file.read(10n, BigInt(5000 * MiB))).toEqual([new Uint8Array(), true]);
});

test("a changed file is held, and counts then", () => {
  const { filesystem, root } = open({ a: 6 * MiB, b: 6 * MiB, c: 20 * MiB });
  root.openAt({}, "a", {}, all).write(bytes("x"), BigInt(3 * MiB));
  expect(filesystem.read("/a")?.slice(3 * MiB - 1, 3 * MiB + 2)).toEqual(Uint8Array.of(2, 120, 3));
  const b = root.openAt({}, "b", {}, all);
  expect(thrown(() => b.write(bytes("x"), 0n))).toBe("insufficient-space");
  // Cutting it short reads only what stays.
  b.setSize(BigInt(MiB));
  root.openAt({}, "c", { truncate: true }, all);
  expect(filesystem.mountChanges("/")?.files).toEqual([
    { path: "/a", change: "modified", size: 6 * MiB },
    { path: "/b", change: "modified", size: MiB },
    { path: "/c", change: "modified", size: 0 },
  ]);
  const file = root.openAt({}, "d", { create: true }, all);
  file.write(new Uint8Array(3 * MiB), 0n);
  expect(thrown(() => file.write(bytes("x"), BigInt(3 * MiB)))).toBe("insufficient-space");
});

test("a file that was written as it was is unchanged", () => {
  const { filesystem, root } = open({ a: 2 * MiB });
  root.openAt({}, "a", {}, all).write(Uint8Array.of(1), BigInt(MiB));
  expect(filesystem.changes()).toEqual([{ path: "/a", change: "unchanged", size: 2 * MiB }]);
});

test("a moved file is a copy that nobody read", () => {
  const { filesystem, root, reads } = open({ a: 5000 * MiB, b: 1 });
  root.renameAt("a", root, "empty/a");
  root.renameAt("b", root, "a");
  root.symlinkAt("a", "link");
  root.createDirectoryAt("new");
  expect(filesystem.mountChanges("/")).toEqual({
    files: [
      { path: "/a", change: "modified", size: 1 },
      { path: "/b", change: "deleted", size: 0 },
      { path: "/empty/a", change: "created", size: 5000 * MiB },
      { path: "/link", change: "created", size: 1 },
    ],
    directories: { created: ["/new"], deleted: [] },
    links: ["/link"],
    copies: new Map([
      ["/empty/a", "/a"],
      ["/a", "/b"],
    ]),
  });
  expect(reads).toEqual([]);
});

test("a file that changed or went since gives io, also from a stream, and loses no room", () => {
  const { root, lose, filesystem } = open({ a: 6 * MiB, b: MiB });
  lose("a");
  const file = root.openAt({}, "a", {}, all);
  expect(thrown(() => file.read(1n, 0n))).toBe("io");
  expect(thrown(() => file.write(bytes("x"), 0n))).toBe("io");
  const stream = file.readViaStream(0n);
  // The shape is that of the interface.
  const error = thrown(() => stream.read(1n)) as { readonly tag: string; readonly val: object };
  expect(error.tag).toBe("last-operation-failed");
  expect(filesystemErrorCode(error.val)).toBe("io");
  Reflect.get(stream, dispose).call(stream);
  root.openAt({}, "new", { create: true }, all).write(new Uint8Array(10 * MiB), 0n);
  expect(filesystem.mountChanges("/")?.files.map(({ path }) => path)).toEqual(["/new"]);
});

test("what cannot be compared any more counts as changed", () => {
  const { root, lose, filesystem } = open({ a: 4 });
  root.openAt({}, "a", {}, all).write(Uint8Array.of(0), 0n);
  lose("a");
  expect(filesystem.changes()).toEqual([{ path: "/a", change: "unchanged", size: 4 }]);
  root.openAt({}, "a", {}, all).write(Uint8Array.of(9), 0n);
  expect(filesystem.changes()).toEqual([{ path: "/a", change: "modified", size: 4 }]);
});

test("with a real folder, its own times are kept, and what the guest writes has the time of its clock", () => {
  const file: RealFile = { size: 1, lastModified: 2000 };
  const mount = realMount({ files: new Map([["a", file]]), directories: [], writable: true }, "/", () => bytes("x"));
  const binding = {
    ...capability.defaults,
    mode: "real",
    quotaBytes: 0,
    faults: [{ path: "/a", error: "io" }],
  } as const;
  const { call } = provideForTest({ mounts: [mount], bindings: { filesystem: binding } });
  const [[root]] = call<[[Descriptor, string]]>("wasi:filesystem/preopens", "getDirectories");
  expect(root.statAt({}, "a").dataModificationTimestamp.seconds).toBe(2n);
  // The settings of the mock do not hold.
  root.openAt({}, "a", {}, all).write(bytes("y"), 0n);
  expect(root.statAt({}, "a").dataModificationTimestamp.seconds).toBe(0n);
});
