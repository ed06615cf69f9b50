import type { Origin } from "./composition.ts";
import type { Cursor } from "./cursor.ts";
import { quoted } from "./cursor.ts";
import type { CoreSort, Scope } from "./scope.ts";
import { CORE, CORE_NAMES, entityAt, readCoreIndex } from "./scope.ts";
import type { Entity } from "./types.ts";

/** Binary.md, `sort`: a core sort or a component-level one. Core modules are entities too. */
export type Sort = CoreSortEntry | { readonly core: undefined; readonly entity: Exclude<Entity["sort"], "module"> };

interface CoreSortEntry {
  readonly core: CoreSort;
  readonly entity: "module" | undefined;
}

/** By opcode. */
const CORE_SORTS: readonly (CoreSortEntry | undefined)[] = Object.assign(
  Array.from<CoreSortEntry | undefined>({ length: 0x13 }),
  {
    0x00: { core: CORE.func, entity: undefined },
    0x01: { core: CORE.table, entity: undefined },
    0x02: { core: CORE.memory, entity: undefined },
    0x03: { core: CORE.global, entity: undefined },
    0x04: { core: CORE.tag, entity: undefined },
    0x10: { core: CORE.type, entity: undefined },
    0x11: { core: CORE.module, entity: "module" },
    0x12: { core: CORE.instance, entity: undefined },
  } satisfies Record<number, CoreSortEntry>,
);

/** By opcode; 0x00 stands before a core sort. */
const SORTS: readonly (Sort | undefined)[] = [
  undefined,
  ...(["func", "value", "type", "component", "instance"] as const).map((entity) => ({ core: undefined, entity })),
];

function readCoreSortEntry(cursor: Cursor): CoreSortEntry {
  const opcode = cursor.byte();
  const sort = CORE_SORTS[opcode];
  if (sort === undefined) throw cursor.unknown(opcode, "core sort");
  return sort;
}

export function readSort(cursor: Cursor): Sort {
  const opcode = cursor.byte();
  if (opcode === 0x00) return readCoreSortEntry(cursor);
  const sort = SORTS[opcode];
  if (sort === undefined) throw cursor.unknown(opcode, "sort");
  return sort;
}

/** A core sort and an index of it. */
export function readCoreItem(cursor: Cursor, scope: Scope): { readonly core: CoreSort; readonly index: number } {
  const { core } = readCoreSortEntry(cursor);
  return { core, index: readCoreIndex(cursor, scope, core) };
}

/** Something in a component by its index, and where it comes from. Types have no origins. */
interface Item {
  readonly index: number;
  readonly entity: Entity;
  readonly from: Origin | undefined;
}

/** Reads an index and looks it up among what a sort has in the scope. Of core sorts only modules are entities. */
export function readItem(cursor: Cursor, scope: Scope, sort: Sort): Item | undefined {
  if (sort.entity === undefined) {
    readCoreIndex(cursor, scope, sort.core);
    return undefined;
  }
  const offset = cursor.pos;
  const index = cursor.u32();
  return {
    index,
    entity: entityAt(cursor, scope, sort.entity, index, offset),
    from: scope.composer?.originOf(sort.entity, index),
  };
}

function readExportAlias(cursor: Cursor, scope: Scope, sort: Sort, start: number): void {
  const offset = cursor.pos;
  const index = cursor.u32();
  const name = cursor.name("an export name");
  const instance = scope.instances[index];
  if (instance === undefined)
    throw cursor.malformed(`instance index ${index} is out of range (${scope.instances.length} defined)`, offset);
  const entity = instance.exports.get(name);
  if (entity === undefined)
    throw cursor.malformed(`an alias names ${quoted(name)}, which the instance does not export`, start);
  const wanted = sort.core === undefined ? sort.entity : CORE_NAMES[sort.core];
  if (entity.sort !== wanted)
    throw cursor.malformed(`an alias takes ${quoted(name)} for a ${wanted}, but it is a ${entity.sort}`, start);
  scope.add(entity, scope.composer?.through(index, name));
  scope.definitions?.push({ kind: "alias", instance: index, name, entity });
}

function readCoreExportAlias(cursor: Cursor, scope: Scope, sort: CoreSort): void {
  const instance = readCoreIndex(cursor, scope, CORE.instance);
  if (scope.definitions === undefined) {
    cursor.skipName("an export name");
  } else {
    const name = cursor.name("an export name");
    scope.definitions.push({ kind: "core-alias", sort: CORE_NAMES[sort], instance, name });
  }
  scope.addCore(sort);
}

function readOuterAlias(cursor: Cursor, scope: Scope, sort: Sort, start: number): void {
  const depth = cursor.u32();
  const item = readItem(cursor, scope.outer(depth, cursor), sort);
  if (item === undefined) {
    // `readItem` tells of every sort but the core ones.
    if (sort.core !== CORE.type)
      throw cursor.malformed("an outer alias takes something that only its own component can use", start);
    scope.addCore(sort.core);
    return;
  }
  const { index, entity } = item;
  if (entity.sort === "func" || entity.sort === "value" || entity.sort === "instance")
    throw cursor.malformed(`an outer alias takes a ${entity.sort}, which only its own component can use`, start);
  scope.add(entity, depth === 0 ? item.from : { kind: "outer", depth });
  scope.definitions?.push({ kind: "outer", depth, index, entity });
}

/** Binary.md, `alias`: adds what it refers to to the scope. */
export function readAlias(cursor: Cursor, scope: Scope): void {
  const sort = readSort(cursor);
  const target = cursor.byte();
  const offset = cursor.pos;
  switch (target) {
    case 0x00:
      readExportAlias(cursor, scope, sort, offset);
      return;
    case 0x01:
      if (sort.core === undefined) throw cursor.malformed(`a core instance cannot export a ${sort.entity}`, offset);
      readCoreExportAlias(cursor, scope, sort.core);
      return;
    case 0x02:
      readOuterAlias(cursor, scope, sort, offset);
      return;
    default:
      throw cursor.unknown(target, "target of an alias");
  }
}
