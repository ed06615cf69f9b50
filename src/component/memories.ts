import type { Result } from "../result.ts";
import { err, ok } from "../result.ts";
import { coreSections, MEMORY_SECTION, readMemories } from "./core-module.ts";
import type { Limits } from "./core-types.ts";
import { Cursor } from "./cursor.ts";
import { attempt } from "./failure.ts";
import type { ReadError } from "./model.ts";

/** A module wants more memory at its start than it may ever have. Sizes in bytes; above 2^53 they are rounded. */
export interface MemoryLimitError {
  readonly tag: "memory-limit";
  readonly message: string;
  readonly initialBytes: number;
  readonly limitBytes: number;
}

const HAS_MAXIMUM = 0x01;
const PAGE_SIZE = 0x08;

interface Found {
  /** Byte range of the whole memory section, from its id on. */
  readonly start: number;
  readonly end: number;
  readonly memories: readonly Limits[];
}

function findMemories(module: Uint8Array): Result<Found | undefined, ReadError> {
  return attempt(() => {
    let found: Found | undefined;
    // All sections are walked, so that a second memory section cannot hide behind the first.
    for (const { id, start, body } of coreSections(Cursor.over(module, "core module"))) {
      if (id !== MEMORY_SECTION) continue;
      const memories = readMemories(body);
      for (const { initial, maximum, shared } of memories) {
        if (maximum !== undefined && maximum < initial)
          throw body.malformed("a memory's maximum is below its initial size", start);
        if (shared && maximum === undefined) throw body.malformed("a shared memory has no maximum", start);
      }
      found = { start, end: body.end, memories };
    }
    return found;
  });
}

function toBytes(pages: bigint, limits: Limits): bigint {
  return pages << BigInt(limits.pageLog2);
}

/** What a memory can grow to as it stands: its own maximum, or all that its addresses reach. */
function reach(limits: Limits): bigint {
  const space = 1n << (limits.wide ? 64n : 32n);
  // With pages of one byte the number of pages must still fit an address.
  const addressable = limits.pageLog2 === 0 ? space - 1n : space;
  const own = limits.maximum === undefined ? addressable : toBytes(limits.maximum, limits);
  const initial = toBytes(limits.initial, limits);
  const least = own < addressable ? own : addressable;
  return least > initial ? least : initial;
}

/**
 * Shares `left` bytes evenly: a memory that wants less than its share leaves the rest to the others. Gives the new
 * maxima in pages, rounded down.
 */
function share(memories: readonly Limits[], left: bigint): bigint[] {
  const maxima = memories.map((limits) => limits.initial);
  const wants = memories.map((limits, index) => ({
    index,
    limits,
    want: reach(limits) - toBytes(limits.initial, limits),
  }));
  wants.sort((a, b) => (a.want < b.want ? -1 : a.want > b.want ? 1 : a.index - b.index));
  let remaining = left;
  for (const [position, { index, limits, want }] of wants.entries()) {
    const even = remaining / BigInt(wants.length - position);
    const given = (want < even ? want : even) >> BigInt(limits.pageLog2);
    maxima[index] = limits.initial + given;
    remaining -= toBytes(given, limits);
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

function encodeSection(memories: readonly Limits[], maxima: readonly bigint[]): number[] {
  const body: number[] = [];
  pushLeb(body, BigInt(memories.length));
  for (const [index, limits] of memories.entries()) {
    body.push(limits.flags | HAS_MAXIMUM);
    pushLeb(body, limits.initial);
    pushLeb(body, maxima[index] ?? limits.initial);
    if ((limits.flags & PAGE_SIZE) !== 0) pushLeb(body, BigInt(limits.pageLog2));
  }
  const section = [MEMORY_SECTION];
  pushLeb(section, BigInt(body.length));
  return [...section, ...body];
}

function owned(module: Uint8Array): Uint8Array<ArrayBuffer> {
  // The check makes the narrower type true.
  return module.buffer instanceof ArrayBuffer ? (module as Uint8Array<ArrayBuffer>) : new Uint8Array(module);
}

/**
 * Gives every memory that a core module defines a maximum, so that together they cannot outgrow `limitBytes`. What
 * is left above the initial sizes is shared evenly; no memory gets more than its own maximum. Imported memories and
 * all other bytes stay as they are, and a module within the limit comes back as it is. Respects 64-bit addresses,
 * custom page sizes and shared memories. Errors: `memory-limit` when the initial sizes alone are above the limit;
 * a `ReadError` when the sections cannot be read.
 */
export function capMemories(
  module: Uint8Array,
  limitBytes: number,
): Result<Uint8Array<ArrayBuffer>, MemoryLimitError | ReadError> {
  const found = findMemories(module);
  if (!found.ok) return found;
  if (found.value === undefined) return ok(owned(module));
  const { start, end, memories } = found.value;
  // Infinity and NaN have no bigint: the first means no limit, the second none at all to give.
  const limit =
    limitBytes === Infinity ? undefined : BigInt(Number.isNaN(limitBytes) ? 0 : Math.max(0, Math.floor(limitBytes)));
  const initial = memories.reduce((sum, limits) => sum + toBytes(limits.initial, limits), 0n);
  const reachable = memories.reduce((sum, limits) => sum + reach(limits), 0n);
  if (limit === undefined || reachable <= limit) return ok(owned(module));
  if (initial > limit) {
    const message = `The module's memory starts with ${initial} bytes, but the limit is ${limit} bytes.`;
    return err({ tag: "memory-limit", message, initialBytes: Number(initial), limitBytes });
  }
  const section = encodeSection(memories, share(memories, limit - initial));
  const capped = new Uint8Array(start + section.length + (module.length - end));
  capped.set(module.subarray(0, start));
  capped.set(section, start);
  capped.set(module.subarray(end), start + section.length);
  return ok(capped);
}
