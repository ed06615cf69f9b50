import type { FolderChanges, GuestResult, RealFile, RealFolder } from "../protocol/index.ts";
import { type FolderHandle, lookThrough } from "./folder-handles.ts";
import { writeFolder } from "./folders-write.ts";

interface Left {
  readonly folder?: FolderChanges;
  readonly contents: GuestResult["contents"];
}

/** Writes back to a folder what a run leaves of it; a component saw the folder at `/project`. */
export async function writeLeft(
  folder: { readonly handle: FolderHandle },
  leave: (given: RealFolder, bytesOf: (file: RealFile) => Uint8Array) => Left,
  meanwhile: () => Promise<unknown> = async () => {},
  signal = new AbortController().signal,
): Promise<string[]> {
  const looked = await lookThrough(folder.handle, 1000);
  if (!looked.ok) throw new Error(looked.error.message);
  const { files, directories } = looked.value;
  // A worker reads files synchronously; here they are read ahead.
  const texts = new Map<RealFile, Uint8Array>();
  for (const file of files.values()) texts.set(file, new Uint8Array(await file.arrayBuffer()));
  const bytesOf = (file: RealFile): Uint8Array => texts.get(file) ?? new Uint8Array();
  const { folder: changes, contents } = leave({ files, directories, writable: true }, bytesOf);
  if (changes === undefined) throw new Error("Nothing is told of the folder.");
  await meanwhile();
  const hidden = ["/project/hidden", "/"];
  return writeFolder({ root: folder.handle, before: looked.value, at: "/project", hidden, changes, contents, signal });
}
