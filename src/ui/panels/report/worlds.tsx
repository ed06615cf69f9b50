import { useId, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import type { Report } from "../../../protocol/index.ts";
import { worldTitle } from "../../../worlds/catalogue.ts";
import type { WorldFit } from "../../../worlds/model.ts";
import { useActs, useSession } from "../../app/context.ts";
import { withoutVerdict } from "../../app/reasons.ts";
import { standing } from "../../app/world-entries.ts";
import { Button } from "../../primitives/button.tsx";
import { list } from "../../primitives/format.ts";
import { ChevronIcon } from "../../primitives/icons.tsx";
import page from "./report.module.css";
import { worldGroups } from "./world-groups.ts";
import styles from "./worlds.module.css";

/** Which worlds of the catalogue it fits, and what stands in the way of the others. */
export function WorldsSection({ report }: { readonly report: Report }) {
  const fits = useSession((state) => state.worldFits);
  const world = useSession((state) => state.scenario.world);
  if (report.artifact === "wit-package")
    return (
      <p className={page["quiet"]}>
        A WIT package describes interfaces and worlds: it is no component that could fit one.
      </p>
    );
  if (fits.length === 0) return <p className={page["quiet"]}>Comparing it with every world…</p>;
  return (
    <>
      <p className={page["lead"]}>{answer(fits)}</p>
      {"wit" in world ? <p className={page["quiet"]}>A world of your own is chosen now.</p> : undefined}
      <table className={styles["table"]}>
        <caption>Which worlds does it fit?</caption>
        <thead>
          <tr>
            <th scope="col">World</th>
            <th scope="col">Verdict</th>
            <th scope="col">Choose</th>
          </tr>
        </thead>
        {worldGroups(fits).map((group) => (
          <tbody key={group.title}>
            <tr>
              <th scope="rowgroup" colSpan={3} className={styles["group"]}>
                {group.title}
              </th>
            </tr>
            {group.fits.map((fit) => (
              <WorldRow key={fit.id} fit={fit} chosen={"id" in world && world.id === fit.id} />
            ))}
          </tbody>
        ))}
      </table>
    </>
  );
}

/** `It fits 3 of 18 worlds: …` */
function answer(fits: readonly WorldFit[]): string {
  const good = fits.filter((fit) => fit.fits);
  if (good.length === 0) return `It fits none of the ${fits.length} worlds.`;
  return `It fits ${good.length} of ${fits.length} worlds: ${list(good.map((fit) => worldTitle(fit.id)))}.`;
}

function WorldRow({ fit, chosen }: { readonly fit: WorldFit; readonly chosen: boolean }) {
  const acts = useActs();
  const [open, setOpen] = useState(false);
  const words = useId();
  const title = worldTitle(fit.id);
  return (
    <>
      <tr data-chosen={chosen} data-open={open}>
        <th scope="row">
          <span className={styles["title"]}>{title}</span>
          {title === fit.id ? undefined : <span className={styles["id"]}>{fit.id}</span>}
        </th>
        <td>
          {fit.fits ? (
            <span className={`${styles["verdict"]} ${styles["fits"]}`}>{standing(fit)}</span>
          ) : (
            <AriaButton
              className={`${styles["verdict"]} ${styles["unfold"]}`}
              aria-expanded={open}
              {...(open ? { "aria-controls": words } : {})}
              onPress={() => setOpen(!open)}
            >
              {standing(fit)}
              <span className={styles["arrow"]}>
                <ChevronIcon />
              </span>
            </AriaButton>
          )}
        </td>
        <td>
          {chosen ? (
            <span className={styles["chosen"]}>● Chosen now</span>
          ) : (
            <Button
              size="small"
              aria-label={`Use this world: ${title}`}
              onPress={() => void acts.setWorld({ id: fit.id })}
            >
              Use this world
            </Button>
          )}
        </td>
      </tr>
      {open ? (
        <tr id={words} data-chosen={chosen}>
          <td colSpan={3} className={styles["words"]}>
            {shortened(withoutVerdict(fit.verdict))}
          </td>
        </tr>
      ) : undefined}
    </>
  );
}

/** A verdict may name any number of interfaces; the strip above has them all once the world is chosen. */
function shortened(verdict: string): string {
  return verdict.length > 4000 ? `${verdict.slice(0, 4000)}… Choose it to see all.` : verdict;
}
