import type { TraceChunk } from "../protocol/trace.ts";
import { CarriedBytes } from "./trace-bytes.ts";

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
  slack = new Float32Array(FIRST_ROWS);
  duration = new Float64Array(FIRST_ROWS).fill(Number.NaN);
  within = new Uint32Array(FIRST_ROWS);
  outcome = new Uint8Array(FIRST_ROWS);
  ends = new Uint32Array(2 * FIRST_ROWS);
  /** How many rows there is room for. */
  room = FIRST_ROWS;
  readonly text: CarriedBytes;

  constructor(numberOf: (resource: object) => number) {
    this.text = new CarriedBytes(numberOf);
  }

  /** Adds a row without texts, for which there must be room; gives its index. */
  add(name: number, within: number): number {
    const row = this.count;
    this.name[row] = name;
    this.within[row] = within;
    this.count = row + 1;
    return row;
  }

  /** The arguments of the last row are written. */
  endArguments(): void {
    const { length } = this.text;
    const at = 2 * this.count;
    this.ends[at - 2] = length;
    this.ends[at - 1] = length;
  }

  /** The result of the last row is written. */
  endResult(): void {
    this.ends[2 * this.count - 1] = this.text.length;
  }

  /** Makes room for as many rows again, but for no more than `most`. */
  grow(most: number): void {
    const rows = Math.min(2 * this.room, most);
    this.name = grown(new Uint32Array(rows), this.name);
    this.start = grown(new Float64Array(rows), this.start);
    this.slack = grown(new Float32Array(rows), this.slack);
    this.duration = grown(new Float64Array(rows).fill(Number.NaN), this.duration);
    this.within = grown(new Uint32Array(rows), this.within);
    this.outcome = grown(new Uint8Array(rows), this.outcome);
    this.ends = grown(new Uint32Array(2 * rows), this.ends);
    this.room = rows;
  }

  /** Forgets all rows; the next has the number `first`. */
  clear(first: number): void {
    this.slack.fill(0, 0, this.count);
    this.duration.fill(Number.NaN, 0, this.count);
    this.outcome.fill(0, 0, this.count);
    this.first = first;
    this.count = 0;
    this.text.length = 0;
  }
}

/** A copy of the rows from a number on, those of `newer` behind those of `older`, to be given away. */
export function chunkOf(older: PendingRows, newer: PendingRows, from: number): TraceChunk {
  const [skipped, begun] = [Math.max(0, Math.min(older.count, from - older.first)), Math.max(0, from - newer.first)];
  const parts = [
    { rows: older, from: skipped, at: 0 },
    { rows: newer, from: begun, at: older.count - skipped },
  ];
  const count = older.count - skipped + newer.count - begun;
  const whole = <T extends Uint8Array | Uint32Array | Float32Array | Float64Array>(
    made: T,
    column: (rows: PendingRows) => T,
    width = 1,
  ): T => {
    for (const { rows, from: first, at } of parts)
      made.set(column(rows).subarray(width * first, width * rows.count), width * at);
    return made;
  };
  const before = parts.map(({ rows, from: first }) => (first === 0 ? 0 : (rows.ends[2 * first - 1] ?? 0)));
  const [oldText, newText] = [
    older.text.part(before[0] ?? 0, older.text.length),
    newer.text.part(before[1] ?? 0, newer.text.length),
  ];
  const text = new Uint8Array(oldText.length + newText.length);
  text.set(oldText);
  text.set(newText, oldText.length);
  const ends = whole(new Uint32Array(2 * count), (rows) => rows.ends, 2);
  const between = 2 * (older.count - skipped);
  shift(ends, 0, between, -(before[0] ?? 0));
  shift(ends, between, ends.length, oldText.length - (before[1] ?? 0));
  return {
    first: Math.max(from, older.count > skipped ? older.first : newer.first),
    name: whole(new Uint32Array(count), (rows) => rows.name),
    start: whole(new Float64Array(count), (rows) => rows.start),
    slack: whole(new Float32Array(count), (rows) => rows.slack),
    duration: whole(new Float64Array(count), (rows) => rows.duration),
    within: whole(new Uint32Array(count), (rows) => rows.within),
    outcome: whole(new Uint8Array(count), (rows) => rows.outcome),
    text,
    ends,
  };
}

function shift(ends: Uint32Array, from: number, to: number, by: number): void {
  if (by === 0) return;
  for (let at = from; at < to; at += 1) ends[at] = (ends[at] ?? 0) + by;
}

function grown<T extends Uint8Array | Uint32Array | Float32Array | Float64Array>(larger: T, old: T): T {
  larger.set(old);
  return larger;
}
