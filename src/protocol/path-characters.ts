import type { GuestResult } from "./index.ts";

/** UTF-16 units of all paths in a result, those of links left out: they are among the files. */
export function pathCharacters({ files, folder }: Pick<GuestResult, "files" | "folder">): number {
  let sum = 0;
  for (const { path } of files) sum += path.length;
  if (folder === undefined) return sum;
  for (const { path } of folder.files) sum += path.length;
  const { created, deleted } = folder.directories;
  for (const paths of [created, deleted, folder.copies.values()]) for (const path of paths) sum += path.length;
  return sum;
}
