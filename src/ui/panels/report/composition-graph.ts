import type {
  Composition,
  CompositionInstance,
  InstanceSource,
  Origin,
  Supply,
} from "../../../component/composition.ts";
import { visible } from "../ansi.ts";

export interface GraphNode {
  /** `import:<name>`, `instance:<index>`, `export:<name>`, `own`, `component:<index>` or `outer:<depth>`. */
  readonly id: string;
  readonly kind: "import" | "own" | "component" | "outer" | "instance" | "export";
  /** What it is called; of an instance, the component that it is of. */
  readonly title: string;
  /** Of an instance: which one it is, from 1. */
  readonly number?: number;
}

/** What one node hands to another, by the names under which it is taken. */
export interface GraphEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly labels: readonly string[];
}

/** Edges lead from what gives to what takes; among instances they lead from earlier to later ones. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** So many givers of one bundle are followed: a picture of more would not be drawn. */
const maxGivers = 200;
/** So many edges are made: a picture is only drawn of far fewer. */
const maxEdges = 20_000;

/**
 * Who gives what to whom inside one component. Bundles of exports are seen through: what they hand on comes from
 * where they have it. Imports that only core code takes are in no edge, so that they are left out.
 */
export function graphOf(composition: Composition): Graph {
  return new GraphMaker(composition).make();
}

class GraphMaker {
  readonly #composition: Composition;
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, { from: string; to: string; labels: string[] }>();
  /** What a bundle as a whole comes from: the ids of nodes. Made in the order of the instances, which refer to earlier ones only. */
  readonly #givers = new Map<number, ReadonlySet<string>>();
  readonly #inline = new Map<number, ReadonlyMap<string, Origin>>();

  constructor(composition: Composition) {
    this.#composition = composition;
  }

  make(): Graph {
    for (const [index, instance] of this.#composition.instances.entries()) {
      if (instance.of.kind === "bundle") this.#addBundle(index, instance);
      else this.#addInstance(index, instance, instance.of);
    }
    for (const { name, from } of this.#composition.exports) {
      const id = this.#node({ id: `export:${name}`, kind: "export", title: visible(name) });
      this.#supply(id, { name, from });
    }
    return {
      nodes: [...this.#nodes.values()],
      edges: [...this.#edges].map(([id, edge]) => ({ id, ...edge })),
    };
  }

  #addBundle(index: number, { args }: CompositionInstance): void {
    const givers = new Set<string>();
    for (const { from } of args) {
      for (const giver of this.#giversOf(from, index)) if (givers.size < maxGivers) givers.add(giver);
    }
    this.#givers.set(index, givers);
  }

  #addInstance(index: number, { args }: CompositionInstance, of: Origin): void {
    const id = this.#node({
      id: `instance:${index}`,
      kind: "instance",
      title: sourceTitle(this.#composition, of),
      number: index + 1,
    });
    if (of.kind !== "component") this.#supply(id, { name: "the component itself", from: of });
    for (const arg of args) this.#supply(id, arg);
  }

  #supply(to: string, { name, from }: Supply): void {
    for (const giver of this.#giversOf(from, this.#composition.instances.length)) {
      if (giver === to) continue;
      const id = `${giver} > ${to}`;
      const edge = this.#edges.get(id);
      if (edge === undefined && this.#edges.size >= maxEdges) return;
      if (edge === undefined) this.#edges.set(id, { from: giver, to, labels: [visible(name)] });
      else edge.labels.push(visible(name));
    }
  }

  /** The nodes that something comes from; `before` bounds the instances, so that following always ends. */
  #giversOf(from: Origin, before: number): Iterable<string> {
    let origin = from;
    let bound = before;
    for (;;) {
      if (origin.kind !== "instance") return [this.#source(origin)];
      const { instance, export: wanted } = origin;
      const found = this.#composition.instances[instance];
      if (found === undefined || instance >= bound) return [];
      if (found.of.kind !== "bundle") return [`instance:${instance}`];
      if (wanted === undefined) return this.#givers.get(instance) ?? [];
      const next = this.#argsOf(instance, found).get(wanted);
      if (next === undefined) return [];
      bound = instance;
      origin = next;
    }
  }

  #argsOf(index: number, { args }: CompositionInstance): ReadonlyMap<string, Origin> {
    const known = this.#inline.get(index);
    if (known !== undefined) return known;
    const made = new Map(args.map(({ name, from }) => [name, from]));
    this.#inline.set(index, made);
    return made;
  }

  #source(origin: Exclude<Origin, { readonly kind: "instance" }>): string {
    switch (origin.kind) {
      case "import":
        return this.#node({ id: `import:${origin.name}`, kind: "import", title: visible(origin.name) });
      case "component":
        return this.#node({
          id: `component:${origin.index}`,
          kind: "component",
          title: componentTitle(this.#composition, origin.index),
        });
      case "outer":
        return this.#node({ id: `outer:${origin.depth}`, kind: "outer", title: "from around it" });
      case "own":
        return this.#node({ id: "own", kind: "own", title: "its own code" });
    }
  }

  #node(node: GraphNode): string {
    if (!this.#nodes.has(node.id)) this.#nodes.set(node.id, node);
    return node.id;
  }
}

/** How long a name in a title may become, in characters. */
const maxName = 120;

/** `“adder”`, or `component 2` for one without a name. Components and instances count from 1 for people. */
export function componentTitle(composition: Composition, index: number): string {
  const name = composition.components[index]?.name;
  if (name === undefined || name === "") return `component ${index + 1}`;
  return visible(name.length > maxName ? `${name.slice(0, maxName)}…` : name);
}

/** What an instance is of, as far as it has a name. */
function sourceTitle(composition: Composition, of: InstanceSource): string {
  switch (of.kind) {
    case "component":
      return componentTitle(composition, of.index);
    case "import":
      return visible(of.name);
    case "bundle":
    case "instance":
    case "outer":
    case "own":
      return "";
  }
}

/** An instance by the component that it is of and its number: `adder · instance 2`. */
export function titleOf(composition: Composition, index: number): string {
  const of = composition.instances[index]?.of;
  const source = of === undefined ? "" : sourceTitle(composition, of);
  return source === "" ? `instance ${index + 1}` : `${source} · instance ${index + 1}`;
}
