import type { Leaf, SourceFile, Tree } from "../provider.ts";
import type { Fault } from "./capability.ts";
import { Content } from "./content.ts";
import { fail } from "./errors.ts";

export interface Datetime {
  readonly seconds: bigint;
  readonly nanoseconds: number;
}

/** The time of everything that nobody set: runs are the same each time. */
const epoch: Datetime = { seconds: 0n, nanoseconds: 0 };

export interface Limits {
  /** Bytes of all files and link targets, those given at first included. */
  readonly bytes: number;
  readonly entries: number;
}

/** How a person wants the files of a run to behave. */
export interface Behaviour {
  /** Nanoseconds since 1970 for what is made, changed and read; without it every time stays at 1970. */
  readonly now?: (() => bigint) | undefined;
  /** Lowers the limit of bytes. */
  readonly quotaBytes?: number | undefined;
  readonly faults?: readonly Fault[] | undefined;
}

/** UTF-8 bytes of one name, and of a path. */
export const longestName = 255;
export const longestPath = 4096;

abstract class NodeBase {
  /** Unlike in every filesystem of the run; stands in for a device and inode number. */
  readonly id: number;
  /** How many names it has. */
  links = 0;
  accessed = epoch;
  modified = epoch;
  changed = epoch;

  constructor(id: number) {
    this.id = id;
  }
}

export class FileNode extends NodeBase {
  readonly kind = "regular-file";
  readonly content: Content;
  /** Descriptors and streams that still need the content. */
  opens = 0;

  constructor(id: number, content: Content) {
    super(id);
    this.content = content;
  }

  get size(): number {
    return this.content.length;
  }
}

export class LinkNode extends NodeBase {
  readonly kind = "symbolic-link";
  readonly target: string;
  readonly size: number;

  constructor(id: number, target: string) {
    super(id);
    this.target = target;
    this.size = utf8Length(target);
  }
}

export class DirectoryNode extends NodeBase {
  readonly kind = "directory";
  readonly size = 0;
  readonly entries = new Map<string, Node>();
  /** Where it hangs; nothing for the root of a mount and for a removed directory. */
  parent: DirectoryNode | undefined;
  name = "";
  /** UTF-8 bytes of its name. */
  nameLength = 0;
  removed = false;
}

export type Node = FileNode | LinkNode | DirectoryNode;

/** Keeps count of what all mounts of a filesystem hold, and refuses what goes past the limits. */
export class Store {
  faults: readonly Fault[] = [];
  #limits: Limits;
  #clock: (() => bigint) | undefined;
  #bytes = 0;
  #entries = 0;
  #nextId = 1;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Takes the settings of a run. What is there already has the time of now. */
  behave(roots: readonly DirectoryNode[], { now, quotaBytes, faults }: Behaviour): void {
    this.faults = faults ?? [];
    this.#limits = { ...this.#limits, bytes: Math.min(this.#limits.bytes, quotaBytes ?? Infinity) };
    this.#clock = now;
    const pending: Node[] = [...roots];
    for (let node = pending.pop(); node; node = pending.pop()) {
      // A file that lies elsewhere has the times that it has there.
      if (node.kind !== "regular-file" || !node.content.source) this.touch(node, "accessed", "modified", "changed");
      if (node.kind === "directory") for (const child of node.entries.values()) pending.push(child);
    }
  }

  now(): Datetime {
    return this.#clock ? datetime(this.#clock()) : epoch;
  }

