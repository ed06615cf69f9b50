import type { Report } from "../../protocol/index.ts";
import { useActs, useApp, useSession, useView, type ReportSection } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { copyText } from "../primitives/save.ts";
import { CompareSection } from "./report/compare.tsx";
import { CompositionSection } from "./report/composition.tsx";
import { asJson, asText } from "./report/copy.ts";
import { FactsSection } from "./report/facts.tsx";
import { InterfacesSection } from "./report/interfaces.tsx";
import styles from "./report/report.module.css";
import { WorldsSection } from "./report/worlds.tsx";

const sections: readonly { readonly id: ReportSection; readonly title: string }[] = [
  { id: "facts", title: "Facts" },
  { id: "interfaces", title: "Imports and exports" },
  { id: "worlds", title: "Worlds" },
  { id: "composition", title: "Composition" },
  { id: "compare", title: "Compare" },
];

/** What is known of the opened file, and how it stands against worlds and other files. */
export function ReportPanel() {
  const report = useSession((state) => state.report);
  const { view } = useApp();
  const section = useView((state) => state.reportSection);
  if (report === undefined) return undefined;
  return (
    <div className={styles["report"]}>
      <div className={styles["bar"]}>
        <nav aria-label="Report" className={styles["nav"]}>
          {sections.map(({ id, title }) => (
            <button
              key={id}
              type="button"
              className={styles["to"]}
              aria-current={id === section ? "true" : undefined}
              onClick={() => view.setState({ reportSection: id })}
            >
              {title}
            </button>
          ))}
        </nav>
        <CopyButtons report={report} />
      </div>
      <section className={styles["body"]} aria-label={sections.find(({ id }) => id === section)?.title}>
        {section === "facts" ? <FactsSection report={report} /> : undefined}
        {section === "interfaces" ? <InterfacesSection key={keyOf(report)} report={report} /> : undefined}
        {section === "worlds" ? <WorldsSection report={report} /> : undefined}
        {section === "composition" ? <CompositionSection key={keyOf(report)} report={report} /> : undefined}
        {section === "compare" ? <CompareSection report={report} /> : undefined}
      </section>
    </div>
  );
}

/** Another file begins unfolded anew. The hash is no key: it comes later than the rest. */
function keyOf(report: Report): string {
  return `${report.size} ${report.name}`;
}

function CopyButtons({ report }: { readonly report: Report }) {
  const acts = useActs();
  const types = useSession((state) => state.types);
  const copy = async (what: string, text: string) => {
    const copied = await copyText(text);
    acts.notify(copied ? `${what} copied.` : "The browser does not allow copying here.");
  };
  return (
    <div className={styles["tools"]}>
      <Button size="small" aria-label="Copy report" onPress={() => copy("Report", asText(report, types))}>
        Copy
      </Button>
      <Button size="small" onPress={() => copy("JSON", asJson(report))}>
        Copy as JSON
      </Button>
    </div>
  );
}
