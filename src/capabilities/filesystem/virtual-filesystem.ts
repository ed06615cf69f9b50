import type { Leaf, Mount, SourceFile, Tree } from "../provider.ts";
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

/** Directories that are there and were not at the beginning, and the other way around: whole paths, sorted. */
export interface DirectoryChanges {
  readonly created: readonly string[];
  readonly deleted: readonly string[];
}

/** How one mount stands against the beginning, by whole paths. The guest's answer has the same shape. */
export interface MountChanges {
  /** Those that changed. */
  readonly files: readonly FileChange[];
  readonly directories: DirectoryChanges;
  /** Which of the files are symbolic links. */
  readonly links: readonly string[];
  /** Which of the files hold, unread, what a file that lies elsewhere held at the beginning, each with the path it had. */
  readonly copies: ReadonlyMap<string, string>;
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
  /** What changed in the tree of the mount at a path, whatever other mounts hide of it. */
  mountChanges(path: string): MountChanges | undefined;
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
  const innerGiven = given.toSorted((a, b) => b.path.length - a.path.length);

  return {
    mounts,
    behave: (behaviour) =>
      store.behave(
        mounts.map(({ root }) => root),
        behaviour,
      ),
    changes: () => fileChanges(atFirst(innerGiven), standing(inner)),
    mountChanges(path) {
      const mount = mounts.find((candidate) => candidate.path === path);
      if (!mount) return undefined;
      const before = atFirst(given.filter((candidate) => candidate.path === path));
      const after = standing([mount]);
      const files = fileChanges(before, after).filter(({ change }) => change !== "unchanged");
      const origins = new Map<unknown, string>();
      for (const [origin, content] of before.files) if (!origins.has(content)) origins.set(content, origin);
      const links: string[] = [];
      const copies = new Map<string, string>();
      for (const file of files) {
        const node = after.files.get(file.path);
        if (node?.kind === "symbolic-link") links.push(file.path);
        const origin = node?.kind === "regular-file" ? origins.get(node.content.source) : undefined;
        if (origin !== undefined) copies.set(file.path, origin);
      }
      return { files, directories: directoryChanges(before, after), links, copies };
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

/** What stands at every path. */
interface Standing<File> {
  readonly files: ReadonlyMap<string, File>;
  readonly directories: ReadonlySet<string>;
}

type FirstContent = Uint8Array | SourceFile | string;

function atFirst(given: readonly Mount[]): Standing<FirstContent> {
  const files = new Map<string, FirstContent>();
  const directories = new Set<string>();
  for (const { path, tree } of given) {
    visit<Leaf, Tree>(
      path,
      tree,
      (node) => node,
      isTree,
      (file, leaf) => {
        if (!files.has(file)) files.set(file, contentOf(tree, leaf));
      },
      (directory) => directories.add(directory),
    );
  }
  return { files, directories };
}

function standing(mounts: readonly MountedTree[]): Standing<FileNode | LinkNode> {
  const files = new Map<string, FileNode | LinkNode>();
  const directories = new Set<string>();
  for (const { path, root } of mounts) {
    visit<FileNode | LinkNode, DirectoryNode>(
      path,
      root,
      (node) => node.entries,
      isDirectory,
      (file, node) => {
        if (!files.has(file)) files.set(file, node);
      },
      (directory) => directories.add(directory),
    );
  }
  return { files, directories };
}

function fileChanges(before: Standing<FirstContent>, after: Standing<FileNode | LinkNode>): FileChange[] {
  const changes: FileChange[] = [];
  for (const [path, node] of after.files) {
    const content = before.files.get(path);
    const change = content === undefined ? "created" : isStill(content, node) ? "unchanged" : "modified";
    changes.push({ path, change, size: node.size });
  }
  for (const path of before.files.keys())
    if (!after.files.has(path)) changes.push({ path, change: "deleted", size: 0 });
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function directoryChanges(before: Standing<unknown>, after: Standing<unknown>): DirectoryChanges {
  return {
    created: [...after.directories].filter((path) => !before.directories.has(path)).toSorted(),
    deleted: [...before.directories].filter((path) => !after.directories.has(path)).toSorted(),
  };
}

/** The bytes of a file, or the target of a symbolic link. A hard link has what the file has that it names. */
function contentOf(tree: Tree, leaf: Leaf): FirstContent {
  if (leaf instanceof Uint8Array || "read" in leaf) return leaf;
  if ("symlink" in leaf) return leaf.symlink;
  let node: Leaf | Tree | undefined = tree;
  for (const name of leaf.hardlink.split("/")) node = node && isTree(node) ? node.get(name) : undefined;
  return node instanceof Uint8Array ? node : new Uint8Array();
}

function isStill(before: FirstContent, node: FileNode | LinkNode): boolean {
  if (typeof before === "string") return node.kind === "symbolic-link" && node.target === before;
  if (node.kind === "symbolic-link") return false;
  try {
    return node.content.equals(before);
  } catch {
    // What it was compared with lies elsewhere and is gone or changed.
    return false;
  }
}

function isDirectory(node: FileNode | LinkNode | DirectoryNode): node is DirectoryNode {
  return node.kind === "directory";
}

/** Calls `take` for every leaf of a tree with its path, and `enter` for every directory but the root. Guests make deep trees: no recursion. */
function visit<File, Branch>(
  path: string,
  root: Branch,
  children: (branch: Branch) => ReadonlyMap<string, File | Branch>,
  isBranch: (node: File | Branch) => node is Branch,
  take: (path: string, file: File) => void,
  enter: (path: string) => void,
): void {
  const pending: { readonly path: string; readonly branch: Branch }[] = [
    { path: path === "/" ? "" : path, branch: root },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const [name, node] of children(next.branch)) {
      const full = `${next.path}/${name}`;
      if (isBranch(node)) {
        enter(full);
        pending.push({ path: full, branch: node });
      } else {
        // Narrowing a type parameter by its guard leaves the other one.
        take(full, node as File);
      }
    }
  }
}
