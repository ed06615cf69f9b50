import type { FileChange } from "../../protocol/index.ts";
import { base64Size, utf8Size } from "../../scenario/bytes.ts";
import type { FileNode, FileTree, MountSpec } from "../../scenario/schema.ts";

/** A file or directory as it is shown. */
export interface TreeNode {
  readonly name: string;
  readonly path: string;
  /** Absent for a directory. */
  readonly file?: FileChange;
  readonly children: readonly TreeNode[];
}

interface Building {
  readonly name: string;
  readonly path: string;
  file?: FileChange;
  readonly children: Map<string, Building>;
}

/** Files by absolute path as a tree: directories first, then by name. */
export function treeOf(files: readonly FileChange[]): readonly TreeNode[] {
  const root: Building = { name: "", path: "", children: new Map() };
  for (const file of files) {
    let node = root;
    for (const name of file.path.split("/").filter((part) => part !== "")) {
      let child = node.children.get(name);
      if (child === undefined) {
        child = { name, path: `${node.path}/${name}`, children: new Map() };
        node.children.set(name, child);
      }
      node = child;
    }
    if (node !== root) node.file = file;
  }
  return finished(root);
}

function finished(node: Building): readonly TreeNode[] {
  return [...node.children.values()]
    .map((child): TreeNode => ({
      name: child.name,
      path: child.path,
      children: finished(child),
      ...(child.file === undefined || child.children.size > 0 ? {} : { file: child.file }),
    }))
    .toSorted((a, b) => Number(a.file !== undefined) - Number(b.file !== undefined) || compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The files that are mounted, as a run that changed nothing would leave them. */
export function mountedFiles(mounts: readonly MountSpec[]): readonly FileChange[] {
  return mounts.flatMap(({ mount, tree }) =>
    flatTree(tree).map(({ path, size }) => ({
      path: `${mount === "/" ? "" : mount}/${path}`,
      change: "unchanged" as const,
      size,
    })),
  );
}

/** Every file of a mount's tree by its path inside the mount, with its size in bytes. */
export function flatTree(
  tree: FileTree,
  under = "",
): readonly { readonly path: string; readonly size: number; readonly text: string | undefined }[] {
  return Object.entries(tree).flatMap(([name, node]) => {
    const path = `${under}${name}`;
    if ("tree" in node) return flatTree(node.tree, `${path}/`);
    if ("text" in node) return [{ path, size: utf8Size(node.text), text: node.text }];
    return [{ path, size: sizeOf(node), text: undefined }];
  });
}

/** A symbolic link is as large as its target is long; another name of a file counts nothing again. */
function sizeOf(node: Exclude<FileNode, { readonly text: string } | { readonly tree: FileTree }>): number {
  if ("base64" in node) return base64Size(node.base64) ?? 0;
  return "symlink" in node ? utf8Size(node.symlink) : 0;
}

export function changedFiles(files: readonly FileChange[]): number {
  return files.filter((file) => file.change !== "unchanged").length;
}
