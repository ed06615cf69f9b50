import type { ComponentType, ResourceType } from "../../component/index.ts";
import { importedResources, type ResourceHome } from "../../wit/function-rule.ts";
import { pascalCase } from "../../wit/js-names.ts";
import { dispose } from "../../wit/dispose.ts";

/** What `new` does with its arguments: makes the instance. */
type Construct = (args: readonly unknown[]) => object;

/** The class of a resource, as engines use it. */
export interface ResourceClass {
  /** Where methods go. */
  readonly prototype: object;
  /** Where static functions go. */
  readonly constructor: object;
  construct: Construct;
}

/** The classes of all resources that mocked and refused interfaces define, one for each resource of the run. */
export class ResourceClasses {
  readonly homes: ReadonlyMap<ResourceType, ResourceHome>;
  readonly #classes = new Map<ResourceType, ResourceClass>();
  readonly #ofInterfaces = new Map<string, Map<string, ResourceClass>>();

  /** `refuse` is what `new` does unless a mock says otherwise. */
  constructor(
    types: ComponentType,
    plays: (interfaceName: string) => boolean,
    refuse: (interfaceName: string, functionName: string) => never,
  ) {
    this.homes = importedResources(types, plays);
    for (const [resource, home] of this.homes) {
      const made = makeClass(() => refuse(home.interface, `[constructor]${home.name}`));
      this.#classes.set(resource, made);
      const siblings = this.#ofInterfaces.get(home.interface) ?? new Map<string, ResourceClass>();
      this.#ofInterfaces.set(home.interface, siblings.set(pascalCase(home.name), made));
    }
  }

  /** The classes that an interface defines, by their names in its object. */
  of(interfaceName: string): ReadonlyMap<string, ResourceClass> {
    return this.#ofInterfaces.get(interfaceName) ?? new Map();
  }

  /** A live instance, of which nothing is known yet. The resource must be one of `homes`. */
  readonly make = (resource: ResourceType): object => Object.create(this.#classes.get(resource)?.prototype ?? {});
}

function makeClass(construct: Construct): ResourceClass {
  function Mocked(...args: readonly unknown[]): object {
    return made.construct(args);
  }
  Object.defineProperty(Mocked.prototype, dispose, { configurable: true, writable: true, value: () => {} });
  const made: ResourceClass = { prototype: Mocked.prototype, constructor: Mocked, construct };
  return made;
}
