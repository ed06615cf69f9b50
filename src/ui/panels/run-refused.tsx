import { useEffect, useRef } from "react";
import { useApp, useSession, useView } from "../app/context.ts";
import { dropDraft, openDrafts, seek } from "../app/drafts.ts";
import { Button } from "../primitives/button.tsx";
import { visible } from "./ansi.ts";
import styles from "./run-refused.module.css";

/** Why a run was not begun: settings that were typed and cannot be read. It goes with the last of them. */
export function RunRefused() {
  const { view } = useApp();
  const refused = useView((state) => state.refused);
  const drafts = useView((state) => state.drafts);
  const scenario = useSession((state) => state.scenario);
  const report = useSession((state) => state.report);
  const running = useSession((state) => state.run.state === "running");
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // In one column it is far below the button that was pressed.
    if (refused !== undefined) root.current?.scrollIntoView({ block: "nearest" });
  }, [refused]);
  const open = refused === undefined || running ? [] : openDrafts(drafts, { scenario, report });
  if (open.length === 0) return undefined;
  return (
    <div ref={root} role="alert" className={styles["refused"]}>
      <p className={styles["head"]}>It was not run: what is typed here cannot be read. Mend it or discard it.</p>
      <ul className={styles["list"]}>
        {open.map(({ place, mistake }) => (
          <li key={place.key} className={styles["one"]}>
            <span className={styles["words"]}>{`${place.name}: ${visible(mistake)}`}</span>
            <span className={styles["acts"]}>
              <Button size="small" aria-label={`Show ${place.name}`} onPress={() => seek(view, place)}>
                Show
              </Button>
              <Button
                size="small"
                look="quiet"
                aria-label={`Discard ${place.name}`}
                onPress={() => dropDraft(view, place.key)}
              >
                Discard
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
