import { readCoreItem, readItem, readSort } from "./alias.ts";
import type { Supply } from "./composition.ts";
import type { Cursor } from "./cursor.ts";
import { quoted, WEIGHT } from "./cursor.ts";
import type { CoreSupplied, Supplied } from "./definitions.ts";
import { readNameAttributes } from "./extern-names.ts";
import type { Scope } from "./scope.ts";
import { CORE, CORE_NAMES, readComponentIndex, readCoreIndex } from "./scope.ts";
import { instantiatedExports } from "./substitute.ts";
import type { Entity, InstanceType } from "./types.ts";

/** A name that is passed over unless definitions are asked for. */
function readCoreName(cursor: Cursor, wanted: boolean, what: string): string {
  if (wanted) return cursor.name(what);
  cursor.skipName(what);
  return "";
}

function readCoreInstantiation(cursor: Cursor, scope: Scope): void {
  const module = readCoreIndex(cursor, scope, CORE.module);
  const args: { readonly name: string; readonly instance: number }[] | undefined =
    scope.definitions === undefined ? undefined : [];
  for (let left = cursor.count("instantiation arguments", 3); left > 0; left -= 1) {
    const name = readCoreName(cursor, args !== undefined, "an argument name");
    cursor.expect(0x12, "the sort of an instantiation argument");
    const instance = readCoreIndex(cursor, scope, CORE.instance);
    args?.push({ name, instance });
  }
  if (args !== undefined) scope.definitions?.push({ kind: "core-instance", module, args });
}

function readCoreBundle(cursor: Cursor, scope: Scope): void {
  const exports: CoreSupplied[] | undefined = scope.definitions === undefined ? undefined : [];
  for (let left = cursor.count("inline exports", 3); left > 0; left -= 1) {
    const name = readCoreName(cursor, exports !== undefined, "an export name");
    const { core, index } = readCoreItem(cursor, scope);
    exports?.push({ name, sort: CORE_NAMES[core], index });
  }
  if (exports !== undefined) scope.definitions?.push({ kind: "core-bundle", exports });
}

/** Binary.md, `core:instance`. */
export function readCoreInstance(cursor: Cursor, scope: Scope): void {
  const form = cursor.byte();
  if (form === 0x00) readCoreInstantiation(cursor, scope);
  else if (form === 0x01) readCoreBundle(cursor, scope);
  else throw cursor.unknown(form, "form of a core instance");
  scope.addCore(CORE.instance);
}

function readInstantiation(cursor: Cursor, scope: Scope): void {
  const { index, type } = readComponentIndex(cursor, scope);
  const given = new Map<string, Entity>();
  const args: Supply[] = [];
  const supplied: Supplied[] | undefined = scope.definitions === undefined ? undefined : [];
  for (let left = cursor.count("instantiation arguments", 3, WEIGHT.argument); left > 0; left -= 1) {
    const offset = cursor.pos;
    const name = cursor.name("an argument name");
    const item = readItem(cursor, scope, readSort(cursor));
    if (item === undefined) throw cursor.malformed(`the argument ${quoted(name)} is of a core sort`, offset);
    if (given.has(name)) throw cursor.malformed(`the name ${quoted(name)} stands twice among the arguments`, offset);
    given.set(name, item.entity);
    supplied?.push({ name, index: item.index, entity: item.entity });
    if (item.from !== undefined) args.push({ name, from: item.from });
  }
  scope.composer?.addInstance(scope.instances.length, index, args);
  const made: InstanceType = {
    kind: "instance",
    exports: instantiatedExports(type, given, scope.births, cursor),
  };
  scope.instances.push(made);
  if (supplied !== undefined)
    scope.definitions?.push({ kind: "instance", component: index, args: supplied, type: made });
}

function readBundle(cursor: Cursor, scope: Scope): void {
  const exports = new Map<string, Entity>();
  const args: Supply[] = [];
  const supplied: Supplied[] | undefined = scope.definitions === undefined ? undefined : [];
  for (let left = cursor.count("inline exports", 4, WEIGHT.argument); left > 0; left -= 1) {
    const offset = cursor.pos;
    const { name } = readNameAttributes(cursor);
    const item = readItem(cursor, scope, readSort(cursor));
    if (item === undefined) throw cursor.malformed(`the export ${quoted(name)} is of a core sort`, offset);
    if (exports.has(name)) throw cursor.malformed(`the name ${quoted(name)} stands twice among the exports`, offset);
    exports.set(name, item.entity);
    supplied?.push({ name, index: item.index, entity: item.entity });
    if (item.from !== undefined) args.push({ name, from: item.from });
  }
  scope.composer?.addInstance(scope.instances.length, undefined, args);
  scope.instances.push({ kind: "instance", exports });
  if (supplied !== undefined) scope.definitions?.push({ kind: "bundle", exports: supplied });
}

/** Binary.md, `instance`: what it exports is what its component exports with the given types in place of the imported ones, or its inline exports. */
export function readInstanceDef(cursor: Cursor, scope: Scope): void {
  const form = cursor.byte();
  if (form === 0x00) readInstantiation(cursor, scope);
  else if (form === 0x01) readBundle(cursor, scope);
  else throw cursor.unknown(form, "form of an instance");
}
