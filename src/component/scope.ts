import type { Cursor } from "./cursor.ts";
import type { ComponentType, DefType, Entity, FuncType, InstanceType, ResourceType, ValType } from "./types.ts";
import { isValType } from "./types.ts";

/** How deep components, component types and instance types may be nested, together. */
export const MAX_DEPTH = 100;

const SCOPE_ITEMS = 10;

export type CoreSort = "func" | "table" | "memory" | "global" | "tag" | "type" | "module" | "instance";

/**
 * The index spaces of one component, component type or instance type (Binary.md, "Index Spaces"). They grow while
 * definitions are read. Of the core spaces only the sizes are kept.
 */
export class Scope {
  readonly parent: Scope | undefined;
  readonly depth: number;
  readonly funcs: FuncType[] = [];
  readonly values: ValType[] = [];
  readonly types: DefType[] = [];
  readonly components: ComponentType[] = [];
  readonly instances: InstanceType[] = [];
  readonly core: Record<CoreSort, number> = {
    func: 0,
    table: 0,
    memory: 0,
    global: 0,
    tag: 0,
    type: 0,
    module: 0,
    instance: 0,
  };
  readonly imports = new Map<string, Entity>();
  readonly exports = new Map<string, Entity>();

  /** A scope inside `parent`; it counts as several definitions, since it takes that much room. Fails when nesting is deeper than `MAX_DEPTH`. */
  constructor(parent: Scope | undefined, cursor: Cursor) {
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    cursor.spend(SCOPE_ITEMS);
    if (this.depth > MAX_DEPTH)
      throw cursor.failure("limit", `components and types are nested more than ${MAX_DEPTH} deep`);
  }

  /** Gives an entity the next index of its sort. */
  add(entity: Entity): void {
    switch (entity.sort) {
      case "func":
        this.funcs.push(entity.type);
        return;
      case "value":
        this.values.push(entity.type);
        return;
      case "type":
        this.types.push(entity.type);
        return;
      case "component":
        this.components.push(entity.type);
        return;
      case "instance":
        this.instances.push(entity.type);
        return;
      case "module":
        this.core.module += 1;
    }
  }

  /** The scope that an outer alias counts to: 0 is this one. */
  outer(count: number, cursor: Cursor): Scope {
    const offset = cursor.pos;
    if (count === 0) return this;
    let scope = this.parent;
    for (let i = 1; i < count && scope !== undefined; i += 1) scope = scope.parent;
    if (scope === undefined)
      throw cursor.malformed(`an outer alias counts ${count} scopes outward, which is too many`, offset);
    return scope;
  }
}

function at<T>(space: readonly T[], index: number, what: string, cursor: Cursor, offset: number): T {
  const found = space[index];
  if (found === undefined)
    throw cursor.malformed(`${what} index ${index} is out of range (${space.length} defined)`, offset);
  return found;
}

/** Reads an index and looks it up in one of the scope's spaces. */
export function readFunc(cursor: Cursor, scope: Scope): FuncType {
  const offset = cursor.pos;
  return at(scope.funcs, cursor.u32(), "function", cursor, offset);
}

export function readInstance(cursor: Cursor, scope: Scope): InstanceType {
  const offset = cursor.pos;
  return at(scope.instances, cursor.u32(), "instance", cursor, offset);
}

export function readComponentIndex(cursor: Cursor, scope: Scope): ComponentType {
  const offset = cursor.pos;
  return at(scope.components, cursor.u32(), "component", cursor, offset);
}

export function readValue(cursor: Cursor, scope: Scope): ValType {
  const offset = cursor.pos;
  return at(scope.values, cursor.u32(), "value", cursor, offset);
}

export function readType(cursor: Cursor, scope: Scope): DefType {
  const offset = cursor.pos;
  return at(scope.types, cursor.u32(), "type", cursor, offset);
}

export function readCoreIndex(cursor: Cursor, scope: Scope, sort: CoreSort): number {
  const offset = cursor.pos;
  const index = cursor.u32();
  const size = scope.core[sort];
  if (index >= size) throw cursor.malformed(`core ${sort} index ${index} is out of range (${size} defined)`, offset);
  return index;
}

function wrongKind(cursor: Cursor, offset: number, wanted: string, found: DefType): Error {
  return cursor.malformed(`${wanted} is expected here, but the type is: ${found.kind}`, offset);
}

export function readFuncType(cursor: Cursor, scope: Scope): FuncType {
  const offset = cursor.pos;
  const type = readType(cursor, scope);
  if (type.kind !== "func") throw wrongKind(cursor, offset, "a function type", type);
  return type;
}

export function readInstanceType(cursor: Cursor, scope: Scope): InstanceType {
  const offset = cursor.pos;
  const type = readType(cursor, scope);
  if (type.kind !== "instance") throw wrongKind(cursor, offset, "an instance type", type);
  return type;
}

export function readComponentType(cursor: Cursor, scope: Scope): ComponentType {
  const offset = cursor.pos;
  const type = readType(cursor, scope);
  if (type.kind !== "component") throw wrongKind(cursor, offset, "a component type", type);
  return type;
}

export function readResourceType(cursor: Cursor, scope: Scope): ResourceType {
  const offset = cursor.pos;
  const type = readType(cursor, scope);
  if (type.kind !== "resource") throw wrongKind(cursor, offset, "a resource type", type);
  return type;
}

/** A value type's index stands where an opcode could: it is a signed 33-bit integer. */
export function readValTypeIndex(cursor: Cursor, scope: Scope): ValType {
  const offset = cursor.pos;
  const type = at(scope.types, cursor.index33(), "type", cursor, offset);
  if (!isValType(type)) throw wrongKind(cursor, offset, "a value type", type);
  return type;
}
