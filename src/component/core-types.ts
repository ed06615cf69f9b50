import type { Cursor } from "./cursor.ts";
import type { CoreExtern, CoreSignature } from "./model.ts";

/** Limits of a memory or table as written. Memory sizes are in pages of `2 ** pageLog2` bytes, those of tables in elements. */
export interface Limits {
  readonly flags: number;
  readonly initial: bigint;
  readonly maximum: bigint | undefined;
  readonly shared: boolean;
  readonly wide: boolean;
  readonly pageLog2: number;
}

const HAS_MAXIMUM = 0x01;
const SHARED = 0x02;
const WIDE = 0x04;
const PAGE_SIZE = 0x08;

/** 64 KiB: the page of a memory that does not name its own size. */
const DEFAULT_PAGE_LOG2 = 16;

/** Core `limits`, with the flags of shared memories, 64-bit addresses and, for memories, custom page sizes. */
function readLimits(cursor: Cursor, of: "table" | "memory"): Limits {
  const flags = cursor.byte();
  const known = HAS_MAXIMUM | SHARED | WIDE | (of === "memory" ? PAGE_SIZE : 0);
  if ((flags & ~known) !== 0) throw cursor.unknown(flags, `flags of a ${of}'s limits`);
  const wide = (flags & WIDE) !== 0;
  const read = (): bigint => (wide ? cursor.u64() : BigInt(cursor.u32()));
  const initial = read();
  const maximum = (flags & HAS_MAXIMUM) !== 0 ? read() : undefined;
  const offset = cursor.pos;
  const pageLog2 = (flags & PAGE_SIZE) !== 0 ? cursor.u32() : of === "memory" ? DEFAULT_PAGE_LOG2 : 0;
  if (pageLog2 > DEFAULT_PAGE_LOG2) throw cursor.malformed(`a page size of 2^${pageLog2} bytes is too large`, offset);
  return { flags, initial, maximum, shared: (flags & SHARED) !== 0, wide, pageLog2 };
}

function isAbstractHeapType(byte: number): boolean {
  return byte >= 0x68 && byte <= 0x75;
}

function skipHeapType(cursor: Cursor): void {
  const first = cursor.peek();
  if ((first & 0xc0) !== 0x40) {
    cursor.index33();
    return;
  }
  cursor.byte();
  if (isAbstractHeapType(first)) return;
  if (first === 0x62) {
    cursor.u32();
    return;
  }
  if (first !== 0x65) throw cursor.unknown(first, "heap type");
  const shared = cursor.byte();
  if (!isAbstractHeapType(shared)) throw cursor.unknown(shared, "shared heap type");
}

/** Opcodes of core value types. */
export const I32 = 0x7f;
export const I64 = 0x7e;

/** A core value type; `storage` also allows the packed types of fields. */
export function skipCoreValType(cursor: Cursor, storage = false): void {
  const byte = cursor.byte();
  if (byte >= 0x7b && byte <= 0x7f) return;
  if (storage && (byte === 0x78 || byte === 0x77)) return;
  if (isAbstractHeapType(byte)) return;
  if (byte === 0x63 || byte === 0x64) {
    skipHeapType(cursor);
    return;
  }
  if (byte === 0x65) {
    const shared = cursor.byte();
    if (isAbstractHeapType(shared)) return;
    throw cursor.unknown(shared, "shared reference type");
  }
  throw cursor.unknown(byte, "core value type");
}

function skipFieldType(cursor: Cursor): void {
  skipCoreValType(cursor, true);
  const mutability = cursor.byte();
  if (mutability > 0x03) throw cursor.unknown(mutability, "mutability of a field");
}

function skipCompType(cursor: Cursor): void {
  let form = cursor.byte();
  if (form === 0x65) form = cursor.byte();
  switch (form) {
    case 0x60:
      for (let left = cursor.count("core parameters", 1); left > 0; left -= 1) skipCoreValType(cursor);
      for (let left = cursor.count("core results", 1); left > 0; left -= 1) skipCoreValType(cursor);
      return;
    case 0x5f:
      for (let left = cursor.count("struct fields", 2); left > 0; left -= 1) skipFieldType(cursor);
      return;
    case 0x5e:
      skipFieldType(cursor);
      return;
    case 0x5d:
      cursor.index33();
      return;
    default:
      throw cursor.unknown(form, "core type opcode");
  }
}

function skipSubType(cursor: Cursor, starts?: number[]): void {
  const form = cursor.peek();
  if (form === 0x50 || form === 0x4f) {
    cursor.byte();
    for (let left = cursor.count("supertypes", 1); left > 0; left -= 1) cursor.u32();
  }
  starts?.push(cursor.pos);
  skipCompType(cursor);
}

/** A core `rectype`; gives how many type indices it defines. To `starts` it adds where each type's own form begins. */
export function skipRecType(cursor: Cursor, starts?: number[]): number {
  if (cursor.peek() !== 0x4e) {
    skipSubType(cursor, starts);
    return 1;
  }
  cursor.byte();
  const count = cursor.count("types of a recursion group", 2);
  for (let left = count; left > 0; left -= 1) skipSubType(cursor, starts);
  return count;
}

/** A core `tabletype`: of the type of its elements only the limits are kept. */
function readTableType(cursor: Cursor): Limits {
  skipCoreValType(cursor);
  return readLimits(cursor, "table");
}

/** Limits with the places in the file where they begin and end. */
export interface PlacedLimits {
  readonly limits: Limits;
  readonly from: number;
  readonly to: number;
}

export function readPlacedLimits(cursor: Cursor, of: "table" | "memory"): PlacedLimits {
  const from = cursor.pos;
  return { limits: readLimits(cursor, of), from, to: cursor.pos };
}

