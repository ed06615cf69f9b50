import { isValType } from "../component/index.ts";
import type { Case, DefType, Field, FuncType, ResourceType, ValType } from "../component/index.ts";
import { identifier } from "./names.ts";
import type { Room } from "./room.ts";

/** How deep types are written inside each other. What is deeper gets a name. */
const MAX_NESTING = 40;

/** Writes types as WIT does. Those who extend it say which types have names, and what stands for one that has none. */
export abstract class TypeWriter {
  protected readonly room: Room;

  constructor(room: Room) {
    this.room = room;
  }

  /** The name by which a type is referred to. */
  abstract nameOf(type: DefType): string | undefined;

  /** What is written for a type that is only written by a name and has none; `kind` is a name to begin with. */
  protected abstract unnamed(type: ValType | ResourceType, kind: string, nesting: number): string;

  #named(type: ValType | ResourceType, kind: string, nesting: number): string {
    const known = this.nameOf(type);
    return known === undefined ? this.unnamed(type, kind, nesting) : identifier(known);
  }

  /** A resource's name here. */
  resource(type: ResourceType, nesting = 0): string {
    return this.#named(type, "resource-type", nesting);
  }

  /** A type where it is referred to (WIT.md, "Types"). */
  type(type: ValType, nesting = 0): string {
    if (!this.room.part(type.kind.length)) return "…";
    const known = this.nameOf(type);
    if (known !== undefined) return identifier(known);
    if (nesting > MAX_NESTING) return this.unnamed(type, "nested", nesting);
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
        return this.#named(type, `${type.kind}-type`, nesting);
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
        return this.resource(type.resource, nesting);
      case "borrow":
        return `borrow<${this.resource(type.resource, nesting)}>`;
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
      if (this.room.full) break;
      parts.push(write(item));
    }
    return parts.join(", ");
  }

  /** `(a: u8, b: string)`, without the first parameter if `method`. */
  params(type: FuncType, method = false): string {
    const params = method ? type.params.slice(1) : type.params;
    return `(${this.join(params, (param) => this.labelled(param))})`;
  }

  /** `name: type` */
  protected labelled({ name, type }: Field, nesting = 0): string {
    const label = identifier(name);
    return this.room.part(label.length) ? `${label}: ${this.type(type, nesting)}` : "…";
  }

  /** `name` or `name(type)` */
  protected case({ name, type }: Case, nesting = 0): string {
    const label = identifier(name);
    if (type === undefined) return label;
    return this.room.part(label.length) ? `${label}(${this.type(type, nesting)})` : "…";
  }

  /** `func(…) -> …`, or `async func`. */
  func(type: FuncType, method = false): string {
    const result = type.result === undefined ? "" : ` -> ${this.type(type.result)}`;
    return `${type.async ? "async " : ""}func${this.params(type, method)}${result}`;
  }

  /** The lines that define a type under a name; `members` stand inside a resource, `docs` before fields, cases and labels. */
  define(
    name: string,
    type: DefType,
    members: readonly string[] = [],
    docs: (member: string) => readonly string[] = () => [],
  ): readonly string[] {
    const id = identifier(name);
    const block = <T>(items: readonly T[], write: (item: T) => string, before?: (item: T) => readonly string[]) => {
      const lines = [`${type.kind} ${id} {`];
      for (const item of items) {
        const line = write(item);
        if (!this.room.line(line)) break;
        for (const comment of before?.(item) ?? []) lines.push(`  ${comment}`);
        lines.push(line === "" ? "" : `  ${line}`);
      }
      return [...lines, "}"];
    };
    if (!this.room.line(id)) return [];
    if (type.kind === "resource")
      return members.length === 0 ? [`resource ${id};`] : block(members, (member) => member);
    if (!isValType(type)) return [`// ${id} is a type of kind ${type.kind}, which WIT has no words for.`];
    const named = (item: { readonly name: string }): readonly string[] => docs(item.name);
    switch (type.kind) {
      case "record":
        return block(type.fields, (field) => `${this.labelled(field)},`, named);
      case "variant":
        return block(type.cases, (item) => `${this.case(item)},`, named);
      case "enum":
      case "flags":
        return block(type.labels, (label) => `${identifier(label)},`, docs);
      default:
        return [`type ${id} = ${this.structure(type)};`];
    }
  }
}
