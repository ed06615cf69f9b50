import type { Cursor } from "./cursor.ts";
import { quoted } from "./cursor.ts";
import type { CoreSort, Scope } from "./scope.ts";
import { readComponentIndex, readCoreIndex, readFunc, readInstance, readType, readValue } from "./scope.ts";
import type { Entity } from "./types.ts";

const CORE_SORTS: ReadonlyMap<number, CoreSort> = new Map([
  [0x00, "func"],
  [0x01, "table"],
  [0x02, "memory"],
  [0x03, "global"],
  [0x04, "tag"],
  [0x10, "type"],
  [0x11, "module"],
  [0x12, "instance"],
]);

const SORTS = [undefined, "func", "value", "type", "component", "instance"] as const;

type ComponentSort = Exclude<(typeof SORTS)[number], undefined>;

/** Binary.md, `sort`: a core sort or a component-level one. */
export type Sort = { readonly core: CoreSort } | { readonly core?: undefined; readonly sort: ComponentSort };

export function readCoreSort(cursor: Cursor): CoreSort {
  const opcode = cursor.byte();
  const core = CORE_SORTS.get(opcode);
  if (core === undefined) throw cursor.unknown(opcode, "a core sort");
  return core;
}

export function readSort(cursor: Cursor): Sort {
  const opcode = cursor.byte();
  if (opcode === 0x00) return { core: readCoreSort(cursor) };
  const sort = SORTS[opcode];
  if (sort === undefined) throw cursor.unknown(opcode, "a sort");
  return { sort };
}

/** Reads an index and looks it up among what a sort has in the scope. Of core sorts only modules are entities. */
export function readEntity(cursor: Cursor, scope: Scope, sort: Sort): Entity | undefined {
  if (sort.core !== undefined) {
    readCoreIndex(cursor, scope, sort.core);
    return sort.core === "module" ? { sort: "module" } : undefined;
  }
  switch (sort.sort) {
    case "func":
      return { sort: "func", type: readFunc(cursor, scope) };
    case "value":
      return { sort: "value", type: readValue(cursor, scope) };
    case "type":
      return { sort: "type", type: readType(cursor, scope) };
    case "component":
      return { sort: "component", type: readComponentIndex(cursor, scope) };
    case "instance":
      return { sort: "instance", type: readInstance(cursor, scope) };
  }
}

function addAliased(cursor: Cursor, scope: Scope, sort: Sort, entity: Entity | undefined): void {
  if (entity !== undefined) scope.add(entity);
  else if (sort.core !== undefined) scope.core[sort.core] += 1;
  else throw cursor.malformed("an alias refers to nothing");
}

/** Binary.md, `alias`: adds what it refers to to the scope. */
export function readAlias(cursor: Cursor, scope: Scope): void {
  const sort = readSort(cursor);
  const target = cursor.byte();
  const offset = cursor.pos;
  switch (target) {
    case 0x00: {
      const instance = readInstance(cursor, scope);
      const name = cursor.name("an export name");
      const entity = instance.exports.get(name);
      if (entity === undefined)
        throw cursor.malformed(`an alias names ${quoted(name)}, which the instance does not export`, offset);
      const wanted = sort.core === undefined ? sort.sort : sort.core;
      if (entity.sort !== wanted)
        throw cursor.malformed(`an alias takes ${quoted(name)} for a ${wanted}, but it is a ${entity.sort}`, offset);
      scope.add(entity);
      return;
    }
    case 0x01:
      if (sort.core === undefined) throw cursor.malformed(`a core instance cannot export a ${sort.sort}`, offset);
      readCoreIndex(cursor, scope, "instance");
      cursor.name("an export name");
      scope.core[sort.core] += 1;
      return;
    case 0x02: {
      const outer = scope.outer(cursor.u32(), cursor);
      addAliased(cursor, scope, sort, readEntity(cursor, outer, sort));
      return;
    }
    default:
      throw cursor.unknown(target, "an alias");
  }
}
