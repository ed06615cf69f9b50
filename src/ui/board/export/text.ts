/**
 * A text from outside on one line of at most `most` characters. What does not show, turns the line or cannot stand in a
 * file is spelled out: `\u{202e}`.
 */
export function oneLine(text: string, most: number): string {
  const chars = Array.from(text.slice(0, most * 2 + 2));
  const cut = chars.length > most ? `${chars.slice(0, most - 1).join("")}…` : chars.join("");
  return cut.replaceAll(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** The beginning of a list, and how many are left out. */
export function firstOf<T>(items: readonly T[], most: number): { readonly shown: readonly T[]; readonly left: number } {
  return { shown: items.slice(0, most), left: Math.max(0, items.length - most) };
}

const longestStem = 60;
/** Names that mean a device on Windows, whatever follows them. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A file name made from a component's: `hello.svg` from `hello.wasm`. Plain letters, digits, dots, dashes and underscores only. */
export function fileNameFor(name: string, extension: string): string {
  const stem = name
    .slice(0, 1000)
    .replace(/\.(wasm|wat)$/i, "")
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replaceAll(/\.{2,}/g, ".")
    .slice(0, longestStem)
    .replaceAll(/^[.-]+|[.-]+$/g, "");
  const safe = stem === "" ? "board" : devices.test(stem) ? `board-${stem}` : stem;
  return `${safe}.${extension}`;
}
