import type { ComponentType, DefType, Entity, InstanceType } from "../component/index.ts";
import type { QualifiedName } from "./names.ts";
import { qualifiedName } from "./names.ts";

export type Exports = ReadonlyMap<string, Entity>;

/** A type's place: the interface that defines it, and its name there. */
export interface Definition {
  readonly interface: QualifiedName;
  readonly name: string;
}

/** An interface with every shape in which it occurs: imported and exported, whole or with only what is used. */
export interface Interface {
  readonly name: QualifiedName;
  readonly shapes: ReadonlySet<Exports>;
}

/** What a name has besides itself (Binary.md, "nameattributes"). */
export interface Attributes {
  readonly implements?: string;
  readonly versionSuffix?: string;
}

/** The imports and exports of a component or a world, with what some names have besides. */
export interface WorldParts {
  readonly type: ComponentType;
  readonly imports?: ReadonlyMap<string, Attributes>;
  readonly exports?: ReadonlyMap<string, Attributes>;
}

/** The interface that an instance is of: by its name, or by what it says that it implements. */
export function interfaceOf(name: string, attributes: Attributes = {}): QualifiedName | undefined {
  const { implements: implemented, versionSuffix } = attributes;
  return qualifiedName(name, versionSuffix) ?? (implemented === undefined ? undefined : qualifiedName(implemented));
}

/** All interfaces of a component or a WIT package, in the order in which they occur, and who defines which type. */
export class Interfaces {
  readonly #byName = new Map<string, { readonly name: QualifiedName; readonly shapes: Set<Exports> }>();
  readonly #definitions = new Map<DefType, Definition>();
  readonly #plain = new Map<DefType, string>();
  readonly #seen = new Set<Exports>();

  get all(): Iterable<Interface> {
    return this.#byName.values();
  }

  get(name: string): Interface | undefined {
    return this.#byName.get(name);
  }

  /** Notes the interfaces of a component or a world, imports first. */
  addWorld({ type, imports, exports }: WorldParts): void {
    const sides = [
      [type.imports, imports],
      [type.exports, exports],
    ] as const;
    for (const [names, attributes] of sides) {
      this.#addPlain(names);
      for (const [name, entity] of names) {
        if (entity.sort !== "instance") continue;
        const qualified = interfaceOf(name, attributes?.get(name));
        if (qualified === undefined) this.#addPlain(entity.type.exports);
        else this.#add(qualified, entity.type);
      }
    }
  }

  /** The first interface that names a type defines it; those after it use it. */
  #add(name: QualifiedName, { exports }: InstanceType): void {
    const known = this.#byName.get(name.text);
    if (known === undefined) this.#byName.set(name.text, { name, shapes: new Set([exports]) });
    else known.shapes.add(exports);
    // A shape that stands under many names is walked once: the first name defines its types.
    if (this.#seen.has(exports)) return;
    this.#seen.add(exports);
    for (const [item, entity] of exports) {
      if (entity.sort !== "type" || this.#definitions.has(entity.type)) continue;
      this.#definitions.set(entity.type, { interface: name, name: item });
    }
  }

  /** Keeps the names of types that no interface with a name of its own defines: nothing can `use` those. */
  #addPlain(exports: Exports): void {
    if (this.#seen.has(exports)) return;
    this.#seen.add(exports);
    for (const [item, entity] of exports) {
      if (entity.sort === "type" && !this.#plain.has(entity.type)) this.#plain.set(entity.type, item);
    }
  }

  definition(type: DefType): Definition | undefined {
    return this.#definitions.get(type);
  }

  plainName(type: DefType): string | undefined {
    return this.#plain.get(type);
  }
}
