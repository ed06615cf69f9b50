import type { TraceChunk } from "../protocol/trace.ts";
import { TextBytes } from "./trace-bytes.ts";

const FIRST_ROWS = 1024;

/**
 * Rows that were not posted yet, in columns that grow and are used again: a row costs no object. A row is added, its arguments are
 * written to `text` and ended, then its result, unless another row was added before.
 */
export class PendingRows {
  /** Number of the first row. */
  first = 1;
  count = 0;
  name = new Uint32Array(FIRST_ROWS);
  start = new Float64Array(FIRST_ROWS);
  duration = new Float64Array(FIRST_ROWS);
  within = new Uint32Array(FIRST_ROWS);
  outcome = new Uint8Array(FIRST_ROWS);
  ends = new Uint32Array(2 * FIRST_ROWS);
  readonly text = new TextBytes();

  /** Adds a row without texts; gives its index. */
  add(name: number, within: number): number {
    const row = this.count;
    this.name[row] = name;
    this.within[row] = within;
    this.duration[row] = Number.NaN;
    this.outcome[row] = 0;
    this.count = row + 1;
    return row;
  }

  /** The arguments of the last row are written. */
  endArguments(): void {
    const { length } = this.text;
    this.ends[2 * this.count - 2] = length;
    this.ends[2 * this.count - 1] = length;
  }

  /** The result of the last row is written. */
  endResult(): void {
    this.ends[2 * this.count - 1] = this.text.length;
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
    if (rows === 0) return;
    const skipped = this.ends[2 * rows - 1] ?? 0;
    for (const column of [this.name, this.start, this.duration, this.within, this.outcome])
      column.copyWithin(0, rows, this.count);
    for (let at = 2 * rows; at < 2 * this.count; at += 1) this.ends[at - 2 * rows] = (this.ends[at] ?? 0) - skipped;
    this.text.drop(skipped);
    this.first += rows;
    this.count -= rows;
  }

  /** A copy of the rows, to be given away; then there are none. */
  take(): TraceChunk {
    const { first, count } = this;
    this.first += count;
    this.count = 0;
    return {
      first,
      name: this.name.slice(0, count),
      start: this.start.slice(0, count),
      duration: this.duration.slice(0, count),
      within: this.within.slice(0, count),
      outcome: this.outcome.slice(0, count),
      text: this.text.take(),
      ends: this.ends.slice(0, 2 * count),
    };
  }
}

function grown<T extends Uint8Array | Uint32Array | Float64Array>(larger: T, old: T): T {
  larger.set(old);
  return larger;
}
