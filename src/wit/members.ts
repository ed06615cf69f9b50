import type { DefType, Entity, FuncType } from "../component/index.ts";
import type { Exports } from "./interfaces.ts";
import type { MemberName, QualifiedName } from "./names.ts";
import { identifier, memberName, quoted } from "./names.ts";
import type { Context } from "./scope.ts";
import { Scope } from "./scope.ts";
import type { TypeWriter } from "./writer.ts";

const KINDS: Readonly<Record<Entity["sort"], string>> = {
  func: "a function",
  value: "a value",
  type: "a type",
  component: "a component",
  instance: "an instance",
  module: "a core module",
};

/** A line for what WIT cannot express. */
export function unspeakable(what: string, entity: Entity): string {
  return `// ${what} is ${KINDS[entity.sort]}, which WIT has no words for here.`;
}

/** A function that belongs to a resource. */
export interface Method {
  readonly name: MemberName;
  readonly full: string;
  readonly type: FuncType;
}

/** A function as a line inside its resource. */
export function memberLine(writer: TypeWriter, { name, full, type }: Method, resource: DefType): string {
  const self = type.params[0]?.type;
  const result = type.result;
  switch (name.form) {
    case "constructor": {
      const plain = result?.kind === "own" && writer.nameOf(result.resource) === name.resource;
      const fallible = plain || result === undefined ? "" : ` -> ${writer.type(result)}`;
      return `constructor${writer.params(type)}${fallible};`;
    }
    case "static":
      return `${identifier(name.member)}: static ${writer.func(type)};`;
    case "method":
      if (self?.kind !== "borrow" || (self.resource !== resource && writer.nameOf(self.resource) !== name.resource))
        return `// ${quoted(full)} takes no borrow of its resource.`;
      return `${identifier(name.member)}: ${writer.func(type, true)};`;
  }
}

interface TypeItem {
  readonly name: string;
  readonly type: DefType;
  readonly note: string | undefined;
}

/** Names with their entities; `note` is put before the types among them. */
export interface Source {
  readonly exports: Exports;
  readonly note?: string;
}

/**
 * The types of an interface or a world, with the functions that belong to its resources, from one or more sources. A name
 * that a source has after another one had it is the same thing again.
 */
export class Members {
  readonly scope: Scope;
  readonly #filed: string;
  readonly #types = new Map<string, TypeItem>();
  readonly #methods = new Map<string, Method[]>();
  readonly #inResource = new Set<string>();

  /** `filed`: what the docs of the items are filed under, up to their own names. */
  constructor(context: Context, home: QualifiedName | undefined, filed: string, sources: readonly Source[]) {
    this.scope = new Scope(context, home);
    this.#filed = filed;
    for (const { exports } of sources) {
      for (const [name, entity] of exports) {
        this.scope.take(name);
        if (entity.sort === "func") this.#addMethod(name, entity.type);
      }
    }
    for (const source of sources) {
      for (const [name, entity] of source.exports) {
        if (entity.sort !== "type") continue;
        if (!this.#types.has(name)) this.#types.set(name, { name, type: entity.type, note: source.note });
      }
    }
    this.#nameTypes(sources);
  }

  #addMethod(full: string, type: FuncType): void {
    const name = memberName(full);
    if (name === undefined || this.#inResource.has(full)) return;
    this.#inResource.add(full);
    const methods = this.#methods.get(name.resource);
    if (methods === undefined) this.#methods.set(name.resource, [{ name, full, type }]);
    else methods.push({ name, full, type });
  }

  /** What is defined or used here gets its name before anything is written, since types may refer to later ones. */
  #nameTypes(sources: readonly Source[]): void {
    for (const { exports } of sources) {
      for (const [name, entity] of exports) {
        if (entity.sort !== "type") continue;
        // Whoever only uses a resource does not have its functions.
        const uses = !(entity.type.kind === "resource" && this.#methods.has(name));
        const first = this.#types.get(name)?.type === entity.type;
        if (first && uses && this.scope.nameOf(entity.type) === undefined && this.scope.use(entity.type, name)) {
          this.#types.delete(name);
        }
        this.scope.name(entity.type, name);
      }
    }
  }

  /** The comment lines of an item, or of a member of it: `pair`, `pair.name`, `[method]fields.get`. */
  docs(item: string): readonly string[] {
    return this.scope.context.docs.of(`${this.#filed}${item}`);
  }

  /** What the docs of an inline interface's items are filed under. */
  filedInside(item: string): string {
    return `${this.#filed}${item}.`;
  }

  /** Whether a function stands inside a resource. */
  holds(name: string): boolean {
    const resource = memberName(name)?.resource;
    return resource !== undefined && this.#types.get(resource)?.type.kind === "resource";
  }

  #define({ name, type, note }: TypeItem): readonly string[] {
    const known = this.scope.nameOf(type);
    const methods = type.kind === "resource" ? (this.#methods.get(name) ?? []) : [];
    const docs = this.docs(name);
    const noted = (lines: readonly string[]): readonly string[] =>
      note === undefined ? [...docs, ...lines] : [...docs, `// ${note}`, ...lines];
    if (known !== undefined && known !== name && methods.length === 0) {
      const line = `type ${identifier(name)} = ${identifier(known)};`;
      return this.scope.context.room.line(line) ? noted([line]) : [];
    }
    const lines: string[] = [];
    for (const method of methods) {
      if (this.scope.context.room.full) break;
      const comments = this.docs(method.full);
      if (comments.length > 0 && lines.length > 0) lines.push("");
      lines.push(...comments, memberLine(this.scope, method, type));
    }
    return noted(this.scope.define(name, type, lines, (member) => this.docs(`${name}.${member}`)));
  }

  /** The lines of all types, to be written after `rest`, which may have brought in more of them. */
  body(...rest: readonly (readonly string[])[]): readonly string[] {
    const blocks: (readonly string[])[] = [];
    for (const item of this.#types.values()) {
      if (this.scope.context.room.full) break;
      blocks.push(this.#define(item));
    }
    for (let more = this.scope.waiting(); more.length > 0; more = this.scope.waiting()) {
      for (const { name, type } of more) {
        if (this.scope.context.room.full) break;
        blocks.push(this.scope.define(name, type));
      }
    }
    return spaced([this.scope.uses(), ...together(blocks), ...rest]);
  }
}

/** Puts blocks of a single line that follow each other into one. */
function together(blocks: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const joined: string[][] = [];
  let open: string[] | undefined;
  for (const block of blocks) {
    if (block.length === 1 && open !== undefined) open.push(...block);
    else joined.push((open = [...block]));
    if (block.length !== 1) open = undefined;
  }
  return joined;
}

/** Blocks with an empty line between them. */
export function spaced(blocks: readonly (readonly string[])[]): readonly string[] {
  const lines: string[] = [];
  for (const block of blocks) {
    if (block.length === 0) continue;
    if (lines.length > 0) lines.push("");
    for (const line of block) lines.push(line);
  }
  return lines;
}

/** `head {`, the lines, `}`. */
export function braced(head: string, lines: readonly string[]): readonly string[] {
  return [`${head} {`, ...lines.map((line) => (line === "" ? "" : `  ${line}`)), "}"];
}
