import { catalogueIds, worldTitle } from "../../worlds/catalogue.ts";
import type { WorldFit } from "../../worlds/model.ts";
import type { MenuEntry } from "../primitives/menu-button.tsx";

/** How a component stands against a world, in a few words with a sign. */
export function standing({ fits, misfits }: Pick<WorldFit, "fits" | "misfits">): string {
  if (fits) return "✓ Fits";
  return misfits === 0 ? "? Not known" : `! ${misfits.toLocaleString("en-US")} in the way`;
}

/** Worlds that fit first, then those that the least stands in the way of; what is alike stays in its order. */
export function rankWorlds(fits: readonly WorldFit[]): readonly WorldFit[] {
  return fits.toSorted((a, b) => Number(b.fits) - Number(a.fits) || a.misfits - b.misfits);
}

/** The menu of worlds: the catalogue with how the component stands against each, and a world of one's own (`custom`). */
export function worldEntries(fits: readonly WorldFit[]): readonly MenuEntry[] {
  const catalogue =
    fits.length === 0
      ? catalogueIds().map((id) => ({ id, title: worldTitle(id), note: id }))
      : rankWorlds(fits).map((fit) => ({
          id: fit.id,
          title: worldTitle(fit.id),
          note: `${fit.id} · ${standing(fit)}`,
        }));
  return [...catalogue, { id: "custom", title: "Your own world…", note: "Written as WIT" }];
}
