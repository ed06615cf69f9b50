import type { ResourceType } from "../../../component/index.ts";
import type { ResourceKind } from "../model.ts";
import { broken } from "./failure.ts";

/**
 * Which resource at run time each resource type of a component stands for, for one instance of it. A component is read once and
 * instantiated many times, so the same type is another resource in each instance. Types of the components around it are looked
 * up there.
 */
export class ResourceScope {
  readonly parent: ResourceScope | undefined;
  readonly #kinds = new Map<ResourceType, ResourceKind>();

  constructor(parent: ResourceScope | undefined) {
    this.parent = parent;
  }

  /** The first that a type is bound to counts: a later name for it (`eq`) must be the same one. */
  bind(type: ResourceType, kind: ResourceKind): void {
    if (!this.#kinds.has(type)) this.#kinds.set(type, kind);
  }

  /** What is bound here; the scopes around do not count. */
  own(type: ResourceType): ResourceKind | undefined {
    return this.#kinds.get(type);
  }

  /** Fails with `link` for a type that nothing is bound to. Always the same function, for whoever keeps things by it. */
  readonly lookup = (type: ResourceType): ResourceKind => {
    const kind = find(this, type);
    if (kind === undefined) throw broken("a function uses a resource type that nothing defines");
    return kind;
  };
}

/** Recursion is as deep as components are nested. */
function find(scope: ResourceScope, type: ResourceType): ResourceKind | undefined {
  return scope.own(type) ?? (scope.parent === undefined ? undefined : find(scope.parent, type));
}
