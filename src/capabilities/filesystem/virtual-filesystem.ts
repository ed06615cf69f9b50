import type { Mount, Tree, TreeLink } from "../provider.ts";
import {
  type Behaviour,
  below,
  type DirectoryNode,
  type FileNode,
  isTree,
  type Limits,
  type LinkNode,
  Store,
} from "./tree.ts";

const limits: Limits = { bytes: 256 * 1024 * 1024, entries: 100_000 };

/** A mounted tree as it stands. */
export interface MountedTree {
  readonly path: string;
  readonly writable: boolean;
  readonly root: DirectoryNode;
  readonly store: Store;
}

/** How one file stands against the beginning. The guest's answer has the same shape. */
export interface FileChange {
  readonly path: string;
  readonly change: "created" | "modified" | "deleted" | "unchanged";
  readonly size: number;
}

/** The files of one run, in memory. */
export interface VirtualFilesystem {
  readonly mounts: readonly MountedTree[];
  /** Takes the settings of the run. To be called before the guest starts. */
  behave(behaviour: Behaviour): void;
  /**
   * Every file as it stands against the beginning, sorted by path, which is the mount's path and the path below it. A symbolic
   * link counts as a file that holds its target; a deleted file has size 0. Where mounts nest, an inner one hides what an outer
   * one has at the same path.
   */
  changes(): FileChange[];
  /** A copy of a file's bytes. The path is absolute; links are not followed. */
  read(path: string): Uint8Array<ArrayBuffer> | undefined;
}

/**
 * Makes a filesystem with one tree for each mount. `bounds` are what all mounts may hold together, 256 MiB and 100,000 names
 * when left out; beyond that the guest gets `insufficient-space`.
 */
export function createVirtualFilesystem(given: readonly Mount[], bounds: Limits = limits): VirtualFilesystem {
  const store = new Store(bounds);
  const mounts = given.map(({ path, writable, tree }) => ({ path, writable, root: store.load(tree), store }));
  // The innermost mount comes first: it hides what an outer one has at the same path.
  const inner = mounts.toSorted((a, b) => b.path.length - a.path.length);
  const initial = new Map<string, Uint8Array | string>();
  for (const { path, tree } of given.toSorted((a, b) => b.path.length - a.path.length)) {
    visit<Uint8Array | TreeLink, Tree>(
      path,
      tree,
      (node) => node,
      isTree,
      (file, leaf) => {
        if (!initial.has(file)) initial.set(file, contentOf(tree, leaf));
      },
    );
  }

  const current = (): Map<string, FileNode | LinkNode> => {
    const files = new Map<string, FileNode | LinkNode>();
    for (const { path, root } of inner) {
      visit<FileNode | LinkNode, DirectoryNode>(
        path,
        root,
        (node) => node.entries,
        isDirectory,
        (file, node) => {
          if (!files.has(file)) files.set(file, node);
        },
      );
    }
    return files;
  };

  return {
    mounts,
    behave: (behaviour) =>
      store.behave(
        mounts.map(({ root }) => root),
        behaviour,
      ),
    changes() {
      const changes: FileChange[] = [];
      const files = current();
      for (const [path, node] of files) {
        const before = initial.get(path);
        const change = before === undefined ? "created" : isStill(before, node) ? "unchanged" : "modified";
        changes.push({ path, change, size: node.size });
      }
      for (const path of initial.keys()) if (!files.has(path)) changes.push({ path, change: "deleted", size: 0 });
      return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    },
    read(path) {
      for (const mount of inner) {
        const prefix = mount.path.endsWith("/") ? mount.path : `${mount.path}/`;
        if (!path.startsWith(prefix)) continue;
        const bytes = readBelow(mount.root, path.slice(prefix.length).split("/"));
        if (bytes) return bytes;
      }
      return undefined;
    },
  };
}

function readBelow(root: DirectoryNode, names: readonly string[]): Uint8Array<ArrayBuffer> | undefined {
  const node = below(root, names);
  if (node?.kind === "regular-file") return node.content.read(0, node.size);
  if (node?.kind === "symbolic-link") return new TextEncoder().encode(node.target);
  return undefined;
}

/** The bytes of a file, or the target of a symbolic link. A hard link has what the file has that it names. */
function contentOf(tree: Tree, leaf: Uint8Array | TreeLink): Uint8Array | string {
  if (leaf instanceof Uint8Array) return leaf;
  if ("symlink" in leaf) return leaf.symlink;
  let node: Uint8Array | TreeLink | Tree | undefined = tree;
  for (const name of leaf.hardlink.split("/")) node = node && isTree(node) ? node.get(name) : undefined;
  return node instanceof Uint8Array ? node : new Uint8Array();
}

function isStill(before: Uint8Array | string, node: FileNode | LinkNode): boolean {
  return node.kind === "symbolic-link"
    ? node.target === before
    : before instanceof Uint8Array && node.content.equals(before);
}

function isDirectory(node: FileNode | LinkNode | DirectoryNode): node is DirectoryNode {
  return node.kind === "directory";
}

/** Calls `take` for every leaf of a tree with its path. Guests make deep trees: no recursion. */
function visit<Leaf, Branch>(
  path: string,
  root: Branch,
  children: (branch: Branch) => ReadonlyMap<string, Leaf | Branch>,
  isBranch: (node: Leaf | Branch) => node is Branch,
  take: (path: string, leaf: Leaf) => void,
): void {
  const pending: { readonly path: string; readonly branch: Branch }[] = [
    { path: path === "/" ? "" : path, branch: root },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const [name, node] of children(next.branch)) {
      const full = `${next.path}/${name}`;
      if (isBranch(node)) pending.push({ path: full, branch: node });
      // Narrowing a type parameter by its guard leaves the other one.
      else take(full, node as Leaf);
    }
  }
}
