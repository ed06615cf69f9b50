import type { Entity } from "../../../component/index.ts";
import { camelCase, parseFunctionName, pascalCase } from "../../../wit/js-names.ts";
import { exported } from "../calls/index.ts";
import type { ComponentFunction, ResourceKind } from "../model.ts";
import { classOf, setConstructor } from "../resources/index.ts";
import { ofSort, type RuntimeItem, type Spend } from "./items.ts";

/**
 * The exports of the root component for JavaScript, in jco's mapping: functions in camelCase, resources as classes, interfaces under
 * their versioned names and instances with a plain name under that in camelCase. Modules and components are left out.
 */
export function exportsFor(
  items: ReadonlyMap<string, RuntimeItem>,
  types: ReadonlyMap<string, Entity>,
  spend: Spend,
): Readonly<Record<string, unknown>> {
  const target = {};
  const functions: [string, ComponentFunction][] = [];
  const classes = new Map<string, ResourceKind>();
  spend(types.size);
  for (const [name, entity] of types) {
    const item = items.get(name);
    if (entity.sort === "func") {
      functions.push([name, ofSort(item, "func", name).value]);
    } else if (entity.sort === "instance") {
      const { value } = ofSort(item, "instance", name);
      define(
        target,
        name.includes(":") ? name : camelCase(name),
        exportsFor(value.exports, entity.type.exports, spend),
      );
    } else if (item?.sort === "type" && item.value !== undefined) {
      classes.set(pascalCase(name), item.value);
      define(target, pascalCase(name), publicClass(item.value));
    }
  }
  // A class is there before its members, whatever the order of the exports.
  for (const [name, func] of functions) placeFunction(target, classes, name, func);
  return target;
}

/** A resource of the host that is exported on is the host's own class, with its own methods. */
function publicClass(kind: ResourceKind): object {
  return kind.impl === undefined ? (kind.hostClass ?? class {}) : classOf(kind);
}

function placeFunction(
  target: object,
  classes: ReadonlyMap<string, ResourceKind>,
  name: string,
  func: ComponentFunction,
): void {
  const { resource, kind, member } = parseFunctionName(name);
  const call = exported(func);
  if (resource === undefined) {
    define(target, member, call);
    return;
  }
  const owner = classes.get(resource);
  if (owner?.impl === undefined) return;
  const made = classOf(owner);
  if (kind === "constructor") {
    // A constructor gives an own handle, which is an instance of the class.
    setConstructor(made, call as (...args: unknown[]) => object);
  } else if (kind === "static") {
    define(made, member, call);
  } else if (member !== "then") {
    // Whoever awaited an instance with a method `then` would call it, and wait for ever.
    define(made.prototype, member, methodOf(call, func.type.params.length - 1));
  }
}

function methodOf(
  call: (...args: unknown[]) => unknown,
  count: number,
): (this: unknown, ...args: unknown[]) => unknown {
  switch (count) {
    case 0:
      return function () {
        return call(this);
      };
    case 1:
      return function (a) {
        return call(this, a);
      };
    default:
      return function (...args) {
        return call(this, ...args);
      };
  }
}

/** Names come out of the file: whatever they are, they become a property of the object itself. */
function define(target: object, name: string, value: unknown): void {
  Reflect.defineProperty(target, name, { configurable: true, enumerable: true, writable: true, value });
}
