import type { Mount } from "../provider.ts";
import { type DirectoryNode, type FileNode, type Limits, type LinkNode, Store } from "./tree.ts";

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
 * Makes a filesystem with one tree for each mount. All mounts together hold at most 256 MiB and 100,000 names; beyond that
 * the guest gets `insufficient-space`. `bounds` are for tests.
 */
export function createVirtualFilesystem(given: readonly Mount[], bounds: Limits = limits): VirtualFilesystem {
  const store = new Store(bounds);
  const mounts = given.map(({ path, writable, tree }) => ({ path, writable, root: store.load(tree), store }));
  // The innermost mount comes first: it hides what an outer one has at the same path.
  const inner = mounts.toSorted((a, b) => b.path.length - a.path.length);
  const initial = new Map<string, Uint8Array>();
  for (const { path, tree } of given.toSorted((a, b) => b.path.length - a.path.length)) {
    visit<Uint8Array, Mount["tree"]>(
      path,
      tree,
      (node) => node,
      isTree,
      (file, bytes) => {
        if (!initial.has(file)) initial.set(file, bytes);
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
    changes() {
      const changes: FileChange[] = [];
      const files = current();
      for (const [path, node] of files) {
        const before = initial.get(path);
        const change = !before
          ? "created"
          : node.kind === "regular-file" && node.content.equals(before)
            ? "unchanged"
            : "modified";
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
  let node: DirectoryNode | FileNode | LinkNode | undefined = root;
  for (const name of names) node = node?.kind === "directory" ? node.entries.get(name) : undefined;
  if (node?.kind === "regular-file") return node.content.read(0, node.size);
  if (node?.kind === "symbolic-link") return new TextEncoder().encode(node.target);
  return undefined;
}

function isTree(node: Uint8Array | Mount["tree"]): node is Mount["tree"] {
  return !(node instanceof Uint8Array);
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
