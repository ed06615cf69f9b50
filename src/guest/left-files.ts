import type { VirtualFilesystem } from "../capabilities/filesystem/virtual-filesystem.ts";
import type { FolderChanges, GuestRequest, GuestResult } from "../protocol/index.ts";

type Told = Pick<GuestResult, "files" | "directories" | "folder" | "contents">;

export const NOTHING_LEFT: Told = { files: [], directories: { created: [], deleted: [] }, contents: new Map() };

/** What a run left in its files. Files of a real folder that nobody changed are not read. */
export function leftFiles(
  { scenario, folder }: Pick<GuestRequest, "scenario" | "folder">,
  filesystem: VirtualFilesystem,
): { readonly told: Told; readonly pathCharacters: number } {
  const { at } = scenario.bindings.filesystem;
  const files = filesystem.changes();
  const directories = filesystem.directoryChanges();
  const changed: FolderChanges | undefined =
    folder === undefined || !folder.writable ? undefined : filesystem.mountChanges(at);
  const contents = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { path, change } of [...files, ...(changed?.files ?? [])]) {
    if (change === "unchanged" || change === "deleted" || contents.has(path) || changed?.copies.has(path)) continue;
    const bytes = filesystem.read(path);
    if (bytes !== undefined) contents.set(path, bytes);
  }
  const paths = [
    ...files.map(({ path }) => path),
    ...directories.created,
    ...directories.deleted,
    ...(changed === undefined
      ? []
      : [...changed.files.map(({ path }) => path), ...changed.directories.created, ...changed.directories.deleted]),
    ...(changed?.copies.values() ?? []),
  ];
  return {
    told: { files, directories, contents, ...(changed === undefined ? {} : { folder: changed }) },
    pathCharacters: paths.reduce((sum, path) => sum + path.length, 0),
  };
}
