import type { Result } from "../result.ts";
import { err, ok } from "../result.ts";
import { coreSections, MEMORY_SECTION, readMemories, readTables, TABLE_SECTION } from "./core-module.ts";
import type { Limits, PlacedLimits } from "./core-types.ts";
import { Cursor } from "./cursor.ts";
import { attempt } from "./failure.ts";
import type { ReadError } from "./model.ts";

/** What can be capped: memories in bytes, tables in elements. */
const KINDS = {
  memory: { section: MEMORY_SECTION, read: readMemories },
  table: { section: TABLE_SECTION, read: readTables },
} as const;

type Capped = keyof typeof KINDS;

/** What a module defines is larger at its start than it may ever be. */
interface StartsTooLarge {
  readonly tag: "starts-too-large";
  readonly initial: bigint;
}

const HAS_MAXIMUM = 0x01;
const PAGE_SIZE = 0x08;

interface Found {
  readonly id: number;
  /** Byte range of the whole section, from its id on; its contents begin at `contents`. */
  readonly start: number;
  readonly contents: number;
  readonly end: number;
  readonly entries: readonly PlacedLimits[];
}

function find(module: Uint8Array, what: Capped): Result<Found | undefined, ReadError> {
  return attempt(() => {
    let found: Found | undefined;
    // All sections are walked, so that a second one cannot hide behind the first.
    for (const { id, start, body } of coreSections(Cursor.over(module, "core module"))) {
      if (id !== KINDS[what].section) continue;
      const contents = body.pos;
      const entries = KINDS[what].read(body);
      for (const { initial, maximum, shared } of entries.map(({ limits }) => limits)) {
        if (maximum !== undefined && maximum < initial)
          throw body.malformed(`a ${what}'s maximum is below its initial size`, start);
        if (shared && maximum === undefined) throw body.malformed(`a shared ${what} has no maximum`, start);
      }
      found = { id, start, contents, end: body.end, entries };
    }
    return found;
  });
}

function toUnits(pages: bigint, limits: Limits): bigint {
  return pages << BigInt(limits.pageLog2);
}

/** What something can grow to as it stands: its own maximum, or all that its addresses reach. */
function reach(limits: Limits): bigint {
  const space = 1n << (limits.wide ? 64n : 32n);
  // With pages of one byte, and for tables, the number of pages must still fit an address.
  const addressable = limits.pageLog2 === 0 ? space - 1n : space;
  const own = limits.maximum === undefined ? addressable : toUnits(limits.maximum, limits);
  const initial = toUnits(limits.initial, limits);
  const least = own < addressable ? own : addressable;
  return least > initial ? least : initial;
}

/**
 * Shares `left` evenly: what wants less than its share leaves the rest to the others. Gives the new maxima in pages,
 * rounded down.
 */
function share(all: readonly Limits[], left: bigint): bigint[] {
  const maxima = all.map((limits) => limits.initial);
  const wants = all.map((limits, index) => ({
    index,
    limits,
    want: reach(limits) - toUnits(limits.initial, limits),
  }));
  wants.sort((a, b) => (a.want < b.want ? -1 : a.want > b.want ? 1 : a.index - b.index));
  let remaining = left;
  for (const [position, { index, limits, want }] of wants.entries()) {
    const even = remaining / BigInt(wants.length - position);
    const given = (want < even ? want : even) >> BigInt(limits.pageLog2);
    maxima[index] = limits.initial + given;
    remaining -= toUnits(given, limits);
  }
  return maxima;
}

function pushLeb(into: number[], value: bigint): void {
  let rest = value;
  while (rest >= 0x80n) {
    into.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  into.push(Number(rest));
}

function encodeLimits(limits: Limits, maximum: bigint): number[] {
  const encoded = [limits.flags | HAS_MAXIMUM];
  pushLeb(encoded, limits.initial);
  pushLeb(encoded, maximum);
  if ((limits.flags & PAGE_SIZE) !== 0) pushLeb(encoded, BigInt(limits.pageLog2));
  return encoded;
}

/** The module with other maxima: what stands around the limits of an entry stays as it is. */
function withMaxima(module: Uint8Array, found: Found, maxima: readonly bigint[]): Uint8Array<ArrayBuffer> {
  const body: ArrayLike<number>[] = [];
  let at = found.contents;
  for (const [index, { limits, from, to }] of found.entries.entries()) {
    body.push(module.subarray(at, from), encodeLimits(limits, maxima[index] ?? limits.initial));
    at = to;
  }
  body.push(module.subarray(at, found.end));
  const head = [found.id];
  pushLeb(head, BigInt(sizeOf(body)));
  return concatenated([module.subarray(0, found.start), head, ...body, module.subarray(found.end)]);
}

function sizeOf(parts: readonly ArrayLike<number>[]): number {
  return parts.reduce((size, { length }) => size + length, 0);
}

function concatenated(parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(sizeOf(parts));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function owned(module: Uint8Array): Uint8Array<ArrayBuffer> {
  // The check makes the narrower type true.
  return module.buffer instanceof ArrayBuffer ? (module as Uint8Array<ArrayBuffer>) : new Uint8Array(module);
}

/**
 * Gives all memories or tables that a core module defines a maximum, so that together they cannot outgrow `most` (bytes or
 * elements). What is left above the initial sizes is shared evenly; none gets more than its own maximum. Imported ones and
 * all other bytes stay as they are, and a module within the limit comes back as it is.
 */
export function cap(
  module: Uint8Array,
  what: Capped,
  most: number,
): Result<Uint8Array<ArrayBuffer>, StartsTooLarge | ReadError> {
  const found = find(module, what);
  if (!found.ok) return found;
  if (found.value === undefined) return ok(owned(module));
  const all = found.value.entries.map(({ limits }) => limits);
  // Infinity and NaN have no bigint: the first means no limit, the second none at all to give.
  const limit = most === Infinity ? undefined : BigInt(Number.isNaN(most) ? 0 : Math.max(0, Math.floor(most)));
  const initial = all.reduce((sum, limits) => sum + toUnits(limits.initial, limits), 0n);
  const reachable = all.reduce((sum, limits) => sum + reach(limits), 0n);
  if (limit === undefined || reachable <= limit) return ok(owned(module));
  if (initial > limit) return err({ tag: "starts-too-large", initial });
  return ok(withMaxima(module, found.value, share(all, limit - initial)));
}
