import type { Definition, Entity } from "../../../component/index.ts";
import { quoted } from "../../../wit/names.ts";
import { exported } from "../calls/index.ts";
import type { ComponentFunction, ResourceKind } from "../model.ts";
import { coreName } from "../prepare.ts";
import { builtIn } from "./built-ins.ts";
import { defineResource, lift, lower, resourceFunction } from "./canon.ts";
import { aliasCore, bundleCore, instantiateCore } from "./core.ts";
import { broken, unsupported } from "./failure.ts";
import {
  bindResources,
  ofSort,
  type ComponentClosure,
  type RuntimeInstance,
  type RuntimeItem,
  type Spend,
} from "./items.ts";
import type { Linking } from "./linking.ts";
import { at, IndexSpaces } from "./spaces.ts";

/** What a component is given for an import. Fails with `link` when there is nothing for it. */
export type Give = (name: string, entity: Entity, spaces: IndexSpaces) => RuntimeItem;

/** A component instance with the types that it exports things with. */
export interface Instantiated extends RuntimeInstance {
  readonly types: ReadonlyMap<string, Entity>;
}

/** One component instance in the making. */
interface Making {
  readonly linking: Linking;
  readonly spaces: IndexSpaces;
  readonly give: Give;
  readonly exports: Map<string, RuntimeItem>;
  readonly types: Map<string, Entity>;
}

/**
 * Instantiates a component: walks its definitions in the order of the file (Explainer.md, "Instance Definitions"). Throws
 * `LinkFailure`, what start functions throw, and what the host throws.
 */
export async function instantiateComponent(
  linking: Linking,
  spaces: IndexSpaces,
  definitions: readonly Definition[],
  give: Give,
): Promise<Instantiated> {
  const making: Making = { linking, spaces, give, exports: new Map(), types: new Map() };
  for (const definition of definitions) {
    linking.spend(1);
    // Waiting costs a turn of the event loop, so it is only done where something waits.
    const waiting = define(making, definition);
    if (waiting !== undefined) await waiting;
  }
  return { exports: making.exports, types: making.types };
}

function define(making: Making, definition: Definition): Promise<void> | undefined {
  const { linking, spaces } = making;
  const { core } = spaces;
  switch (definition.kind) {
    case "core-module":
      core.module.push(compiled(linking, definition.offset));
      return undefined;
    case "core-instance":
      linking.spend(definition.args.length);
      core.instance.push(instantiateCore(linking, spaces, spaces.module(definition.module), definition.args));
      return undefined;
    case "core-bundle":
      linking.spend(definition.exports.length);
      core.instance.push(bundleCore(spaces, definition.exports));
      return undefined;
    case "core-alias": {
      const found =
        definition.sort === "type"
          ? {}
          : aliasCore(spaces.coreInstance(definition.instance), definition.sort, definition.name);
      core[definition.sort].push(found);
      if (typeof found === "function") linking.names.set(found, definition.name);
      return undefined;
    }
    case "component":
      spaces.components.push({ definition: definition.component, spaces });
      return undefined;
    case "instance":
      return makeInstance(making, definition);
    case "bundle": {
      const exports = new Map<string, RuntimeItem>();
      linking.spend(definition.exports.length);
      for (const { name, index, entity } of definition.exports) exports.set(name, spaces.item(index, entity));
      spaces.instances.push({ exports });
      return undefined;
    }
    case "alias":
      alias(making, definition);
      return undefined;
    case "outer": {
      const { entity } = definition;
      if (entity.sort === "func" || entity.sort === "instance")
        throw broken(`an outer alias refers to a ${entity.sort}`);
      spaces.add(spaces.outward(definition.depth).item(definition.index, entity));
      return undefined;
    }
    case "resource": {
      const kind = defineResource(linking, spaces, definition);
      spaces.resources.bind(definition.resource, kind);
      return undefined;
    }
    case "lift":
      spaces.funcs.push(lift(linking, spaces, definition));
      return undefined;
    case "lower":
      core.func.push(lower(linking, spaces, definition));
      return undefined;
    case "resource-new":
    case "resource-drop":
    case "resource-rep":
      core.func.push(resourceFunction(linking, spaces, definition.kind, definition.resource));
      return undefined;
    case "built-in":
      core.func.push(builtIn(spaces.state, definition));
      return undefined;
    case "value":
      throw unsupported("the component defines values");
    case "start":
      return start(making, definition);
    case "import":
      takeIn(making, definition.name, definition.entity);
      return undefined;
    case "export":
      giveOut(making, definition);
      return undefined;
  }
}

