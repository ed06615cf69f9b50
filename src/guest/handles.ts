import { dispose } from "../wit/dispose.ts";
import type { FuncType, ValType } from "../component/index.ts";
import { camelCase } from "../wit/js-names.ts";

/** Goes through a value of one type and hands over each `own` resource in it. */
type Walk = (value: unknown, visit: (resource: object) => void) => void;

/** Types nested deeper than this give no handles. No interface comes near. */
const MAX_DEPTH = 64;

/** Resources made by the host that the guest holds: from the call that gave them until the guest drops them or gives them away. */
export class Handles {
  readonly #held = new WeakSet<object>();
  readonly #watched = new WeakSet<object>();
  #live = 0;

  get live(): number {
    return this.#live;
  }

  readonly hold = (resource: object): void => {
    if (this.#held.has(resource)) return;
    this.#held.add(resource);
    this.#live += 1;
    this.#watch(resource);
  };

  readonly release = (resource: object): void => {
    if (this.#held.delete(resource)) this.#live -= 1;
  };

  /** Engines call the dispose method when the guest drops a handle; the class gets one that counts. */
  #watch(resource: object): void {
    const prototype: unknown = Object.getPrototypeOf(resource);
    if (typeof prototype !== "object" || prototype === null || prototype === Object.prototype) return;
    if (this.#watched.has(prototype)) return;
    this.#watched.add(prototype);
    const { release } = this;
    const original: unknown = Reflect.get(prototype, dispose);
    Reflect.defineProperty(prototype, dispose, {
      configurable: true,
      writable: true,
      value(this: object): unknown {
        release(this);
        return typeof original === "function" ? Reflect.apply(original, this, []) : undefined;
      },
    });
  }
}

/** How to find what a function gives into the guest's hand; `undefined` when it gives no resource. */
export function ownedResult(func: FuncType | undefined): Walk | undefined {
  const type = func?.result;
  // An error is thrown, so what is returned is the `ok` part itself.
  return walkOf(type?.kind === "result" ? type.ok : type, 0);
}

/** How to find what the guest gives away in the arguments, without those of a method's `self`. */
export function ownedArguments(
  func: FuncType | undefined,
): ((args: readonly unknown[], visit: (resource: object) => void) => void) | undefined {
  const params = func?.params ?? [];
  const skip = params[0]?.name === "self" && params[0].type.kind === "borrow" ? 1 : 0;
  const walks = params.slice(skip).map(({ type }) => walkOf(type, 0));
  if (walks.every((walk) => walk === undefined)) return undefined;
  return (args, visit) => walks.forEach((walk, index) => walk?.(args[index], visit));
}

function walkOf(type: ValType | undefined, depth: number): Walk | undefined {
  if (type === undefined || depth > MAX_DEPTH) return undefined;
  switch (type.kind) {
    case "own":
      return (value, visit) => {
        if (typeof value === "object" && value !== null) visit(value);
      };
    case "list": {
      const walk = walkOf(type.element, depth + 1);
      return (
        walk &&
        ((value, visit) => {
          if (Array.isArray(value)) for (const item of value) walk(item, visit);
        })
      );
    }
    case "tuple":
      return walkParts(type.elements.map((element, index) => [index, walkOf(element, depth + 1)] as const));
    case "record":
      return walkParts(type.fields.map((field) => [camelCase(field.name), walkOf(field.type, depth + 1)] as const));
    case "variant":
      return walkCases(type.cases.map((item) => [item.name, walkOf(item.type, depth + 1)] as const));
    case "result":
      return walkCases([
        ["ok", walkOf(type.ok, depth + 1)],
        ["err", walkOf(type.error, depth + 1)],
      ]);
    case "option": {
      const walk = walkOf(type.some, depth + 1);
      // An option of an option is written as a variant; a single one as the value itself.
      return type.some.kind === "option"
        ? walkCases([["some", walk]])
        : walk && ((value, visit) => (value === undefined ? undefined : walk(value, visit)));
    }
    default:
      return undefined;
  }
}

function walkParts(parts: readonly (readonly [string | number, Walk | undefined])[]): Walk | undefined {
  const used = parts.filter(([, walk]) => walk !== undefined);
  if (used.length === 0) return undefined;
  return (value, visit) => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, walk] of used) walk?.(Reflect.get(value, key), visit);
  };
}

function walkCases(cases: readonly (readonly [string, Walk | undefined])[]): Walk | undefined {
  const used = new Map(cases.filter(([, walk]) => walk !== undefined));
  if (used.size === 0) return undefined;
  return (value, visit) => {
    if (typeof value !== "object" || value === null || !("tag" in value) || !("val" in value)) return;
    if (typeof value.tag === "string") used.get(value.tag)?.(value.val, visit);
  };
}
