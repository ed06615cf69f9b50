import { fail, ok, type Result } from "../result.ts";
import { segmentReason } from "../scenario/files.ts";

type Rights = { readonly mode: "read" | "readwrite" };

/** A directory of the browser; asking for rights is not in every browser, and not in the types. */
export type FolderHandle = FileSystemDirectoryHandle & {
  queryPermission?(rights: Rights): Promise<PermissionState>;
  requestPermission?(rights: Rights): Promise<PermissionState>;
};

/** Where folders come from, so that tests can stand in for the browser. */
export interface FolderSource {
  /** The browser's picker, where it has one. */
  picker(): ((options: Rights) => Promise<FolderHandle>) | undefined;
  /** The directory that the browser keeps for this page. */
  kept(): Promise<FolderHandle>;
}

export const browserFolders: FolderSource = {
  picker() {
    const pick: unknown = Reflect.get(globalThis, "showDirectoryPicker");
    if (typeof pick !== "function") return undefined;
    // The function is the one of the File System Access specification.
    return (options) => Reflect.apply(pick, globalThis, [options]) as Promise<FolderHandle>;
  },
  kept: async () => (await navigator.storage.getDirectory()).getDirectoryHandle("files", { create: true }),
};

/** What is in a folder. Paths are below it, such as `a/b.txt`. */
export interface FolderContents {
  readonly files: ReadonlyMap<string, File>;
  readonly directories: readonly string[];
  /** What the component cannot be given, because of its name or because the browser does not give it. */
  readonly leftOut: readonly string[];
}

const longestPath = 4096;
/** UTF-8 bytes of one name. */
const longestName = 255;
const encoder = new TextEncoder();

/** Whether a component can have a name. */
function isName(name: string): boolean {
  return segmentReason(name) === undefined && encoder.encode(name).length <= longestName;
}

/** Whether the browser gives the rights; with `ask` the person may be asked, which takes a click just before. */
export async function hasRights(handle: FolderHandle, mode: Rights["mode"], ask: boolean): Promise<boolean> {
  if (handle.queryPermission === undefined) return true;
  const rights = { mode };
  if ((await handle.queryPermission(rights)) === "granted") return true;
  if (!ask || handle.requestPermission === undefined) return false;
  return handle.requestPermission(rights).then(
    (answer) => answer === "granted",
    () => false,
  );
}

/** Looks through a directory; the bytes of files are not read. Fails with `needs-folder` for more than `most` entries. */
export async function lookThrough(root: FolderHandle, most: number): Promise<Result<FolderContents>> {
  const files = new Map<string, File>();
  const directories: string[] = [];
  const leftOut: string[] = [];
  const pending: { readonly prefix: string; readonly handle: FileSystemDirectoryHandle }[] = [
    { prefix: "", handle: root },
  ];
  let count = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { prefix } = next;
    const found: { readonly path: string; readonly handle: FileSystemFileHandle }[] = [];
    try {
      for await (const [name, handle] of next.handle.entries()) {
        count += 1;
        if (count > most) return tooMany(most);
        const path = prefix + name;
        if (!isName(name) || encoder.encode(path).length > longestPath) leftOut.push(path);
        else if (handle.kind === "file") found.push({ path, handle });
        else {
          directories.push(path);
          pending.push({ prefix: `${path}/`, handle });
        }
      }
    } catch (error) {
      // Without its root there is no folder; a directory below may be closed to the browser, or gone since.
      if (prefix === "") return unreadable(error);
      leftOut.push(prefix);
    }
    const taken = await Promise.all(
      found.map(({ path, handle }) =>
        handle.getFile().then(
          (file) => ({ path, file }),
          () => ({ path, file: undefined }),
        ),
      ),
    );
    for (const { path, file } of taken) {
      if (file === undefined) leftOut.push(path);
      else files.set(path, file);
    }
  }
  return ok({ files, directories, leftOut });
}

/** The same for the files of an upload, whose paths begin with the name of the folder. */
export function lookThroughUpload(uploaded: readonly File[], most: number): Result<FolderContents> {
  const files = new Map<string, File>();
  const directories = new Set<string>();
  const leftOut: string[] = [];
  for (const file of uploaded) {
    const names = file.webkitRelativePath.split("/").slice(1);
    const path = names.join("/");
    if (!names.every(isName) || encoder.encode(path).length > longestPath) {
      leftOut.push(file.webkitRelativePath);
      continue;
    }
    files.set(path, file);
    for (let depth = 1; depth < names.length; depth += 1) directories.add(names.slice(0, depth).join("/"));
    if (files.size + directories.size > most) return tooMany(most);
  }
  return ok({ files, directories: [...directories], leftOut });
}

function tooMany(most: number): Result<never> {
  return fail(
    "needs-folder",
    `Running failed: the folder has more than ${most.toLocaleString("en")} files and directories, the limit of this scenario. Choose a smaller folder, or raise the limit.`,
  );
}

function unreadable(error: unknown): Result<never> {
  return fail("needs-folder", `Running failed: the folder cannot be read (${reasonOf(error)}). Choose it again.`);
}

/** Why the browser refused something of a folder. */
export function reasonOf(error: unknown): string {
  switch (error instanceof Error ? error.name : undefined) {
    case "NotAllowedError":
    case "SecurityError":
      return "the browser does not allow it";
    case "NotFoundError":
      return "it is not there any more";
    case "NotReadableError":
      return "it was changed by something else";
    case "NoModificationAllowedError":
      return "something else has it open";
    case "InvalidModificationError":
      return "it is not empty";
    case "TypeMismatchError":
      return "a file is where a directory was, or the other way around";
    case "QuotaExceededError":
      return "there is no room left";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
