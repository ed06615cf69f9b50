import { useActs, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { formatBytes } from "../primitives/format.ts";
import { copyText } from "../primitives/save.ts";
import type { Extern } from "../../component/model.ts";
import type { Report } from "../../protocol/index.ts";
import styles from "./facts.module.css";

const kinds = { command: "Command", proxy: "HTTP proxy", library: "Library" } as const;

/** What is known of the opened file. */
export function ReportPanel() {
  const acts = useActs();
  const report = useSession((state) => state.report);
  if (report === undefined) return undefined;
  const facts = factsOf(report);
  return (
    <div className={styles["facts"]}>
      <div className={styles["tools"]}>
        <Button
          size="small"
          aria-label="Copy report"
          onPress={async () => {
            const copied = await copyText(asText(report));
            acts.notify(copied ? "Report copied." : "The browser does not allow copying here.");
          }}
        >
          Copy
        </Button>
      </div>
      {report.notices.length === 0 ? undefined : (
        <ul className={styles["notices"]}>
          {report.notices.map((notice) => (
            <li key={notice}>{notice}</li>
          ))}
        </ul>
      )}
      <dl className={styles["list"]}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles["pair"]}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Externs title="Imports" externs={report.imports} />
      <Externs title="Exports" externs={report.exports} />
    </div>
  );
}

function factsOf(report: Report): readonly (readonly [string, string])[] {
  const producers = new Map<string, string[]>();
  for (const { field, name, version } of report.producers) {
    const all = producers.get(field) ?? [];
    all.push(version === "" ? name : `${name} ${version}`);
    producers.set(field, all);
  }
  return [
    ["Name", report.name],
    [
      "Kind",
      `${report.artifact === "wit-package" ? "WIT package" : kinds[report.kind]}${report.adapted ? ", adapted from preview 1" : ""}`,
    ],
    ["Size", `${formatBytes(report.size)} (${report.size.toLocaleString("en-US")})`],
    ["SHA-256", report.sha256],
    ["Language", producers.get("language")?.join(", ") ?? "not told"],
    ["Processed by", producers.get("processed-by")?.join(", ") ?? "not told"],
    ...(producers.has("sdk") ? [["SDK", producers.get("sdk")?.join(", ") ?? ""] as const] : []),
    ["Core modules", String(report.coreModules)],
    ["Nested components", String(report.nestedComponents)],
  ];
}

function Externs({ title, externs }: { readonly title: string; readonly externs: readonly Extern[] }) {
  if (externs.length === 0) return <p className={styles["quiet"]}>{`${title}: none.`}</p>;
  return (
    <table className={styles["table"]}>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Functions</th>
        </tr>
      </thead>
      <tbody>
        {externs.map((extern) => (
          <tr key={extern.name}>
            <td>{extern.name}</td>
            <td>{extern.kind === "instance" ? extern.functions.join(", ") || "types only" : extern.kind}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function asText(report: Report): string {
  const names = (externs: readonly Extern[]) => externs.map((extern) => `  ${extern.name}`);
  return [
    ...factsOf(report).map(([name, value]) => `${name}: ${value}`),
    ...report.notices,
    "Imports:",
    ...names(report.imports),
    "Exports:",
    ...names(report.exports),
    "",
  ].join("\n");
}
