import { fail } from "./errors.ts";
import { type DirectoryNode, longestName, longestPath, type Node, utf8Length } from "./tree.ts";

/** More links than this on one path are taken for a circle. */
const mostLinks = 40;

/** Where a path leads. */
export interface Place {
  /** The directory that has or would have the name; for a path that names a directory by `.` or `..`, that directory itself. */
  readonly directory: DirectoryNode;
  /** Empty for a path that ends in `.` or `..`. */
  readonly name: string;
  /** What is there. */
  readonly node: Node | undefined;
  /** The path ends in a slash or `.`: only a directory will do. */
  readonly slash: boolean;
}

/** What to do with a symbolic link at the end of a path; `keep` takes the link itself even before a slash. */
export type LastLink = "follow" | "take" | "keep";

/**
 * Walks a path from a directory. Links in the middle are followed. Errors: `not-permitted` for an absolute path and for one that
 * leaves the directory, through `..` or a link, be it only on the way; `no-entry`, `not-directory`, `loop`, `name-too-long`,
 * and `invalid` for a path with a zero in it.
 */
export function resolve(base: DirectoryNode, path: string, last: LastLink): Place {
  if (path === "") fail("no-entry");
  let slash = endsInSlash(path);
  const pending = parts(path).toReversed();
  const walked: DirectoryNode[] = [base];
  let links = 0;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const directory = top(walked);
    if (part === "..") {
      if (walked.length === 1) fail("not-permitted");
      walked.pop();
      continue;
    }
    if (isLonger(part, longestName)) fail("name-too-long");
    const node = directory.entries.get(part);
    const final = pending.length === 0;
    if (node?.kind === "symbolic-link" && (!final || last === "follow" || (last === "take" && slash))) {
      links += 1;
      if (links > mostLinks) fail("loop");
      if (final && endsInSlash(node.target)) slash = true;
      pending.push(...parts(node.target).toReversed());
    } else if (final) {
      if (slash && node && node.kind !== "directory") fail("not-directory");
      return { directory, name: part, node, slash };
    } else if (!node) {
      fail("no-entry");
    } else if (node.kind === "directory") {
      walked.push(node);
    } else {
      fail("not-directory");
    }
  }
  const directory = top(walked);
  return { directory, name: "", node: directory, slash: true };
}

/** Checks a path by itself and cuts it up. Empty parts and `.` mean nothing. */
function parts(path: string): string[] {
  if (isLonger(path, longestPath)) fail("name-too-long");
  if (path.includes("\0")) fail("invalid");
  if (path.startsWith("/")) fail("not-permitted");
  return path.split("/").filter((part) => part !== "" && part !== ".");
}

/** Whether a text has more UTF-8 bytes than `most`. A unit takes three at most, so that a short one is not encoded. */
function isLonger(text: string, most: number): boolean {
  return text.length * 3 > most && (text.length > most || utf8Length(text) > most);
}

function endsInSlash(path: string): boolean {
  return path.endsWith("/") || path === "." || path.endsWith("/.");
}

function top(walked: readonly DirectoryNode[]): DirectoryNode {
  const directory = walked.at(-1);
  if (!directory) throw new Error("a walk always stands in a directory");
  return directory;
}
