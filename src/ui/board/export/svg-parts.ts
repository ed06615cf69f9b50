import { oneLine } from "./text.ts";

const sans = "Inter, system-ui, 'Segoe UI', sans-serif";
const mono = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text for XML, in elements and in attributes. */
export function xml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => references[char] ?? char);
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; its children are XML already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) =>
    value === undefined ? "" : ` ${key}="${xml(String(value))}"`,
  );
  const open = `<${name}${written.join("")}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join("")}</${name}>`;
}

interface TextOptions {
  readonly x: number;
  readonly y: number;
  /** Font size in pixels. */
  readonly size: number;
  readonly fill: string;
  /** What there is room for, in pixels. */
  readonly room: number;
  readonly code?: boolean;
  readonly weight?: number;
  readonly end?: boolean;
}

/** How much wider heavy letters are, at the most. */
const boldness = 1.12;

/** One line of text, cut to its room. */
export function textLine(
  text: string,
  { x, y, size, fill, room, code = false, weight, end = false }: TextOptions,
): string {
  return element(
    "text",
    {
      x: round(x),
      y: round(y),
      fill,
      "font-family": code ? mono : sans,
      "font-size": size,
      "font-weight": weight,
      "text-anchor": end ? "end" : undefined,
    },
    xml(cutTo(text, weight === undefined ? room : room / boldness, size, code)),
  );
}

/** How wide a text is, by its characters: no font is at hand. In pixels, and rather too much than too little. */
export function widthOf(text: string, size: number, code = false): number {
  let ems = 0;
  for (const char of text) ems += emsOf(char, code);
  return ems * size;
}

function emsOf(char: string, code: boolean): number {
  // East Asian characters and pictures fill a square.
  if (/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\u{1F000}-\u{3FFFD}]/u.test(char))
    return 1.1;
  if (code) return 0.61;
  // As wide as in the widest font of those named above.
  if (/[ijl.,:;'|! ]/.test(char)) return 0.34;
  if (/[ftr()[\]/-]/.test(char)) return 0.41;
  if (/[mMW@%]/.test(char)) return 1;
  return /[A-Zw+=<>~]/.test(char) ? 0.8 : 0.64;
}

const mostCharacters = 400;

export function cutTo(text: string, room: number, size: number, code = false): string {
  const line = oneLine(text, mostCharacters);
  if (widthOf(line, size, code) <= room) return line;
  let width = widthOf("…", size, code);
  let kept = "";
  for (const char of line) {
    width += emsOf(char, code) * size;
    if (width > room) break;
    kept += char;
  }
  return `${kept.trimEnd()}…`;
}

/** Breaks a text at its spaces into at most `most` lines; the last one is cut. */
export function wrap(text: string, room: number, size: number, most: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  const words = oneLine(text, mostCharacters * most).split(" ");
  for (const [index, word] of words.entries()) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || widthOf(longer, size) <= room) {
      line = longer;
      continue;
    }
    if (lines.length === most - 1) {
      line = `${line} ${words.slice(index).join(" ")}`;
      break;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line].map((one) => cutTo(one, room, size));
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
