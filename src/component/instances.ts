import { readCoreSort, readEntity, readSort } from "./alias.ts";
import type { Cursor } from "./cursor.ts";
import { quoted } from "./cursor.ts";
import { readNameAttributes } from "./extern-names.ts";
import type { Scope } from "./scope.ts";
import { readComponentIndex, readCoreIndex } from "./scope.ts";
import { instantiatedExports } from "./substitute.ts";
import type { Entity } from "./types.ts";

/** Binary.md, `core:instance`. */
export function readCoreInstance(cursor: Cursor, scope: Scope): void {
  const form = cursor.byte();
  if (form === 0x00) {
    readCoreIndex(cursor, scope, "module");
    cursor.vec("instantiation arguments", 3, () => {
      cursor.name("an argument name");
      cursor.expect(0x12, "the sort of an instantiation argument");
      readCoreIndex(cursor, scope, "instance");
    });
  } else if (form === 0x01) {
    cursor.vec("inline exports", 3, () => {
      cursor.name("an export name");
      readCoreIndex(cursor, scope, readCoreSort(cursor));
    });
  } else {
    throw cursor.unknown(form, "a core instance");
  }
  scope.core.instance += 1;
}

/** Binary.md, `instance`: what it exports is what its component exports with the given types in place of the imported ones, or its inline exports. */
export function readInstanceDef(cursor: Cursor, scope: Scope): void {
  const form = cursor.byte();
  if (form === 0x00) {
    const component = readComponentIndex(cursor, scope);
    const args = new Map<string, Entity>();
    cursor.vec("instantiation arguments", 3, () => {
      const name = cursor.name("an argument name");
      const entity = readEntity(cursor, scope, readSort(cursor));
      if (entity !== undefined) args.set(name, entity);
    });
    scope.instances.push({ kind: "instance", exports: instantiatedExports(component, args, cursor) });
    return;
  }
  if (form !== 0x01) throw cursor.unknown(form, "an instance");
  const exports = new Map<string, Entity>();
  cursor.vec("inline exports", 4, () => {
    const offset = cursor.pos;
    const { name } = readNameAttributes(cursor);
    const entity = readEntity(cursor, scope, readSort(cursor));
    if (entity === undefined) throw cursor.malformed(`the export ${quoted(name)} is of a core sort`, offset);
    if (exports.has(name)) throw cursor.malformed(`the name ${quoted(name)} stands twice among the exports`, offset);
    exports.set(name, entity);
  });
  scope.instances.push({ kind: "instance", exports });
}
