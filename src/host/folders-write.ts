import type { FolderChanges, GuestResult } from "../protocol/index.ts";
import { type FolderContents, type FolderHandle, reasonOf } from "./folder-handles.ts";
import { exists, makeSpares } from "./folders-write-spare.ts";

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
  /** Aborted when the person stops the writing. */
  readonly signal?: AbortSignal;
}

interface Write {
  readonly path: string;
  readonly existed: boolean;
  /** The file of the folder whose content this is. */
  readonly from?: string;
  readonly data: File | Uint8Array<ArrayBuffer>;
}

interface Staged {
  commit(): Promise<void>;
  drop(): Promise<void>;
}

/** A reason for the person, in the place of the browser's own. */
class Refusal extends Error {
  override readonly name = "Refusal";
}

/**
 * Writes changes to a folder: what is written comes first, and nothing is removed unless all of it could be written. A file that
 * something else changed or made since the run began is left as it is, and so is one whose content could not be put where the
 * component moved it. When it is stopped, what was written stays written. Before the last place of some content is written over or
 * removed it is copied beside; the copy goes when the content has its new place, and stays when it gets none.
 * Gives a sentence for each copy that stays, then one for each change that was not made.
 * Nothing outside the folder can be named: what a guest sends is cut into names, each of them checked.
 */
