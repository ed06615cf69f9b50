import type { CoreMemory, CoreModuleDetail, ReadError } from "../component/index.ts";
import { capMemories, capTables } from "../component/index.ts";
import type { CoreFile } from "../protocol/index.ts";
import type { ErrorTag, Result } from "../result.ts";
import { fail, ok } from "../result.ts";

/** A core module as a component uses it. */
interface MemoryUser {
  /** The memories that it has, imported ones included. */
  readonly memories: readonly CoreMemory[];
  /** How many instances are made of it: each has memories of its own. */
  readonly instances: number;
}

/** A core module's bytes, what was read of them, and how often it is instantiated. */
export interface CoreUse {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly module: CoreModuleDetail;
  readonly instances: number;
}

/**
 * How many elements the tables of all instances together may have. A table's elements lie outside of every memory: without a
 * limit a component could fill the whole process with them.
 */
export const MAX_TABLE_ELEMENTS = 10_000_000;

/**
 * The core modules with all memories of all their instances together capped at `limitBytes`, and all tables at
 * `MAX_TABLE_ELEMENTS`. Fails with `memory-limit`, or with `unreadable` where a module's sections are damaged.
 */
export function capCores(cores: readonly CoreUse[], limitBytes: number, unreadable: ErrorTag): Result<CoreFile[]> {
  const bytesOf = shareMemory(
    cores.map(({ module, instances }) => ({ memories: module.memories, instances })),
    limitBytes,
  );
  if (bytesOf === undefined)
    return startsTooLarge("memories", limitBytes, "bytes", "the memory limit of this scenario. Raise the limit.");
  const elementsOf = shareEvenly(cores.map(tablesOf), MAX_TABLE_ELEMENTS);
  if (elementsOf === undefined) return tablesTooLarge();
  const files: CoreFile[] = [];
  for (const [index, { name, bytes }] of cores.entries()) {
    const inMemory = capMemories(bytes, bytesOf[index] ?? 0);
    const capped = inMemory.ok ? capTables(inMemory.value, elementsOf[index] ?? 0) : inMemory;
    if (!capped.ok) {
      const { error } = capped;
      if (error.tag === "memory-limit") return fail("memory-limit", error.message, error);
      // The shares begin with what the tables have at first: this is for numbers too large to be exact.
      if (error.tag === "table-limit") return tablesTooLarge();
      return unreadableCore(name, error, unreadable);
    }
    files.push({ name, bytes: owned(capped.value) });
  }
  return ok(files);
}

function tablesTooLarge(): Result<never> {
  return startsTooLarge("tables", MAX_TABLE_ELEMENTS, "elements", "which is more than is run here.");
}

function startsTooLarge(what: string, limit: number, unit: string, end: string): Result<never> {
  return fail(
    "memory-limit",
    `Preparing the component failed: its ${what} start with more than ${limit.toLocaleString("en")} ${unit} together, ${end}`,
  );
}

/** Words for a core module that cannot be read. */
export function unreadableCore(name: string, error: ReadError, tag: ErrorTag): Result<never> {
  return fail(
    tag,
    `Preparing the component failed: ${name} cannot be read (${error.reason} at byte ${error.offset}).`,
    error,
  );
}

/** A view that keeps the whole memory of a tool or a file alive, or is not on an ArrayBuffer, is copied. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? new Uint8Array(bytes.buffer)
    : new Uint8Array(bytes);
}

/**
 * Shares `limitBytes` among all instances of all modules: what each module's own memories may reach together, in bytes and by
 * module. Gives `undefined` when the sizes at the start alone are above the limit.
 */
export function shareMemory(users: readonly MemoryUser[], limitBytes: number): readonly number[] | undefined {
  return shareEvenly(
    users.map(({ memories, instances }) => {
      const own = memories.filter((memory) => !memory.imported);
      return {
        instances: own.length === 0 ? 0 : instances,
        initial: sum(own.map((memory) => memory.initialBytes)),
        reach: sum(own.map((memory) => memory.maximumBytes ?? Infinity)),
      };
    }),
    limitBytes,
  );
}

function tablesOf({ module, instances }: CoreUse): Sharer {
  const own = module.tables.filter((table) => !table.imported);
  return {
    instances: own.length === 0 ? 0 : instances,
    initial: sum(own.map((table) => table.initialElements)),
    reach: sum(own.map((table) => table.maximumElements ?? Infinity)),
  };
}

/** What each instance of a module has at first and could grow to. */
interface Sharer {
  readonly instances: number;
  readonly initial: number;
  readonly reach: number;
}

/** What each instance of each may have, so that all together stay within the limit. One that wants less leaves the rest to the others. */
function shareEvenly(sharers: readonly Sharer[], limit: number): readonly number[] | undefined {
  const shares = sharers.map(({ instances, initial, reach }) => ({
    instances,
    initial,
    want: Math.max(0, reach - initial),
    given: 0,
  }));
  let left = limit - sum(shares.map(({ instances, initial }) => instances * initial));
  if (left < 0) return undefined;
  let waiting = sum(shares.map(({ instances }) => instances));
  for (const share of shares.toSorted((a, b) => (a.want < b.want ? -1 : a.want > b.want ? 1 : 0))) {
    if (share.instances === 0) continue;
    share.given = Math.min(share.want, Math.floor(left / waiting));
    left -= share.given * share.instances;
    waiting -= share.instances;
  }
  return shares.map(({ initial, given }) => initial + given);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
