import type { Cursor } from "./cursor.ts";
import type { NameAttributes } from "./extern-names.ts";
import type { Extern } from "./model.ts";
import type { Entity, InstanceType } from "./types.ts";

/** How many names the externs of one component may show in all: instances can share one large type many times. */
const MAX_NAMES = 1_000_000;

interface InnerNames {
  readonly functions: readonly string[];
  readonly types: readonly string[];
}

const NO_NAMES: InnerNames = { functions: [], types: [] };

/** Turns entities into the public externs. Lists of names are shared between instances of one type. */
export class Describer {
  readonly #known = new Map<InstanceType["exports"], InnerNames>();
  readonly #attributes: ReadonlyMap<Entity, NameAttributes>;
  readonly #cursor: Cursor;
  #names = 0;

  /** `attributes` are those of the entities' names, where there are any. */
  constructor(attributes: ReadonlyMap<Entity, NameAttributes>, cursor: Cursor) {
    this.#attributes = attributes;
    this.#cursor = cursor;
  }

  #inside(instance: InstanceType): InnerNames {
    const known = this.#known.get(instance.exports);
    if (known !== undefined) return known;
    const functions: string[] = [];
    const types: string[] = [];
    for (const [name, entity] of instance.exports) {
      if (entity.sort === "func") functions.push(name);
      else if (entity.sort === "type") types.push(name);
    }
    const names = { functions, types };
    this.#known.set(instance.exports, names);
    return names;
  }

  #inner(name: string, entity: Entity): InnerNames {
    if (entity.sort === "instance") return this.#inside(entity.type);
    return entity.sort === "func" ? { functions: [name], types: NO_NAMES.types } : NO_NAMES;
  }

  describe(names: ReadonlyMap<string, Entity>): readonly Extern[] {
    const externs: Extern[] = [];
    for (const [name, entity] of names) {
      const { functions, types } = this.#inner(name, entity);
      this.#names += functions.length + types.length;
      if (this.#names > MAX_NAMES)
        throw this.#cursor.failure("limit", `imports and exports hold more than ${MAX_NAMES} names`);
      const extern = { name, kind: entity.sort, functions, types };
      const attributes = this.#attributes.get(entity);
      externs.push(attributes === undefined ? extern : { ...extern, ...attributes });
    }
    return externs;
  }
}
