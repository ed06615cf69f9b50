import { useSession } from "../app/context.ts";
import { isPassed, met } from "../board/status.ts";
import { FunctionList } from "./function-list.tsx";
import styles from "./side-panel.module.css";

/** All that only carries the values of others. */
export function PassedPanel() {
  const imports = useSession((state) => state.report?.imports);
  const entries = useSession((state) => state.fit?.imports);
  const byName = new Map((entries ?? []).map((entry) => [entry.name, entry]));
  const names = (imports ?? [])
    .filter((extern) => isPassed(extern) && met(byName.get(extern.name)))
    .map((extern) => extern.name);
  return (
    <>
      <p className={styles["words"]}>
        They carry the values of other interfaces: streams, what is waited for, types. There is nothing to decide.
      </p>
      <FunctionList interfaces={names} />
    </>
  );
}
