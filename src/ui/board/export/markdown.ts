import type { Report } from "../../../protocol/index.ts";
import type { Fit } from "../../../worlds/model.ts";
import { formatBytes } from "../../primitives/format.ts";
import type { BoardModel } from "../types.ts";
import { firstOf, oneLine } from "./text.ts";

const mostRows = 500;
const mostFunctions = 12;
const mostReasons = 100;
const longestName = 200;
const longestSentence = 1000;

/** The board as Markdown: the verdict with its reasons, and a table each of imports and exports. Long lists are cut, and say so. */
export function boardMarkdown(model: BoardModel, fit: Fit | undefined, report: Report): string {
  const words = new Map<string, string>();
  for (const { direction, members, word } of model.sockets.flatMap((group) => group.sockets)) {
    for (const member of members) words.set(`${direction}:${member.name}`, word);
  }
  const imports = report.imports.map(({ name, functions }) => {
    return [code(name), namesOf(functions), words.get(`import:${name}`) ?? ""];
  });
  const status = new Map((fit?.exports ?? []).map((entry) => [entry.name, entry.status]));
  const offered = new Set(report.exports.map((extern) => extern.name));
  const exports = [
    ...report.exports.map(({ name, functions }) => [code(name), namesOf(functions), exportWord(status.get(name))]),
    ...(fit?.exports ?? [])
      .filter((entry) => !offered.has(entry.name))
      .map((entry) => [code(entry.name), namesOf(entry.functions), "expected, not offered"]),
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
  const entries = [...fit.imports, ...fit.exports].filter((entry) => entry.status !== "newer");
  const reasons = [...new Set(entries.flatMap((entry) => entry.reasons))];
  const { shown, left } = firstOf(reasons, mostReasons);
  if (fit.fits || reasons.length === 0) return [`**${text(fit.verdict)}**`, ""];
  return [
    `**${text(fit.verdict.replace(/: .*$/s, "."))}**`,
    "",
    ...shown.map((reason) => `- ${text(reason)}`),
    ...(left > 0 ? [`- and ${left} more`] : []),
    "",
  ];
}

function exportWord(status: Fit["exports"][number]["status"] | undefined): string {
  if (status === undefined) return "not asked for";
  return status === "provided" || status === "newer" ? "expected" : "expected, does not fit";
}

function namesOf(functions: readonly string[]): string {
  if (functions.length === 0) return "types only";
  const { shown, left } = firstOf(functions, mostFunctions);
  return `${shown.map(code).join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
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

/** A name as code; one that could end the code, the cell or the line is written as text. */
function code(name: string): string {
  return /^[\w :/@.[\]+%#-]{1,200}$/.test(name) && name.trim() === name ? `\`${name}\`` : text(name, longestName);
}

/** What has a meaning in Markdown or HTML anywhere, and what would become a link or a mention by itself. */
const meaning = /[\\`*_{}[\]()#+!|<>&~$]|:(?=\/\/)|(?<!\w)@|(?<=\bwww)\./gi;

/** Text without meaning to Markdown or HTML, also at the beginning of a line. */
function text(value: string, most = longestSentence): string {
  return oneLine(value.trim(), most)
    .replaceAll(meaning, String.raw`\$&`)
    .replace(/^(\d*)([-.=])/, String.raw`$1\$2`);
}
