import { useEffect, useRef } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components/Tabs";
import { capabilities } from "../../capabilities/index.ts";
import { useApp, useView, type Chosen, type SideTab } from "../app/context.ts";
import { splitName } from "../board/names.ts";
import { CapabilityPanel } from "./capability-panel.tsx";
import { ExportPanel } from "./export-panel.tsx";
import { ImportPanel } from "./import-panel.tsx";
import { LimitsEditor } from "./limits-editor.tsx";
import { MountsEditor } from "./mounts-editor.tsx";
import { PassedPanel } from "./passed-panel.tsx";
import { ProgramEditor } from "./program-editor.tsx";
import { StdinEditor } from "./stdin-editor.tsx";
import styles from "./tabs.module.css";
import side from "./side-panel.module.css";

const fixed: readonly { readonly id: SideTab; readonly title: string }[] = [
  { id: "program", title: "Program" },
  { id: "mounts", title: "Mounts" },
  { id: "limits", title: "Limits" },
];

/** In a row of tabs there is little room. What is left out stays in the name that is read out. */
const shortTitles: Readonly<Record<string, string>> = { "Environment and arguments": "Environment" };

/** Settings: of what was chosen on the board, and of what every run has. */
export function SidePanel() {
  const { view } = useApp();
  const tab = useView((state) => state.sideTab);
  const chosen = useView((state) => state.chosen);
  const root = useRef<HTMLDivElement>(null);
  const shown = useRef(chosen);
  useEffect(() => {
    if (shown.current === chosen) return;
    if (!isSame(shown.current, chosen)) root.current?.querySelector("[role=tabpanel]")?.scrollTo(0, 0);
    shown.current = chosen;
    // In one column the settings are far below what was chosen.
    if (root.current === null || matchMedia("(min-width: 900px)").matches) return;
    // Whoever was led to a field is there already.
    if (root.current.contains(document.activeElement)) return;
    root.current.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus({ preventScroll: true });
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    root.current.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  }, [chosen]);
  const tabs = [{ id: "chosen" as const, title: titleOf(chosen) }, ...fixed];
  return (
    <Tabs
      ref={root}
      className={`${styles["tabs"]} ${side["root"]}`}
      selectedKey={tab}
      onSelectionChange={(key) => {
        const next = tabs.find((one) => one.id === key);
        if (next !== undefined) view.setState({ sideTab: next.id });
      }}
    >
      <div className={`${styles["bar"]} ${side["bar"]}`}>
        <TabList className={styles["list"] ?? ""} aria-label="Settings">
          {tabs.map(({ id, title }) => (
            <Tab
              key={id}
              id={id}
              aria-label={title}
              className={`${styles["tab"]} ${id === "chosen" ? side["chosen"] : ""}`}
            >
              <span className={side["tabTitle"]} title={title}>
                {shortTitles[title] ?? title}
              </span>
            </Tab>
          ))}
        </TabList>
      </div>
      <TabPanel id="chosen" className={styles["panel"] ?? ""}>
        <div className={side["content"]}>
          <ChosenPanel chosen={chosen} />
        </div>
      </TabPanel>
      <TabPanel id="program" className={styles["panel"] ?? ""}>
        <div className={side["content"]}>
          <ProgramEditor />
          <StdinEditor />
        </div>
      </TabPanel>
      <TabPanel id="mounts" className={styles["panel"] ?? ""}>
        <div className={side["content"]}>
          <MountsEditor />
        </div>
      </TabPanel>
      <TabPanel id="limits" className={styles["panel"] ?? ""}>
        <div className={side["content"]}>
          <LimitsEditor />
        </div>
      </TabPanel>
    </Tabs>
  );
}

function ChosenPanel({ chosen }: { readonly chosen: Chosen }) {
  switch (chosen.kind) {
    case "capability":
      return <CapabilityPanel key={chosen.id} id={chosen.id} />;
    case "import":
      return <ImportPanel key={chosen.name} name={chosen.name} />;
    case "export":
      return <ExportPanel key={chosen.name} name={chosen.name} />;
    case "passed":
      return <PassedPanel />;
  }
}

/** Whether both show the same panel. */
function isSame(a: Chosen, b: Chosen): boolean {
  return placeOf(a) === placeOf(b);
}

function placeOf(chosen: Chosen): string {
  if (chosen.kind === "passed") return chosen.kind;
  return `${chosen.kind} ${chosen.kind === "capability" ? chosen.id : chosen.name}`;
}

function titleOf(chosen: Chosen): string {
  if (chosen.kind === "passed") return "Passed along";
  if (chosen.kind !== "capability") return splitName(chosen.name).name;
  return capabilities.find((capability) => capability.id === chosen.id)?.title ?? chosen.id;
}
