import { Births } from "./births.ts";
import type { Composer, Origin } from "./composition.ts";
import type { Cursor } from "./cursor.ts";
import { WEIGHT } from "./cursor.ts";
import type { Definition } from "./definitions.ts";
import type { ComponentType, DefType, Entity, FuncType, InstanceType, ResourceType, ValType } from "./types.ts";
import { isValType } from "./types.ts";

/** How deep components, component types and instance types may be nested, together. */
export const MAX_DEPTH = 100;

/** The core sorts as numbers: their places in `Scope.core` and `CORE_NAMES`. */
export const CORE = { func: 0, table: 1, memory: 2, global: 3, tag: 4, type: 5, module: 6, instance: 7 } as const;

export type CoreSort = (typeof CORE)[keyof typeof CORE];

export const CORE_NAMES = ["func", "table", "memory", "global", "tag", "type", "module", "instance"] as const;

const NOTHING: ReadonlyMap<string, Entity> = new Map();

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
  /** Sizes of the core index spaces, in the order of `CORE`. */
  readonly core: number[] = [0, 0, 0, 0, 0, 0, 0, 0];
  readonly births: Births;
  /** Follows how a component is put together; types have none. */
  readonly composer: Composer | undefined;
  /** Of a component whose definitions are asked for: they are put here in their order. */
  readonly definitions: Definition[] | undefined;
  #imports: Map<string, Entity> | undefined;
  #exports: Map<string, Entity> | undefined;

  /** A scope inside `parent`; it takes the room of many definitions. Fails when nesting is deeper than `MAX_DEPTH`. */
  constructor(parent: Scope | undefined, cursor: Cursor, composer?: Composer, definitions?: Definition[]) {
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.births = parent?.births ?? new Births();
    this.composer = composer;
    this.definitions = definitions;
    cursor.spend(WEIGHT.scope);
    if (this.depth > MAX_DEPTH)
      throw cursor.failure("limit", `components and types are nested more than ${MAX_DEPTH} deep`);
  }

  get imports(): ReadonlyMap<string, Entity> {
    return this.#imports ?? NOTHING;
  }

  get exports(): ReadonlyMap<string, Entity> {
    return this.#exports ?? NOTHING;
  }

  /** Adds a name to a side. Gives whether it is new there. */
  declare(side: "imports" | "exports", name: string, entity: Entity): boolean {
    const names = side === "imports" ? (this.#imports ??= new Map()) : (this.#exports ??= new Map());
    const before = names.size;
    names.set(name, entity);
    return names.size > before;
  }

  /** Gives an entity the next index of its sort. What has no origin is the component's own. */
  add(entity: Entity, origin?: Origin): void {
    if (origin !== undefined) this.composer?.setOrigin(entity.sort, this.size(entity.sort), origin);
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
        this.addCore(CORE.module);
    }
  }

  addCore(sort: CoreSort, count = 1): void {
    this.core[sort] = this.coreSize(sort) + count;
  }

  coreSize(sort: CoreSort): number {
    return this.core[sort] ?? 0;
  }

  /** How many entities of a sort there are: the next one's index. */
  size(sort: Entity["sort"]): number {
    switch (sort) {
      case "func":
        return this.funcs.length;
      case "value":
        return this.values.length;
      case "type":
        return this.types.length;
      case "component":
        return this.components.length;
      case "instance":
        return this.instances.length;
      case "module":
        return this.coreSize(CORE.module);
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

/** Looks up what an index, read at `offset`, stands for among the entities of a sort. */
export function entityAt(cursor: Cursor, scope: Scope, sort: Entity["sort"], index: number, offset: number): Entity {
  switch (sort) {
    case "func":
      return { sort, type: at(scope.funcs, index, "function", cursor, offset) };
    case "value":
      return { sort, type: at(scope.values, index, "value", cursor, offset) };
    case "type":
      return { sort, type: at(scope.types, index, "type", cursor, offset) };
    case "component":
      return { sort, type: at(scope.components, index, "component", cursor, offset) };
    case "instance":
      return { sort, type: at(scope.instances, index, "instance", cursor, offset) };
    case "module":
      checkCoreIndex(cursor, scope, CORE.module, index, offset);
      return { sort };
  }
}

/** A function's index and type. */
export function readFunc(cursor: Cursor, scope: Scope): { readonly index: number; readonly type: FuncType } {
  const offset = cursor.pos;
  const index = cursor.u32();
  return { index, type: at(scope.funcs, index, "function", cursor, offset) };
}

/** A component's index and type. */
export function readComponentIndex(
  cursor: Cursor,
  scope: Scope,
): { readonly index: number; readonly type: ComponentType } {
  const offset = cursor.pos;
  const index = cursor.u32();
  return { index, type: at(scope.components, index, "component", cursor, offset) };
}

/** A value's index and type. */
export function readValue(cursor: Cursor, scope: Scope): { readonly index: number; readonly type: ValType } {
  const offset = cursor.pos;
  const index = cursor.u32();
  return { index, type: at(scope.values, index, "value", cursor, offset) };
}

export function readType(cursor: Cursor, scope: Scope): DefType {
  const offset = cursor.pos;
  return at(scope.types, cursor.u32(), "type", cursor, offset);
}

function checkCoreIndex(cursor: Cursor, scope: Scope, sort: CoreSort, index: number, offset: number): void {
  const size = scope.coreSize(sort);
  if (index >= size)
    throw cursor.malformed(`core ${CORE_NAMES[sort]} index ${index} is out of range (${size} defined)`, offset);
}

export function readCoreIndex(cursor: Cursor, scope: Scope, sort: CoreSort): number {
  const offset = cursor.pos;
  const index = cursor.u32();
  checkCoreIndex(cursor, scope, sort, index, offset);
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
