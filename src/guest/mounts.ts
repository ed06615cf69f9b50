import { realMount, type ReadFile } from "../capabilities/filesystem/real-folder.ts";
import type { Mount } from "../capabilities/provider.ts";
import type { GuestRequest } from "../protocol/index.ts";
import { mountContents } from "../scenario/contents.ts";

/** What a run's filesystem is made of: the scenario's mounts, and with them the real folder in place of one at the same path. */
export function mountsOf(
  { scenario, folder }: Pick<GuestRequest, "scenario" | "folder">,
  read: ReadFile,
): readonly Mount[] {
  const { mode, at } = scenario.bindings.filesystem;
  if (mode === "deny") return [];
  const mounts = mountContents(scenario.files);
  if (mode !== "real" || folder === undefined) return mounts;
  return [...mounts.filter(({ path }) => path !== at), realMount(folder, at, read)];
}
