import type { GuestResult, RealFolder } from "../protocol/index.ts";
import { fail, ok, type Result } from "../result.ts";
import type { Scenario } from "../scenario/index.ts";
import type { SessionCore } from "./core.ts";
import {
  browserFolders,
  type FolderContents,
  type FolderHandle,
  type FolderSource,
  hasRights,
  lookThrough,
  lookThroughUpload,
  reasonOf,
} from "./folder-handles.ts";
import { belowOf, writeFolder } from "./folders-write.ts";
import type { GivenFolder, SessionActs } from "./state.ts";

type Given =
  | { readonly kind: "picked"; readonly handle: FolderHandle }
  | { readonly kind: "uploaded"; readonly files: readonly File[] };

/** A folder as it stood when a run began. */
interface Looked {
  readonly name: string;
  readonly contents: FolderContents;
  /** An upload has none. */
  readonly handle: FolderHandle | undefined;
  /** Whether the scenario and the browser let it be changed. */
  readonly writable: boolean;
  readonly given: Given | undefined;
}

const SHOWN_NAMES = 3;
/** What is read at once of a file that no run changed. */
const MAX_READ_BYTES = 256 * 1024 * 1024;

/** The real folder that the person gives to components. */
export function makeFolders(
  core: SessionCore,
  source: FolderSource = browserFolders,
): Pick<SessionActs, "canPickFolder" | "pickFolder" | "takeFolder" | "releaseFolder"> & {
  /** Looks through the folder for a run; nothing where the scenario asks for none. Fails with `needs-folder`. */
  read(scenario: Scenario): Promise<Result<RealFolder | undefined>>;
  /** Writes back what a run left, when that is allowed, until it is stopped. Gives a sentence about what was not written. */
  writeBack(scenario: Scenario, result: GuestResult, signal: AbortSignal): Promise<string | undefined>;
  /** Bytes of a file that the last run found in the folder and did not change, or only moved, by the path that it had for the guest. */
  file(scenario: Scenario, path: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Takes away what was given, and lets go of what a run saw of it. */
  forget(): void;
} {
  let given: Given | undefined;
  let looked: Looked | undefined;
  /** What the last run saw, and which of its files hold what another one held. */
  let seen: { readonly looked: Looked; readonly copies: ReadonlyMap<string, string> } | undefined;
  /** Numbers what is read: a run that was stopped may still look through a folder. */
  let reads = 0;

  const wantsWriting = ({ bindings: { filesystem } }: Scenario): boolean =>
    filesystem.mode === "real" && filesystem.writable;

  /** Changes what is told of a folder unless another one took its place. */
  function tell(of: Given, part: Partial<GivenFolder>): void {
    const { folder } = core.get();
    if (given === of && folder !== undefined) core.set({ folder: { ...folder, ...part } });
  }

  async function askForWriting(of: Given): Promise<boolean> {
    const writable = of.kind === "picked" && (await hasRights(of.handle, "readwrite", true));
    tell(of, { writable });
    return writable;
  }

  // The click on the switch is the moment at which the browser lets a page ask for more.
  core.store.subscribe((state, before) => {
    if (given?.kind !== "picked" || state.folder === undefined || state.folder.writable) return;
    if (!wantsWriting(state.scenario) || wantsWriting(before.scenario)) return;
    askForWriting(given).then(
      (writable) => writable || core.notify("The folder stays read-only: the browser was not allowed to change it."),
      (error: unknown) => core.notify(`The folder stays read-only: ${reasonOf(error)}.`),
    );
  });

  async function look(scenario: Scenario): Promise<Result<Looked>> {
    const { filesystem } = scenario.bindings;
    const most = scenario.limits.fileEntries;
    if (filesystem.source === "kept") {
      const handle = await source.kept();
      const contents = await lookThrough(handle, most);
      return contents.ok
        ? ok({
            name: "kept by the browser",
            contents: contents.value,
            handle,
            writable: filesystem.writable,
            given: undefined,
          })
        : contents;
    }
    const taken = given;
    if (taken === undefined) {
      return fail(
        "needs-folder",
        "Running failed: Files is set to a folder of this computer, and none was chosen. Choose a folder, or set Files to mock.",
      );
    }
    const name = core.get().folder?.name ?? "";
    if (taken.kind === "uploaded") {
      const contents = lookThroughUpload(taken.files, most);
      return contents.ok
        ? ok({ name, contents: contents.value, handle: undefined, writable: false, given: taken })
        : contents;
    }
    if (!(await hasRights(taken.handle, "read", true))) {
      return fail(
        "needs-folder",
        `Running failed: the browser does not let this page read the folder “${name}” any more. Choose it again.`,
      );
    }
    const writable = filesystem.writable && (await askForWriting(taken));
    const contents = await lookThrough(taken.handle, most);
    if (!contents.ok) return contents;
    return ok({ name, contents: contents.value, handle: taken.handle, writable, given: taken });
  }

  function release(): void {
    if (seen?.looked.given !== undefined) seen = undefined;
    given = undefined;
    core.set({ folder: undefined });
  }

  return {
    canPickFolder: () => source.picker() !== undefined,
    async pickFolder() {
      const pick = source.picker();
      if (pick === undefined) return core.notify("This browser cannot give a folder. Upload one instead.");
      const mode = wantsWriting(core.get().scenario) ? "readwrite" : "read";
      try {
        const handle = await pick({ mode });
        const writable = mode === "readwrite" && (await hasRights(handle, mode, false));
        given = { kind: "picked", handle };
        core.set({ folder: { name: handle.name, kind: "picked", writable } });
      } catch (error) {
        // Closing the picker is no mistake.
        if (error instanceof Error && error.name === "AbortError") return;
        core.notify(`The folder was not taken: ${reasonOf(error)}.`);
      }
    },
    takeFolder(files) {
      const [name] = files[0]?.webkitRelativePath.split("/") ?? [];
      if (name === undefined || name === "") return core.notify("The folder was not taken: there are no files in it.");
      given = { kind: "uploaded", files };
      core.set({ folder: { name, kind: "uploaded", writable: false, files: files.length } });
    },
    releaseFolder: release,
    forget() {
      release();
      looked = undefined;
      seen = undefined;
    },
    async read(scenario) {
      reads += 1;
      const own = reads;
      looked = undefined;
      seen = undefined;
      if (scenario.bindings.filesystem.mode !== "real") return ok(undefined);
      const found = await look(scenario).catch((error: unknown) =>
        fail("needs-folder", `Running failed: the folder cannot be read (${reasonOf(error)}). Choose it again.`),
      );
      if (!found.ok) return found;
      const { contents, writable } = found.value;
      if (own === reads) {
        looked = found.value;
        seen = { looked: found.value, copies: new Map() };
      }
      if (found.value.given !== undefined) tell(found.value.given, { files: contents.files.size });
      if (contents.leftOut.length > 0) core.notify(leftOutWords(contents.leftOut));
      return ok({ files: contents.files, directories: contents.directories, writable });
    },
    async writeBack(scenario, { status, folder: changes, contents }, signal) {
      const from = looked;
      looked = undefined;
      if (from?.handle === undefined || changes === undefined || !from.writable) return undefined;
      if (seen?.looked === from) seen = { looked: from, copies: changes.copies };
      const { files, directories } = changes;
      if (files.length + directories.created.length + directories.deleted.length === 0) return undefined;
      const left = `The folder “${from.name}” was left as it was`;
      if (status === "limited" || status === "failed") return `${left}: the run did not come to its own end.`;
      if (from.given !== given && from.given !== undefined) return `${left}: you took it away during the run.`;
      const { at } = scenario.bindings.filesystem;
      const failures = await writeFolder({
        root: from.handle,
        before: from.contents,
        at,
        hidden: scenario.files.map(({ mount }) => mount).filter((mount) => mount !== at),
        changes,
        contents,
        signal,
      });
      if (failures.length === 0) return undefined;
      return `The folder “${from.name}” did not get all that the program changed. ${listed(failures, " ")}`;
    },
    async file({ bindings: { filesystem }, files }, path) {
      const { at } = filesystem;
      if (seen === undefined || !isBelow(path, at)) return undefined;
      const isHidden = files.some(({ mount }) => mount !== at && isBelow(mount, at) && isBelow(path, mount));
      if (isHidden) return undefined;
      const { contents, handle } = seen.looked;
      const origin = seen.copies.get(path) ?? path;
      const then = contents.files.get(belowOf(at, origin));
      if (then === undefined || then.size > MAX_READ_BYTES) return undefined;
      try {
        return new Uint8Array(await then.arrayBuffer());
      } catch {
        // What was moved is read where it is now. Anything else was changed or removed by something else.
        if (origin === path || handle === undefined) return undefined;
        return fileIn(handle, belowOf(at, path), then.size);
      }
    },
  };
}

/** A file as it is now, when it has the size that is expected. */
async function fileIn(root: FolderHandle, path: string, size: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const names = path.split("/");
  const name = names.pop() ?? "";
  try {
    let directory: FileSystemDirectoryHandle = root;
    for (const inner of names) directory = await directory.getDirectoryHandle(inner);
    const file = await (await directory.getFileHandle(name)).getFile();
    return file.size === size ? new Uint8Array(await file.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}

function leftOutWords(paths: readonly string[]): string {
  return `The component does not see all of the folder, because of names that it cannot have or files that the browser does not give: ${listed(paths, ", ")}`;
}

/** The first of a list, and how many more there are. */
function listed(texts: readonly string[], separator: string): string {
  const more = texts.length - SHOWN_NAMES;
  return (
    texts.slice(0, SHOWN_NAMES).join(separator) + (more > 0 ? `${separator}And ${more.toLocaleString("en")} more.` : "")
  );
}

/** Whether a path lies below a directory. */
function isBelow(path: string, directory: string): boolean {
  return path !== directory && path.startsWith(directory === "/" ? "/" : `${directory}/`);
}
