import { z } from "zod";
import "../scenario/jitless.ts";
import { ownsItsBuffer } from "../protocol/data-size.ts";
import { traceOutcomes, type TraceChunk, type TraceProgress } from "../protocol/trace.ts";
import { listOf } from "./check-list.ts";

/** Names of all messages of a run together. */
const MAX_NAMES = 20_000;
/** The guest posts when it has 10,000 rows, or a MiB of texts. */
const MAX_ROWS = 100_000;
const MAX_ENDINGS = 100_000;
const MAX_BYTES = 16 * 1024 * 1024;
/** UTF-8 bytes of one text, of which the guest makes 500 characters. */
const MAX_TEXT = 2048;

const number = z.number().int().positive().max(0xffff_ffff);
const word = z.string().max(1000);
const column = <T extends ArrayBufferView<ArrayBuffer>>(schema: z.ZodType<T>): z.ZodType<T> =>
  schema.refine(ownsItsBuffer);
const words = column(z.instanceof(Uint32Array<ArrayBuffer>));
const times = column(z.instanceof(Float64Array<ArrayBuffer>));
const bytes = column(z.instanceof(Uint8Array<ArrayBuffer>));

export const traceSchema = z.strictObject({
  names: listOf(
    z.strictObject({
      direction: z.enum(["import", "export"]),
      interface: word,
      function: word,
      binding: z.enum(["real", "mock", "deny"]).exactOptional(),
    }),
    MAX_NAMES,
  ),
  chunk: z
    .strictObject({
      first: number,
      name: words,
      start: times,
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
      result: z.string().max(MAX_TEXT),
    }),
    MAX_ENDINGS,
  ),
  keptFrom: number,
});

/**
 * Makes the check of what one run adds to its trace, after `traceSchema`: columns of one length, texts inside their buffer,
 * names that are known, numbers that only grow.
 */
export function makeTraceCheck(): (trace: TraceProgress) => boolean {
  let names = 0;
  let last = 0;
  return ({ names: added, chunk, endings }) => {
    names += added.length;
    if (names > MAX_NAMES) return false;
    if (chunk !== undefined) {
      if (chunk.first <= last || !isWhole(chunk, names)) return false;
      last = chunk.first + chunk.name.length - 1;
    }
    return endings.every((ending) => ending.number <= last);
  };
}

/** About how many bytes a message adds, to be set against the number of messages. */
export function traceSize({ chunk }: TraceProgress): number {
  return chunk === undefined ? 0 : chunk.text.byteLength + 33 * chunk.name.length;
}

function isWhole({ first, name, start, duration, within, outcome, text, ends }: TraceChunk, names: number): boolean {
  const rows = name.length;
  if (rows > MAX_ROWS || text.byteLength > MAX_BYTES) return false;
  if (start.length !== rows || duration.length !== rows || within.length !== rows) return false;
  if (outcome.length !== rows || ends.length !== 2 * rows) return false;
  for (let row = 0; row < rows; row += 1) {
    // What is out of range reads as `undefined`, which compares as false.
    const known = (name[row] ?? names) < names && (outcome[row] ?? 4) < traceOutcomes.length;
    const timed = (start[row] ?? -1) >= 0 && (start[row] ?? Infinity) < Infinity && !((duration[row] ?? -1) < 0);
    if (!known || !timed || (within[row] ?? 0) >= first + row) return false;
  }
  let before = 0;
  for (const end of ends) {
    if (end < before || end - before > MAX_TEXT) return false;
    before = end;
  }
  return before === text.byteLength;
}