/** An entry of the table section: a table type, or one with what its elements are at first. */
export function readTable(cursor: Cursor): PlacedLimits {
  const withElements = cursor.peek() === 0x40;
  if (withElements) {
    cursor.byte();
    cursor.expect(0x00, "the form of a table with elements");
  }
  skipCoreValType(cursor);
  const placed = readPlacedLimits(cursor, "table");
  if (withElements) skipConstExpr(cursor);
  return placed;
}

function skipLeb(cursor: Cursor): void {
  let byte = cursor.byte();
  while (byte >= 0x80) byte = cursor.byte();
}

/** Of the instructions that a constant expression may have, how many integers follow each, and how many bytes after them. */
const CONST_OPERANDS: ReadonlyMap<number, readonly [integers: number, bytes: number]> = new Map<
  number,
  readonly [number, number]
>([
  [0x23, [1, 0]],
  [0x41, [1, 0]],
  [0x42, [1, 0]],
  [0x43, [0, 4]],
  [0x44, [0, 8]],
  [0xd2, [1, 0]],
  ...[0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e].map((opcode) => [opcode, [0, 0]] as const),
  // Behind a prefix: structs, arrays and references of garbage collection, and a vector's constant.
  ...[0, 1, 6, 7].map((opcode) => [0xfb00 + opcode, [1, 0]] as const),
  [0xfb08, [2, 0]],
  ...[26, 27, 28].map((opcode) => [0xfb00 + opcode, [0, 0]] as const),
  [0xfd0c, [0, 16]],
]);

/** A core constant expression, to its `end`. */
function skipConstExpr(cursor: Cursor): void {
  for (let opcode = cursor.byte(); opcode !== 0x0b; opcode = cursor.byte()) {
    cursor.spend(1);
    if (opcode === 0xd0) {
      skipHeapType(cursor);
      continue;
    }
    const key = opcode === 0xfb || opcode === 0xfd ? opcode * 0x100 + cursor.u32() : opcode;
    const operands = CONST_OPERANDS.get(key);
    if (operands === undefined) throw cursor.unknown(opcode, "instruction of a constant expression");
    const [integers, bytes] = operands;
    for (let left = integers; left > 0; left -= 1) skipLeb(cursor);
    cursor.skip(bytes);
  }
}

const NUMBER_TYPES: ReadonlyMap<number, string> = new Map([
  [I32, "i32"],
  [I64, "i64"],
  [0x7d, "f32"],
  [0x7c, "f64"],
]);

/** More parameters or results than any function that crosses has: such lists are not told apart. */
const MANY = 32;

function readTypeList(cursor: Cursor): `(${string})` {
  const types: string[] = [];
  for (let left = cursor.count("core types", 1); left > 0; left -= 1) {
    if (types.length === MANY) return `(${types.join(" ")} and more)`;
    types.push(NUMBER_TYPES.get(cursor.peek()) ?? "another type");
    skipCoreValType(cursor);
  }
  return `(${types.join(" ")})`;
}

/** A core function type where its own form begins, as text; undefined where another type stands. */
export function readSignature(cursor: Cursor): CoreSignature | undefined {
  const form = cursor.byte();
  if ((form === 0x65 ? cursor.byte() : form) !== 0x60) return undefined;
  const params = readTypeList(cursor);
  return params.endsWith("more)") ? `${params} -> (unknown)` : `${params} -> ${readTypeList(cursor)}`;
}

/** A core `externtype`: its sort, the limits of a memory or a table, and the type index of a function. */
export interface CoreExternType {
  readonly kind: CoreExtern["kind"];
  readonly type?: number;
  readonly memory?: Limits;
  readonly table?: Limits;
}

export function readCoreExternType(cursor: Cursor): CoreExternType {
  const sort = cursor.byte();
  switch (sort) {
    case 0x00:
    case 0x20:
      return { kind: "func", type: cursor.u32() };
    case 0x01:
      return { kind: "table", table: readTableType(cursor) };
    case 0x02:
      return { kind: "memory", memory: readLimits(cursor, "memory") };
    case 0x03: {
      skipCoreValType(cursor);
      const mutability = cursor.byte();
      if (mutability > 0x03) throw cursor.unknown(mutability, "mutability of a global");
      return { kind: "global" };
    }
    case 0x04:
      cursor.expect(0x00, "a tag's attribute");
      cursor.u32();
      return { kind: "tag" };
    default:
      throw cursor.unknown(sort, "sort of a core import or export");
  }
}

function skipModuleDecl(cursor: Cursor): void {
  const form = cursor.byte();
  switch (form) {
    case 0x00:
      cursor.skipName("a module name");
      cursor.skipName("an import name");
      readCoreExternType(cursor);
      return;
    case 0x01:
      skipRecType(cursor);
      return;
    case 0x02:
      cursor.expect(0x10, "the sort of a core alias");
      cursor.expect(0x01, "the target of a core alias");
      cursor.u32();
      cursor.u32();
      return;
    case 0x03:
      cursor.skipName("an export name");
      readCoreExternType(cursor);
      return;
    default:
      throw cursor.unknown(form, "form of a module type's declaration");
  }
}

/** A component's `core:type` (Binary.md, "Type Definitions"); gives how many core type indices it defines. */
export function skipCoreDefType(cursor: Cursor): number {
  const form = cursor.peek();
  if (form === 0x50) {
    cursor.byte();
    for (let left = cursor.count("module type declarations", 2); left > 0; left -= 1) skipModuleDecl(cursor);
    return 1;
  }
  // A non-final subtype stands behind 0x00 here, since a bare 0x50 means a module type.
  if (form === 0x00) {
    cursor.byte();
    skipSubType(cursor);
    return 1;
  }
  return skipRecType(cursor);
}
