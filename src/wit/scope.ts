import type { DefType } from "../component/index.ts";
import type { Docs } from "./docs.ts";
import type { Interfaces } from "./interfaces.ts";
import type { QualifiedName } from "./names.ts";
import { escaped, identifier } from "./names.ts";
import type { Room } from "./room.ts";
import { TypeWriter } from "./writer.ts";

/** Where a text stands: the package around it, which may be left out of paths, and what is known besides. */
export interface Context {
  readonly interfaces: Interfaces;
  readonly room: Room;
  readonly docs: Docs;
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
export class Scope extends TypeWriter {
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
    super(context.room);
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

  override nameOf(type: DefType): string | undefined {
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

  /** Brings the type in under a name that is free. */
  protected override unnamed(type: DefType, kind: string): string {
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
}
