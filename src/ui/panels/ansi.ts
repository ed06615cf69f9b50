/** Colours and weight that a terminal's SGR sequences set. A number is one of the 16 named colours, a text is a CSS colour. */
export interface Style {
  readonly fg?: number | string;
  readonly bg?: number | string;
  readonly bold?: true;
}

export interface Span {
  readonly text: string;
  readonly style: Style;
}

export const plain: Style = {};

const sgr = /\u001b\[([0-9;]*)m/g;
/** C0 but tab, DEL, C1, marks that steer the direction of text, and line separators: shown, never obeyed. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const steering = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Cuts text into spans of one style, beginning with `start`. Only colours and weight are obeyed; every other control is shown as a symbol. */
export function spansOf(text: string, start: Style = plain): readonly Span[] {
  const spans: Span[] = [];
  let style = start;
  let from = 0;
  const put = (end: number) => {
    if (end > from) spans.push({ text: visible(text.slice(from, end)), style });
  };
  for (const match of text.matchAll(sgr)) {
    put(match.index);
    style = apply(style, match[1] ?? "");
    from = match.index + match[0].length;
  }
  put(text.length);
  return spans;
}

/** The style that holds after `text`. */
export function styleAfter(text: string, start: Style): Style {
  if (!text.includes("\u001b[")) return start;
  let style = start;
  for (const match of text.matchAll(sgr)) style = apply(style, match[1] ?? "");
  return style;
}

/** Replaces control characters by visible symbols: `␛`, `⟨U+202E⟩`. Tabs stay. */
export function visible(text: string): string {
  return text.replace(steering, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return "\u2421";
    return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, "0")}\u27e9`;
  });
}

function apply(style: Style, parameters: string): Style {
  const codes = parameters.split(";").map(Number);
  let { fg, bg, bold } = style;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code === 0) [fg, bg, bold] = [undefined, undefined, undefined];
    else if (code === 1) bold = true;
    else if (code === 22) bold = undefined;
    else if (code >= 30 && code <= 37) fg = code - 30;
    else if (code === 39) fg = undefined;
    else if (code >= 40 && code <= 47) bg = code - 40;
    else if (code === 49) bg = undefined;
    else if (code >= 90 && code <= 97) fg = code - 82;
    else if (code >= 100 && code <= 107) bg = code - 92;
    else if (code === 38 || code === 48) {
      const [color, used] = extended(codes.slice(at + 1));
      if (code === 38) fg = color ?? fg;
      else bg = color ?? bg;
      at += used;
    }
  }
  return {
    ...(fg === undefined ? {} : { fg }),
    ...(bg === undefined ? {} : { bg }),
    ...(bold === undefined ? {} : { bold }),
  };
}

/** Reads `5;n` or `2;r;g;b`; gives the colour and how many numbers it took. */
function extended(codes: readonly number[]): readonly [number | string | undefined, number] {
  const [kind, ...rest] = codes;
  if (kind === 5) return [indexed(rest[0] ?? 0), 2];
  if (kind === 2) {
    const [r = 0, g = 0, b = 0] = rest;
    return [[r, g, b].every((part) => part <= 255) ? `rgb(${r} ${g} ${b})` : undefined, 4];
  }
  return [undefined, 0];
}

/** A colour of the 256: 16 named ones, a cube of 6 × 6 × 6, and 24 greys. */
function indexed(index: number): number | string | undefined {
  if (index < 16) return index;
  if (index > 255) return undefined;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const cube = index - 16;
  const level = (part: number) => (part === 0 ? 0 : 55 + part * 40);
  return `rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`;
}

/** The same for a text of several lines. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}
