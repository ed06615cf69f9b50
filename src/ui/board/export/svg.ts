import { layoutWires, type Point, type Wire } from "../layout.ts";
import type { BoardModel, Link, Look, Plug, Socket } from "../types.ts";
import { cutTo, element, round, textLine, widthOf, wrap, xml } from "./svg-parts.ts";
import { wireSvg } from "./svg-wires.ts";
import { firstOf } from "./text.ts";
import type { PictureTheme } from "./theme.ts";

/** What a picture says besides the board. */
export interface PictureFacts {
  readonly name: string;
  /** A few words under the component's name. */
  readonly line: string;
  /** The world's id. */
  readonly world: string;
  readonly verdict: string;
}

export interface Picture {
  readonly svg: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

const width = 1160;
const edge = 32;
const leftWidth = 400;
const rightWidth = 440;
const headHeight = 38;
const factHeight = 16;
const mostFacts = 4;
const titleHeight = 27;
const rowHeight = 30;
const inside = 16;
const mostRows = 300;

interface Row {
  readonly id: string;
  readonly text: string;
  readonly note: string;
  readonly look: Look;
}

interface Group {
  readonly id: string;
  readonly title: string;
  readonly folded: boolean;
  readonly rows: readonly Row[];
}

/**
 * The board as an SVG file that needs nothing else: no fonts, no styles, no foreign objects. Folded groups stand folded; of
 * more than a few hundred rows the rest is counted.
 */
export function boardSvg(model: BoardModel, theme: PictureTheme, facts: PictureFacts): Picture {
  const verdict = wrap(facts.verdict, width - 2 * edge, 13, 3);
  const top = 62 + verdict.length * 18;
  const left = column(model.sockets.map(socketRows), {
    x: edge,
    y: top,
    width: leftWidth,
    theme,
    title: facts.name,
    line: facts.line,
    end: "right",
  });
  const right = column(model.plugs.map(plugRows), {
    x: width - edge - rightWidth,
    y: top,
    width: rightWidth,
    theme,
    title: "World",
    line: facts.world,
    end: "left",
  });
  const bottom = Math.max(left.bottom, right.bottom) + 40;
  const height = bottom + 28;
  const wires = layoutWires(model.links, left.anchors, right.anchors);
  const title = `${facts.name} in ${facts.world}`;
  const svg = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-labelledby": "board-title board-description",
    },
    element("title", { id: "board-title" }, xml(cutTo(title, 4000, 10))),
    element("desc", { id: "board-description" }, xml(cutTo(`${facts.verdict} ${countLooks(model.links)}`, 8000, 10))),
    element("rect", { width, height, fill: theme.bg }),
    textLine(title, { x: edge, y: 44, size: 18, fill: theme.ink, room: width - 2 * edge, weight: 650 }),
    ...verdict.map((line, index) =>
      textLine(line, { x: edge, y: 68 + index * 18, size: 13, fill: theme.ink2, room: width - 2 * edge }),
    ),
    left.svg,
    right.svg,
    ...wires.map((wire) => wireSvg(wire, theme)),
    legend(legendOf(model.links), bottom, theme),
  );
  return { svg, width, height };
}

function socketRows({ id, title, note, folded, sockets }: BoardModel["sockets"][number]): Group {
  return {
    id,
    title: note === "" ? title : `${title} · ${note}`,
    folded,
    rows: sockets.map((socket) => ({
      id: socket.id,
      text: socket.title,
      note: callNote(socket),
      look: socket.look,
    })),
  };
}

function callNote({ calls, direction }: Socket): string {
  if (direction === "export" || calls === undefined) return "";
  return calls === 0 ? "never called" : `×${calls.toLocaleString("en-US")}`;
}

function plugRows({ id, title, folded, plugs }: BoardModel["plugs"][number]): Group {
  return { id, title, folded, rows: plugs.map(plugRow) };
}

function plugRow(plug: Plug): Row {
  const { id } = plug;
  switch (plug.kind) {
    case "capability":
      return { id, text: plug.capability.title, note: plug.summary, look: plug.mode };
    case "passed":
      return { id, text: plug.title, note: "", look: "passed" };
    case "import":
      return { id, text: plug.name, note: plug.summary, look: plug.mode ?? "missing" };
    case "expected": {
      const look = plug.state === "offered" ? "passed" : "missing";
      // No wire leads there that could tell.
      return { id, text: plug.name, note: plug.state === "not offered" ? plug.state : "", look };
    }
  }
}

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly theme: PictureTheme;
  readonly title: string;
  readonly line: string;
  /** The edge that wires are at. */
  readonly end: "left" | "right";
}

