import { withoutVersion, type Entity, type FuncType, type InstanceType } from "../../../component/index.ts";
import { camelCase, parseFunctionName, pascalCase } from "../../../wit/js-names.ts";
import { quoted } from "../../../wit/names.ts";
import type { HostImports } from "../../engine.ts";
import type { HostFunction, ResourceKind } from "../model.ts";
import type { Give } from "./component.ts";
import { LinkFailure, unsupported } from "./failure.ts";
import { constructing, methodCall, staticCall } from "./host-functions.ts";
import type { RuntimeItem } from "./items.ts";
import type { Linking } from "./linking.ts";
import type { IndexSpaces } from "./spaces.ts";

type Provided = Readonly<Record<string, unknown>>;
type Callable = (...args: unknown[]) => unknown;
type Constructor = new (...args: unknown[]) => object;

/** One import of the root component. */
interface Imported {
  readonly linking: Linking;
  readonly spaces: IndexSpaces;
  /** The import's name. */
  readonly name: string;
  readonly host: Provided | undefined;
}

/**
 * Makes what the host gives into what a component imports. Fails with `link` where a function, a class or a whole interface is
 * missing; interfaces that hold types only need not be there.
 */
export function hostGives(linking: Linking, imports: HostImports): Give {
  return (name, entity, spaces) => {
    const host = imports.get(name) ?? imports.get(withoutVersion(name));
    const of: Imported = { linking, spaces, name, host };
    switch (entity.sort) {
      case "func":
        return { sort: "func", value: hostFunction(of, name, entity.type, true) };
      case "instance":
        return hostInstance(of, entity.type);
      case "type":
        return { sort: "type", value: hostResource(of, name, entity) };
      case "module":
        throw unsupported(`the component imports the core module ${quoted(name)}`);
      case "component":
        throw unsupported(`the component imports the component ${quoted(name)}`);
      case "value":
        throw unsupported(`the component imports the value ${quoted(name)}`);
    }
  };
}

function hostInstance(of: Imported, type: InstanceType): RuntimeItem {
  const exports = new Map<string, RuntimeItem>();
  of.linking.spend(type.exports.size);
  for (const [name, entity] of type.exports) {
    switch (entity.sort) {
      case "func":
        exports.set(name, { sort: "func", value: hostFunction(of, name, entity.type, false) });
        break;
      case "type":
        exports.set(name, { sort: "type", value: hostResource(of, name, entity) });
        break;
      default:
        throw unsupported(`the import ${quoted(of.name)} holds a ${entity.sort} (${quoted(name)})`);
    }
  }
  return { sort: "instance", value: { exports } };
}

/** A resource that another import brought already is the same one. */
function hostResource(of: Imported, name: string, entity: Extract<Entity, { sort: "type" }>): ResourceKind | undefined {
  const { type } = entity;
  if (type.kind !== "resource") return undefined;
  const known = of.spaces.resources.own(type);
  if (known !== undefined) return known;
  const made = of.host?.[pascalCase(name)] ?? (of.name === name ? of.host?.["default"] : undefined);
  const kind: ResourceKind = {
    name: of.name === name ? name : `${of.name}#${name}`,
    impl: undefined,
    destructor: undefined,
    waits: () => false,
    hostClass: isClass(made) ? made : undefined,
  };
  of.spaces.resources.bind(type, kind);
  return kind;
}

function hostFunction(of: Imported, name: string, type: FuncType, itself: boolean): HostFunction {
  const { linking, spaces } = of;
  const path = itself ? name : `${of.name}#${name}`;
  const waits = linking.suspends(`${withoutVersion(of.name)}#${name}`);
  const func: HostFunction = {
    kind: "host",
    path,
    type,
    resources: spaces.resources.lookup,
    call: caller(of, name, type, itself, path),
    waits: () => waits,
  };
  if (waits) linking.reach.setWaiting(func);
  return func;
}

function caller(of: Imported, name: string, type: FuncType, itself: boolean, path: string): Callable {
  const { resource, kind, member } = parseFunctionName(name);
  const count = type.params.length;
  if (resource === undefined) {
    const found = (itself ? given(of.host, "default") : undefined) ?? given(of.host, member);
    if (found === undefined) throw missing(of, `the function ${path}`);
    // It is called without `this`.
    return found;
  }
  const owner = of.host?.[resource];
  if (!isClass(owner)) throw missing(of, `the class ${resource} for ${path}`);
  if (kind === "constructor") return constructing(owner, count);
  if (kind === "method") return methodCall(prototypeOf(owner), member, Math.max(count - 1, 0), path);
  const found = given(owner, member);
  if (found === undefined) throw missing(of, `the function ${path}`);
  return staticCall(owner, found, count);
}

/** A function of the host, but not what every object or class has: an import may be called `to-string` or `bind`. */
function given(owner: object | undefined, key: string): Callable | undefined {
  const found: unknown = owner === undefined ? undefined : Reflect.get(owner, key);
  if (typeof found !== "function") return undefined;
  if (found === Reflect.get(Object.prototype, key) || found === Reflect.get(Function.prototype, key)) return undefined;
  // What it takes and gives the type of the import says.
  return found as Callable;
}

function prototypeOf(made: Constructor): object {
  const { prototype }: { readonly prototype: unknown } = made;
  return typeof prototype === "object" && prototype !== null ? prototype : Object.prototype;
}

function isClass(value: unknown): value is Constructor {
  return typeof value === "function";
}

function missing({ name, host }: Imported, what: string): LinkFailure {
  const how =
    host === undefined
      ? `Give the host imports an entry ${quoted(name)}`
      : `Add it to the host's entry ${quoted(name)}, under the name ${quoted(lastName(what))}`;
  return new LinkFailure(
    "link",
    `Linking failed: the component imports ${quoted(name)}, and the host does not give ${what}. ${how}, or choose a world that has it.`,
    { import: name },
  );
}

function lastName(what: string): string {
  const wit = /[^#\s]+$/.exec(what)?.[0] ?? what;
  return parseFunctionName(wit).member || camelCase(wit);
}
