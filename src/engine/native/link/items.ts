import type { ComponentDefinition, Entity, InstanceType } from "../../../component/index.ts";
import { quoted } from "../../../wit/names.ts";
import type { ComponentFunction, ResourceKind } from "../model.ts";
import { broken } from "./failure.ts";
import type { ResourceScope } from "./resource-scope.ts";
import type { IndexSpaces } from "./spaces.ts";

/** A component instance as others see it: what it exports, by WIT names. */
export interface RuntimeInstance {
  readonly exports: ReadonlyMap<string, RuntimeItem>;
}

/** A component with what it can reach around it (Explainer.md, "Alias Definitions": outer aliases close over components). */
export interface ComponentClosure {
  readonly definition: ComponentDefinition;
  readonly spaces: IndexSpaces;
}

/** What an index or an export stands for at run time. Of types only resources are something. */
export type RuntimeItem =
  | { readonly sort: "func"; readonly value: ComponentFunction }
  | { readonly sort: "instance"; readonly value: RuntimeInstance }
  | { readonly sort: "component"; readonly value: ComponentClosure }
  | { readonly sort: "module"; readonly value: WebAssembly.Module }
  | { readonly sort: "type"; readonly value: ResourceKind | undefined };

/** Counts what is done: a small file can ask for no end of instances. */
export type Spend = (steps: number) => void;

const holding = new WeakMap<InstanceType, boolean>();

function holdsResources(type: InstanceType): boolean {
  const known = holding.get(type);
  if (known !== undefined) return known;
  let holds = false;
  for (const entity of type.exports.values()) {
    holds ||=
      entity.sort === "type"
        ? entity.type.kind === "resource"
        : entity.sort === "instance" && holdsResources(entity.type);
  }
  holding.set(type, holds);
  return holds;
}

/**
 * Binds the resource types of `entity` to what `item` brings: type and thing are walked side by side. Fails with `link` when
 * the thing lacks what the type promises.
 */
export function bindResources(
  scope: ResourceScope,
  entity: Entity,
  item: RuntimeItem,
  name: string,
  spend: Spend,
): void {
  spend(1);
  if (entity.sort === "type" && entity.type.kind === "resource") {
    if (item.sort !== "type" || item.value === undefined)
      throw broken(`${quoted(name)} should be a resource and is none`);
    scope.bind(entity.type, item.value);
    return;
  }
  if (entity.sort !== "instance") return;
  if (item.sort !== "instance") throw broken(`${quoted(name)} should be an instance and is a ${item.sort}`);
  if (!holdsResources(entity.type)) return;
  for (const [inner, type] of entity.type.exports) {
    if (type.sort !== "type" && type.sort !== "instance") continue;
    const given = item.value.exports.get(inner);
    if (given === undefined) throw broken(`${quoted(name)} should export ${quoted(inner)} and does not`);
    bindResources(scope, type, given, `${name}#${inner}`, spend);
  }
}

/** An item of the sort that is asked for. Fails with `link`. */
export function ofSort<S extends RuntimeItem["sort"]>(
  item: RuntimeItem | undefined,
  sort: S,
  name: string,
): Extract<RuntimeItem, { sort: S }> {
  if (item === undefined) throw broken(`${quoted(name)} is missing`);
  if (item.sort !== sort) throw broken(`${quoted(name)} should be a ${sort} and is a ${item.sort}`);
  // The comparison above does not narrow a type parameter.
  return item as Extract<RuntimeItem, { sort: S }>;
}
