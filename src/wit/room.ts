/** How long a printed text may become, in characters. What closes a block that was begun may go a little beyond it. */
const MAX_TEXT = 4 * 1024 * 1024;

/** What is left of a text's allowance. Types are shared in a file and written out in a text, so a text can be far larger. */
export class Room {
  #text: number;
  #types: number;

  constructor(size = MAX_TEXT) {
    this.#text = size;
    this.#types = size;
  }

  get full(): boolean {
    return this.#text < 0;
  }

  /** Takes room for a line; `false` when there is none left, and then the line is left out. */
  line(text: string): boolean {
    // Lines are indented and ended.
    this.#text -= text.length + 8;
    return this.#text >= 0;
  }

  /** Takes room for a part of a line while it is being made, for one line alone can be too long. */
  part(length: number): boolean {
    this.#types -= length;
    if (this.#types < 0) this.#text = -1;
    return this.#types >= 0;
  }
}
