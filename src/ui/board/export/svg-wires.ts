import type { Wire } from "../layout.ts";
import type { Look } from "../types.ts";
import { element, round, textLine } from "./svg-parts.ts";
import type { PictureTheme } from "./theme.ts";

function lookColor(look: Look, theme: PictureTheme): string {
  return look === "passed" ? theme.ink3 : theme[look];
}

/** Every word of a wire is shorter. In pixels. */
const wordRoom = 200;

const dashes: Partial<Record<Look, string>> = { mock: "7 5", missing: "0.5 5" };

/** A wire as the board draws it: its look is told by colour, by line, by plug, and in a word where it begins. */
export function wireSvg(wire: Wire, theme: PictureTheme, named = true): string {
  const color = lookColor(wire.look, theme);
  const { look, path, socket, bar } = wire;
  const line = { fill: "none", stroke: color, "stroke-linecap": "round" };
  return element(
    "g",
    { "data-look": look },
    element("path", {
      ...line,
      d: path,
      "stroke-width": look === "passed" ? 1 : look === "missing" ? 2.2 : 1.8,
      "stroke-dasharray": dashes[look],
    }),
    bar === undefined
      ? ""
      : element("path", {
          ...line,
          d: `M${round(bar[0].x)},${round(bar[0].y)}L${round(bar[1].x)},${round(bar[1].y)}`,
          "stroke-width": 2.6,
        }),
    circle(socket.x, socket.y, look === "passed" ? 3 : 4.5, theme.panel, color),
    plugSvg(wire, color, theme),
    named && !wire.hangs && look !== "passed"
      ? textLine(wire.word, { x: socket.x + 10, y: socket.y - 5, size: 11, fill: color, room: wordRoom, weight: 600 })
      : "",
  );
}

function plugSvg({ plug, end: { x, y }, hangs, word }: Wire, color: string, theme: PictureTheme): string {
  switch (plug) {
    case "full":
      return circle(x, y, 4.5, color);
    case "small":
      return circle(x, y, 3, color);
    case "half":
      return (
        circle(x, y, 4.5, theme.panel, color) +
        element("path", { fill: color, d: `M${round(x)},${round(y - 4.5)}a4.5,4.5 0 0 1 0,9z` })
      );
    case "open":
      return (
        circle(hangs ? x + 5 : x, y, 5, theme.panel, color) +
        (hangs ? textLine(word, { x: x + 15, y: y + 4, size: 12, fill: color, room: wordRoom, weight: 600 }) : "")
      );
  }
}

function circle(x: number, y: number, r: number, fill: string, stroke?: string): string {
  return element("circle", {
    cx: round(x),
    cy: round(y),
    r,
    fill,
    stroke,
    "stroke-width": stroke === undefined ? undefined : 1.8,
  });
}
