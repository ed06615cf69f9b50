import { useEffect, useRef, type RefObject } from "react";
import { Group, Panel, Separator, type PanelImperativeHandle } from "react-resizable-panels";
import { Board } from "../board/board.tsx";
import { NetworkConsent } from "../panels/network-consent.tsx";
import { RunPanel } from "../panels/run-panel.tsx";
import { SidePanel } from "../panels/side-panel.tsx";
import { useMedia } from "../primitives/use-media.ts";
import { useApp, useSession, useView } from "./context.ts";
import { Verdict } from "./verdict.tsx";
import styles from "./workbench.module.css";

/** What of the height the lower panels have at least, in parts of the whole. */
const leastFoot = 0.4;

/** What is seen once something is open. Wide: the board over a foot of two panels. Narrow: one column. */
export function Workbench() {
  const wide = useMedia("(min-width: 900px)");
  return wide ? <Wide /> : <Stack />;
}

function Wide() {
  const { view } = useApp();
  const maximised = useView((state) => state.footMaximised);
  const upper = useRef<PanelImperativeHandle>(null);
  const group = useRef<HTMLDivElement>(null);
  const board = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  useBoardHeight({ upper, group, board, moved });
  useEffect(() => {
    if (maximised) upper.current?.collapse();
    else upper.current?.expand();
  }, [maximised]);
  return (
    <main className={styles["main"]}>
      <NetworkConsent />
      <Verdict />
      <Group
        orientation="vertical"
        className={styles["fill"] ?? ""}
        elementRef={group}
        onLayoutChanged={(_, { isUserInteraction }) => {
          if (!isUserInteraction) return;
          moved.current = true;
          view.setState({ footMaximised: upper.current?.isCollapsed() ?? false });
        }}
      >
        <Panel panelRef={upper} minSize="120px" collapsible>
          <div ref={board} className={styles["upper"]} inert={maximised}>
            <Board />
          </div>
        </Panel>
        <Separator className={styles["rowBar"] ?? ""} aria-label="Height of the lower panels" />
        <Panel defaultSize={`${leastFoot * 100}%`} minSize="90px">
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

interface BoardHeight {
  readonly upper: RefObject<PanelImperativeHandle | null>;
  readonly group: RefObject<HTMLDivElement | null>;
  readonly board: RefObject<HTMLDivElement | null>;
  /** A person chose the height: it stays. */
  readonly moved: RefObject<boolean>;
}

/** Each newly opened file and chosen world: what a small board leaves free goes to the lower panels. */
function useBoardHeight({ upper, group, board, moved }: BoardHeight) {
  const { view } = useApp();
  const opened = useSession((state) => `${state.report?.size} ${state.report?.name} ${state.world.world?.id}`);
  useEffect(() => {
    const content = board.current?.firstElementChild;
    const whole = group.current?.clientHeight ?? 0;
    if (content === null || content === undefined || whole === 0 || moved.current || view.getState().footMaximised)
      return;
    const needed = [...content.children].reduce((sum, child) => sum + child.getBoundingClientRect().height, 0);
    upper.current?.resize(Math.round(Math.min(needed, whole * (1 - leastFoot))));
  }, [opened, view, upper, group, board, moved]);
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
      <NetworkConsent />
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
