import type { RealFile, RealFolder } from "../../protocol/index.ts";
import type { Mount, SourceFile, Tree } from "../provider.ts";
import { fail } from "./errors.ts";

/** Reads the bytes of a browser's file from `start` to before `end`; throws when it was changed or is gone. */
export type ReadFile = (file: RealFile, start: number, end: number) => Uint8Array;

/** Bytes read ahead: programs read in small steps, and each way out of the worker takes long. */
const BLOCK_BYTES = 256 * 1024;

/** A real folder as a mount whose files are read only where the guest reads them. */
export function realMount(folder: RealFolder, at: string, readFile: ReadFile): Mount {
  const read = readingAhead(readFile);
  const root: MutableTree = new Map();
  for (const path of folder.directories) directoryAt(root, path.split("/"));
  for (const [path, file] of folder.files) {
    const names = path.split("/");
    const name = names.pop() ?? "";
    directoryAt(root, names).set(name, {
      size: file.size,
      lastModified: file.lastModified,
      read: (start, end) => read(file, start, end),
    });
  }
  return { path: at, writable: folder.writable, tree: root };
}

type MutableTree = Map<string, SourceFile | Tree>;

function directoryAt(root: MutableTree, names: readonly string[]): MutableTree {
  let directory = root;
  for (const name of names) {
    const found = directory.get(name);
    const next: MutableTree = found instanceof Map ? found : new Map();
    if (found === undefined) directory.set(name, next);
    directory = next;
  }
  return directory;
}

/** Keeps the block that was read last. */
function readingAhead(readFile: ReadFile): ReadFile {
  let block: { readonly file: RealFile; readonly start: number; readonly bytes: Uint8Array } | undefined;
  const checked: ReadFile = (file, start, end) => {
    try {
      return readFile(file, start, end);
    } catch {
      return fail("io");
    }
  };
  return (file, start, end) => {
    if (end - start >= BLOCK_BYTES) return checked(file, start, end);
    if (block?.file !== file || start < block.start || end > block.start + block.bytes.length) {
      block = { file, start, bytes: checked(file, start, Math.min(file.size, start + BLOCK_BYTES)) };
    }
    return block.bytes.subarray(start - block.start, end - block.start);
  };
}
