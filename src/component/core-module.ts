import type { Result } from "../result.ts";
import type { CoreExternType, Limits, PlacedLimits } from "./core-types.ts";
import { readCoreExternType, readPlacedLimits, readTable } from "./core-types.ts";
import { Cursor } from "./cursor.ts";
import { attempt } from "./failure.ts";
import type { CoreExtern, CoreMemory, CoreModuleDetail, CoreTable, ReadError } from "./model.ts";
import { ProducerSet } from "./producers.ts";

export const IMPORT_SECTION = 2;
export const TABLE_SECTION = 4;
export const MEMORY_SECTION = 5;
export const EXPORT_SECTION = 7;

const SECTION_NAMES = [
  "custom",
  "type",
  "import",
  "function",
  "table",
  "memory",
  "global",
  "export",
  "start",
  "element",
  "code",
  "data",
  "data count",
  "tag",
] as const;

const EXPORT_KINDS = ["func", "table", "memory", "global", "tag"] as const;

/** One section: where it starts (at its id), and a cursor over its contents. */
export interface CoreSection {
  readonly id: number;
  readonly start: number;
  readonly body: Cursor;
}

const MODULE_PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** The sections of a core module, one by one; their contents are not looked at. Non-custom sections stand once. */
export function* coreSections(cursor: Cursor): Generator<CoreSection, undefined> {
  cursor.preamble(MODULE_PREAMBLE, "a core module");
  const seen = new Set<number>();
  while (!cursor.done) {
    const start = cursor.pos;
    const id = cursor.byte();
    const name = SECTION_NAMES[id];
    if (name === undefined) throw cursor.unknown(id, "core section id");
    if (id !== 0) {
      if (seen.has(id)) throw cursor.malformed(`the core ${name} section stands twice`, start);
      seen.add(id);
    }
    cursor.spend(1);
    const size = cursor.u32();
    yield { id, start, body: cursor.sub(size, `core ${name}`) };
  }
  return undefined;
}

interface Read {
  readonly imports: CoreExtern[];
  readonly exports: CoreExtern[];
  readonly importedTables: Limits[];
  readonly importedMemories: Limits[];
  readonly definedMemories: Limits[];
  readonly definedTables: Limits[];
}

function addImport(into: Read, module: string, name: string, { kind, memory, table }: CoreExternType): void {
  into.imports.push({ module, name, kind });
  if (memory !== undefined) into.importedMemories.push(memory);
  if (table !== undefined) into.importedTables.push(table);
}

/** One entry of the import section; the compact forms (an empty name, then 0x7f or 0x7e) hold several imports. */
export function readImports(cursor: Cursor, take: (module: string, name: string, type: CoreExternType) => void): void {
  const module = cursor.name("a module name");
  const name = cursor.name("an import name");
  const add = (item: string, type = readCoreExternType(cursor)): void => take(module, item, type);
  const form = cursor.peek();
  if (name !== "" || (form !== 0x7f && form !== 0x7e)) {
    add(name);
    return;
  }
  cursor.byte();
  const type = form === 0x7e ? readCoreExternType(cursor) : undefined;
  cursor.vec("imports", 1, () => add(cursor.name("an import name"), type));
}

function readExport(cursor: Cursor): CoreExtern {
  const name = cursor.name("an export name");
  const sort = cursor.byte();
  const kind = EXPORT_KINDS[sort];
  if (kind === undefined) throw cursor.unknown(sort, "sort of a core export");
  cursor.u32();
  return { name, kind };
}

function describeMemory(limits: Limits, imported: boolean): CoreMemory {
  const pageBytes = 2 ** limits.pageLog2;
  const sizes = { imported, initialBytes: Number(limits.initial) * pageBytes, pageBytes };
  const traits = { shared: limits.shared, wide: limits.wide };
  if (limits.maximum === undefined) return { ...sizes, ...traits };
  return { ...sizes, maximumBytes: Number(limits.maximum) * pageBytes, ...traits };
}

function describeTable({ initial, maximum, wide }: Limits, imported: boolean): CoreTable {
  const table = { imported, initialElements: Number(initial), wide };
  return maximum === undefined ? table : { ...table, maximumElements: Number(maximum) };
}

/**
 * Passes over a core module that fills the cursor's range, from section to section, and reads nothing but what its
 * `producers` sections say. Sections of unknown kinds are passed over too.
 */
