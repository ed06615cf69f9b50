import type { TraceChunk } from "../protocol/trace.ts";

const FIRST_ROWS = 1024;
const FIRST_BYTES = 64 * 1024;
/** No text is longer than this; printers cut earlier and better. */
const MAX_TEXT = 500;

/** Rows that were not posted yet, in columns that grow and are used again: a row costs no object. */
export class PendingRows {
  /** Number of the first row. */
  first = 1;
  count = 0;
  bytes = 0;
  name = new Uint32Array(FIRST_ROWS);
  start = new Float64Array(FIRST_ROWS);
  duration = new Float64Array(FIRST_ROWS);
  within = new Uint32Array(FIRST_ROWS);
  outcome = new Uint8Array(FIRST_ROWS);
  ends = new Uint32Array(2 * FIRST_ROWS);
  text = new Uint8Array(FIRST_BYTES);
  readonly #encoder = new TextEncoder();

  /** Adds a row without a result; gives its index. */
  add(name: number, within: number, args: string): number {
    const row = this.count;
    this.name[row] = name;
    this.within[row] = within;
    this.duration[row] = Number.NaN;
    this.outcome[row] = 0;
    this.#write(args);
    this.ends[2 * row] = this.bytes;
    this.ends[2 * row + 1] = this.bytes;
    this.count = row + 1;
    return row;
  }

  /** The result of the last row. */
  result(text: string): void {
    this.#write(text);
    this.ends[2 * this.count - 1] = this.bytes;
  }

  /** Whether there is no room for another row. */
  get full(): boolean {
    return this.count === this.name.length;
  }

  /** Makes room for as many rows again. */
  grow(): void {
    const rows = 2 * this.name.length;
    this.name = grown(new Uint32Array(rows), this.name);
    this.start = grown(new Float64Array(rows), this.start);
    this.duration = grown(new Float64Array(rows), this.duration);
    this.within = grown(new Uint32Array(rows), this.within);
    this.outcome = grown(new Uint8Array(rows), this.outcome);
    this.ends = grown(new Uint32Array(2 * rows), this.ends);
  }

  /** Throws the oldest rows away. */
  drop(rows: number): void {
    const skipped = rows === 0 ? 0 : (this.ends[2 * rows - 1] ?? 0);
    for (const column of [this.name, this.start, this.duration, this.within, this.outcome])
      column.copyWithin(0, rows, this.count);
    for (let at = 2 * rows; at < 2 * this.count; at += 1) this.ends[at - 2 * rows] = (this.ends[at] ?? 0) - skipped;
    this.text.copyWithin(0, skipped, this.bytes);
    this.first += rows;
    this.count -= rows;
    this.bytes -= skipped;
  }

  /** A copy of the rows, to be given away; then there are none. */
  take(): TraceChunk {
    const { first, count, bytes } = this;
    this.first += count;
    this.count = 0;
    this.bytes = 0;
    return {
      first,
      name: this.name.slice(0, count),
      start: this.start.slice(0, count),
      duration: this.duration.slice(0, count),
      within: this.within.slice(0, count),
      outcome: this.outcome.slice(0, count),
      text: this.text.slice(0, bytes),
      ends: this.ends.slice(0, 2 * count),
    };
  }

  #write(whole: string): void {
    const text = cut(whole);
    const most = this.bytes + 3 * text.length;
    if (most > this.text.length) this.text = grown(new Uint8Array(Math.max(most, 2 * this.text.length)), this.text);
    const out = this.text;
    let to = this.bytes;
    // Most texts are short and ASCII but for the sign of what was left out: a loop beats the encoder there.
    for (let at = 0; at < text.length; at += 1) {
      // oxlint-disable-next-line unicorn/prefer-code-point -- surrogates go to the encoder
      const unit = text.charCodeAt(at);
      if (unit < 0x80) {
        out[to] = unit;
        to += 1;
      } else if (unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff)) {
        out[to] = 0xe0 | (unit >> 12);
        out[to + 1] = 0x80 | ((unit >> 6) & 0x3f);
        out[to + 2] = 0x80 | (unit & 0x3f);
        to += 3;
      } else {
        this.bytes += this.#encoder.encodeInto(text, out.subarray(this.bytes)).written;
        return;
      }
    }
    this.bytes = to;
  }
}

/** Cuts what is too long, not inside a character. */
export function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

function grown<T extends Uint8Array | Uint32Array | Float64Array>(larger: T, old: T): T {
  larger.set(old);
  return larger;
}
