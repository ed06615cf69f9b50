import type { ComponentType, Entity, FuncType, ResourceType } from "../component/index.ts";

/** The type of a function; `interfaceName` is empty for one that is imported or exported by itself. `undefined` where it is not known. */
export function functionType(
  names: ReadonlyMap<string, Entity> | undefined,
  interfaceName: string,
  functionName: string,
): FuncType | undefined {
  const owner = interfaceName === "" ? undefined : names?.get(interfaceName);
  const entity = interfaceName === "" ? names?.get(functionName) : undefined;
  const found = owner?.sort === "instance" ? owner.type.exports.get(functionName) : entity;
  return found?.sort === "func" ? found.type : undefined;
}

/** Names resources for people: `descriptor#3`, numbered from 1 in the order in which they are first shown. */
export class ResourceLabels {
  readonly #names = new Map<ResourceType, string>();
  readonly #numbers = new WeakMap<object, number>();
  #last = 0;
  #lastAsked: object | undefined;
  #lastNumber = 0;

  constructor(types: ComponentType) {
    for (const entities of [types.imports, types.exports]) {
      this.#collect(entities);
      for (const entity of entities.values()) if (entity.sort === "instance") this.#collect(entity.type.exports);
    }
  }

  /** The label of what the host or the guest hands over for a resource. */
  label(value: unknown, type: ResourceType): string {
    const name = this.name(type);
    if ((typeof value !== "object" || value === null) && typeof value !== "function") return name;
    return `${name}#${this.number(value)}`;
  }

  name(type: ResourceType): string {
    return this.#names.get(type) ?? "resource";
  }

  number(value: object): number {
    // Many calls in a row are on one resource.
    if (value === this.#lastAsked) return this.#lastNumber;
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.#last += 1;
      this.#numbers.set(value, number);
    }
    this.#lastAsked = value;
    this.#lastNumber = number;
    return number;
  }

  #collect(entities: ReadonlyMap<string, Entity>): void {
    for (const [name, entity] of entities) {
      // Interfaces use each other's resources: the first name is as good as any.
      if (entity.sort === "type" && entity.type.kind === "resource" && !this.#names.has(entity.type))
        this.#names.set(entity.type, name);
    }
  }
}
