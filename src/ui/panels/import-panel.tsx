import { useSession } from "../app/context.ts";
import { Differences } from "../board/differences.tsx";
import { describedBy } from "../board/interface-parts.ts";
import { InterfaceView } from "../board/interface-view.tsx";
import { RefuseButton } from "../board/refuse-button.tsx";
import { isPlayable, isRefused, met, unplayable } from "../board/status.ts";
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
          <p className={styles["words"]}>
            {refused
              ? "Calls to it are refused, so the component can start without it. A call ends the run with an error that names it."
              : "The component cannot start without it. Refuse its calls, or choose a world that provides it."}
          </p>
          <div className={styles["line"]}>
            <RefuseButton name={name} refused={refused} />
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
