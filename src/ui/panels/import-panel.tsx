import { isPlayable } from "../../capabilities/index.ts";
import { useSession } from "../app/context.ts";
import { Differences } from "../board/differences.tsx";
import { describedBy } from "../board/interface-parts.ts";
import { InterfaceView } from "../board/interface-view.tsx";
import { RefuseButton } from "../board/refuse-button.tsx";
import { isRefused, met, unplayable } from "../board/status.ts";
import { FunctionList } from "./function-list.tsx";
import styles from "./side-panel.module.css";

/** An import that no capability stands for. */
export function ImportPanel({ name }: { readonly name: string }) {
  const scenario = useSession((state) => state.scenario);
  const extern = useSession((state) => state.report?.imports.find((one) => one.name === name));
  const entry = useSession((state) => state.fit?.imports.find((one) => one.name === name));
  const world = useSession((state) => state.world.world);
  const other = entry?.status === "mismatched" ? world?.imports.find((one) => one.name === entry.by) : undefined;
  const refused = isRefused(scenario, name);
  if (extern === undefined) return <p className={styles["words"]}>What is open does not want it.</p>;
  const typesOnly = extern.functions.length === 0;
  return (
    <>
      {met(entry) && isPlayable(extern) ? (
        <p className={styles["words"]}>{entry === undefined ? "There is no verdict yet." : "The world provides it."}</p>
      ) : (
        <>
          {entry === undefined || met(entry) ? (
            <p className={styles["words"]}>{unplayable}</p>
          ) : (
            <Differences entry={entry} />
          )}
          <p className={styles["words"]}>{startWords(refused, typesOnly, met(entry))}</p>
          <div className={styles["line"]}>
            <RefuseButton name={name} refused={refused} typesOnly={typesOnly} />
          </div>
        </>
      )}
      <FunctionList interfaces={[name]} />
      {other === undefined ? undefined : (
        <InterfaceView
          described={describedBy(other, "imports", world?.type)}
          title="As the world has it"
          calls={undefined}
          startsOpen={false}
        />
      )}
    </>
  );
}

function startWords(refused: boolean, typesOnly: boolean, provided: boolean): string {
  if (typesOnly) {
    return refused
      ? "It is left out, so the component can start without it. It only has types: there is nothing to call."
      : "The component cannot start without it, though it only has types. Leave it out, or choose a world that provides it.";
  }
  if (refused)
    return "Calls to it are refused, so the component can start without it. A call ends the run with an error that names it.";
  return `The component cannot start without it. Refuse its calls${provided ? " to start all the same" : ", or choose a world that provides it"}.`;
}
