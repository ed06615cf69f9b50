import type { Report } from "../../protocol/index.ts";
import { count, formatBytes } from "../primitives/format.ts";

const kinds = { command: "command", proxy: "HTTP proxy", library: "library" } as const;

/** What is told of a component under its name, a few words each. */
export function factsOf(report: Report): readonly string[] {
  const interfaces = report.imports.filter((extern) => extern.kind === "instance").length;
  const functions = report.imports.filter((extern) => extern.kind === "func").length;
  const wants = [
    ...(interfaces > 0 || functions === 0 ? [count(interfaces, "interface")] : []),
    ...(functions > 0 ? [count(functions, "function")] : []),
  ].join(" and ");
  return [
    ...(report.artifact === "wit-package" ? ["WIT package: nothing to run"] : [kinds[report.kind], `wants ${wants}`]),
    ...producerWords(report),
    formatBytes(report.size),
    ...(report.adapted ? ["adapted from preview 1"] : []),
  ];
}

function producerWords(report: Report): readonly string[] {
  const languages = report.producers.filter((producer) => producer.field === "language");
  const tools = report.producers.filter((producer) => producer.field === "processed-by");
  const named = [...languages, ...tools].slice(0, 3).map((producer) => {
    const version = producer.version.split(/[ (]/)[0] ?? "";
    return version === "" ? producer.name : `${producer.name} ${version}`;
  });
  return named.length === 0 ? [] : [[...new Set(named)].join(", ")];
}
