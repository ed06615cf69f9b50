import type { CoreSort, Entity } from "../../../component/index.ts";
import type { ComponentFunction, ComponentState } from "../model.ts";
import { broken } from "./failure.ts";
import type { ComponentClosure, RuntimeInstance, RuntimeItem } from "./items.ts";
import { ResourceScope } from "./resource-scope.ts";

/** What a core instance exports: an object as `WebAssembly.Instance` has it. */
export type CoreExports = Readonly<Record<string, unknown>>;

/** The index spaces of one component instance (Binary.md, "Index Spaces"), filled while its definitions are walked. */
export class IndexSpaces {
  readonly state: ComponentState;
  readonly around: IndexSpaces | undefined;
  readonly resources: ResourceScope;
  readonly funcs: ComponentFunction[] = [];
  readonly instances: RuntimeInstance[] = [];
  readonly components: ComponentClosure[] = [];
  /** `func` holds functions; `type` holds nothing. */
  readonly core = {
    func: [] as unknown[],
    table: [] as unknown[],
    memory: [] as unknown[],
    global: [] as unknown[],
    tag: [] as unknown[],
    type: [] as unknown[],
    module: [] as unknown[],
    instance: [] as unknown[],
  } satisfies Record<CoreSort, unknown[]>;

  constructor(state: ComponentState, around: IndexSpaces | undefined) {
    this.state = state;
    this.around = around;
    this.resources = new ResourceScope(around?.resources);
  }

  /** The spaces `depth` components outward; 0 is this one. */
  outward(depth: number): IndexSpaces {
    if (depth === 0) return this;
    // As deep as components are nested.
    if (this.around === undefined) throw broken("an outer alias reaches further out than there are components");
    return this.around.outward(depth - 1);
  }

  /** What an entity's index stands for. A type's index says nothing here: its type does. */
  item(index: number, entity: Entity): RuntimeItem {
    switch (entity.sort) {
      case "func":
        return { sort: "func", value: at(this.funcs, index, "function") };
      case "instance":
        return { sort: "instance", value: at(this.instances, index, "instance") };
      case "component":
        return { sort: "component", value: at(this.components, index, "component") };
      case "module":
        return { sort: "module", value: this.module(index) };
      case "type":
        return {
          sort: "type",
          value: entity.type.kind === "resource" ? this.resources.lookup(entity.type) : undefined,
        };
      case "value":
        throw broken("a value is used as an item");
    }
  }

  /** Gives an item the next index of its sort. */
  add(item: RuntimeItem): void {
    if (item.sort === "func") this.funcs.push(item.value);
    else if (item.sort === "instance") this.instances.push(item.value);
    else if (item.sort === "component") this.components.push(item.value);
    else if (item.sort === "module") this.core.module.push(item.value);
  }

  module(index: number): WebAssembly.Module {
    const found = this.core.module[index];
    if (!(found instanceof WebAssembly.Module)) throw broken(`core module index ${index} is out of range`);
    return found;
  }

  coreInstance(index: number): CoreExports {
    const found = this.core.instance[index];
    if (typeof found !== "object" || found === null) throw broken(`core instance index ${index} is out of range`);
    // Only core instances are put into this space.
    return found as CoreExports;
  }

  coreItem(sort: CoreSort, index: number): unknown {
    const found = this.core[sort][index];
    if (found === undefined) throw broken(`core ${sort} index ${index} is out of range`);
    return found;
  }
}

export function at<T>(space: readonly T[], index: number, what: string): T {
  const found = space[index];
  if (found === undefined) throw broken(`${what} index ${index} is out of range (${space.length} defined)`);
  return found;
}