export async function writeFolder(writing: FolderWriting): Promise<string[]> {
  const { root, before, at, hidden, changes, contents, signal } = writing;
  const failures: string[] = [];
  let lost = false;
  let stopped = false;
  /** Files whose content could not be put elsewhere: they stay as they are. */
  const kept = new Set<string>();
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

  function lose({ from }: Write): void {
    lost = true;
    if (from !== undefined) kept.add(from);
  }

  /** Whether the person wants no more of it. */
  function isStopped(): boolean {
    stopped ||= signal?.aborted === true;
    return stopped;
  }

  async function attemptWrite(write: Write, act: () => Promise<void>): Promise<void> {
    if (isStopped()) return lose(write);
    const { path } = write;
    if (kept.has(path)) refuse(path, keptWords);
    else if (await attempt(path, act)) return;
    lose(write);
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

  /** Writes a file beside its place: `commit` puts it there, `drop` takes it away. */
  async function stage({ path, existed, data }: Write): Promise<Staged> {
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
    return {
      async commit() {
        if (existed) await checkSame(path, directory, name).catch((error: unknown) => giveUp(stream, error));
        await stream.close().catch((error: unknown) => giveUp(undefined, error));
      },
      drop: () => stream.abort().catch(() => {}),
    };
  }

  const putNow = async (write: Write): Promise<void> => (await stage(write)).commit();
  const put = (write: Write): Promise<void> => attemptWrite(write, () => putNow(write));

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
      if (change !== "created" && change !== "modified") continue;
      lost = true;
      const origin = changes.copies.get(path);
      if (origin !== undefined) kept.add(belowOf(at, origin));
      continue;
    }
    if (change === "deleted") {
      deleted.push(below);
    } else if (links.has(path)) {
      refuse(below, "it is a symbolic link, which a browser cannot make");
    } else {
      const origin = changes.copies.get(path);
      const data = origin === undefined ? contents.get(path) : before.files.get(belowOf(at, origin));
      const from = origin === undefined ? {} : { from: belowOf(at, origin) };
      if (data !== undefined) writes.push({ path: below, existed: change === "modified", data, ...from });
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

  const [blockedDeleted, freeDeleted] = parted(deleted, isBlocked);
  const [blockedRemoved, freeRemoved] = parted(removed, isBlocked);

  async function remove(path: string): Promise<void> {
    const [directory, name] = await directoryOf(path);
    await checkSame(path, directory, name);
    await directory.removeEntry(name);
  }

  const known = new Set(before.directories);
  async function removeDirectory(path: string): Promise<void> {
    const [directory, name] = await directoryOf(path);
    if (!known.has(path)) throw new Refusal("it was not there when the run began");
    await directory.getDirectoryHandle(name);
    await directory.removeEntry(name);
  }

  /** Whether room can be made: a directory is only removed when nothing is in it that the component was not given. */
  async function checkRoom(): Promise<void> {
    for (const path of blockedDeleted) {
      const isSame = await attempt(path, async () => checkSame(path, ...(await directoryOf(path))));
      lost ||= !isSame;
    }
    const goes = new Set([...blockedDeleted, ...blockedRemoved]);
    for (const path of blockedRemoved) {
      const isEmpty = await attempt(path, async () => {
        const [directory, name] = await directoryOf(path);
        for await (const [inner] of (await directory.getDirectoryHandle(name)).entries())
          if (!goes.has(`${path}/${inner}`))
            throw new Refusal("there is something in it that the component did not see");
      });
      lost ||= !isEmpty;
    }
  }

  const reserved = new Set([...writes.map(({ path }) => path), ...made]);
  const spares = makeSpares(root, (name) => reserved.has(name));
  const overwritten = new Set<string>();
  const gone = new Set<string>();

  /** Whether a file of the folder still is where it was, or is put there again after it was removed. */
  async function isBack(from: string, file: File): Promise<boolean> {
    if (overwritten.has(from)) return false;
    try {
      if (gone.has(from)) {
        let directory: FileSystemDirectoryHandle = root;
        for (const inner of from.split("/").slice(0, -1))
          directory = await directory.getDirectoryHandle(inner, { create: true });
        await putNow({ path: from, existed: false, data: file });
      } else {
        await checkSame(from, ...(await directoryOf(from)));
      }
      return true;
    } catch {
      return false;
    }
  }

  /** What stands elsewhere than before goes in place of what is removed. Nothing of it is held up half-way. */
  async function replace(): Promise<void> {
    for (const path of blockedDeleted) if (await attempt(path, () => remove(path))) gone.add(path);
    for (const path of blockedRemoved.toReversed()) await attempt(path, () => removeDirectory(path));
    for (const path of blockedMade) await makeDirectory(path);
    for (const write of readAhead) {
      if (await attempt(write.path, () => putNow(write))) spares.done(write.path);
      else lose(write);
    }
  }

  // What cannot be moved keeps its place from the first step on, or others would be written over it.
  if (!isStopped()) await checkRoom();
  const readAhead: Write[] = [];
  const isRoom = !lost;
  for (const write of blockedWrites) {
    if (isRoom) {
      await attemptWrite(write, async () => {
        readAhead.push({ ...write, data: await spares.copy(write) });
      });
    } else {
      refuse(write.path, "there is something else in its place");
      lose(write);
    }
  }
  for (const path of freeMade) if (!isStopped()) await makeDirectory(path);
  // Files that were moved hold what the folder held: it is read before anything of it is written over. With files in the place of
  // directories nothing is written over before it is known whether they can go there.
  const isMoved = ({ data }: Write): boolean => data instanceof Blob || blockedWrites.length > 0;
  const [moved, last] = parted(freeWrites, isMoved);
  const [over, aside] = parted(moved, ({ existed }) => existed);
  for (const write of aside) await put(write);
  let staged: (Staged & { readonly write: Write })[] = [];
  for (const write of over) await attemptWrite(write, async () => void staged.push({ write, ...(await stage(write)) }));
  const isHeld = ({ write }: { readonly write: Write }): boolean => kept.has(write.path);
  async function dropHeld(): Promise<void> {
    for (let held = staged.filter(isHeld); held.length > 0; held = staged.filter(isHeld)) {
      staged = staged.filter((one) => !held.includes(one));
      for (const { write, drop } of held) {
        await drop();
        if (!stopped) refuse(write.path, keptWords);
        lose(write);
      }
    }
  }
  async function commit(one: (typeof staged)[number]): Promise<void> {
    const { write } = one;
    staged = staged.filter((other) => other !== one);
    if (await attempt(write.path, one.commit)) {
      spares.done(write.path);
      overwritten.add(write.path);
    } else {
      lose(write);
    }
  }
  /** A file is written over when what it held is in its new place. Where files change places, one of each circle is copied first. */
  async function commitStaged(): Promise<void> {
    for (await dropHeld(); staged.length > 0; await dropHeld()) {
      const awaited = new Set(staged.flatMap(({ write: { path, from } }) => (from === path ? [] : [from])));
      const ready = staged.filter(({ write }) => !awaited.has(write.path));
      for (const one of ready) await commit(one);
      if (ready.length > 0) continue;
      const sizeOf = ({ write }: Staged & { readonly write: Write }): number => before.files.get(write.path)?.size ?? 0;
      const first = staged.reduce((least, one) => (sizeOf(one) < sizeOf(least) ? one : least));
      const { path } = first.write;
      const mover = staged.find(({ write }) => write.from === path);
      const isCopied = await attempt(path, async () => {
        if (mover !== undefined) await spares.copy(mover.write);
      });
      if (isCopied) await commit(first);
      else kept.add(path);
    }
  }
  function leaveRoom(): void {
    for (const write of readAhead) {
      if (!stopped) refuse(write.path, "there is something else in its place");
      lose(write);
    }
  }
  await dropHeld();
  let replaces = readAhead.length > 0 && !lost && !isStopped();
  if (!replaces) leaveRoom();
  // Files that change places do so together, stopped or not.
  await commitStaged();
  if (replaces && lost) {
    replaces = false;
    leaveRoom();
  }
  if (replaces) await replace();
  for (const write of last) await put(write);

  if (!replaces) {
    const makesRoom = blockedDeleted.length + blockedRemoved.length > 0;
    if (!lost && makesRoom && !isStopped()) await replace();
    else if (!stopped) for (const path of blockedMade) refuse(path, "there is something else in its place");
  }
  const rescued = await spares.settle(isBack);
  if (lost && !stopped && deleted.length + removed.length > 0)
    failures.push(`Nothing ${replaces ? "else " : ""}was removed, since not everything could be written.`);
  if (!lost) {
    for (const path of freeDeleted) if (!isStopped()) await attempt(path, () => remove(path));
    for (const path of freeRemoved.toReversed()) if (!isStopped()) await attempt(path, () => removeDirectory(path));
  }
  return [...rescued, ...failures, ...(stopped ? [stoppedWords] : [])];
}

const keptWords = "what it held could not be put elsewhere, so it stays as it is";
const stoppedWords = "Writing was stopped: what was written stays written, and the rest was left as it was.";

/** Names that the filesystem in memory can have and no folder can, or that would lead elsewhere. */
function isWritableName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\\\0]/.test(name) && name.isWellFormed();
}

/** Whether a path is `outer` or lies below it. */
function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}/`);
}

/** A guest's path below the folder that it sees at `at`. */
export function belowOf(at: string, path: string): string {
  return path.slice(at === "/" ? 1 : at.length + 1);
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
