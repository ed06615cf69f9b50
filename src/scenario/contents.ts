import { fromBase64 } from "./bytes.ts";
import type { FileNode, FileTree, MountSpec } from "./files.ts";

/** A directory with its files as bytes: what the guest's filesystem is made of. */
export type ContentTree = ReadonlyMap<string, Uint8Array<ArrayBuffer> | ContentTree>;

export interface MountContents {
  readonly path: string;
  readonly writable: boolean;
  readonly tree: ContentTree;
}

/** The mounts of a scenario with their contents decoded. */
export function mountContents(files: readonly MountSpec[]): readonly MountContents[] {
  return files.map(({ mount, writable, tree }) => ({ path: mount, writable, tree: treeContents(tree) }));
}

/** Bytes of the file that a guest sees at an absolute path: the innermost mount around it counts. */
export function fileAt(files: readonly MountSpec[], path: string): Uint8Array<ArrayBuffer> | undefined {
  const around = files
    .filter(({ mount }) => mount === "/" || path.startsWith(`${mount}/`))
    .toSorted((a, b) => b.mount.length - a.mount.length)[0];
  if (around === undefined) return undefined;
  let node: FileNode | undefined = { tree: around.tree };
  for (const name of path.slice(around.mount === "/" ? 1 : around.mount.length + 1).split("/")) {
    if (node === undefined || !("tree" in node) || !Object.hasOwn(node.tree, name)) return undefined;
    node = node.tree[name];
  }
  return node === undefined || "tree" in node ? undefined : nodeBytes(node);
}

function treeContents(tree: FileTree): ContentTree {
  return new Map(
    Object.entries(tree).map(([name, node]) => [name, "tree" in node ? treeContents(node.tree) : nodeBytes(node)]),
  );
}

function nodeBytes(node: Exclude<FileNode, { readonly tree: FileTree }>): Uint8Array<ArrayBuffer> {
  // The schema lets no text through that is not base64.
  return "text" in node ? new TextEncoder().encode(node.text) : (fromBase64(node.base64) ?? new Uint8Array());
}
