import { isValType } from "../component/index.ts";
import type { DefType, FuncType, ResourceType, ValType } from "../component/index.ts";
import type { Interfaces } from "./interfaces.ts";
import type { QualifiedName } from "./names.ts";
import { escaped, identifier } from "./names.ts";
import type { Room } from "./room.ts";

/** How deep types are written inside each other. What is deeper gets a name. */
const MAX_NESTING = 40;

/** Where a text stands: the package around it, which may be left out of paths, and what is known besides. */
export interface Context {
  readonly interfaces: Interfaces;
  readonly room: Room;
  readonly package: string;
}

/** The path by which a text in the context refers to an interface. */
export function pathTo(context: Context, name: QualifiedName): string {
  return name.package === context.package ? identifier(name.item) : escaped(name.text);
}

/**
 * The types that one interface or world has names for. What it refers to without having a name for it is brought in: by
 * `use` when another interface defines it, else by a definition of its own.
 */
export class Scope {
  readonly context: Context;
  readonly #home: QualifiedName | undefined;
  readonly #names = new Map<DefType, string>();
  readonly #taken = new Set<string>();
  /** From where to look for a free number after a name. */
  readonly #counts = new Map<string, number>();
  readonly #used = new Map<string, string[]>();
  #waiting: { readonly name: string; readonly type: DefType }[] = [];

  /** `home`: the interface whose scope it is; absent for a world and for an interface without a name of its own. */
  constructor(context: Context, home?: QualifiedName) {
    this.context = context;
    this.#home = home;
  }

  /** Keeps a name from being given to something else. */
  take(name: string): void {
    this.#taken.add(name);
  }

  /** Names a type; the first name counts. */
  name(type: DefType, name: string): void {
    if (!this.#names.has(type)) this.#names.set(type, name);
  }

  nameOf(type: DefType): string | undefined {
    return this.#names.get(type);
  }

  /** The `use` of a type under a name; `undefined` when no other interface defines it. */
  use(type: DefType, as: string): boolean {
    const found = this.context.interfaces.definition(type);
    if (found === undefined || found.interface.text === this.#home?.text) return false;
    const item = found.name === as ? identifier(as) : `${identifier(found.name)} as ${identifier(as)}`;
    const path = pathTo(this.context, found.interface);
    const items = this.#used.get(path) ?? [];
    if (this.context.room.line(item)) items.push(item);
    this.#used.set(path, items);
    this.name(type, as);
    return true;
  }

  /** The `use` lines that came together. */
  uses(): readonly string[] {
    return [...this.#used].flatMap(([path, items]) =>
      items.length === 0 ? [] : [`use ${path}.{${items.join(", ")}};`],
    );
  }

  /** Definitions that came up since the last call; writing them can bring up more. */
  waiting(): readonly { readonly name: string; readonly type: DefType }[] {
    const found = this.#waiting;
    this.#waiting = [];
    return found;
  }

  #bringIn(type: DefType, kind: string): string {
    const known = this.#names.get(type);
    if (known !== undefined) return identifier(known);
    const { interfaces } = this.context;
    const base = interfaces.definition(type)?.name ?? interfaces.plainName(type) ?? kind;
    let name = base;
    let count = this.#counts.get(base) ?? 2;
    for (; this.#taken.has(name); count += 1) name = `${base}-${count}`;
    this.#counts.set(base, count);
    this.#taken.add(name);
    if (!this.use(type, name)) {
      this.name(type, name);
      this.#waiting.push({ name, type });
    }
    return identifier(name);
  }

  /** A resource's name here. */
  resource(type: ResourceType): string {
    return this.#bringIn(type, "resource-type");
  }

  /** A type where it is referred to (WIT.md, "Types"). */
  type(type: ValType, nesting = 0): string {
    if (!this.context.room.part(type.kind.length)) return "…";
    const known = this.#names.get(type);
    if (known !== undefined) return identifier(known);
    if (nesting > MAX_NESTING) return this.#bringIn(type, "nested");
    return this.structure(type, nesting);
  }

  /** A type written out, whatever names it has. What only exists under a name is brought in. */
  structure(type: ValType, nesting = 0): string {
    const inner = (part: ValType): string => this.type(part, nesting + 1);
    switch (type.kind) {
      case "record":
      case "variant":
      case "enum":
      case "flags":
        return this.#bringIn(type, `${type.kind}-type`);
      case "list":
        return type.length === undefined
          ? `list<${inner(type.element)}>`
          : `list<${inner(type.element)}, ${type.length}>`;
      case "tuple":
        return `tuple<${this.join(type.elements, inner)}>`;
      case "option":
        return `option<${inner(type.some)}>`;
      case "result": {
        const { ok, error } = type;
        if (error !== undefined) return `result<${ok === undefined ? "_" : inner(ok)}, ${inner(error)}>`;
        return ok === undefined ? "result" : `result<${inner(ok)}>`;
      }
      case "own":
        return this.resource(type.resource);
      case "borrow":
        return `borrow<${this.resource(type.resource)}>`;
      case "stream":
      case "future":
        return type.element === undefined ? type.kind : `${type.kind}<${inner(type.element)}>`;
      case "map":
        return `map<${inner(type.key)}, ${inner(type.value)}>`;
      default:
        return type.kind;
    }
  }

  /** Parts with commas between them, as many as there is room for. */
  join<T>(items: readonly T[], write: (item: T) => string): string {
    const parts: string[] = [];
    for (const item of items) {
      if (this.context.room.full) break;
      parts.push(write(item));
    }
    return parts.join(", ");
  }

  /** `(a: u8, b: string)`, without the first parameter if `method`. */
  params(type: FuncType, method = false): string {
    const params = method ? type.params.slice(1) : type.params;
    return `(${this.join(params, (param) => this.#labelled(param.name, param.type))})`;
  }

  #labelled(name: string, type: ValType): string {
    const label = identifier(name);
    return this.context.room.part(label.length) ? `${label}: ${this.type(type)}` : "…";
  }

  /** `func(…) -> …`, or `async func`. */
  func(type: FuncType, method = false): string {
    const result = type.result === undefined ? "" : ` -> ${this.type(type.result)}`;
    return `${type.async ? "async " : ""}func${this.params(type, method)}${result}`;
  }

  /** The lines that define a type under a name; `members` stand inside a resource. */
  define(name: string, type: DefType, members: readonly string[] = []): readonly string[] {
    const id = identifier(name);
    const block = <T>(items: readonly T[], write: (item: T) => string): readonly string[] => {
      const lines = [`${type.kind} ${id} {`];
      for (const item of items) {
        const line = write(item);
        if (!this.context.room.line(line)) break;
        lines.push(`  ${line}`);
      }
      return [...lines, "}"];
    };
    if (!this.context.room.line(id)) return [];
    if (type.kind === "resource")
      return members.length === 0 ? [`resource ${id};`] : block(members, (member) => member);
    if (!isValType(type)) return [`// ${id} is a type of kind ${type.kind}, which WIT has no words for.`];
    switch (type.kind) {
      case "record":
        return block(type.fields, (field) => `${this.#labelled(field.name, field.type)},`);
      case "variant":
        return block(type.cases, (item) => {
          const label = identifier(item.name);
          return item.type === undefined ? `${label},` : `${label}(${this.type(item.type)}),`;
        });
      case "enum":
      case "flags":
        return block(type.labels, (label) => `${identifier(label)},`);
      default:
        return [`type ${id} = ${this.structure(type)};`];
    }
  }
}
