import { dispose } from "../dispose.ts";
import {
  type InputStream,
  inputStream,
  type OutputStream,
  outputStream,
  closed,
  failed,
} from "../io/provider-streams.ts";
import { type ErrorCode, fail } from "./errors.ts";
import { resolve } from "./path.ts";
import { type Datetime, type DirectoryNode, FileNode, longestPath, type Node, utf8Length, within } from "./tree.ts";
import type { MountedTree } from "./virtual-filesystem.ts";

export interface DescriptorFlags {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly fileIntegritySync?: boolean;
  readonly dataIntegritySync?: boolean;
  readonly requestedWriteSync?: boolean;
  readonly mutateDirectory?: boolean;
}

export interface OpenFlags {
  readonly create?: boolean;
  readonly directory?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
}

export interface PathFlags {
  readonly symlinkFollow?: boolean;
}

export type NewTimestamp =
  | { readonly tag: "no-change" }
  | { readonly tag: "now" }
  | { readonly tag: "timestamp"; readonly val: Datetime };

export interface DirectoryEntry {
  readonly type: Node["kind"];
  readonly name: string;
}

/** Numbers of a u64 beyond this are no place in a file. */
const furthest = BigInt(Number.MAX_SAFE_INTEGER);

/** The error code behind an error that a stream of a file gave. */
const codes = new WeakMap<object, ErrorCode>();

/** `wasi:filesystem/types#filesystem-error-code`. */
export function filesystemErrorCode(error: object): ErrorCode | undefined {
  return codes.get(error);
}

/**
 * `wasi:filesystem/types.descriptor` over a mounted tree. A directory has the rights of the mount, whatever it was opened with,
 * since programs of preview 1 cannot ask for `mutate-directory`; a file has those it was opened with.
 */
export class Descriptor {
  readonly #mount: MountedTree;
  readonly #node: Node;
  readonly #flags: DescriptorFlags;
  #open = true;

  /** For hosts: a guest gets its first descriptors from `preopens` and all others from them. */
  constructor(mount: MountedTree, node: Node, flags: DescriptorFlags) {
    this.#mount = mount;
    this.#node = node;
    this.#flags = flags;
    if (node.kind === "regular-file") mount.store.acquire(node);
  }

