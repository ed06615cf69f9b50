import { z } from "zod";
import "./jitless.ts";
import { base64Size, utf8Size } from "./bytes.ts";
import { caps } from "./limits.ts";
import { oneOf } from "./one-of.ts";
import type { Reason } from "./reasons.ts";

/** A file as text, a file as bytes, or a directory. */
export type FileNode = { readonly text: string } | { readonly base64: string } | { readonly tree: FileTree };
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

const nodeSchema: z.ZodType<FileNode> = z.lazy(() =>
  oneOf({
    text: z.strictObject({ text: z.string() }).readonly(),
    base64: z.strictObject({ base64: z.string() }).readonly(),
    tree: z.strictObject({ tree: treeSchema }).readonly(),
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

/** What the mounts are too much of together, or which mount stands twice. */
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
        const size = "text" in node ? utf8Size(node.text) : base64Size(node.base64);
        if (size === undefined) return { path: [...place, "base64"], text: "is not base64" };
        bytes += size;
        if (bytes > caps.fileBytes) return { path: [], text: `hold more than ${caps.fileBytes} bytes` };
      }
    }
  }
  return undefined;
}
