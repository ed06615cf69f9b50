import { dispose } from "../../wit/dispose.ts";
import {
  type InputStream,
  inputStream,
  type OutputStream,
  outputStream,
  closed,
  failed,
} from "../io/provider-streams.ts";
import type { ErrorCode, Operation } from "./capability.ts";
import { fail } from "./errors.ts";
import { faultOf } from "./faults.ts";
import { metadataHash, type NewTimestamp, setTimes, stat } from "./metadata.ts";
import { type LastLink, type Place, resolve } from "./path.ts";
import { type DirectoryNode, FileNode, longestPath, namesTo, type Node, utf8Length, within } from "./tree.ts";
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

export interface DirectoryEntry {
  readonly type: Node["kind"];
  readonly name: string;
}

/** Numbers of a u64 beyond this are no place in a file. */
const furthest = BigInt(Number.MAX_SAFE_INTEGER);

/** Bytes that one call reads of a file that lies elsewhere: nobody wants to wait for gigabytes. */
const longestRead = 4 * 1024 * 1024;

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
  /** Where a file was opened; faults know it by this path even when it is renamed. */
  readonly #path: string | undefined;
  #open = true;

  /** For hosts: a guest gets its first descriptors from `preopens` and all others from them. */
  constructor(mount: MountedTree, node: Node, flags: DescriptorFlags, path?: string) {
    this.#mount = mount;
    this.#path = path;
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
      const bytes = inStream(() => this.#bytes(file, at, length));
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
    this.#refuse("read");
  }

  syncData(): void {
    this.#refuse("write");
  }

  sync(): void {
    this.#refuse("write");
  }

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
    this.#mount.store.resize(this.#file("write", "set"), position(size));
  }

  setTimes(accessed: NewTimestamp, modified: NewTimestamp): void {
    this.#mutable();
    this.#refuse("set");
    setTimes(this.#mount.store, this.#node, accessed, modified);
  }

  read(length: bigint, offset: bigint): [Uint8Array, boolean] {
    const file = this.#file("read");
    const start = offset > furthest ? file.size : Number(offset);
    const bytes = this.#bytes(file, start, Number(length));
    return [bytes, start + bytes.length >= file.size];
  }

  write(bytes: Uint8Array, offset: bigint): bigint {
    this.#mount.store.write(this.#file("write"), position(offset), bytes);
    return BigInt(bytes.length);
  }

  readDirectory(): DirectoryEntryStream {
    const directory = this.#directory();
    this.#refuse("list");
    if (this.#mount.writable) this.#mount.store.touch(directory, "accessed");
    return new DirectoryEntryStream(directory);
  }

  createDirectoryAt(path: string): void {
    const { directory, name, node } = this.#place(this.#mutableDirectory(), path, "keep", "create");
    if (node) fail("exist");
    this.#mount.store.attach(directory, name, this.#mount.store.directory());
  }

  stat() {
    this.#refuse("stat");
    return stat(this.#node);
  }

  statAt(flags: PathFlags, path: string) {
    return stat(this.#find(flags, path));
  }

  setTimesAt(flags: PathFlags, path: string, accessed: NewTimestamp, modified: NewTimestamp): void {
    const { node } = this.#place(this.#mutableDirectory(), path, lastLink(flags), "set");
    setTimes(this.#mount.store, node ?? fail("no-entry"), accessed, modified);
  }

  linkAt(flags: PathFlags, oldPath: string, target: Descriptor, newPath: string): void {
    const from = this.#mutableDirectory();
    const to = target.#mutableDirectory();
    if (target.#mount !== this.#mount) fail("cross-device");
    const { node } = this.#place(from, oldPath, flags.symlinkFollow ? "follow" : "keep", "link");
    if (!node) fail("no-entry");
    if (node.kind === "directory") fail("not-permitted");
    const { directory, name, node: found, slash } = this.#place(to, newPath, "keep", "link");
    if (found) fail("exist");
    if (slash) fail("no-entry");
    this.#mount.store.attach(directory, name, node);
  }

  openAt(pathFlags: PathFlags, path: string, open: OpenFlags, flags: DescriptorFlags): Descriptor {
    const base = this.#directory();
    if (open.create || open.truncate || flags.write || flags.mutateDirectory) this.#mutable();
    if (open.create && open.directory) fail("invalid");
    const last = open.exclusive ? "keep" : lastLink(pathFlags);
    const place = this.#place(base, path, last, "open");
    const { directory, name, node: found, slash } = place;
    if (found && open.exclusive) fail("exist");
    if (!found && !open.create) fail("no-entry");
    if (!found && slash) fail("is-directory");
    if (found?.kind === "symbolic-link") fail("loop");
    if (open.directory && found?.kind !== "directory") fail("not-directory");
    if (found?.kind === "directory" && (flags.write || open.truncate || open.create)) fail("is-directory");
    if (!found) this.#refuseAt("create", place);
    if (found && open.truncate) this.#refuseAt("set", place);
    const node = found ?? this.#mount.store.file();
    if (!found) this.#mount.store.attach(directory, name, node);
    if (found instanceof FileNode && open.truncate) this.#mount.store.resize(found, 0);
    return new Descriptor(this.#mount, node, { ...flags, mutateDirectory: false }, this.#pathOf(place));
  }

  readlinkAt(path: string): string {
    const node = this.#place(this.#directory(), path, "keep", "read").node ?? fail("no-entry");
    return node.kind === "symbolic-link" ? node.target : fail("invalid");
  }

  removeDirectoryAt(path: string): void {
    const { directory, name, node } = this.#place(this.#mutableDirectory(), path, "keep", "remove");
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
    const from = this.#place(source, oldPath, "keep", "rename");
    const to = this.#place(sink, newPath, "keep", "rename");
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
    const { directory, name, node, slash } = this.#place(this.#mutableDirectory(), path, "keep", "link");
    if (target === "" || target.includes("\0")) fail("invalid");
    if (target.startsWith("/")) fail("not-permitted");
    if (utf8Length(target) > longestPath) fail("name-too-long");
    if (node) fail("exist");
    if (slash) fail("no-entry");
    this.#mount.store.attach(directory, name, this.#mount.store.symlink(target));
  }

  unlinkFileAt(path: string): void {
    const { directory, name, node } = this.#place(this.#mutableDirectory(), path, "keep", "remove");
    if (!node) fail("no-entry");
    if (node.kind === "directory") fail("is-directory");
    this.#mount.store.detach(directory, name);
  }

  isSameObject(other: Descriptor): boolean {
    return this.#node === other.#node;
  }

  metadataHash() {
    this.#refuse("stat");
    return metadataHash(this.#node);
  }

  metadataHashAt(flags: PathFlags, path: string) {
    return metadataHash(this.#find(flags, path));
  }

  #find(flags: PathFlags, path: string): Node {
    return this.#place(this.#directory(), path, lastLink(flags), "stat").node ?? fail("no-entry");
  }

  /** Where a path leads, unless a fault stands there. A link on the way does not hide it. */
  #place(base: DirectoryNode, path: string, last: LastLink, operation: Operation): Place {
    const place = resolve(base, path, last);
    this.#refuseAt(operation, place);
    return place;
  }

  #refuseAt(operation: Operation, place: Place): void {
    if (this.#mount.store.faults.length > 0) this.#failAt(operation, this.#pathOf(place));
  }

  /** Fails where this descriptor's own path has a fault. */
  #refuse(operation: Operation): void {
    if (this.#mount.store.faults.length === 0) return;
    const node = this.#node;
    const path = node.kind === "directory" ? this.#pathOf({ directory: node, name: "" }) : this.#path;
    this.#failAt(operation, path);
  }

  #failAt(operation: Operation, path: string | undefined): void {
    const code = path === undefined ? undefined : faultOf(this.#mount.store.faults, operation, path);
    if (code) fail(code);
  }

  /** The guest's absolute path of a place; `undefined` in a directory that was removed, and where no fault needs it. */
  #pathOf({ directory, name }: Pick<Place, "directory" | "name">): string | undefined {
    if (this.#mount.store.faults.length === 0) return undefined;
    const names = namesTo(directory);
    if (!names) return undefined;
    const mount = this.#mount.path === "/" ? [] : [this.#mount.path.slice(1)];
    return `/${[...mount, ...names, ...(name === "" ? [] : [name])].join("/")}`;
  }

  /**
   * A file's bytes as they are now: whoever gets them copies them at once, as the engine does. Reading leaves a trace only where
   * something may be written.
   */
  #bytes(file: FileNode, offset: number, length: number): Uint8Array {
    if (this.#mount.writable) this.#mount.store.touch(file, "accessed");
    return file.content.view(offset, file.content.source ? Math.min(length, longestRead) : length);
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

  #file(right: "read" | "write", operation: Operation = right): FileNode {
    if (this.#node.kind === "directory") return fail("is-directory");
    // A file of a read-only mount is never opened for writing; asked again all the same.
    if (right === "write") this.#mutable();
    if (!this.#flags[right] || this.#node.kind !== "regular-file") return fail("bad-descriptor");
    this.#refuse(operation);
    return this.#node;
  }

  /** Makes a stream that keeps the file's content until it is dropped. */
  #holding<Act, Stream>(file: FileNode, make: (act: Act, drop: () => void) => Stream, act: Act): Stream {
    this.#mount.store.acquire(file);
    return make(act, () => this.#mount.store.release(file));
  }

  #streamWrite(file: FileNode, at: number, bytes: Uint8Array): void {
    inStream(() => this.#mount.store.write(file, at, bytes));
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

/** An error code cannot leave a stream as it is: it becomes the stream's error. */
function inStream<T>(act: () => T): T {
  try {
    return act();
  } catch (code) {
    if (code === "insufficient-space") failed("the virtual filesystem is full", (error) => codes.set(error, code));
    if (code === "io") failed("the file cannot be read any more", (error) => codes.set(error, code));
    throw code;
  }
}

function lastLink(flags: PathFlags): "follow" | "take" {
  return flags.symlinkFollow ? "follow" : "take";
}

function position(offset: bigint): number {
  return offset > furthest ? fail("file-too-large") : Number(offset);
}
