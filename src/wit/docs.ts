import type { Room } from "./room.ts";

/** How much of one comment is shown, in characters. */
const MAX_TEXT = 20_000;
const MAX_LINE = 1000;

/** What would not show, would turn the line, or is refused by WIT's lexer. */
const unsafe =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]|\u0149|\u0673|\u0f77|\u0f79|\u17a3|\u17a4|\u17b4|\u17b5/gu;

/** What a binary says about its items, as comments. */
export class Docs {
  readonly #texts: Readonly<Record<string, string>>;
  readonly #room: Room;

  /** `texts`: by the item's name, as `ComponentModel.docs` has them. */
  constructor(texts: Readonly<Record<string, string>>, room: Room) {
    this.#texts = texts;
    this.#room = room;
  }

  /** The `///` lines that stand before an item. */
  of(key: string): readonly string[] {
    if (!Object.hasOwn(this.#texts, key)) return [];
    const lines: string[] = [];
    for (const line of (this.#texts[key] ?? "")
      .slice(0, MAX_TEXT)
      .trim()
      .split(/\r\n?|\n/)) {
      const safe = line.slice(0, MAX_LINE).replaceAll("\t", "  ").replace(unsafe, "").trimEnd();
      const comment = safe === "" ? "///" : `/// ${safe}`;
      if (!this.#room.line(comment)) break;
      lines.push(comment);
    }
    return lines;
  }
}
