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

function namesInside(exports: ReadonlyMap<string, Entity>): InnerNames {
  const functions: string[] = [];
  const types: string[] = [];
  for (const [name, entity] of exports) {
    if (entity.sort === "func") functions.push(name);
    else if (entity.sort === "type") types.push(name);
  }
  return { functions, types };
}

function externOf(name: string, entity: Entity, inside: (instance: InstanceType) => InnerNames): Extern {
  if (entity.sort === "instance") return { name, kind: entity.sort, ...inside(entity.type) };
  return { name, kind: entity.sort, functions: entity.sort === "func" ? [name] : [], types: NO_NAMES.types };
}

/** The imports or exports of a type as they are listed. The type must not be larger than one that was read. */
export function externsOf(names: ReadonlyMap<string, Entity>): readonly Extern[] {
  return [...names].map(([name, entity]) => externOf(name, entity, ({ exports }) => namesInside(exports)));
}

/** The same for a file, which can hold more than is listed. Lists of names are shared between instances of one type. */
export class ExternLister {
  readonly #known = new Map<InstanceType["exports"], InnerNames>();
  readonly #attributes: ReadonlyMap<Entity, NameAttributes>;
  readonly #cursor: Cursor;
  #names = 0;

  /** `attributes` are those of the entities' names, where there are any. */
  constructor(attributes: ReadonlyMap<Entity, NameAttributes>, cursor: Cursor) {
    this.#attributes = attributes;
    this.#cursor = cursor;
  }

  readonly #inside = ({ exports }: InstanceType): InnerNames => {
    const known = this.#known.get(exports);
    if (known !== undefined) return known;
    const names = namesInside(exports);
    this.#known.set(exports, names);
    return names;
  };

  list(names: ReadonlyMap<string, Entity>): readonly Extern[] {
    const externs: Extern[] = [];
    for (const [name, entity] of names) {
      const extern = externOf(name, entity, this.#inside);
      this.#names += extern.functions.length + extern.types.length;
      if (this.#names > MAX_NAMES)
        throw this.#cursor.failure("limit", `imports and exports hold more than ${MAX_NAMES} names`);
      const attributes = this.#attributes.get(entity);
      externs.push(attributes === undefined ? extern : { ...extern, ...attributes });
    }
    return externs;
  }
}