  [dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    if (this.#node.kind === "regular-file") this.#mount.store.release(this.#node);
  }

  readViaStream(offset: bigint): InputStream {
    const file = this.#file("read");
    let at = position(offset);
    return this.#holding(file, inputStream, (length: number) => {
      const bytes = file.content.read(at, length);
      if (bytes.length === 0 && length > 0) closed();
      at += bytes.length;
      return bytes;
    });
  }

  writeViaStream(offset: bigint): OutputStream {
    const file = this.#file("write");
    let at = position(offset);
    return this.#holding(file, outputStream, (bytes: Uint8Array) => {
      this.#streamWrite(file, at, bytes);
      at += bytes.length;
    });
  }

  appendViaStream(): OutputStream {
    const file = this.#file("write");
    return this.#holding(file, outputStream, (bytes: Uint8Array) => this.#streamWrite(file, file.size, bytes));
  }

  advise(_offset: bigint, _length: bigint, _advice: string): void {
    if (this.#node.kind !== "regular-file") fail("bad-descriptor");
  }

  syncData(): void {}

  sync(): void {}

  getFlags(): DescriptorFlags {
    const none = { fileIntegritySync: false, dataIntegritySync: false, requestedWriteSync: false };
    return this.#node.kind === "directory"
      ? { ...none, read: true, write: false, mutateDirectory: this.#mount.writable }
      : { read: false, write: false, mutateDirectory: false, ...none, ...this.#flags };
  }

  getType(): Node["kind"] {
    return this.#node.kind;
  }

  setSize(size: bigint): void {
    this.#mount.store.resize(this.#file("write"), position(size));
  }

  setTimes(accessed: NewTimestamp, modified: NewTimestamp): void {
    this.#mutable();
    setTimes(this.#node, accessed, modified);
  }

  read(length: bigint, offset: bigint): [Uint8Array<ArrayBuffer>, boolean] {
    const file = this.#file("read");
    const start = offset > furthest ? file.size : Number(offset);
    const bytes = file.content.read(start, Number(length));
    return [bytes, start + bytes.length >= file.size];
  }

  write(bytes: Uint8Array, offset: bigint): bigint {
    this.#mount.store.write(this.#file("write"), position(offset), bytes);
    return BigInt(bytes.length);
  }

  readDirectory(): DirectoryEntryStream {
    return new DirectoryEntryStream(this.#directory());
  }

  createDirectoryAt(path: string): void {
    const { directory, name, node } = resolve(this.#mutableDirectory(), path, "keep");
    if (node) fail("exist");
    this.#mount.store.attach(directory, name, this.#mount.store.directory());
  }

  stat() {
    return stat(this.#node);
  }

  statAt(flags: PathFlags, path: string) {
    return stat(this.#find(flags, path));
  }

  setTimesAt(flags: PathFlags, path: string, accessed: NewTimestamp, modified: NewTimestamp): void {
    const base = this.#mutableDirectory();
    setTimes(resolve(base, path, lastLink(flags)).node ?? fail("no-entry"), accessed, modified);
  }

  linkAt(flags: PathFlags, oldPath: string, target: Descriptor, newPath: string): void {
    const from = this.#mutableDirectory();
    const to = target.#mutableDirectory();
    if (target.#mount !== this.#mount) fail("cross-device");
    const node = resolve(from, oldPath, flags.symlinkFollow ? "follow" : "keep").node ?? fail("no-entry");
    if (node.kind === "directory") fail("not-permitted");
    const { directory, name, node: found, slash } = resolve(to, newPath, "keep");
    if (found) fail("exist");
    if (slash) fail("no-entry");
    this.#mount.store.attach(directory, name, node);
  }

  openAt(pathFlags: PathFlags, path: string, open: OpenFlags, flags: DescriptorFlags): Descriptor {
    const base = this.#directory();
    if (open.create || open.truncate || flags.write || flags.mutateDirectory) this.#mutable();
    if (open.create && open.directory) fail("invalid");
    const last = open.exclusive ? "keep" : lastLink(pathFlags);
    const { directory, name, node: found, slash } = resolve(base, path, last);
    if (found && open.exclusive) fail("exist");
    if (!found && !open.create) fail("no-entry");
    if (!found && slash) fail("is-directory");
    if (found?.kind === "symbolic-link") fail("loop");
    if (open.directory && found?.kind !== "directory") fail("not-directory");
    if (found?.kind === "directory" && (flags.write || open.truncate || open.create)) fail("is-directory");
    const node = found ?? this.#mount.store.file();
    if (!found) this.#mount.store.attach(directory, name, node);
    if (found instanceof FileNode && open.truncate) this.#mount.store.resize(found, 0);
    return new Descriptor(this.#mount, node, { ...flags, mutateDirectory: false });
  }

  readlinkAt(path: string): string {
    const node = resolve(this.#directory(), path, "keep").node ?? fail("no-entry");
    return node.kind === "symbolic-link" ? node.target : fail("invalid");
  }

  removeDirectoryAt(path: string): void {
    const { directory, name, node } = resolve(this.#mutableDirectory(), path, "keep");
    if (!node) fail("no-entry");
    if (node.kind !== "directory") fail("not-directory");
    if (name === "") fail("invalid");
    if (node.entries.size > 0) fail("not-empty");
    this.#mount.store.detach(directory, name);
  }

  renameAt(oldPath: string, target: Descriptor, newPath: string): void {
    const source = this.#mutableDirectory();
    const sink = target.#mutableDirectory();
    if (target.#mount !== this.#mount) fail("cross-device");
    const from = resolve(source, oldPath, "keep");
    const to = resolve(sink, newPath, "keep");
    if (!from.node) fail("no-entry");
    if (from.name === "" || to.name === "") fail("invalid");
    if (from.node.kind === "directory") {
      if (within(to.directory, from.node)) fail("invalid");
      if (to.node && to.node.kind !== "directory") fail("not-directory");
      if (to.node?.kind === "directory" && to.node !== from.node && to.node.entries.size > 0) fail("not-empty");
    } else {
      if (to.slash) fail("not-directory");
      if (to.node?.kind === "directory") fail("is-directory");
    }
    // Two names of one file: nothing happens, as POSIX has it.
    if (from.node !== to.node) this.#mount.store.move(from.directory, from.name, to.directory, to.name);
  }

  symlinkAt(target: string, path: string): void {
    const { directory, name, node, slash } = resolve(this.#mutableDirectory(), path, "keep");
    if (target === "" || target.includes("\0")) fail("invalid");
    if (target.startsWith("/")) fail("not-permitted");
    if (utf8Length(target) > longestPath) fail("name-too-long");
    if (node) fail("exist");
    if (slash) fail("no-entry");
    this.#mount.store.attach(directory, name, this.#mount.store.symlink(target));
  }

  unlinkFileAt(path: string): void {
    const { directory, name, node } = resolve(this.#mutableDirectory(), path, "keep");
    if (!node) fail("no-entry");
    if (node.kind === "directory") fail("is-directory");
    this.#mount.store.detach(directory, name);
  }

  isSameObject(other: Descriptor): boolean {
    return this.#node === other.#node;
  }

  metadataHash() {
    return metadataHash(this.#node);
  }

  metadataHashAt(flags: PathFlags, path: string) {
    return metadataHash(this.#find(flags, path));
  }

  #find(flags: PathFlags, path: string): Node {
    return resolve(this.#directory(), path, lastLink(flags)).node ?? fail("no-entry");
  }

  #directory(): DirectoryNode {
    return this.#node.kind === "directory" ? this.#node : fail("not-directory");
  }

  #mutable(): void {
    if (!this.#mount.writable) fail("read-only");
  }

  #mutableDirectory(): DirectoryNode {
    const directory = this.#directory();
    this.#mutable();
    return directory;
  }

  #file(right: "read" | "write"): FileNode {
    if (this.#node.kind === "directory") return fail("is-directory");
    // A file of a read-only mount is never opened for writing; asked again all the same.
    if (right === "write") this.#mutable();
    if (!this.#flags[right] || this.#node.kind !== "regular-file") return fail("bad-descriptor");
    return this.#node;
  }

  /** Makes a stream that keeps the file's content until it is dropped. */
  #holding<Act, Stream>(file: FileNode, make: (act: Act, drop: () => void) => Stream, act: Act): Stream {
    this.#mount.store.acquire(file);
    return make(act, () => this.#mount.store.release(file));
  }

  #streamWrite(file: FileNode, at: number, bytes: Uint8Array): void {
    try {
      this.#mount.store.write(file, at, bytes);
    } catch (code) {
      if (code !== "insufficient-space") throw code;
      failed("the virtual filesystem is full", (error) => codes.set(error, "insufficient-space"));
    }
  }
}

/** `wasi:filesystem/types.directory-entry-stream`: the names as they stood when the directory was read, sorted. */
export class DirectoryEntryStream {
  readonly #entries: readonly DirectoryEntry[];
  #next = 0;

  constructor(directory: DirectoryNode) {
    const entries = Array.from(directory.entries, ([name, node]): DirectoryEntry => ({ type: node.kind, name }));
    this.#entries = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  readDirectoryEntry(): DirectoryEntry | undefined {
    return this.#entries[this.#next++];
  }
}

function lastLink(flags: PathFlags): "follow" | "take" {
  return flags.symlinkFollow ? "follow" : "take";
}

function position(offset: bigint): number {
  return offset > furthest ? fail("file-too-large") : Number(offset);
}

function stat(node: Node) {
  return {
    type: node.kind,
    linkCount: BigInt(node.links === 0 && node.kind === "directory" ? 1 : node.links),
    size: BigInt(node.size),
    dataAccessTimestamp: node.accessed,
    dataModificationTimestamp: node.modified,
    statusChangeTimestamp: { seconds: 0n, nanoseconds: 0 },
  };
}

function setTimes(node: Node, accessed: NewTimestamp, modified: NewTimestamp): void {
  node.accessed = timeOf(accessed) ?? node.accessed;
  node.modified = timeOf(modified) ?? node.modified;
}

/** `now` is the beginning of time here, as for everything that is made. */
function timeOf(timestamp: NewTimestamp): Datetime | undefined {
  switch (timestamp.tag) {
    case "no-change":
      return undefined;
    case "now":
      return { seconds: 0n, nanoseconds: 0 };
    case "timestamp":
      return timestamp.val;
  }
}

/** Depends on the object only: the preview 1 adapter shows it as an inode number, which must not change with the content. */
function metadataHash(node: Node): { readonly lower: bigint; readonly upper: bigint } {
  const mixed = BigInt.asUintN(64, BigInt(node.id) * 0x9e3779b97f4a7c15n);
  return { lower: mixed, upper: BigInt.asUintN(64, (mixed ^ (mixed >> 29n)) * 0xbf58476d1ce4e5b9n) };
}
