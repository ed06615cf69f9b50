import { z } from "zod";
import "../scenario/jitless.ts";
import { ownsItsBuffer } from "../protocol/data-size.ts";
import { traceOutcomes, type TraceChunk, type TraceName, type TraceProgress } from "../protocol/trace.ts";
import { MAX_CARRIED, MAX_RESOURCE_NAME, MAX_VALUES, traceScalars } from "../protocol/trace-values.ts";
import { listOf } from "./check-list.ts";
import { areValues, isWholeValues } from "./trace-values.ts";

/** Names of all messages of a run together. */
const MAX_NAMES = 20_000;
/** The guest posts so many rows at most, and does so when it has 4 MiB of what they carried. */
const MAX_ROWS = 100_000;
/** Of all columns together. */
export const ROW_BYTES = 37;
const MAX_ENDINGS = 100_000;
const MAX_BYTES = 16 * 1024 * 1024;

const number = z.number().int().positive().max(0xffff_ffff);
const word = z.string().max(1000);
const column = <T extends ArrayBufferView<ArrayBuffer>>(schema: z.ZodType<T>): z.ZodType<T> =>
  schema.refine(ownsItsBuffer);
const words = column(z.instanceof(Uint32Array<ArrayBuffer>));
const doubts = column(z.instanceof(Float32Array<ArrayBuffer>));
const times = column(z.instanceof(Float64Array<ArrayBuffer>));
const bytes = column(z.instanceof(Uint8Array<ArrayBuffer>));

const value = z.union([z.enum(traceScalars), z.strictObject({ handle: z.string().max(MAX_RESOURCE_NAME) })]);

export const traceSchema = z.strictObject({
  names: listOf(
    z.strictObject({
      direction: z.enum(["import", "export"]),
      interface: word,
      function: word,
      binding: z.enum(["real", "mock", "deny"]).exactOptional(),
      params: listOf(value, MAX_VALUES).exactOptional(),
      result: z.strictObject({ ok: z.boolean(), value: value.exactOptional() }).exactOptional(),
    }),
    MAX_NAMES,
  ),
  chunk: z
    .strictObject({
      first: number,
      name: words,
      start: times,
      slack: doubts,
      duration: times,
      within: words,
      outcome: bytes,
      text: bytes,
      ends: words,
    })
    .exactOptional(),
  endings: listOf(
    z.strictObject({
      number,
      duration: z.number().nonnegative(),
      outcome: z.enum(traceOutcomes),
      result: z.string().max(MAX_CARRIED),
    }),
    MAX_ENDINGS,
  ),
  keptFrom: number,
});

/**
 * Makes the check of what one run adds to its trace, after `traceSchema`: columns of one length, texts and values inside
 * their buffer, names that are known, numbers that only grow.
 */
export function makeTraceCheck(): (trace: TraceProgress) => boolean {
  const names: TraceName[] = [];
  let last = 0;
  return ({ names: added, chunk, endings }) => {
    if (names.length + added.length > MAX_NAMES) return false;
    for (const name of added) names.push(name);
    if (chunk !== undefined) {
      if (chunk.first <= last || !isWhole(chunk, names)) return false;
      last = chunk.first + chunk.name.length - 1;
    }
    return endings.every((ending) => ending.number <= last);
  };
}

/** About how many bytes a message adds, to be set against the number of messages. */
export function traceSize({ chunk }: TraceProgress): number {
  return chunk === undefined ? 0 : chunk.text.byteLength + ROW_BYTES * chunk.name.length;
}

function isWhole(chunk: TraceChunk, names: readonly TraceName[]): boolean {
  const { first, name, start, slack, duration, within, outcome, text, ends } = chunk;
  const rows = name.length;
  if (rows > MAX_ROWS || text.byteLength > MAX_BYTES) return false;
  if (start.length !== rows || slack.length !== rows || duration.length !== rows || within.length !== rows)
    return false;
  if (outcome.length !== rows || ends.length !== 2 * rows) return false;
  let before = 0;
  for (let row = 0; row < rows; row += 1) {
    // What is out of range reads as `undefined`, which compares as false.
    const of = names[name[row] ?? names.length];
    if (of === undefined || (outcome[row] ?? 4) >= traceOutcomes.length) return false;
    const timed = (start[row] ?? -1) >= 0 && (start[row] ?? Infinity) < Infinity && !((duration[row] ?? -1) < 0);
    const doubted = (slack[row] ?? -1) >= 0 && (slack[row] ?? Infinity) < Infinity;
    if (!timed || !doubted || (within[row] ?? 0) >= first + row) return false;
    const middle = ends[2 * row] ?? 0;
    const end = ends[2 * row + 1] ?? 0;
    if (middle < before || middle - before > MAX_CARRIED || end < middle || end - middle > MAX_CARRIED) return false;
    if (end > text.length) return false;
    if (areValues(text, before, middle) && !isWholeValues(of, "params", text, before, middle)) return false;
    if (areValues(text, middle, end) && !isWholeValues(of, "result", text, middle, end)) return false;
    before = end;
  }
  return before === text.byteLength;
}
