import { catalogueIds, worldTitle } from "../../worlds/catalogue.ts";
import type { WorldFit } from "../../worlds/model.ts";
import type { MenuEntry, MenuGroup } from "../primitives/menu-button.tsx";

/** How a component stands against a world, in a few words with a sign. */
export function standing({ fits, misfits }: Pick<WorldFit, "fits" | "misfits">): string {
  if (fits) return "✓ Fits";
  return misfits === 0 ? "? Not known" : `! ${misfits.toLocaleString("en-US")} in the way`;
}

/** Worlds that fit first, then those that the least stands in the way of; what is alike stays in its order. */
export function rankWorlds(fits: readonly WorldFit[]): readonly WorldFit[] {
  return fits.toSorted((a, b) => Number(b.fits) - Number(a.fits) || a.misfits - b.misfits);
}

/**
 * Worlds of WASI, and those put together of them, under a heading for each release, older ones first; after them those of
 * no release. The order stays.
 */
export function byRelease(entries: readonly MenuEntry[]): readonly (MenuEntry | MenuGroup)[] {
  const release = ({ id }: MenuEntry) => /^(?:wasi|orrery):.*@(\d+\.\d+)/.exec(id)?.[1];
  const releases = new Set(entries.map(release).filter((each) => each !== undefined));
  return [
    ...[...releases].toSorted().map((each) => ({
      heading: `WASI ${each}`,
      entries: entries.filter((entry) => release(entry) === each),
    })),
    ...entries.filter((entry) => release(entry) === undefined),
  ];
}

/**
 * The menu of worlds: one of one's own (`custom`), what fits, and the rest of the catalogue by release with how the
 * component stands against each.
 */
export function worldEntries(fits: readonly WorldFit[]): readonly (MenuEntry | MenuGroup)[] {
  const custom = { id: "custom", title: "Your own world…", note: "Written as WIT" };
  if (fits.length === 0) {
    return [custom, ...byRelease(catalogueIds().map((id) => ({ id, title: worldTitle(id), note: id })))];
  }
  const ranked = rankWorlds(fits);
  const fitting = ranked.filter((fit) => fit.fits).map(({ id }) => ({ id, title: worldTitle(id), note: id }));
  const others = ranked
    .filter((fit) => !fit.fits)
    .map((fit) => ({ id: fit.id, title: worldTitle(fit.id), note: `${fit.id} · ${standing(fit)}` }));
  return [custom, ...(fitting.length === 0 ? [] : [{ heading: "✓ Fits", entries: fitting }]), ...byRelease(others)];
}
