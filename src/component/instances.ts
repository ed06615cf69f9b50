import { readItem, readSort, skipCoreItem } from "./alias.ts";
import type { Supply } from "./composition.ts";
import type { Cursor } from "./cursor.ts";
import { quoted, WEIGHT } from "./cursor.ts";
import { readNameAttributes } from "./extern-names.ts";
import type { Scope } from "./scope.ts";
import { CORE, readComponentIndex, readCoreIndex } from "./scope.ts";
import { instantiatedExports } from "./substitute.ts";
import type { Entity } from "./types.ts";

/** Binary.md, `core:instance`. */
export function readCoreInstance(cursor: Cursor, scope: Scope): void {
  const form = cursor.byte();
  if (form === 0x00) {
    readCoreIndex(cursor, scope, CORE.module);
    for (let left = cursor.count("instantiation arguments", 3); left > 0; left -= 1) {
      cursor.skipName("an argument name");
      cursor.expect(0x12, "the sort of an instantiation argument");
      readCoreIndex(cursor, scope, CORE.instance);
    }
  } else if (form === 0x01) {
    for (let left = cursor.count("inline exports", 3); left > 0; left -= 1) {
      cursor.skipName("an export name");
      skipCoreItem(cursor, scope);
    }
  } else {
    throw cursor.unknown(form, "form of a core instance");
  }
  scope.addCore(CORE.instance);
}

function readInstantiation(cursor: Cursor, scope: Scope): void {
  const { index, type } = readComponentIndex(cursor, scope);
  const given = new Map<string, Entity>();
  const args: Supply[] = [];
  for (let left = cursor.count("instantiation arguments", 3, WEIGHT.argument); left > 0; left -= 1) {
    const name = cursor.name("an argument name");
    const item = readItem(cursor, scope, readSort(cursor));
    if (item === undefined) continue;
    given.set(name, item.entity);
    if (item.from !== undefined) args.push({ name, from: item.from });
  }
  scope.composer?.addInstance(scope.instances.length, index, args);
  scope.instances.push({ kind: "instance", exports: instantiatedExports(type, given, scope.births, cursor) });
}

function readBundle(cursor: Cursor, scope: Scope): void {
  const exports = new Map<string, Entity>();
  const args: Supply[] = [];
  for (let left = cursor.count("inline exports", 4, WEIGHT.argument); left > 0; left -= 1) {
    const offset = cursor.pos;
    const { name } = readNameAttributes(cursor);
    const item = readItem(cursor, scope, readSort(cursor));
    if (item === undefined) throw cursor.malformed(`the export ${quoted(name)} is of a core sort`, offset);
    if (exports.has(name)) throw cursor.malformed(`the name ${quoted(name)} stands twice among the exports`, offset);
    exports.set(name, item.entity);
    if (item.from !== undefined) args.push({ name, from: item.from });
  }
  scope.composer?.addInstance(scope.instances.length, undefined, args);
  scope.instances.push({ kind: "instance", exports });
}

/** Binary.md, `instance`: what it exports is what its component exports with the given types in place of the imported ones, or its inline exports. */
export function readInstanceDef(cursor: Cursor, scope: Scope): void {
  const form = cursor.byte();
  if (form === 0x00) readInstantiation(cursor, scope);
  else if (form === 0x01) readBundle(cursor, scope);
  else throw cursor.unknown(form, "form of an instance");
}
