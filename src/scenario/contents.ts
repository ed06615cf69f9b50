import { fromBase64 } from "./bytes.ts";
import { type FileNode, type FileTree, type MountSpec, nodeBelow } from "./files.ts";

/** A symbolic or a hard link, as the scenario has it. */
type Link = { readonly symlink: string } | { readonly hardlink: string };

/** A directory with its files as bytes: what the guest's filesystem is made of. */
export type ContentTree = ReadonlyMap<string, Uint8Array<ArrayBuffer> | Link | ContentTree>;

export interface MountContents {
  readonly path: string;
  readonly writable: boolean;
  readonly tree: ContentTree;
}

/** The mounts of a scenario with their contents decoded. */
export function mountContents(files: readonly MountSpec[]): readonly MountContents[] {
  return files.map(({ mount, writable, tree }) => ({ path: mount, writable, tree: treeContents(tree) }));
}

/**
 * Bytes of the file that a guest sees at an absolute path: the innermost mount around it counts. Hard links are followed,
 * symbolic ones are not.
 */
export function fileAt(files: readonly MountSpec[], path: string): Uint8Array<ArrayBuffer> | undefined {
  const around = files
    .filter(({ mount }) => mount === "/" || path.startsWith(`${mount}/`))
    .toSorted((a, b) => b.mount.length - a.mount.length)[0];
  if (around === undefined) return undefined;
  const named = nodeBelow(around.tree, path.slice(around.mount === "/" ? 1 : around.mount.length + 1));
  const node = named !== undefined && "hardlink" in named ? nodeBelow(around.tree, named.hardlink) : named;
  return node !== undefined && ("text" in node || "base64" in node) ? fileBytes(node) : undefined;
}

function treeContents(tree: FileTree): ContentTree {
  return new Map(Object.entries(tree).map(([name, node]) => [name, nodeContents(node)]));
}

function nodeContents(node: FileNode): Uint8Array<ArrayBuffer> | Link | ContentTree {
  if ("tree" in node) return treeContents(node.tree);
  return "text" in node || "base64" in node ? fileBytes(node) : node;
}

function fileBytes(node: { readonly text: string } | { readonly base64: string }): Uint8Array<ArrayBuffer> {
  // The schema lets no text through that is not base64.
  return "text" in node ? new TextEncoder().encode(node.text) : (fromBase64(node.base64) ?? new Uint8Array());
}
