import type { ComponentType, InstanceType, ResourceType } from "./types.ts";

interface Own {
  /** The resources that came about while the type was read: a range of all. */
  readonly from: number;
  readonly to: number;
  used: boolean;
}

/**
 * Which resources belong to which type (Explainer.md, "Type Checking": instance types and components are generative). Each
 * time that a type with resources of its own is imported, exported or instantiated, it stands for other resources. The first
 * use keeps those that were read.
 */
export class Births {
  readonly #all: ResourceType[] = [];
  readonly #own = new Map<InstanceType | ComponentType, Own>();

  /** How many resources there are so far. */
  get count(): number {
    return this.#all.length;
  }

  make(abstract: boolean): ResourceType {
    const resource: ResourceType = { kind: "resource", abstract };
    this.#all.push(resource);
    return resource;
  }

  /** Tells that the resources made since `from` are a type's own. */
  belong<T extends InstanceType | ComponentType>(type: T, from: number): T {
    if (this.#all.length > from) this.#own.set(type, { from, to: this.#all.length, used: false });
    return type;
  }

  /** The resources that a use of a type must have made afresh: its own, at every use but the first. */
  stale(type: InstanceType | ComponentType): readonly ResourceType[] {
    const own = this.#own.get(type);
    if (own === undefined) return [];
    if (own.used) return this.#all.slice(own.from, own.to);
    own.used = true;
    return [];
  }
}
