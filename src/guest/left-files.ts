import type { VirtualFilesystem } from "../capabilities/filesystem/virtual-filesystem.ts";
import type { FolderChanges, GuestRequest, GuestResult } from "../protocol/index.ts";

type Left = Pick<GuestResult, "files" | "folder" | "contents">;

/** What a run left in its files. Files of a real folder that nobody changed are not read. */
export function leftFiles(
  { scenario, folder }: Pick<GuestRequest, "scenario" | "folder">,
  filesystem: VirtualFilesystem,
): Left {
  const { at } = scenario.bindings.filesystem;
  const files = filesystem.changes();
  const changed: FolderChanges | undefined =
    folder === undefined || !folder.writable ? undefined : filesystem.mountChanges(at);
  const contents = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { path, change } of [...files, ...(changed?.files ?? [])]) {
    if (change === "unchanged" || change === "deleted" || contents.has(path) || changed?.copies.has(path)) continue;
    const bytes = filesystem.read(path);
    if (bytes !== undefined) contents.set(path, bytes);
  }
  return { files, contents, ...(changed === undefined ? {} : { folder: changed }) };
}
