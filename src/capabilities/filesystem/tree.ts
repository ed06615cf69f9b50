import type { Tree } from "../provider.ts";
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
  /** UTF-8 bytes of its name. */
  nameLength = 0;
  removed = false;
}

export type Node = FileNode | LinkNode | DirectoryNode;

/** Keeps count of what all mounts of a filesystem hold, and refuses what goes past the limits. */
export class Store {
  readonly #limits: Limits;
  #bytes = 0;
  #entries = 0;
  #nextId = 1;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Builds a mount's tree. What is given may be past the limits: then only nothing can be added. */
  load(tree: Tree): DirectoryNode {
    const root = this.directory();
    const pending: { readonly directory: DirectoryNode; readonly tree: Tree }[] = [{ directory: root, tree }];
    for (let next = pending.pop(); next; next = pending.pop()) {
      // Ids follow the names, not the order in which somebody wrote them down.
      for (const [name, child] of [...next.tree].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        if (child instanceof Uint8Array) {
          this.#bytes += child.length;
          this.#hang(next.directory, name, new FileNode(this.#nextId++, new Content(child)));
        } else {
          const directory = this.directory();
          this.#hang(next.directory, name, directory);
          pending.push({ directory, tree: child });
        }
      }
    }
    return root;
  }

  directory(): DirectoryNode {
    return new DirectoryNode(this.#nextId++);
  }

  file(): FileNode {
    return new FileNode(this.#nextId++, new Content());
  }

  symlink(target: string): LinkNode {
    return new LinkNode(this.#nextId++, target);
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
    this.#take(Math.max(0, offset + bytes.length - file.content.length));
    file.content.write(offset, bytes);
  }

  resize(file: FileNode, length: number): void {
    this.#take(length - file.content.length);
    file.content.resize(length);
  }

  /** Counts bytes in, or out when negative. */
  #take(bytes: number): void {
    if (bytes > 0 && this.#bytes + bytes > this.#limits.bytes) fail("insufficient-space");
    this.#bytes += bytes;
  }

  #collect(file: FileNode): void {
    if (file.links === 0 && file.opens === 0) this.#bytes -= file.content.length;
  }

  #hang(directory: DirectoryNode, name: string, node: Node): void {
    directory.entries.set(name, node);
    node.links += 1;
    this.#entries += 1;
    if (node.kind === "directory") {
      node.parent = directory;
      node.nameLength = utf8Length(name);
    }
  }

  #unhang(directory: DirectoryNode, name: string, node: Node): void {
    directory.entries.delete(name);
    node.links -= 1;
    this.#entries -= 1;
    if (node.kind === "directory") node.parent = undefined;
  }
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
