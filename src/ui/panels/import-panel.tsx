import { useSession } from "../app/context.ts";
import { isRefused } from "../board/model.ts";
import { RefuseButton } from "../board/refuse-button.tsx";
import { FunctionList } from "./function-list.tsx";
import styles from "./side-panel.module.css";

/** An import that no capability stands for. */
export function ImportPanel({ name }: { readonly name: string }) {
  const scenario = useSession((state) => state.scenario);
  const entry = useSession((state) => state.fit?.imports.find((one) => one.name === name));
  const met = entry?.status === "provided" || entry?.status === "newer";
  const refused = isRefused(scenario, name);
  return (
    <>
      {(entry?.reasons ?? []).map((reason) => (
        <p key={reason} className={styles["words"]}>
          {reason}
        </p>
      ))}
      {met ? (
        <p className={styles["words"]}>The world provides it.</p>
      ) : (
        <>
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
    </>
  );
}
