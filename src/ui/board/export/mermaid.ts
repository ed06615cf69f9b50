import { bundleLinks } from "../layout.ts";
import type { BoardModel, Look, Plug } from "../types.ts";
import { firstOf, oneLine } from "./text.ts";

/** Rows of a side. Mermaid itself takes no more than 500 wires and 50,000 characters. */
const mostRows = 150;
const longestLabel = 80;

/** How a wire is drawn: what a look is must be told without colour. */
const arrows: Readonly<Record<Look, string>> = {
  real: "==>",
  mock: "-.->",
  deny: "--x",
  missing: "-.-o",
  passed: "---",
};

interface Row {
  readonly id: string;
  readonly label: string;
}

interface Group extends Row {
  readonly folded: boolean;
  readonly rows: readonly Row[];
}

/**
 * The board as a Mermaid flowchart: the component's groups, what they are wired to in the world, and the wires with their words. Folded groups stand
 * as one box. Rows beyond a few hundred are counted, not drawn.
 */
export function boardMermaid(model: BoardModel, facts: { readonly name: string; readonly world: string }): string {
  const left = model.sockets.map(({ id, title, folded, sockets }) => ({
    id,
    label: title,
    folded,
    rows: sockets.map((socket) => ({ id: socket.id, label: socket.title })),
  }));
  const wired = new Set(model.links.map((link) => link.to));
  const lacking = (plug: Plug) => plug.kind === "expected" && plug.state === "not offered";
  const right = model.plugs
    .map(({ id, title, folded, plugs }) => {
      const kept = plugs.filter((plug) => wired.has(plug.id) || lacking(plug));
      return { id, label: title, folded, rows: kept.map((plug) => ({ id: plug.id, label: plugLabel(plug) })) };
    })
    .filter((group) => group.rows.length > 0);
  const component = side("s", left);
  const world = side("p", right);
  const wires = bundleLinks(model.links, component.ids, world.ids).map(({ from, to, look, word }) => {
    return wire(component.ids.get(from), look, word === "" ? "offers" : word, world.ids.get(to ?? ""));
  });
  const lacked = model.plugs.flatMap((group) =>
    group.plugs.flatMap((plug) => {
      const end = world.ids.get(plug.id);
      return end === undefined || !lacking(plug) ? [] : [wire("component", "missing", "not offered", end)];
    }),
  );
  return [
    "flowchart LR",
    `  subgraph component["${label(facts.name)}"]`,
    ...component.lines,
    "  end",
    `  subgraph world["${label(facts.world)}"]`,
    ...world.lines,
    "  end",
    ...wires,
    ...lacked,
    "",
  ].join("\n");
}

function wire(from: string | undefined, look: Look, word: string, to: string | undefined): string {
  return `  ${from} ${arrows[look]}|${word}| ${to}`;
}

function side(prefix: string, groups: readonly Group[]) {
  const ids = new Map<string, string>();
  const lines: string[] = [];
  let room = mostRows;
  const node = (row: Row, indent: string, shape: readonly [string, string] = ["[", "]"]) => {
    const id = `${prefix}${ids.size}`;
    ids.set(row.id, id);
    lines.push(`${indent}${id}${shape[0]}"${label(row.label)}"${shape[1]}`);
  };
  for (const [index, group] of groups.entries()) {
    if (group.folded || room <= 0) {
      node({ id: group.id, label: `${group.label}: ${group.rows.length}` }, "    ", ["[[", "]]"]);
      continue;
    }
    lines.push(`    subgraph ${prefix}g${index}["${label(group.label)}"]`);
    const { shown, left } = firstOf(group.rows, room);
    room -= shown.length;
    for (const row of shown) node(row, "      ");
    if (left > 0) node({ id: group.id, label: `and ${left} more` }, "      ", ["[[", "]]"]);
    lines.push("    end");
  }
  // Mermaid takes no empty subgraph for a box.
  if (lines.length === 0) lines.push(`    ${prefix}none["nothing"]`);
  return { ids, lines };
}

function plugLabel(plug: Plug): string {
  switch (plug.kind) {
    case "capability":
      return plug.capability.title;
    case "passed":
      return plug.title;
    case "import":
    case "expected":
      return plug.name;
  }
}

/** What stands between quotes in Mermaid, which may not be nothing. All that could mean something there becomes a character reference. */
function label(text: string): string {
  const line = oneLine(text.trim(), longestLabel);
  if (line === "") return "no name";
  return line.replaceAll(/[^\p{L}\p{M}\p{N} .,:/@-]/gu, (char) => `#${char.codePointAt(0) ?? 0};`);
}