function column(groups: readonly Group[], frame: Frame) {
  const { x, width: wide, theme } = frame;
  const anchors = new Map<string, Point>();
  const parts: string[] = [];
  const room = wide - 2 * inside;
  const facts = wrap(frame.line, room, 12, mostFacts);
  const head = headHeight + facts.length * factHeight;
  let y = frame.y + head;
  let free = mostRows;
  const heading = (group: Group, text: string) => {
    const line = { x: x + inside, y: y + 18, size: 11.5, fill: theme.ink3, room };
    parts.push(textLine(text, line));
    anchors.set(group.id, { x: frame.end === "right" ? x + wide : x, y: y + titleHeight / 2 });
    y += titleHeight;
  };
  for (const group of groups) {
    const amount = group.rows.length.toLocaleString("en-US");
    if (group.folded || free <= 0) {
      heading(group, `▸ ${group.title} · ${amount}`);
      continue;
    }
    heading(group, group.title);
    anchors.delete(group.id);
    const { shown, left } = firstOf(group.rows, free);
    free -= shown.length;
    for (const row of shown) {
      parts.push(rowSvg(row, { ...frame, y }));
      anchors.set(row.id, { x: frame.end === "right" ? x + wide : x, y: y + rowHeight / 2 });
      y += rowHeight;
    }
    if (left > 0) heading(group, `and ${left.toLocaleString("en-US")} more`);
  }
  if (groups.length === 0) {
    parts.push(textLine("Nothing.", { x: x + inside, y: y + 20, size: 13, fill: theme.ink2, room }));
    y += rowHeight;
  }
  const bottom = y + 8;
  const card = element("rect", {
    x: x + 0.5,
    y: frame.y + 0.5,
    width: wide - 1,
    height: bottom - frame.y - 1,
    rx: 12,
    fill: theme.panel,
    stroke: theme.line,
  });
  const line = frame.y + head - 6.5;
  const rule = element("path", { d: `M${x + 1},${line}H${x + wide - 1}`, stroke: theme.line });
  const title = textLine(frame.title, { x: x + inside, y: frame.y + 22, size: 14, fill: theme.ink, room, weight: 650 });
  const under = facts.map((text, index) =>
    textLine(text, { x: x + inside, y: frame.y + 39 + index * factHeight, size: 12, fill: theme.ink2, room }),
  );
  return { svg: element("g", {}, card, rule, title, ...under, ...parts), anchors, bottom };
}

function rowSvg({ text, note, look }: Row, { x, y, width: wide, theme }: Frame): string {
  const base = y + rowHeight / 2 + 4.5;
  const room = wide - 2 * inside;
  const name = cutTo(text, Math.min(room, note === "" ? room : room * 0.72), 14);
  const nameWidth = widthOf(name, 14) + 12;
  return [
    textLine(name, {
      x: x + inside,
      y: base,
      size: 14,
      fill: look === "missing" ? theme.missing : theme.ink,
      room,
      ...(look === "missing" ? { weight: 550 } : {}),
    }),
    note === "" || room - nameWidth < 30
      ? ""
      : textLine(note, {
          x: x + wide - inside,
          y: base,
          size: 12,
          fill: theme.ink3,
          room: room - nameWidth,
          end: true,
        }),
  ].join("");
}

const looks: readonly Look[] = ["real", "mock", "deny", "missing", "passed"];

interface LegendEntry {
  readonly look: Look;
  readonly word: string;
  readonly amount: number;
}

/** The looks of the wires that there are, each with its words. */
function legendOf(links: readonly Link[]): readonly LegendEntry[] {
  return looks.flatMap((look) => {
    const words = links.filter((link) => link.look === look).map(({ word }) => (word === "" ? "offered" : word));
    return [...new Set(words)].map((word) => ({ look, word, amount: words.filter((one) => one === word).length }));
  });
}

function legend(entries: readonly LegendEntry[], y: number, theme: PictureTheme): string {
  const parts: string[] = [];
  let x = edge;
  for (const { look, word } of entries) {
    const start: Link = { id: look, from: "a", fromGroup: "a", to: "b", toGroup: "b", open: false, look, word };
    const ends = [new Map([["a", { x: x + 6, y }]]), new Map([["b", { x: x + 60, y }]])] as const;
    const [wire]: readonly (Wire | undefined)[] = layoutWires([start], ...ends);
    if (wire !== undefined) parts.push(wireSvg(wire, theme, false));
    const room = widthOf(word, 12) + 2;
    parts.push(textLine(word, { x: x + 74, y: y + 4, size: 12, fill: theme.ink2, room }));
    x += 74 + room + 32;
  }
  return element("g", { transform: `translate(0,${round(-12)})` }, ...parts);
}

function countLooks(links: readonly Link[]): string {
  const words = legendOf(links).map(({ word, amount }) => `${amount} ${word}`);
  return words.length === 0 ? "" : `Wires: ${words.join(", ")}.`;
}
