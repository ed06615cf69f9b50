import { z } from "zod";
import "./jitless.ts";
import { base64Size, utf8Size } from "./bytes.ts";
import { caps } from "./limits.ts";
import { oneOf } from "./one-of.ts";
import type { Reason } from "./reasons.ts";

/**
 * A file as text, a file as bytes, a directory, a symbolic link with its relative target, or another name of a file of the same
 * mount, given by its path below the mount.
 */
export type FileNode =
  | { readonly text: string }
  | { readonly base64: string }
  | { readonly tree: FileTree }
  | { readonly symlink: string }
  | { readonly hardlink: string };
export type FileTree = { readonly [name: string]: FileNode };

/** Why a name cannot stand in a path, or `undefined` when it can. */
export function segmentReason(name: string): string | undefined {
  if (name === "") return "a file must have a name";
  if (name === "." || name === "..") return `a file cannot be named "${name}"`;
  if (name.includes("/") || name.includes("\0")) return "the name of a file cannot hold / or NUL";
  if (name.length > caps.segmentLength) return `the name of a file can have ${caps.segmentLength} characters at most`;
  return name.isWellFormed() ? undefined : "the name of a file must be valid Unicode";
}

/** Why a text is not an absolute, normalized path such as `/` or `/data/in`, or `undefined` when it is. */
function pathReason(path: string): string | undefined {
  if (!path.startsWith("/")) return "must start with /";
  if (path.length > caps.pathLength) return `can have ${caps.pathLength} characters at most`;
  if (path === "/") return undefined;
  return path
    .slice(1)
    .split("/")
    .some((segment) => segmentReason(segment) !== undefined)
    ? "must have no empty part, . or .., and no / at its end"
    : undefined;
}

export const pathSchema = z.string().superRefine((path, context) => {
  const reason = pathReason(path);
  if (reason !== undefined) context.addIssue({ code: "custom", message: reason });
});

const segmentSchema = z.string().superRefine((name, context) => {
  const reason = segmentReason(name);
  if (reason !== undefined) context.addIssue({ code: "custom", message: reason });
});

/** Why a text cannot be the target of a symbolic link, or `undefined` when it can. Where it leads is found out by the guest. */
function targetReason(target: string): string | undefined {
  if (target === "") return "must name something";
  if (target.startsWith("/")) return "must be relative: a link cannot start with /";
  if (target.includes("\0")) return "cannot hold NUL";
  if (utf8Size(target) > caps.pathLength) return `can have ${caps.pathLength} bytes at most`;
  return target.isWellFormed() ? undefined : "must be valid Unicode";
}

const targetSchema = z.string().superRefine((target, context) => {
  const reason = targetReason(target);
  if (reason !== undefined) context.addIssue({ code: "custom", message: reason });
});

const belowSchema = z.string().superRefine((path, context) => {
  if (path.startsWith("/"))
    context.addIssue({ code: "custom", message: "must be a path below the mount, without / at its start" });
  else {
    const reason = pathReason(`/${path}`);
    if (reason !== undefined) context.addIssue({ code: "custom", message: reason });
  }
});

const nodeSchema: z.ZodType<FileNode> = z.lazy(() =>
  oneOf({
    text: z.strictObject({ text: z.string() }).readonly(),
    base64: z.strictObject({ base64: z.string() }).readonly(),
    tree: z.strictObject({ tree: treeSchema }).readonly(),
    symlink: z.strictObject({ symlink: targetSchema }).readonly(),
    hardlink: z.strictObject({ hardlink: belowSchema }).readonly(),
  }),
);

const treeSchema: z.ZodType<FileTree> = z.lazy(() => z.record(segmentSchema, nodeSchema).readonly());

const mountSchema = z
  .strictObject({ mount: pathSchema, writable: z.boolean().default(false), tree: treeSchema })
  .readonly();

export type MountSpec = z.output<typeof mountSchema>;

export const filesSchema = z
  .array(mountSchema)
  .max(caps.mounts, { error: `can have ${caps.mounts} mounts at most` })
  .superRefine((mounts, context) => {
    const reason = contentsReason(mounts);
    if (reason !== undefined) context.addIssue({ code: "custom", message: reason.text, path: [...reason.path] });
  })
  .readonly();

/** What stands at a path below a tree. Links are not followed. */
export function nodeBelow(tree: FileTree, path: string): FileNode | undefined {
  let node: FileNode | undefined = { tree };
  for (const name of path.split("/")) {
    if (node === undefined || !("tree" in node) || !Object.hasOwn(node.tree, name)) return undefined;
    node = node.tree[name];
  }
  return node;
}

function hardlinkReason(named: FileNode | undefined): string | undefined {
  if (named === undefined) return "names nothing in this mount";
  if ("tree" in named) return "names a directory: a hard link is another name of a file";
  return "symlink" in named || "hardlink" in named ? "names another link: give the path of the file itself" : undefined;
}

/** What the mounts are too much of together, which mount stands twice, or which hard link names no file. */
function contentsReason(mounts: readonly MountSpec[]): Reason | undefined {
  const seen = new Set<string>();
  let bytes = 0;
  let entries = 0;
  for (const [index, { mount, tree }] of mounts.entries()) {
    if (seen.has(mount)) return { path: [index, "mount"], text: `${mount} is mounted twice` };
    seen.add(mount);
    const waiting: { readonly tree: FileTree; readonly path: readonly string[] }[] = [{ tree, path: [] }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const [name, node] of Object.entries(next.tree)) {
        if (++entries > caps.fileEntries)
          return { path: [], text: `hold more than ${caps.fileEntries} files and directories` };
        const path = [...next.path, name];
        const place = [index, "tree", ...path.flatMap((step, at) => (at === 0 ? [step] : ["tree", step]))];
        if (path.length > caps.fileDepth)
          return { path: place.slice(0, 8), text: `is more than ${caps.fileDepth} directories deep` };
        if ("tree" in node) {
          waiting.push({ tree: node.tree, path });
          continue;
        }
        if ("hardlink" in node) {
          const reason = hardlinkReason(nodeBelow(tree, node.hardlink));
          if (reason !== undefined) return { path: [...place, "hardlink"], text: reason };
          continue;
        }
        const size = sizeOf(node);
        if (size === undefined) return { path: [...place, "base64"], text: "is not base64" };
        bytes += size;
        if (bytes > caps.fileBytes) return { path: [], text: `hold more than ${caps.fileBytes} bytes` };
      }
    }
  }
  return undefined;
}

function sizeOf(
  node: Exclude<FileNode, { readonly tree: FileTree } | { readonly hardlink: string }>,
): number | undefined {
  if ("text" in node) return utf8Size(node.text);
  return "symlink" in node ? utf8Size(node.symlink) : base64Size(node.base64);
}
