import { toBase64 } from "../../scenario/bytes.ts";
import type { FileNode, FileTree } from "../../scenario/schema.ts";

/** Puts a file at a path such as `sub/in.txt`, making the directories on the way. Checked paths only. */
export function withFile(tree: FileTree, path: string, node: FileNode): FileTree {
  const [name = "", ...rest] = path.split("/");
  if (rest.length === 0) return entries(tree, name, node);
  const under = ownNode(tree, name);
  const inner = under !== undefined && "tree" in under ? under.tree : {};
  return entries(tree, name, { tree: withFile(inner, rest.join("/"), node) });
}

/** Takes the file or directory at a path away; directories that were left empty stay. */
export function withoutFile(tree: FileTree, path: string): FileTree {
  const [name = "", ...rest] = path.split("/");
  const under = ownNode(tree, name);
  if (under === undefined) return tree;
  if (rest.length > 0)
    return "tree" in under ? entries(tree, name, { tree: withoutFile(under.tree, rest.join("/")) }) : tree;
  return Object.fromEntries(Object.entries(tree).filter(([key]) => key !== name));
}

export function fileAt(tree: FileTree, path: string): FileNode | undefined {
  const [name = "", ...rest] = path.split("/");
  const node = ownNode(tree, name);
  if (node === undefined || rest.length === 0) return node;
  return "tree" in node ? fileAt(node.tree, rest.join("/")) : undefined;
}

export function renamed(tree: FileTree, from: string, to: string): FileTree {
  const node = fileAt(tree, from);
  return node === undefined ? tree : withFile(withoutFile(tree, from), to, node);
}

/** Bytes as a node: as text where that keeps every byte, since a person can then edit it. */
export function nodeOf(bytes: Uint8Array): FileNode {
  if (!bytes.includes(0)) {
    try {
      return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
    } catch {
      // Not UTF-8: kept as bytes.
    }
  }
  return { base64: toBase64(bytes) };
}

function ownNode(tree: FileTree, name: string): FileNode | undefined {
  return Object.hasOwn(tree, name) ? tree[name] : undefined;
}

/** Built from entries, so that a name such as `__proto__` is a name like others. */
function entries(tree: FileTree, name: string, node: FileNode): FileTree {
  const others = Object.entries(tree);
  const at = others.findIndex(([key]) => key === name);
  return Object.fromEntries(at < 0 ? [...others, [name, node]] : others.with(at, [name, node]));
}