  /** Sets times to now where files follow a clock. Elsewhere they stay as they are. */
  touch(node: Node, ...times: readonly ("accessed" | "modified" | "changed")[]): void {
    if (!this.#clock) return;
    const now = this.now();
    for (const time of times) node[time] = now;
  }

  /**
   * Builds a mount's tree. What is given may be past the limits: then only nothing can be added. Throws for a hard link that
   * names no file of the tree.
   */
  load(tree: Tree): DirectoryNode {
    const root = this.directory();
    const hardLinks: { readonly directory: DirectoryNode; readonly name: string; readonly target: string }[] = [];
    const pending: { readonly directory: DirectoryNode; readonly tree: Tree }[] = [{ directory: root, tree }];
    for (let next = pending.pop(); next; next = pending.pop()) {
      // Ids follow the names, not the order in which somebody wrote them down.
      for (const [name, child] of [...next.tree].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        if (!isTree(child) && (child instanceof Uint8Array || "read" in child)) {
          const file = new FileNode(this.#nextId++, new Content(child));
          this.#bytes += file.content.held;
          if ("read" in child) file.accessed = file.modified = file.changed = timeOf(child);
          this.#hang(next.directory, name, file);
        } else if (isTree(child)) {
          const directory = this.directory();
          this.#hang(next.directory, name, directory);
          pending.push({ directory, tree: child });
        } else if ("symlink" in child) {
          const link = this.symlink(child.symlink);
          this.#bytes += link.size;
          this.#hang(next.directory, name, link);
        } else {
          hardLinks.push({ directory: next.directory, name, target: child.hardlink });
        }
      }
    }
    // Only now every file is there, and still no hard link is found by another.
    const files = hardLinks.map(({ target }) => below(root, target.split("/")));
    for (const [index, { directory, name, target }] of hardLinks.entries()) {
      const file = files[index];
      if (file?.kind !== "regular-file") throw new Error(`the hard link ${name} names no file: ${target}`);
      this.#hang(directory, name, file);
    }
    return root;
  }

  directory(): DirectoryNode {
    return this.#made(new DirectoryNode(this.#nextId++));
  }

  file(): FileNode {
    return this.#made(new FileNode(this.#nextId++, new Content()));
  }

  symlink(target: string): LinkNode {
    return this.#made(new LinkNode(this.#nextId++, target));
  }

  /** Gives a node a name in a directory that does not have the name yet. */
  attach(directory: DirectoryNode, name: string, node: Node): void {
    if (directory.removed) fail("no-entry");
    if (this.#entries >= this.#limits.entries) fail("insufficient-space");
    if (node.kind === "directory") checkDepth(directory, name, node);
    if (node.kind === "symbolic-link" && node.links === 0) this.#take(node.size);
    this.#hang(directory, name, node);
  }

  /** Takes a name away; the node goes with its last name, an open file with its last descriptor. */
  detach(directory: DirectoryNode, name: string): void {
    const node = directory.entries.get(name);
    if (!node) return;
    this.#unhang(directory, name, node);
    if (node.kind === "directory") node.removed = true;
    else if (node.kind === "regular-file") this.#collect(node);
    else if (node.links === 0) this.#bytes -= node.size;
  }

  /** Moves a name. What stood at the new place is replaced. */
  move(from: DirectoryNode, name: string, to: DirectoryNode, newName: string): void {
    const node = from.entries.get(name);
    if (!node || to.removed) return fail("no-entry");
    if (node.kind === "directory") checkDepth(to, newName, node);
    this.detach(to, newName);
    this.#unhang(from, name, node);
    this.#hang(to, newName, node);
  }

  /** Something needs the file's content until it calls `release`. */
  acquire(file: FileNode): void {
    file.opens += 1;
  }

  release(file: FileNode): void {
    file.opens -= 1;
    this.#collect(file);
  }

  write(file: FileNode, offset: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#change(file, Math.max(file.content.length, offset + bytes.length), () => file.content.write(offset, bytes));
  }

  resize(file: FileNode, length: number): void {
    this.#change(file, length, () => file.content.resize(length));
  }

  /** Changes a file's content, which then holds `length` bytes. */
  #change(file: FileNode, length: number, act: () => void): void {
    const added = length - file.content.held;
    this.#take(added);
    try {
      act();
    } catch (error) {
      // What lies elsewhere could not be read.
      this.#bytes -= added;
      throw error;
    }
    this.touch(file, "modified", "changed");
  }

  #made<N extends Node>(node: N): N {
    this.touch(node, "accessed", "modified", "changed");
    return node;
  }

  /** Counts bytes in, or out when negative. */
  #take(bytes: number): void {
    if (bytes > 0 && this.#bytes + bytes > this.#limits.bytes) fail("insufficient-space");
    this.#bytes += bytes;
  }

  #collect(file: FileNode): void {
    if (file.links === 0 && file.opens === 0) this.#bytes -= file.content.held;
  }

  #hang(directory: DirectoryNode, name: string, node: Node): void {
    directory.entries.set(name, node);
    node.links += 1;
    this.#entries += 1;
    this.touch(directory, "modified", "changed");
    this.touch(node, "changed");
    if (node.kind === "directory") {
      node.parent = directory;
      node.name = name;
      node.nameLength = utf8Length(name);
    }
  }

  #unhang(directory: DirectoryNode, name: string, node: Node): void {
    directory.entries.delete(name);
    node.links -= 1;
    this.#entries -= 1;
    this.touch(directory, "modified", "changed");
    this.touch(node, "changed");
    if (node.kind === "directory") node.parent = undefined;
  }
}

function datetime(ns: bigint): Datetime {
  return { seconds: ns / 1_000_000_000n, nanoseconds: Number(ns % 1_000_000_000n) };
}

/** What is older than 1970 counts as of then: there are no earlier times for guests. */
function timeOf({ lastModified }: SourceFile): Datetime {
  return datetime(BigInt(Math.max(0, Math.trunc(lastModified))) * 1_000_000n);
}

/** What stands at names below a directory. Links are not followed. */
export function below(root: DirectoryNode, names: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const name of names) node = node?.kind === "directory" ? node.entries.get(name) : undefined;
  return node;
}

/** The names from the root of the mount to a directory; `undefined` for one that was removed. */
export function namesTo(directory: DirectoryNode): readonly string[] | undefined {
  if (directory.removed) return undefined;
  const names: string[] = [];
  for (let node = directory; node.parent; node = node.parent) names.push(node.name);
  return names.toReversed();
}

export function isTree(node: Leaf | Tree): node is Tree {
  return node instanceof Map;
}

/** Whether `inner` is `outer` or lies below it. */
export function within(inner: DirectoryNode, outer: DirectoryNode): boolean {
  for (let node: DirectoryNode | undefined = inner; node; node = node.parent) if (node === outer) return true;
  return false;
}

/** Refuses directories whose path from the mount, or that of one below, is longer than a path may be: none is out of reach. */
function checkDepth(parent: DirectoryNode, name: string, directory: DirectoryNode): void {
  let above = 0;
  for (let node: DirectoryNode | undefined = parent; node?.parent; node = node.parent) above += node.nameLength + 1;
  let deepest = 0;
  const pending: { readonly node: DirectoryNode; readonly length: number }[] = [{ node: directory, length: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    deepest = Math.max(deepest, next.length);
    for (const child of next.node.entries.values()) {
      if (child.kind === "directory") pending.push({ node: child, length: next.length + child.nameLength + 1 });
    }
  }
  if (above + utf8Length(name) + deepest > longestPath) fail("name-too-long");
}

const encoder = new TextEncoder();

export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
