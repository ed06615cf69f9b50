import type { Origin } from "./composition.ts";
import type { Cursor } from "./cursor.ts";
import { quoted, WEIGHT } from "./cursor.ts";
import { readAlias } from "./alias.ts";
import { I32, I64, skipCoreDefType } from "./core-types.ts";
import { readNameAttributes } from "./extern-names.ts";
import {
  CORE,
  readComponentType,
  readCoreIndex,
  readFuncType,
  readInstanceType,
  readResourceType,
  readType,
  readValTypeIndex,
  readValue,
  Scope,
} from "./scope.ts";
import { usedInstance } from "./substitute.ts";
import type { Case, DefType, Entity, Field, FuncType, PrimitiveKind, ResourceType, ValType } from "./types.ts";

const PRIMITIVE_OPCODES: readonly (readonly [number, PrimitiveKind])[] = [
  [0x7f, "bool"],
  [0x7e, "s8"],
  [0x7d, "u8"],
  [0x7c, "s16"],
  [0x7b, "u16"],
  [0x7a, "s32"],
  [0x79, "u32"],
  [0x78, "s64"],
  [0x77, "u64"],
  [0x76, "f32"],
  [0x75, "f64"],
  [0x74, "char"],
  [0x73, "string"],
  [0x64, "error-context"],
];

/** By opcode. Each is one object for all places that hold it. */
const PRIMITIVES: readonly ({ readonly kind: PrimitiveKind } | undefined)[] = (() => {
  const table = Array.from<{ readonly kind: PrimitiveKind } | undefined>({ length: 0x80 });
  for (const [opcode, kind] of PRIMITIVE_OPCODES) table[opcode] = { kind };
  return table;
})();

/** The types that a map's key may have (Explainer.md, "keytype"). */
const KEY_KINDS: ReadonlySet<ValType["kind"]> = new Set([
  "bool",
  "s8",
  "u8",
  "s16",
  "u16",
  "s32",
  "u32",
  "s64",
  "u64",
  "char",
  "string",
]);

/** Binary.md, `valtype`. */
export function readValType(cursor: Cursor, scope: Scope): ValType {
  const first = cursor.peek();
  // A single-byte negative number is an opcode, anything else an index.
  if ((first & 0xc0) !== 0x40) return readValTypeIndex(cursor, scope);
  cursor.byte();
  const primitive = PRIMITIVES[first];
  if (primitive === undefined) throw cursor.unknown(first, "value type");
  return primitive;
}

function readOptionalValType(cursor: Cursor, scope: Scope): ValType | undefined {
  return cursor.flag("an optional type") ? readValType(cursor, scope) : undefined;
}

function readFields(cursor: Cursor, scope: Scope, what: string): Field[] {
  const fields: Field[] = [];
  for (let left = cursor.count(what, 2); left > 0; left -= 1) {
    const name = cursor.name("a label");
    fields.push({ name, type: readValType(cursor, scope) });
  }
  return fields;
}

function readCases(cursor: Cursor, scope: Scope): Case[] {
  const cases: Case[] = [];
  for (let left = cursor.count("cases", 3); left > 0; left -= 1) {
    const name = cursor.name("a label");
    const type = readOptionalValType(cursor, scope);
    cursor.expect(0x00, "the end of a variant case");
    cases.push({ name, type });
  }
  return cases;
}

function readLabels(cursor: Cursor, what: string): string[] {
  const labels: string[] = [];
  for (let left = cursor.count(what, 1); left > 0; left -= 1) labels.push(cursor.name("a label"));
  return labels;
}

function readElements(cursor: Cursor, scope: Scope): ValType[] {
  const elements: ValType[] = [];
  for (let left = cursor.count("tuple elements", 1); left > 0; left -= 1) elements.push(readValType(cursor, scope));
  return elements;
}

function filled<T>(cursor: Cursor, offset: number, kind: string, items: readonly T[]): readonly T[] {
  if (items.length === 0) throw cursor.malformed(`a ${kind} type is empty`, offset);
  return items;
}

function readMap(cursor: Cursor, scope: Scope, offset: number): ValType {
  const key = readValType(cursor, scope);
  if (!KEY_KINDS.has(key.kind)) throw cursor.malformed(`a map cannot have keys of the type ${key.kind}`, offset);
  return { kind: "map", key, value: readValType(cursor, scope) };
}

function readFixedList(cursor: Cursor, scope: Scope, offset: number): ValType {
  const element = readValType(cursor, scope);
  const length = cursor.u32();
  if (length === 0) throw cursor.malformed("a fixed-length list has the length 0", offset);
  return { kind: "list", element, length };
}

function readDefValType(cursor: Cursor, scope: Scope, opcode: number): ValType {
  const offset = cursor.pos - 1;
  switch (opcode) {
    case 0x72:
      return { kind: "record", fields: filled(cursor, offset, "record", readFields(cursor, scope, "fields")) };
    case 0x71:
      return { kind: "variant", cases: filled(cursor, offset, "variant", readCases(cursor, scope)) };
    case 0x70:
      return { kind: "list", element: readValType(cursor, scope), length: undefined };
    case 0x67:
      return readFixedList(cursor, scope, offset);
    case 0x6f:
      return { kind: "tuple", elements: filled(cursor, offset, "tuple", readElements(cursor, scope)) };
    case 0x6e:
      return { kind: "flags", labels: filled(cursor, offset, "flags", readLabels(cursor, "flags")) };
    case 0x6d:
      return { kind: "enum", labels: filled(cursor, offset, "enum", readLabels(cursor, "enum cases")) };
    case 0x6b:
      return { kind: "option", some: readValType(cursor, scope) };
    case 0x6a: {
      const ok = readOptionalValType(cursor, scope);
      return { kind: "result", ok, error: readOptionalValType(cursor, scope) };
    }
    case 0x69:
      return { kind: "own", resource: readResourceType(cursor, scope) };
    case 0x68:
      return { kind: "borrow", resource: readResourceType(cursor, scope) };
    case 0x66:
      return { kind: "stream", element: readOptionalValType(cursor, scope) };
    case 0x65:
      return { kind: "future", element: readOptionalValType(cursor, scope) };
    case 0x63:
      return readMap(cursor, scope, offset);
    default: {
      const primitive = PRIMITIVES[opcode];
      if (primitive === undefined) throw cursor.unknown(opcode, "type opcode", offset);
      // A type of its own: a name that is given to it (`type size = u64`) is not a name of every `u64`.
      return { kind: primitive.kind };
    }
  }
}

