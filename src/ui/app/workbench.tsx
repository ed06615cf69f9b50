import { useEffect, useRef } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { Board } from "../board/board.tsx";
import { RunPanel } from "../panels/run-panel.tsx";
import { SidePanel } from "../panels/side-panel.tsx";
import { useMedia } from "../primitives/use-media.ts";
import { useSession } from "./context.ts";
import { Verdict } from "./verdict.tsx";
import styles from "./workbench.module.css";

/** What is seen once something is open. Wide: the board over a foot of two panels. Narrow: one column. */
export function Workbench() {
  const wide = useMedia("(min-width: 900px)");
  if (!wide) return <Stack />;
  return (
    <main className={styles["main"]}>
      <Verdict />
      <Group orientation="vertical" className={styles["fill"] ?? ""}>
        <Panel minSize="120px">
          <Board />
        </Panel>
        <Separator className={styles["rowBar"] ?? ""} aria-label="Height of the lower panels" />
        <Panel defaultSize="36%" minSize="90px">
          <Group orientation="horizontal">
            <Panel minSize="320px">
              <section className={styles["pane"]} aria-label="Run">
                <RunPanel />
              </section>
            </Panel>
            <Separator className={styles["columnBar"] ?? ""} aria-label="Width of the settings" />
            <Panel defaultSize="420px" minSize="300px">
              <section className={styles["pane"]} aria-label="Settings">
                <SidePanel />
              </section>
            </Panel>
          </Group>
        </Panel>
      </Group>
    </main>
  );
}

function Stack() {
  const running = useSession((state) => state.run.state === "running");
  const run = useRef<HTMLElement>(null);
  useEffect(() => {
    // What a run prints is far below the button that starts it.
    if (running) run.current?.scrollIntoView({ block: "nearest" });
  }, [running]);
  return (
    <main className={styles["stack"]}>
      <Verdict />
      <Board />
      <section className={styles["stacked"]} aria-label="Settings">
        <SidePanel />
      </section>
      <section ref={run} className={`${styles["stacked"]} ${styles["output"]}`} aria-label="Run">
        <RunPanel />
      </section>
    </main>
  );
}
