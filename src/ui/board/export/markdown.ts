import type { Extern } from "../../../component/model.ts";
import type { ComponentType } from "../../../component/types.ts";
import type { Report } from "../../../protocol/index.ts";
import type { Fit, FitEntry } from "../../../worlds/model.ts";
import { formatBytes } from "../../primitives/format.ts";
import { describedBy, signature } from "../interface-parts.ts";
import { met } from "../status.ts";
import type { BoardModel } from "../types.ts";
import { code, text } from "./markdown-text.ts";
import { firstOf } from "./text.ts";

const mostRows = 500;
const mostFunctions = 12;
const mostReasons = 100;

/**
 * The board as Markdown: the verdict with its reasons, and a table each of imports and exports with signatures where `types`
 * has them. Long lists are cut, and say so.
 */
export function boardMarkdown(
  model: BoardModel,
  fit: Fit | undefined,
  report: Report,
  types: ComponentType | undefined,
): string {
  const words = new Map<string, string>();
  for (const { direction, members, word } of model.sockets.flatMap((group) => group.sockets)) {
    for (const member of members) words.set(`${direction}:${member.name}`, word);
  }
  const imports = report.imports.map((extern) => {
    return [code(extern.name), functionsOf(extern, "imports", types), words.get(`import:${extern.name}`) ?? ""];
  });
  const status = new Map((fit?.exports ?? []).map((entry) => [entry.name, entry.status]));
  const offered = new Set(report.exports.map((extern) => extern.name));
  const exports = [
    ...report.exports.map((extern) => [
      code(extern.name),
      functionsOf(extern, "exports", types),
      exportWord(status.get(extern.name)),
    ]),
    ...(fit?.exports ?? [])
      .filter((entry) => !offered.has(entry.name))
      .map(({ name, functions }) => [
        code(name),
        functionsOf({ name, kind: "instance", functions, types: [] }, "exports", undefined),
        "expected, not offered",
      ]),
  ];
  return [
    `# ${text(report.name)}`,
    "",
    `${formatBytes(report.size)}${report.sha256 === "" ? "" : `, SHA-256 ${code(report.sha256)}`}`,
    "",
    ...verdict(fit),
    ...table("Imports", ["Import", "Functions", "Bound to"], imports),
    ...table("Exports", ["Export", "Functions", "In this world"], exports),
  ].join("\n");
}

function verdict(fit: Fit | undefined): readonly string[] {
  if (fit === undefined) return ["No verdict yet.", ""];
  const lines = [...fit.imports, ...fit.exports].filter((entry) => !met(entry)).flatMap(reasonLines);
  const { shown, left } = firstOf(lines, mostReasons);
  if (fit.fits || lines.length === 0) return [`**${text(fit.verdict)}**`, ""];
  return [
    `**${text(fit.verdict.replace(/: .*$/s, "."))}**`,
    "",
    ...shown,
    ...(left > 0 ? [`- and ${left} more lines`] : []),
    "",
  ];
}

/** A line for what is missing as a whole; else its name, and a line under it for each place that differs. */
function reasonLines({ name, reasons, differences }: FitEntry): readonly string[] {
  if (differences.every(({ path }) => path.length < 2)) return reasons.map((reason) => `- ${text(reason)}`);
  return [
    `- ${code(name)}`,
    ...differences.map(({ path, explanation }) => {
      // The name stands above already.
      const place = path[0] === name ? path.slice(1) : path;
      return `  - ${place.length === 0 ? "" : `${code(place.join(" › "))}: `}${text(explanation)}`;
    }),
  ];
}

function exportWord(status: Fit["exports"][number]["status"] | undefined): string {
  if (status === undefined) return "not asked for";
  return status === "provided" || status === "newer" ? "expected" : "expected, does not fit";
}

/** Each on a line of its own in the cell. */
function functionsOf(extern: Extern, side: "imports" | "exports", types: ComponentType | undefined): string {
  if (extern.functions.length === 0) return "types only";
  const { entity, describer } = describedBy(extern, side, types);
  const { shown, left } = firstOf(extern.functions, mostFunctions);
  const lines = shown.map((name) => {
    const found = entity?.sort === "instance" ? entity.type.exports.get(name) : entity;
    return code(signature({ name, type: found?.sort === "func" ? found.type : undefined }, describer));
  });
  return [...lines, ...(left > 0 ? [`and ${left} more`] : [])].join("<br>");
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const { shown, left } = firstOf(rows, mostRows);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    `## ${title}`,
    "",
    ...(rows.length === 0 ? ["None."] : [line(head), line(head.map(() => "---")), ...shown.map(line)]),
    ...(left > 0 ? ["", `And ${left} more.`] : []),
    "",
  ];
}
