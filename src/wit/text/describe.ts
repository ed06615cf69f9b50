import { qualified, type Found } from "./lookup.ts";
import type { WitSymbol } from "./structure.ts";

const MOST_LINES = 40;
const MOST_MEMBERS = 24;

/** What a person is told about a symbol. */
export interface Description {
  /** WIT text: the definition, of an interface or a world what it has. */
  readonly wit: string;
  /** Its doc comments; empty without any. */
  readonly docs: string;
  /** Where it stands: `wasi:io/streams@0.2.12`. */
  readonly place: string;
}

export function describe(found: Found): Description {
  const { symbol, block } = found;
  const { text } = found.package;
  if (symbol.kind === "interface" || symbol.kind === "world") {
    return { wit: summary(symbol, text), docs: symbol.docs, place: qualified(found.package, symbol.name) };
  }
  return {
    wit: definition(symbol, text),
    docs: symbol.docs,
    place: block === undefined ? "" : qualified(found.package, block.name),
  };
}

/** The text of a symbol, moved to the left margin. */
function definition({ start, end }: WitSymbol, text: string): string {
  const line = text.lastIndexOf("\n", start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(line, start))?.[0] ?? "";
  const lines = text
    .slice(start, end)
    .split("\n")
    .map((each) => (each.startsWith(indent) ? each.slice(indent.length) : each.trimStart()));
  return lines.length <= MOST_LINES ? lines.join("\n") : [...lines.slice(0, MOST_LINES), "  // …"].join("\n");
}

function summary({ kind, name, children }: WitSymbol, text: string): string {
  const members = children.filter((child) => child.kind !== "use");
  const lines = members.slice(0, MOST_MEMBERS).map((member) => `  ${oneLine(member, text)}`);
  const rest = members.length - lines.length;
  if (rest > 0) lines.push(`  // and ${rest} more`);
  return [`${kind} ${name} {`, ...lines, "}"].join("\n");
}

/** `get: func() -> string;`; of what has a body only its name. */
function oneLine({ kind, name, start, end, body }: WitSymbol, text: string): string {
  if (body !== undefined) return `${kind} ${name};`;
  return text.slice(start, end).replace(/\s+/g, " ").replace(/\( /g, "(").replace(/,? \)/g, ")");
}