/** Binary.md, `resultlist`. */
export function readResultList(cursor: Cursor, scope: Scope): ValType | undefined {
  const form = cursor.byte();
  if (form === 0x00) return readValType(cursor, scope);
  if (form !== 0x01) throw cursor.unknown(form, "form of a result list");
  cursor.expect(0x00, "an empty result list");
  return undefined;
}

function readFuncDef(cursor: Cursor, scope: Scope, async: boolean): FuncType {
  const params = readFields(cursor, scope, "parameters");
  return { kind: "func", async, params, result: readResultList(cursor, scope) };
}

/** Adds a named import or export to a scope; a name may stand once on each side. */
export function declare(
  cursor: Cursor,
  scope: Scope,
  side: "imports" | "exports",
  name: string,
  entity: Entity,
  offset: number,
  origin?: Origin,
): void {
  if (!scope.declare(side, name, entity))
    throw cursor.malformed(`the name ${quoted(name)} stands twice among the ${side}`, offset);
  scope.add(entity, origin);
}

function readTypeDecl(cursor: Cursor, scope: Scope, importsAllowed: boolean): void {
  const offset = cursor.pos;
  const form = cursor.byte();
  switch (form) {
    case 0x00:
      scope.addCore(CORE.type, skipCoreDefType(cursor));
      return;
    case 0x01:
      scope.types.push(readDefType(cursor, scope));
      return;
    case 0x02:
      readAlias(cursor, scope);
      return;
    case 0x03:
    case 0x04: {
      if (form === 0x03 && !importsAllowed) throw cursor.malformed("an instance type declares an import", offset);
      const { name } = readNameAttributes(cursor);
      const entity = readExternType(cursor, scope);
      declare(cursor, scope, form === 0x03 ? "imports" : "exports", name, entity, offset);
      return;
    }
    default:
      throw cursor.unknown(form, "form of a type's declaration");
  }
}

/** Binary.md, `resourcetype`. */
function readResource(cursor: Cursor, scope: Scope): ResourceType {
  const opcode = cursor.byte();
  if (opcode !== I32 && opcode !== I64) throw cursor.unknown(opcode, "representation of a resource");
  const destructor = cursor.flag("a resource's destructor") ? readCoreIndex(cursor, scope, CORE.func) : undefined;
  const resource = scope.births.make(false);
  if (scope.definitions !== undefined) {
    const definition = { kind: "resource", resource, representation: opcode === I32 ? "i32" : "i64" } as const;
    scope.definitions.push(destructor === undefined ? definition : { ...definition, destructor });
  }
  return resource;
}

/** Binary.md, `deftype`. Nested component and instance types open scopes of their own, to a bounded depth. */
export function readDefType(cursor: Cursor, scope: Scope): DefType {
  const opcode = cursor.byte();
  switch (opcode) {
    case 0x3f:
      return readResource(cursor, scope);
    case 0x40:
    case 0x43:
      return readFuncDef(cursor, scope, opcode === 0x43);
    case 0x41:
    case 0x42: {
      const inner = new Scope(scope, cursor);
      const born = scope.births.count;
      for (let left = cursor.count("type declarations", 2, WEIGHT.declaration); left > 0; left -= 1)
        readTypeDecl(cursor, inner, opcode === 0x41);
      return scope.births.belong(
        opcode === 0x41
          ? { kind: "component", imports: inner.imports, exports: inner.exports }
          : { kind: "instance", exports: inner.exports },
        born,
      );
    }
    default:
      return readDefValType(cursor, scope, opcode);
  }
}

/** Binary.md, `externtype`. A `sub resource` bound makes a fresh resource, and so does an instance type that has one. */
export function readExternType(cursor: Cursor, scope: Scope): Entity {
  const sort = cursor.byte();
  switch (sort) {
    case 0x00:
      cursor.expect(0x11, "the sort of a core import or export");
      readCoreIndex(cursor, scope, CORE.type);
      return { sort: "module" };
    case 0x01:
      return { sort: "func", type: readFuncType(cursor, scope) };
    case 0x02:
      return {
        sort: "value",
        type: cursor.flag("a value bound") ? readValType(cursor, scope) : readValue(cursor, scope).type,
      };
    case 0x03: {
      const fresh = cursor.flag("a type bound");
      return { sort: "type", type: fresh ? scope.births.make(true) : readType(cursor, scope) };
    }
    case 0x04:
      return { sort: "component", type: readComponentType(cursor, scope) };
    case 0x05:
      return { sort: "instance", type: usedInstance(readInstanceType(cursor, scope), scope.births, cursor) };
    default:
      throw cursor.unknown(sort, "sort of an import or export");
  }
}
