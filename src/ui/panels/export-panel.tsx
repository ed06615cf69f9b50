import { useSession } from "../app/context.ts";
import { Differences } from "../board/differences.tsx";
import { describedBy } from "../board/interface-parts.ts";
import { InterfaceView } from "../board/interface-view.tsx";
import { met } from "../board/status.ts";
import styles from "./side-panel.module.css";

/** What the component offers or the world expects of it. */
export function ExportPanel({ name }: { readonly name: string }) {
  const offered = useSession((state) => state.report?.exports.find((one) => one.name === name));
  const types = useSession((state) => state.types);
  const world = useSession((state) => state.world.world);
  const entry = useSession((state) => state.fit?.exports.find((one) => one.name === name));
  const expected = world?.exports.find((one) => one.name === (entry?.by ?? name));
  return (
    <>
      <p className={styles["words"]}>{stateWords(offered !== undefined, entry !== undefined, met(entry))}</p>
      {entry === undefined || met(entry) ? undefined : <Differences entry={entry} />}
      {offered === undefined ? undefined : (
        <InterfaceView described={describedBy(offered, "exports", types)} calls={undefined} startsOpen />
      )}
      {expected === undefined || met(entry) ? undefined : (
        <InterfaceView
          described={describedBy(expected, "exports", world?.type)}
          title="As the world expects it"
          calls={undefined}
          startsOpen={offered === undefined}
        />
      )}
    </>
  );
}

function stateWords(offered: boolean, expected: boolean, fits: boolean): string {
  if (!expected && !offered) return "What is open does not offer it.";
  if (!expected) return "The component offers it. The world does not ask for it.";
  if (fits) return "The component offers it, and the world expects it.";
  return offered
    ? "The component offers it, but not as the world expects it."
    : "The world expects it, and the component does not offer it.";
}
