import type { ComponentType } from "../../../component/types.ts";
import type { Report } from "../../../protocol/index.ts";
import { partsOf, signature, type Described } from "../../board/interface-parts.ts";
import { visible } from "../ansi.ts";
import { factsOf } from "./fact-list.ts";
import { otherLines, outlineOf } from "./outline.ts";

/** How long the text may become, in characters. */
const maxLength = 4 * 1024 * 1024;

/** The report as text: facts, and every import and export with its signatures and types. */
export function asText(report: Report, types: ComponentType | undefined): string {
  const lines = [
    ...factsOf(report).map(([name, value]) => `${name}: ${value.replaceAll("\n", "; ")}`),
    ...report.notices,
  ];
  let room = maxLength;
  for (const { title, packages } of outlineOf(report, types)) {
    lines.push(`${title}:`);
    for (const line of insideOf(packages.flatMap(({ items }) => items))) {
      room -= line.length + 3;
      if (room < 0) return [...lines, "… cut here: it is too long.", ""].join("\n");
      lines.push(`  ${line}`);
    }
  }
  return [...lines, ""].join("\n");
}

function* insideOf(items: readonly Described[]): Generator<string> {
  for (const item of items) {
    const { extern, describer } = item;
    const { functions, resources, types, elsewhere } = partsOf(item);
    if (extern.kind === "func") {
      for (const part of functions) yield signature(part, describer);
      continue;
    }
    yield visible(extern.name);
    for (const { name, type } of types) {
      if (type === undefined || describer === undefined) yield `  type ${visible(name)}`;
      else for (const line of describer.definition(name, type)) yield `  ${line}`;
    }
    for (const { name, home } of elsewhere) yield `  use ${visible(home)}.{${visible(name)}}`;
    for (const part of functions) yield `  ${signature(part, describer)}`;
    for (const { name, functions: members } of resources) {
      yield `  resource ${visible(name)}`;
      for (const part of members) yield `    ${signature(part, describer)}`;
    }
    for (const line of otherLines(item)) yield `  ${line}`;
  }
}

/** The report as JSON, with the table of its types. */
export function asJson(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
