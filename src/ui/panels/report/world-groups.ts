import type { WorldFit } from "../../../worlds/model.ts";
import { rankWorlds } from "../../app/world-entries.ts";
import { groupBy } from "../../primitives/group-by.ts";

export interface WorldGroup {
  readonly title: string;
  readonly fits: readonly WorldFit[];
}

/** Worlds that fit; then the others by their release of WASI, within which the least in the way comes first. */
export function worldGroups(fits: readonly WorldFit[]): readonly WorldGroup[] {
  const groups = groupBy(rankWorlds(fits), (fit) => (fit.fits ? "Fits" : release(fit.id)));
  const titles = [...groups.keys()].toSorted((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  return titles.map((title) => ({ title, fits: groups.get(title) ?? [] }));
}

/** `WASI 0.2`; `Others` for what is no release of WASI. */
function release(id: string): string {
  const version = /^wasi:[^@]*@(\d+\.\d+)/.exec(id)?.[1];
  return version === undefined ? "Others" : `WASI ${version}`;
}

function place(title: string): number {
  return title === "Fits" ? 0 : title === "Others" ? 2 : 1;
}
