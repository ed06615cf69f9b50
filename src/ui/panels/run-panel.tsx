import { lazy, Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components/Tabs";
import { isRunnable } from "../app/callable.ts";
import { useApp, useSession, useView, type FootTab } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { formatDuration } from "../primitives/format.ts";
import { useMedia } from "../primitives/use-media.ts";
import type { RunPhase } from "../../host/state.ts";
import { consoleFeedOf } from "./console-feed.ts";
import { ConsolePanel } from "./console-panel.tsx";
import { changedFiles } from "./file-tree.ts";
import { statusWords } from "./result-words.ts";
import styles from "./tabs.module.css";

const CallsPanel = lazy(() => import("./calls-panel.tsx").then((module) => ({ default: module.CallsPanel })));
const FilesPanel = lazy(() => import("./files-panel.tsx").then((module) => ({ default: module.FilesPanel })));
const ResultPanel = lazy(() => import("./result-panel.tsx").then((module) => ({ default: module.ResultPanel })));
const WitPanel = lazy(() => import("./wit-panel.tsx").then((module) => ({ default: module.WitPanel })));
const ReportPanel = lazy(() => import("./report-panel.tsx").then((module) => ({ default: module.ReportPanel })));

const tabs: readonly { readonly id: FootTab; readonly title: string }[] = [
  { id: "console", title: "Console" },
  { id: "calls", title: "Calls" },
  { id: "files", title: "Files" },
  { id: "result", title: "Result" },
  { id: "wit", title: "WIT" },
  { id: "report", title: "Report" },
];

export function RunPanel() {
  const { session, view } = useApp();
  const feed = consoleFeedOf(session);
  const tab = useView((state) => state.footTab);
  useFirstTab();
  const typing = useSession((state) => state.typing);
  const changed = useSession((state) => (state.run.state === "done" ? changedFiles(state.run.result.files) : 0));
  return (
    <Tabs
      className={styles["tabs"] ?? ""}
      selectedKey={tab}
      onSelectionChange={(key) => {
        const next = tabs.find((one) => one.id === key);
        if (next !== undefined) view.setState({ footTab: next.id });
      }}
    >
      <div className={styles["bar"]}>
        <TabList className={styles["list"] ?? ""} aria-label="Run">
          {tabs.map(({ id, title }) => (
            <Tab key={id} id={id} className={styles["tab"] ?? ""}>
              {title}
              {id === "console" && typing && tab !== "console" ? (
                <span className={styles["badge"]}>waits for input</span>
              ) : undefined}
              {id === "files" && changed > 0 ? <span className={styles["badge"]}>{changed}</span> : undefined}
            </Tab>
          ))}
        </TabList>
        <RunStatus />
        <Maximise />
      </div>
      {tabs.map(({ id }) => (
        <TabPanel key={id} id={id} className={styles["panel"] ?? ""}>
          <Suspense fallback={<p className={styles["wait"]}>Loading…</p>}>
            {id === "console" ? <ConsolePanel feed={feed} /> : undefined}
            {id === "calls" ? <CallsPanel /> : undefined}
            {id === "files" ? <FilesPanel /> : undefined}
            {id === "result" ? <ResultPanel /> : undefined}
            {id === "wit" ? <WitPanel /> : undefined}
            {id === "report" ? <ReportPanel /> : undefined}
          </Suspense>
        </TabPanel>
      ))}
    </Tabs>
  );
}

/** What cannot run has no console to look at: it opens on its WIT, unless another tab was chosen before. */
function useFirstTab() {
  const { session, view } = useApp();
  const opened = useSession((state) => `${state.report?.size} ${state.report?.name}`);
  /** The WIT is shown because of this, not by choice. */
  const moved = useRef(false);
  useLayoutEffect(() => {
    const { report } = session.store.getState();
    const { footTab } = view.getState();
    if (report === undefined) return;
    if (!isRunnable(report) && footTab === "console") {
      moved.current = true;
      view.setState({ footTab: "wit" });
    } else if (isRunnable(report) && footTab === "wit" && moved.current) {
      moved.current = false;
      view.setState({ footTab: "console" });
    }
  }, [opened, session, view]);
}

/** Gives the lower panels the board's room, and back. One column has no board above that could give way. */
function Maximise() {
  const { view } = useApp();
  const maximised = useView((state) => state.footMaximised);
  const wide = useMedia("(min-width: 900px)");
  if (!wide) return undefined;
  return (
    <span className={styles["maximise"]}>
      <Button size="small" look="quiet" onPress={() => view.setState({ footMaximised: !maximised })}>
        {maximised ? "Restore" : "Maximise"}
      </Button>
    </span>
  );
}

function RunStatus() {
  const run = useSession((state) => state.run);
  if (run.state === "idle") return undefined;
  if (run.state === "running") return <Progress key={run.startedAt} phase={run.phase} />;
  return (
    <p className={styles["status"]} role="status" data-status={run.result.status}>
      {statusWords(run.result)} · {formatDuration(run.result.timings.runMs)}
    </p>
  );
}

const phases: readonly RunPhase[] = ["read", "compile", "start", "run"];
const writingPhases: readonly RunPhase[] = [...phases, "write"];
const phaseWords: Partial<Record<RunPhase, string>> = { write: "writing the folder" };

/** The stages of a run and the time since it began. */
function Progress({ phase }: { readonly phase: RunPhase }) {
  const [ms, setMs] = useState(0);
  useEffect(() => {
    const began = performance.now();
    const timer = setInterval(() => setMs(performance.now() - began), 100);
    return () => clearInterval(timer);
  }, []);
  const shown = phase === "write" ? writingPhases : phases;
  const now = shown.indexOf(phase);
  return (
    <div className={styles["status"]}>
      <ol className={styles["phases"]} aria-label="Progress">
        {shown.map((one, index) => (
          <li
            key={one}
            data-at={index < now ? "past" : index === now ? "now" : "later"}
            {...(index === now ? { "aria-current": "step" as const } : {})}
          >
            {phaseWords[one] ?? one}
          </li>
        ))}
      </ol>
      <span className={styles["elapsed"]}>{formatDuration(Math.floor(ms / 100) * 100)}</span>
    </div>
  );
}
