import type { ComponentType, DefType, FuncType, ResourceType, ValType } from "../component/index.ts";
import { isValType } from "../component/index.ts";
import { Interfaces } from "./interfaces.ts";
import type { Exports } from "./interfaces.ts";
import { memberLine } from "./members.ts";
import type { Method } from "./members.ts";
import { identifier, memberName } from "./names.ts";
import { Room } from "./room.ts";
import { TypeWriter } from "./writer.ts";

/** How long a type or a function may become, in characters. */
const MAX_LINE = 400;
/** How long a definition may become, in characters. */
const MAX_DEFINITION = 20_000;
/** How deep types are written inside each other. */
const MAX_NESTING = 8;

/** Where a type is defined. */
export interface Home {
  /** `wasi:io/streams@0.2.12` */
  readonly interface: string;
  readonly name: string;
}

/**
 * Names and writes the types of a component or a world for people: one line for a function, a few for a definition. A type
 * goes by the name that its interface gives it, without saying which interface that is; `home` tells. Nothing is longer
 * than a few hundred characters a line; what is cut ends in `…`.
 */
export class Describer {
  readonly #type: ComponentType;
  #known: Interfaces | undefined;
  readonly #ofResources = new Map<Exports, ReadonlyMap<string, readonly Method[]>>();

  constructor(type: ComponentType) {
    this.#type = type;
  }

  /** The names are looked at when the first one is asked for. */
  get #interfaces(): Interfaces {
    if (this.#known === undefined) {
      this.#known = new Interfaces();
      this.#known.addWorld({ type: this.#type });
    }
    return this.#known;
  }

  /**
   * A function in one line: `get: func(name: field-name) -> list<field-value>`. What belongs to a resource has its name before
   * it, and methods are without their first parameter: `fields.append: func(…)`, `fields.constructor(…)`, `fields.from-list: static func(…) -> …`.
   */
  func(name: string, type: FuncType): string {
    const writer = this.#writer(MAX_LINE);
    const member = memberName(name);
    if (member === undefined) return cut(`${identifier(name)}: ${writer.func(type)}`, MAX_LINE);
    // A method whose first parameter is none of the resource is shown with it.
    const form =
      member.form === "method" && type.params[0]?.type.kind !== "borrow"
        ? { ...member, form: "static" as const }
        : member;
    const line = memberLine(writer, { name: form, full: name, type }, selfOf(type)).replace(/;$/, "");
    return cut(`${identifier(member.resource)}.${line}`, MAX_LINE);
  }

  /** A type where it is referred to: by its name, else written out. */
  type(type: ValType): string {
    return cut(this.#writer(MAX_LINE).type(type), MAX_LINE);
  }

  /** A type written out although it has a name: `list<u8>` for `field-value`, `record { name: string, size: u64 }`. */
  structure(type: ValType): string {
    return cut(this.#writer(MAX_LINE).writtenOut(type), MAX_LINE);
  }

  /** The WIT definition of a named type as lines: `record x {` … `}`; a resource with its functions. */
  definition(name: string, type: DefType): readonly string[] {
    const room = new Room(MAX_DEFINITION);
    const writer = new Description(this.#interfaces, room);
    const known = writer.nameOf(type);
    const lines =
      known !== undefined && known !== name && this.home(type)?.name !== name
        ? [`type ${identifier(name)} = ${identifier(known)};`]
        : writer.define(name, type, this.#members(writer, room, name, type));
    return [...lines.map((line) => cut(line, MAX_LINE)), ...(room.full ? ["// …"] : [])];
  }

  /** Where a type is defined: the first interface with a name of its own that names it. */
  home(type: DefType): Home | undefined {
    const found = this.#interfaces.definition(type);
    return found && { interface: found.interface.text, name: found.name };
  }

  #writer(size: number): Description {
    return new Description(this.#interfaces, new Room(size));
  }

  #members(writer: Description, room: Room, name: string, type: DefType): readonly string[] {
    if (type.kind !== "resource") return [];
    const home = this.home(type);
    const named = home === undefined ? undefined : this.#interfaces.get(home.interface);
    const shapes: Iterable<Exports> = named?.shapes ?? [this.#type.imports, this.#type.exports];
    const lines = new Map<string, string>();
    for (const exports of shapes) {
      for (const member of this.#membersOf(exports).get(home?.name ?? name) ?? []) {
        if (room.full) break;
        if (!lines.has(member.full)) lines.set(member.full, memberLine(writer, member, type));
      }
    }
    return [...lines.values()];
  }

  /** The functions of an interface's resources, by resource. */
  #membersOf(exports: Exports): ReadonlyMap<string, readonly Method[]> {
    const known = this.#ofResources.get(exports);
    if (known !== undefined) return known;
    const members = new Map<string, Method[]>();
    for (const [full, entity] of exports) {
      const member = entity.sort === "func" ? memberName(full) : undefined;
      if (entity.sort !== "func" || member === undefined) continue;
      const method = { name: member, full, type: entity.type };
      const others = members.get(member.resource);
      if (others === undefined) members.set(member.resource, [method]);
      else others.push(method);
    }
    this.#ofResources.set(exports, members);
    return members;
  }
}

/** The resource that a method's first parameter is of. */
function selfOf({ params: [self] }: FuncType): DefType {
  const type = self?.type;
  return type?.kind === "borrow" ? type.resource : { kind: "resource", abstract: true };
}

function cut(text: string, length: number): string {
  // Not between the halves of a character.
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** Writes what has no name where it stands. */
class Description extends TypeWriter {
  readonly #interfaces: Interfaces;

  constructor(interfaces: Interfaces, room: Room) {
    super(room);
    this.#interfaces = interfaces;
  }

  override nameOf(type: DefType): string | undefined {
    return this.#interfaces.definition(type)?.name ?? this.#interfaces.plainName(type);
  }

  writtenOut(type: ValType): string {
    return this.#braced(type, 0) ?? this.structure(type);
  }

  protected override unnamed(type: ValType | ResourceType, _: string, nesting: number): string {
    if (nesting > MAX_NESTING) return "…";
    if (!isValType(type)) return type.kind;
    return this.#braced(type, nesting) ?? this.structure(type, nesting);
  }

  /** What is only written in braces, in one line. */
  #braced(type: ValType, nesting: number): string | undefined {
    const inside = (): string | undefined => {
      switch (type.kind) {
        case "record":
          return this.join(type.fields, (field) => this.labelled(field, nesting + 1));
        case "variant":
          return this.join(type.cases, (item) => this.case(item, nesting + 1));
        case "enum":
        case "flags":
          return this.join(type.labels, (label) => (this.room.part(label.length) ? identifier(label) : "…"));
        default:
          return undefined;
      }
    };
    const text = inside();
    return text === undefined ? undefined : `${type.kind} { ${text} }`;
  }
}
