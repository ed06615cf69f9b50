import type { Births } from "./births.ts";
import type { Cursor } from "./cursor.ts";
import { WEIGHT } from "./cursor.ts";
import type { ComponentType, DefType, Entity, FuncType, InstanceType, ResourceType, ValType } from "./types.ts";
import { isValType } from "./types.ts";

type Exports = ReadonlyMap<string, Entity>;

/** How deep types are followed. Deeper ones keep the types of the component that was instantiated. */
const MAX_TYPE_DEPTH = 200;

/** Binds the types that a component imports to those it is given; the first argument for a type counts. */
function bind(imports: Exports, given: Exports, bound: Map<DefType, DefType>, cursor: Cursor, depth = 0): void {
  if (depth > MAX_TYPE_DEPTH) return;
  for (const [name, wanted] of imports) {
    cursor.spend(WEIGHT.bound);
    const argument = given.get(name);
    if (wanted.sort === "type" && argument?.sort === "type") {
      if (wanted.type.kind === argument.type.kind && !bound.has(wanted.type)) bound.set(wanted.type, argument.type);
    } else if (wanted.sort === "instance" && argument?.sort === "instance") {
      bind(wanted.type.exports, argument.type.exports, bound, cursor, depth + 1);
    }
  }
}

/** Rewrites types with some of them bound to others. What holds no bound type stays the same object. */
class Substitution {
  readonly #known: Map<DefType, DefType>;
  readonly #cursor: Cursor;
  #depth = 0;

  constructor(bound: Map<DefType, DefType>, cursor: Cursor) {
    this.#known = bound;
    this.#cursor = cursor;
  }

  exports(exports: Exports): Exports {
    this.#cursor.spend(exports.size * WEIGHT.type);
    let changed = false;
    const rewritten = new Map<string, Entity>();
    for (const [name, entity] of exports) {
      const other = this.#entity(entity);
      changed ||= other !== entity;
      rewritten.set(name, other);
    }
    return changed ? rewritten : exports;
  }

  #entity(entity: Entity): Entity {
    if (entity.sort === "module") return entity;
    const type = this.#type(entity.type);
    // A type is only ever bound to one of its own kind, and rewriting keeps the kind.
    return type === entity.type ? entity : ({ sort: entity.sort, type } as Entity);
  }

  #type<T extends DefType>(type: T): T {
    // As above: the kind stays.
    const known = this.#known.get(type) as T | undefined;
    if (known !== undefined) return known;
    if (this.#depth >= MAX_TYPE_DEPTH) return type;
    this.#cursor.spend(WEIGHT.type);
    this.#depth += 1;
    const rewritten = this.#rewrite(type) as T;
    this.#depth -= 1;
    this.#known.set(type, rewritten);
    return rewritten;
  }

  #rewrite(type: DefType): DefType {
    if (isValType(type)) return this.#valType(type);
    switch (type.kind) {
      case "func":
        return this.#func(type);
      case "resource":
        return type;
      case "instance": {
        const exports = this.exports(type.exports);
        return exports === type.exports ? type : ({ kind: "instance", exports } satisfies InstanceType);
      }
      case "component": {
        const imports = this.exports(type.imports);
        const exports = this.exports(type.exports);
        if (imports === type.imports && exports === type.exports) return type;
        return { kind: "component", imports, exports } satisfies ComponentType;
      }
    }
  }

  #func(type: FuncType): FuncType {
    const params = this.#members(type.params);
    const result = this.#optional(type.result);
    return params === type.params && result === type.result ? type : { ...type, params, result };
  }

  #valType(type: ValType): ValType {
    switch (type.kind) {
      case "record": {
        const fields = this.#members(type.fields);
        return fields === type.fields ? type : { kind: "record", fields };
      }
      case "variant": {
        const cases = this.#members(type.cases);
        return cases === type.cases ? type : { kind: "variant", cases };
      }
      case "list": {
        const element = this.#type(type.element);
        return element === type.element ? type : { ...type, element };
      }
      case "tuple": {
        this.#cursor.spend(type.elements.length * WEIGHT.bound);
        const elements = type.elements.map((element) => this.#type(element));
        return elements.every((element, at) => element === type.elements[at]) ? type : { kind: "tuple", elements };
      }
      case "option": {
        const some = this.#type(type.some);
        return some === type.some ? type : { kind: "option", some };
      }
      case "result": {
        const ok = this.#optional(type.ok);
        const error = this.#optional(type.error);
        return ok === type.ok && error === type.error ? type : { kind: "result", ok, error };
      }
      case "own":
      case "borrow": {
        const resource = this.#type(type.resource);
        return resource === type.resource ? type : { kind: type.kind, resource };
      }
      case "stream":
      case "future": {
        const element = this.#optional(type.element);
        return element === type.element ? type : { kind: type.kind, element };
      }
      case "map": {
        const key = this.#type(type.key);
        const value = this.#type(type.value);
        return key === type.key && value === type.value ? type : { kind: "map", key, value };
      }
      default:
        return type;
    }
  }

  #optional(type: ValType | undefined): ValType | undefined {
    return type === undefined ? undefined : this.#type(type);
  }

  #members<M extends { readonly type: ValType | undefined }>(members: readonly M[]): readonly M[] {
    this.#cursor.spend(members.length * WEIGHT.bound);
    const rewritten = members.map((member) => {
      const type = this.#optional(member.type);
      return type === member.type ? member : { ...member, type };
    });
    return rewritten.every((member, at) => member === members[at]) ? members : rewritten;
  }
}

/**
 * What an instance of `component` exports when it is given `args`: the types that the component imports are replaced by
 * those it is given (Explainer.md, "Instance Definitions"), so that a resource that goes through stays one object, and the
 * resources that it defines are its own.
 */
export function instantiatedExports(component: ComponentType, args: Exports, births: Births, cursor: Cursor): Exports {
  const bound = new Map<DefType, DefType>();
  bind(component.imports, args, bound, cursor);
  renew(births.stale(component), bound, births, cursor);
  return bound.size === 0 ? component.exports : new Substitution(bound, cursor).exports(component.exports);
}

/** An instance type where it is imported or exported: its resources are its own there. */
export function usedInstance(type: InstanceType, births: Births, cursor: Cursor): InstanceType {
  const stale = births.stale(type);
  if (stale.length === 0) return type;
  const bound = new Map<DefType, DefType>();
  renew(stale, bound, births, cursor);
  return { kind: "instance", exports: new Substitution(bound, cursor).exports(type.exports) };
}

/** Binds resources to fresh ones, but for those that are bound already. */
function renew(stale: readonly ResourceType[], bound: Map<DefType, DefType>, births: Births, cursor: Cursor): void {
  cursor.spend(stale.length * WEIGHT.type);
  for (const resource of stale) {
    if (!bound.has(resource)) bound.set(resource, births.make(resource.abstract));
  }
}
