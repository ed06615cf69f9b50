import type { FolderChanges, GuestResult } from "../protocol/index.ts";
import { type FolderContents, type FolderHandle, reasonOf } from "./folder-handles.ts";

/** What a run left of a folder, to be written to it. */
interface FolderWriting {
  readonly root: FolderHandle;
  /** The folder as the run found it. */
  readonly before: FolderContents;
  /** Where the component saw the folder. */
  readonly at: string;
  /** Paths of other mounts; what they hide of the folder is left as it is. */
  readonly hidden: readonly string[];
  readonly changes: FolderChanges;
  readonly contents: GuestResult["contents"];
}

interface Write {
  readonly path: string;
  readonly existed: boolean;
  readonly data: File | Uint8Array<ArrayBuffer>;
}

/** A reason for the person, in the place of the browser's own. */
class Refusal extends Error {
  override readonly name = "Refusal";
}

/**
 * Writes changes to a folder: what is written comes first, and nothing is removed unless all of it could be written. A file that
 * something else changed or made since the run began is left as it is. Gives a sentence for each change that was not made.
 * Nothing outside the folder can be named: what a guest sends is cut into names, each of them checked.
 */
export async function writeFolder({ root, before, at, hidden, changes, contents }: FolderWriting): Promise<string[]> {
  const failures: string[] = [];
  let lost = false;
  const refuse = (path: string, why: string): void => void failures.push(`${path}: ${why}.`);

  async function attempt(path: string, act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      refuse(path, reasonOf(error));
      return false;
    }
  }

  async function attemptWrite(path: string, act: () => Promise<void>): Promise<void> {
    if (!(await attempt(path, act))) lost = true;
  }

  /** The path below the folder, when this change may be made at all. */
  function own(path: string): string | undefined {
    const prefix = at === "/" ? "/" : `${at}/`;
    const below = path.slice(prefix.length);
    if (path.startsWith(prefix) && below.split("/").every(isWritableName)) {
      const mount = hidden.find((other) => other.startsWith(prefix) && isWithin(path, other));
      if (mount === undefined) return below;
      refuse(path, `${mount} of the scenario lies over it`);
    } else {
      refuse(path, "a folder of this computer cannot have this name");
    }
    return undefined;
  }

  async function directoryOf(path: string): Promise<readonly [FileSystemDirectoryHandle, string]> {
    const names = path.split("/");
    const name = names.pop() ?? "";
    let directory: FileSystemDirectoryHandle = root;
    for (const inner of names) directory = await directory.getDirectoryHandle(inner);
    return [directory, name];
  }

  async function checkSame(path: string, directory: FileSystemDirectoryHandle, name: string): Promise<void> {
    const then = before.files.get(path);
    if (then === undefined) throw new Refusal("it was not there when the run began");
    const now = await (await directory.getFileHandle(name)).getFile();
    if (now.size !== then.size || now.lastModified !== then.lastModified)
      throw new Refusal("something else changed it during the run, so it stays as it is");
  }

  /** Writes a file beside its place; the act that it gives puts it there. */
  async function stage({ path, existed, data }: Write): Promise<() => Promise<void>> {
    const [directory, name] = await directoryOf(path);
    if (existed) await checkSame(path, directory, name);
    else if (await exists(directory, name))
      throw new Refusal("something else made it during the run, so it stays as it is");
    const handle = await directory.getFileHandle(name, { create: !existed });
    const giveUp = async (stream: FileSystemWritableFileStream | undefined, error: unknown): Promise<never> => {
      await stream?.abort().catch(() => {});
      if (!existed) await directory.removeEntry(name).catch(() => {});
      throw error;
    };
    const stream = await handle.createWritable().catch((error: unknown) => giveUp(undefined, error));
    await stream.write(data).catch((error: unknown) => giveUp(stream, error));
    return async () => {
      if (existed) await checkSame(path, directory, name).catch((error: unknown) => giveUp(stream, error));
      await stream.close().catch((error: unknown) => giveUp(undefined, error));
    };
  }

  const put = (write: Write): Promise<void> => attemptWrite(write.path, async () => (await stage(write))());

  const makeDirectory = (path: string): Promise<boolean> =>
    attempt(path, async () => {
      const [directory, name] = await directoryOf(path);
      await directory.getDirectoryHandle(name, { create: true });
    });

  const links = new Set(changes.links);
  const writes: Write[] = [];
  const deleted: string[] = [];
  for (const { path, change } of changes.files) {
    const below = change === "unchanged" ? undefined : own(path);
    if (below === undefined) {
      lost ||= change === "created" || change === "modified";
      continue;
    }
    if (change === "deleted") {
      deleted.push(below);
    } else if (links.has(path)) {
      refuse(below, "it is a symbolic link, which a browser cannot make");
    } else {
      const origin = changes.copies.get(path);
      const data = origin === undefined ? contents.get(path) : before.files.get(belowOf(at, origin));
      if (data !== undefined) writes.push({ path: below, existed: change === "modified", data });
      else {
        lost = true;
        refuse(below, "what it holds is not known");
      }
    }
  }
  const made = changes.directories.created.flatMap((path) => own(path) ?? []).toSorted();
  const removed = changes.directories.deleted.flatMap((path) => own(path) ?? []).toSorted();

  // A file may stand where a directory was, or the other way around: there, and below, room has to be made first.
  const blocking = new Set([
    ...intersection(deleted, made),
    ...intersection(
      removed,
      writes.map(({ path }) => path),
    ),
  ]);
  const isBlocked = (path: string): boolean => {
    for (let end = path.length; blocking.size > 0 && end > 0; end = path.lastIndexOf("/", end - 1))
      if (blocking.has(path.slice(0, end))) return true;
    return false;
  };
  const [blockedWrites, freeWrites] = parted(writes, ({ path }) => isBlocked(path));
  const [blockedMade, freeMade] = parted(made, isBlocked);

  for (const path of freeMade) await makeDirectory(path);
  // Files that were moved hold what the folder held: it is read before anything of it is written over.
  const [moved, written] = parted(freeWrites, ({ data }) => data instanceof Blob);
  const [movedOver, movedAside] = parted(moved, ({ existed }) => existed);
  for (const write of movedAside) await put(write);
  const readAhead: Write[] = [];
  for (const write of blockedWrites) {
    await attemptWrite(write.path, async () => {
      const { data } = write;
      readAhead.push({ ...write, data: data instanceof Blob ? new Uint8Array(await data.arrayBuffer()) : data });
    });
  }
  const commits: { readonly path: string; readonly commit: () => Promise<void> }[] = [];
  for (const write of movedOver) {
    await attemptWrite(write.path, async () => void commits.push({ path: write.path, commit: await stage(write) }));
  }
  for (const { path, commit } of commits) await attemptWrite(path, commit);
  for (const write of written) await put(write);

  if (lost) {
    if (deleted.length + removed.length > 0)
      failures.push("Nothing was removed, since not everything could be written.");
    for (const path of [...blockedMade, ...readAhead.map((write) => write.path)])
      refuse(path, "there is something else in its place");
    return failures;
  }
  for (const path of deleted) {
    await attempt(path, async () => {
      const [directory, name] = await directoryOf(path);
      await checkSame(path, directory, name);
      await directory.removeEntry(name);
    });
  }
  const known = new Set(before.directories);
  for (const path of removed.toReversed()) {
    await attempt(path, async () => {
      const [directory, name] = await directoryOf(path);
      if (!known.has(path)) throw new Refusal("it was not there when the run began");
      await directory.getDirectoryHandle(name);
      await directory.removeEntry(name);
    });
  }
  for (const path of blockedMade) await makeDirectory(path);
  for (const write of readAhead) await put(write);
  return failures;
}

/** Names that the filesystem in memory can have and no folder can, or that would lead elsewhere. */
function isWritableName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\\\0]/.test(name) && name.isWellFormed();
}

/** Whether a path is `outer` or lies below it. */
function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}/`);
}

function belowOf(at: string, path: string): string {
  return path.slice(at === "/" ? 1 : at.length + 1);
}

async function exists(directory: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await directory.getFileHandle(name);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "NotFoundError") return false;
    throw error;
  }
}

function intersection(some: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return some.filter((item) => known.has(item));
}

function parted<T>(items: readonly T[], belongs: (item: T) => boolean): readonly [T[], T[]] {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of items) (belongs(item) ? yes : no).push(item);
  return [yes, no];
}