type Of<Kind extends Definition["kind"]> = Extract<Definition, { readonly kind: Kind }>;

function compiled(linking: Linking, offset: number): WebAssembly.Module {
  const module = linking.modules.get(coreName(offset));
  if (module === undefined) throw broken(`the core module at byte ${offset} was not compiled`);
  return module;
}

async function makeInstance(making: Making, { component, args, type }: Of<"instance">): Promise<void> {
  const { linking, spaces } = making;
  const closure = at(spaces.components, component, "component");
  linking.spend(args.length);
  const given = new Map<string, RuntimeItem>();
  for (const { name, index, entity } of args) given.set(name, spaces.item(index, entity));
  const label = closure.definition.name ?? `instance ${spaces.instances.length} of ${spaces.state.name}`;
  const instance = await instantiateNested(making, closure, label, given);
  bindResources(
    spaces.resources,
    { sort: "instance", type },
    { sort: "instance", value: instance },
    label,
    linking.spend,
  );
  spaces.instances.push(instance);
}

function instantiateNested(
  { linking, spaces }: Making,
  closure: ComponentClosure,
  label: string,
  given: ReadonlyMap<string, RuntimeItem>,
): Promise<RuntimeInstance> {
  const inside = new IndexSpaces(linking.newState(spaces.state, label), closure.spaces);
  return instantiateComponent(linking, inside, closure.definition.definitions, (name, entity) => {
    if (entity.sort === "value") throw unsupported("the component imports values");
    const item = given.get(name);
    if (item === undefined) throw broken(`${label} is not given its import ${quoted(name)}`);
    return ofSort(item, entity.sort, name);
  });
}

function alias({ spaces }: Making, { instance, name, entity }: Of<"alias">): void {
  if (entity.sort === "value") throw unsupported("the component uses values");
  const item = ofSort(at(spaces.instances, instance, "instance").exports.get(name), entity.sort, name);
  if (item.sort === "type" && item.value !== undefined && entity.sort === "type" && entity.type.kind === "resource") {
    spaces.resources.bind(entity.type, item.value);
  }
  spaces.add(item);
}

async function start({ spaces }: Making, { func, args, results }: Of<"start">): Promise<void> {
  const target = at(spaces.funcs, func, "function");
  if (args.length > 0 || results > 0 || target.type.params.length > 0)
    throw unsupported("the start function takes or gives values");
  await exported(target)();
}

function takeIn({ linking, spaces, give }: Making, name: string, entity: Entity): void {
  const item = give(name, entity, spaces);
  bindResources(spaces.resources, entity, item, name, linking.spend);
  spaces.add(item);
}

function giveOut({ linking, spaces, exports, types }: Making, { name, item, entity }: Of<"export">): void {
  if (entity.sort === "value") throw unsupported("the component exports values");
  const found = spaces.item(item.index, item.entity);
  nameAfter(found, name, linking.spend);
  bindResources(spaces.resources, entity, found, name, linking.spend);
  exports.set(name, found);
  types.set(name, entity);
  spaces.add(found);
}

/** The outermost export's name is the last to be given, and the one that people know. */
function nameAfter(item: RuntimeItem, name: string, spend: Spend): void {
  spend(1);
  if (item.sort === "instance" && name.includes(":") && !name.includes("#")) {
    for (const [inner, value] of item.value.exports) nameAfter(value, `${name}#${inner}`, spend);
  } else if (item.sort === "func" && item.value.kind === "lifted") {
    rename(item.value, "path", name);
  } else if (item.sort === "type" && item.value?.impl !== undefined) {
    rename(item.value, "name", name);
  }
}

/** Names are for words only: whoever makes words later takes the better one. */
function rename<K extends "path" | "name">(
  thing: (ComponentFunction | ResourceKind) & { readonly [name in K]: string },
  key: K,
  name: string,
): void {
  Reflect.set(thing, key, name);
}