export function gatherProducers(cursor: Cursor, producers: ProducerSet): void {
  cursor.preamble(MODULE_PREAMBLE, "a core module");
  while (!cursor.done) {
    const id = cursor.byte();
    cursor.spend(1);
    const size = cursor.u32();
    if (id !== 0) {
      cursor.skip(size);
      continue;
    }
    const body = cursor.sub(size, "core custom");
    if (body.name("a custom section's name") === "producers") producers.read(body);
  }
}

/**
 * The contents of a core module's `component-type` sections, in which tools keep the worlds that it was made for until it
 * becomes a component. Each is a component of its own. Gives none for what is no module, and the first ones of a damaged
 * one.
 */
export function componentTypes(module: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  attempt(() => {
    for (const { id, body } of coreSections(Cursor.over(module, "core module"))) {
      if (id === 0 && body.name("a custom section's name").startsWith("component-type"))
        found.push(module.subarray(body.pos, body.end));
    }
  });
  return found;
}

/** Reads a core module that fills the cursor's range: imports, exports, memories, tables and producers. Bodies are skipped. */
function readModuleAt(cursor: Cursor, producers: ProducerSet): Omit<CoreModuleDetail, "producers"> {
  const offset = cursor.pos;
  const size = cursor.left;
  const read: Read = {
    imports: [],
    exports: [],
    importedMemories: [],
    definedMemories: [],
    importedTables: [],
    definedTables: [],
  };
  const customSections: string[] = [];
  for (const { id, body } of coreSections(cursor)) {
    switch (id) {
      case 0: {
        const name = body.name("a custom section's name");
        customSections.push(name);
        if (name === "producers") producers.read(body);
        break;
      }
      case IMPORT_SECTION:
        body.vec("imports", 3, () => readImports(body, (...given) => addImport(read, ...given)));
        body.finish();
        break;
      case TABLE_SECTION:
        for (const { limits } of readTables(body)) read.definedTables.push(limits);
        break;
      case MEMORY_SECTION:
        for (const { limits } of readMemories(body)) read.definedMemories.push(limits);
        break;
      case EXPORT_SECTION:
        for (const item of body.vec("exports", 3, () => readExport(body))) read.exports.push(item);
        body.finish();
        break;
    }
  }
  const memories = [
    ...read.importedMemories.map((limits) => describeMemory(limits, true)),
    ...read.definedMemories.map((limits) => describeMemory(limits, false)),
  ];
  const tables = [
    ...read.importedTables.map((limits) => describeTable(limits, true)),
    ...read.definedTables.map((limits) => describeTable(limits, false)),
  ];
  return { offset, size, imports: read.imports, exports: read.exports, memories, tables, customSections };
}

/** The most memories that one module may define: more is refused, as engines do. */
const MAX_MEMORIES = 1000;

export function readTables(body: Cursor): PlacedLimits[] {
  const tables = body.vec("tables", 3, () => readTable(body));
  body.finish();
  return tables;
}

export function readMemories(body: Cursor): PlacedLimits[] {
  const offset = body.pos;
  const memories = body.vec("memories", 2, () => readPlacedLimits(body, "memory"));
  if (memories.length > MAX_MEMORIES) throw body.failure("limit", `${memories.length} memories are too many`, offset);
  body.finish();
  return memories;
}

/**
 * Reads a core module that stands in `bytes` from `offset` on, `size` bytes long (all the rest unless given).
 * Function bodies and data are skipped, not validated. Offsets in the answer and in errors count from the start of
 * `bytes`. Follows the core specification's binary format with the proposals for multiple and 64-bit memories,
 * custom page sizes and compact imports.
 */
export function readCoreModule(
  bytes: Uint8Array,
  offset = 0,
  size = bytes.length - offset,
): Result<CoreModuleDetail, ReadError> {
  return attempt(() => {
    const inside =
      Number.isInteger(offset) && Number.isInteger(size) && offset >= 0 && offset <= bytes.length && size >= 0;
    const cursor = Cursor.over(
      bytes,
      "core module",
      inside ? offset : 0,
      inside ? Math.min(bytes.length, offset + size) : 0,
    );
    if (!inside || cursor.left < size)
      throw cursor.failure("truncated", `the file does not hold ${size} bytes from ${offset} on`);
    const producers = new ProducerSet();
    return { ...readModuleAt(cursor, producers), producers: producers.list() };
  });
}
