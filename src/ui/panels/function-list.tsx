import { describedBy } from "../board/interface-parts.ts";
import { InterfaceView } from "../board/interface-view.tsx";
import { unversioned } from "../board/names.ts";
import { useSession } from "../app/context.ts";
import { guestRan } from "../app/run-state.ts";
import { LongList } from "../primitives/long-list.tsx";
import type { Extern } from "../../component/model.ts";
import styles from "./side-panel.module.css";

interface Props {
  /** Names, with or without their versions. */
  readonly interfaces: readonly string[];
  /** Stands in place of their names; each starts folded then, however few they are. */
  readonly title?: string;
}

/** With more interfaces each starts folded. */
const fewInterfaces = 3;

/** What the component takes of some interfaces, with its calls in the last run; what it does not want, as the world has it. */
export function FunctionList({ interfaces, title }: Props) {
  const report = useSession((state) => state.report);
  const types = useSession((state) => state.types);
  const world = useSession((state) => state.world.world);
  const fit = useSession((state) => state.fit);
  const calls = useSession((state) => state.calls);
  const told = useSession((state) => state.run.state === "running" || guestRan(state));
  const names = new Set(interfaces);
  const asked = (extern: Extern) => names.has(extern.name) || names.has(unversioned(extern.name));
  const wanted = (report?.imports ?? []).filter(asked);
  const shown = wanted.length > 0 ? wanted : (world?.imports ?? []).filter(asked);
  if (shown.length === 0) return <p className={styles["muted"]}>The component does not want it.</p>;
  return (
    <>
      {wanted.length > 0 ? undefined : (
        <p className={styles["muted"]}>The component does not want it. The world offers:</p>
      )}
      <ul className={styles["interfaces"]}>
        <LongList items={shown}>
          {(extern) => {
            const entry = fit?.imports.find((one) => one.name === extern.name);
            return (
              <li key={extern.name}>
                <InterfaceView
                  described={describedBy(extern, "imports", wanted.length > 0 ? types : world?.type)}
                  calls={
                    !told || wanted.length === 0
                      ? undefined
                      : (name) => calls[extern.kind === "func" ? name : `${extern.name}#${name}`] ?? 0
                  }
                  startsOpen={title === undefined && shown.length <= fewInterfaces}
                  {...(title === undefined ? {} : { title })}
                  note={entry?.status === "newer" ? (entry.reasons[0] ?? newer(entry.by)) : undefined}
                />
              </li>
            );
          }}
        </LongList>
      </ul>
    </>
  );
}

function newer(by: string | undefined): string {
  return by === undefined ? "The world provides a newer version." : `The world provides it as ${by}.`;
}
