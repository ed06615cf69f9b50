import type { Entity } from "./types.ts";

/**
 * Where something in a component comes from, aliases followed to their beginning (Explainer.md, "Alias Definitions"):
 * an import; a component-level instance, by its index into `instances`; a component defined inside, by its index into
 * `components`; a component around this one, `depth` levels outward; or it is the component's `own`: a lifted function,
 * a type, a value, a core module. `export` is the first name on the way out of an imported or made instance.
 */
export type Origin =
  | { readonly kind: "import"; readonly name: string; readonly export?: string }
  | { readonly kind: "instance"; readonly instance: number; readonly export?: string }
  | { readonly kind: "component"; readonly index: number }
  | { readonly kind: "outer"; readonly depth: number }
  | { readonly kind: "own" };

/** A name that is given something: an argument, an inline export, an export. */
export interface Supply {
  readonly name: string;
  readonly from: Origin;
}

/** What an instance is made of: a component, wherever that comes from, or nothing but its inline exports. */
export type InstanceSource = Origin | { readonly kind: "bundle" };

/** One component-level instance definition (Explainer.md, "Instance Definitions"). */
export interface CompositionInstance {
  readonly of: InstanceSource;
  /** What it is instantiated with; for a bundle its inline exports. */
  readonly args: readonly Supply[];
}

/**
 * How a component is put together (Binary.md, "Component Definitions"). Only instance definitions are `instances`, in the
 * order of their indices: imported instances and aliases are not. Names and indices are those of the file.
 */
export interface Composition {
  /** From its `component-name` section. */
  readonly name?: string;
  /** The components defined inside, in order. */
  readonly components: readonly Composition[];
  /** How many core modules are defined directly inside. */
  readonly coreModules: number;
  readonly instances: readonly CompositionInstance[];
  readonly exports: readonly Supply[];
}

const OWN: Origin = { kind: "own" };
const BUNDLE: InstanceSource = { kind: "bundle" };

/** Follows one component's definitions while they are read. What has no origin on record is the component's own. */
export class Composer {
  // By index; most have holes, which cost nothing to make.
  readonly #origins: Readonly<Record<Entity["sort"], Origin[]>> = {
    func: [],
    value: [],
    type: [],
    component: [],
    instance: [],
    module: [],
  };
  readonly #components: Composition[] = [];
  readonly #instances: CompositionInstance[] = [];
  readonly #exports: Supply[] = [];
  coreModules = 0;
  name: string | undefined;

  setOrigin(sort: Entity["sort"], index: number, origin: Origin): void {
    this.#origins[sort][index] = origin;
  }

  originOf(sort: Entity["sort"], index: number): Origin {
    return this.#origins[sort][index] ?? OWN;
  }

  /** Where an export of an instance comes from. */
  through(instance: number, name: string): Origin {
    const from = this.originOf("instance", instance);
    if (from.kind === "import")
      return from.export === undefined ? { kind: "import", name: from.name, export: name } : from;
    if (from.kind !== "instance" || from.export !== undefined) return from;
    return { kind: "instance", instance: from.instance, export: name };
  }

  /** A component is defined, which takes the next index of its sort. */
  addComponent(index: number, inside: Composition): void {
    this.setOrigin("component", index, { kind: "component", index: this.#components.length });
    this.#components.push(inside);
  }

  /** An instance is made, of the component with an index or, without one, of inline exports. */
  addInstance(index: number, component: number | undefined, args: readonly Supply[]): void {
    this.setOrigin("instance", index, { kind: "instance", instance: this.#instances.length });
    this.#instances.push({ of: component === undefined ? BUNDLE : this.originOf("component", component), args });
  }

  addExport(name: string, from: Origin): void {
    this.#exports.push({ name, from });
  }

  /** What is known so far. */
  compose(): Composition {
    const known = {
      components: this.#components,
      coreModules: this.coreModules,
      instances: this.#instances,
      exports: this.#exports,
    };
    return this.name === undefined ? known : { name: this.name, ...known };
  }
}
