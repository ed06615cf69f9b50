import type { Report } from "../../../protocol/index.ts";
import { formatBytes } from "../../primitives/format.ts";
import { visible } from "../ansi.ts";

const kinds = { command: "Command", proxy: "HTTP proxy", library: "Library" } as const;

/** How many custom sections are named. */
const namedSections = 40;

/** What is known of the file as a whole, each under its name. */
export function factsOf(report: Report): readonly (readonly [string, string])[] {
  const producers = new Map<string, string[]>();
  for (const { field, name, version } of report.producers) {
    const all = producers.get(field) ?? [];
    all.push(visible(version === "" ? name : `${name} ${version}`));
    producers.set(field, all);
  }
  const own = report.componentName;
  return [
    ["Name", report.name],
    ...(own === undefined || own === "" ? [] : [["Calls itself", visible(own)] as const]),
    [
      "Kind",
      `${report.artifact === "wit-package" ? "WIT package" : kinds[report.kind]}${report.adapted ? ", adapted from preview 1" : ""}`,
    ],
    [
      "Size",
      report.size < 1000
        ? formatBytes(report.size)
        : `${formatBytes(report.size)} (${report.size.toLocaleString("en-US")})`,
    ],
    ["SHA-256", report.sha256 === "" ? "computing…" : report.sha256],
    ["Language", producers.get("language")?.join(", ") ?? "not told"],
    ["Processed by", producers.get("processed-by")?.join(", ") ?? "not told"],
    ...(producers.has("sdk") ? [["SDK", producers.get("sdk")?.join(", ") ?? ""] as const] : []),
    ["Core modules", report.coreModules.toLocaleString("en-US")],
    ["Nested components", report.nestedComponents.toLocaleString("en-US")],
    ["Custom sections", sectionWords(report.customSections)],
  ];
}

/** One line a name: equal names are counted, so that a file full of them stays readable. */
function sectionWords(sections: Report["customSections"]): string {
  if (sections.length === 0) return "none";
  const byName = new Map<string, { amount: number; size: number }>();
  for (const { name, size } of sections) {
    const known = byName.get(name) ?? { amount: 0, size: 0 };
    byName.set(name, { amount: known.amount + 1, size: known.size + size });
  }
  const lines = [...byName].slice(0, namedSections).map(([name, { amount, size }]) => {
    const shown = name === "" ? "without a name" : visible(name.length > 80 ? `${name.slice(0, 80)}…` : name);
    return `${shown}${amount > 1 ? ` ×${amount.toLocaleString("en-US")}` : ""}, ${formatBytes(size)}`;
  });
  const rest = byName.size - lines.length;
  return [...lines, ...(rest > 0 ? [`and ${rest.toLocaleString("en-US")} more`] : [])].join("\n");
}
