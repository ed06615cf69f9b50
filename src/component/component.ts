import type { Result } from "../result.ts";
import { readAlias, readItem, readSort } from "./alias.ts";
import { readCanon } from "./canon.ts";
import { Composer } from "./composition.ts";
import { gatherProducers } from "./core-module.ts";
import { skipCoreDefType } from "./core-types.ts";
import { Cursor, quoted, WEIGHT } from "./cursor.ts";
import type { ComponentDefinition, Definition } from "./definitions.ts";
import { readCustom } from "./custom.ts";
import { ExternLister } from "./externs.ts";
import { collectDocs } from "./docs.ts";
import type { NameAttributes } from "./extern-names.ts";
import { readNameAttributes } from "./extern-names.ts";
import { attempt, ReadFailure } from "./failure.ts";
import { readCoreInstance, readInstanceDef } from "./instances.ts";
import type { ComponentModel, CoreModule, CustomSection, ReadError } from "./model.ts";
import { ProducerSet } from "./producers.ts";
import { CORE, readFunc, readValue, Scope } from "./scope.ts";
import { declare, readDefType, readExternType, readValType } from "./type-section.ts";
import type { ComponentType, Entity } from "./types.ts";

const COMPONENT_PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];

const SECTION_NAMES = [
  "custom",
  "core module",
  "core instance",
  "core type",
  "component",
  "instance",
  "alias",
  "type",
  "canon",
  "start",
  "import",
  "export",
  "value",
] as const;

/** What is gathered on the way, beside what the scopes hold. */
interface Walk {
  readonly coreModules: CoreModule[];
  readonly producers: ProducerSet;
  /** The attributes of the outermost component's names, by the entity that they name. */
  readonly attributes: Map<Entity, NameAttributes>;
  /** Of the outermost component. */
  readonly customSections: CustomSection[];
  nestedComponents: number;
}

function readImport(cursor: Cursor, scope: Scope, walk: Walk): void {
  const offset = cursor.pos;
  const { name, attributes } = readNameAttributes(cursor);
  const entity = readExternType(cursor, scope);
  declare(cursor, scope, "imports", name, entity, offset, { kind: "import", name });
  scope.definitions?.push({ kind: "import", name, entity });
  if (attributes !== undefined && scope.parent === undefined) walk.attributes.set(entity, attributes);
}

function readExport(cursor: Cursor, scope: Scope, composer: Composer, walk: Walk): void {
  const offset = cursor.pos;
  const { name, attributes } = readNameAttributes(cursor);
  const item = readItem(cursor, scope, readSort(cursor));
  if (item === undefined) throw cursor.malformed(`the export ${quoted(name)} is of a core sort`, offset);
  const inferred = item.entity;
  const ascribed = cursor.flag("an export's type") ? readExternType(cursor, scope) : inferred;
  if (ascribed.sort !== inferred.sort) {
    throw cursor.malformed(
      `the export ${quoted(name)} is a ${inferred.sort} with the type of a ${ascribed.sort}`,
      offset,
    );
  }
  declare(cursor, scope, "exports", name, ascribed, offset, item.from);
  scope.definitions?.push({
    kind: "export",
    name,
    item: { index: item.index, entity: inferred },
    entity: ascribed,
  });
  if (item.from !== undefined) composer.addExport(name, item.from);
  if (attributes !== undefined && scope.parent === undefined) walk.attributes.set(ascribed, attributes);
}

function readStart(cursor: Cursor, scope: Scope): void {
  const offset = cursor.pos;
  const { index, type } = readFunc(cursor, scope);
  const { params, result } = type;
  const args = cursor.vec("start arguments", 1, () => readValue(cursor, scope).index);
  if (args.length !== params.length)
    throw cursor.malformed("the start function has another number of parameters", offset);
  const results = cursor.u32();
  if (results !== (result === undefined ? 0 : 1))
    throw cursor.malformed("the start function has another number of results", offset);
  if (result !== undefined) scope.values.push(result);
  scope.definitions?.push({ kind: "start", func: index, args, results });
}

function readValueDef(cursor: Cursor, scope: Scope): void {
  const type = readValType(cursor, scope);
  cursor.skip(cursor.u32());
  scope.values.push(type);
  scope.definitions?.push({ kind: "value" });
}

function readModule(body: Cursor, scope: Scope, composer: Composer, walk: Walk): void {
  const place = { offset: body.pos, size: body.left };
  walk.coreModules.push(place);
  scope.definitions?.push({ kind: "core-module", ...place });
  gatherProducers(body, walk.producers);
  scope.addCore(CORE.module);
  composer.coreModules += 1;
}

function readNested(body: Cursor, scope: Scope, composer: Composer, walk: Walk): void {
  walk.nestedComponents += 1;
  const inner = new Composer();
  const definitions: Definition[] | undefined = scope.definitions === undefined ? undefined : [];
  const inside = new Scope(scope, body, inner, definitions);
  const born = scope.births.count;
  readComponentAt(body, inside, inner, walk);
  if (definitions !== undefined)
    scope.definitions?.push({ kind: "component", component: definitionOf(inner, definitions) });
  composer.addComponent(scope.components.length, inner.compose());
  scope.components.push(scope.births.belong(typeOf(inside), born));
}

function readSection(id: number, body: Cursor, scope: Scope, composer: Composer, walk: Walk): void {
  switch (id) {
    case 0: {
      const section = readCustom(body, composer, walk.producers);
      if (scope.parent === undefined) walk.customSections.push(section);
      return;
    }
    case 1:
      readModule(body, scope, composer, walk);
      return;
    case 2:
      for (let left = body.count("core instances", 2); left > 0; left -= 1) readCoreInstance(body, scope);
      break;
    case 3:
      for (let left = body.count("core types", 2); left > 0; left -= 1) scope.addCore(CORE.type, skipCoreDefType(body));
      break;
    case 4:
      readNested(body, scope, composer, walk);
      break;
    case 5:
      for (let left = body.count("instances", 2, WEIGHT.instance); left > 0; left -= 1) readInstanceDef(body, scope);
      break;
    case 6:
      for (let left = body.count("aliases", 4, WEIGHT.alias); left > 0; left -= 1) readAlias(body, scope);
      break;
    case 7:
      for (let left = body.count("types", 1, WEIGHT.type); left > 0; left -= 1)
        scope.types.push(readDefType(body, scope));
      break;
    case 8:
      for (let left = body.count("canonical definitions", 1, WEIGHT.canon); left > 0; left -= 1) readCanon(body, scope);
      break;
    case 9:
      readStart(body, scope);
      break;
    case 10:
      for (let left = body.count("imports", 4, WEIGHT.extern); left > 0; left -= 1) readImport(body, scope, walk);
      break;
    case 11:
      for (let left = body.count("exports", 5, WEIGHT.extern); left > 0; left -= 1)
        readExport(body, scope, composer, walk);
      break;
    case 12:
      for (let left = body.count("values", 2, WEIGHT.type); left > 0; left -= 1) readValueDef(body, scope);
      break;
  }
  body.finish();
}

/** Reads a component that fills the cursor's range into a scope. Recursion is bounded by the depth that a `Scope` allows. */
function readComponentAt(cursor: Cursor, scope: Scope, composer: Composer, walk: Walk): void {
  cursor.preamble(COMPONENT_PREAMBLE, "a component");
  while (!cursor.done) {
    const id = cursor.byte();
    const name = SECTION_NAMES[id];
    if (name === undefined) throw cursor.unknown(id, "section id");
    cursor.spend(WEIGHT.section);
    const size = cursor.u32();
    readSection(id, cursor.sub(size, name), scope, composer, walk);
  }
}

function definitionOf({ name }: Composer, definitions: readonly Definition[]): ComponentDefinition {
  return name === undefined ? { definitions } : { name, definitions };
}

function newWalk(): Walk {
  return {
    coreModules: [],
    producers: new ProducerSet(),
    attributes: new Map(),
    customSections: [],
    nestedComponents: 0,
  };
}

function typeOf(scope: Scope): ComponentType {
  return { kind: "component", imports: scope.imports, exports: scope.exports };
}

/**
 * Reads what can be told of a component without running it: imports and exports with their full types, the names inside
 * instances, where core modules lie (at any depth), how it is put together, producers, custom sections and docs. Every
 * definition is decoded and every index looked up (component-model Binary.md), but this is no validator: types are not
 * compared and core modules are not looked into.
 * Any bytes are safe to give. Errors: `truncated` (the file ends early), `malformed`, `limit` (nested too deep, or too
 * many definitions). At something `unknown` (an opcode that this reader does not know) the reading stops: the answer is
 * what was read before it, and says so in `incomplete`.
 */
export function readComponent(bytes: Uint8Array): Result<ComponentModel, ReadError> {
  return attempt(() => {
    const cursor = Cursor.over(bytes, "component");
    const composer = new Composer();
    const scope = new Scope(undefined, cursor, composer);
    const walk = newWalk();
    const read = attempt(() => readComponentAt(cursor, scope, composer, walk));
    if (!read.ok && read.error.tag !== "unknown") throw new ReadFailure(read.error);
    const type = typeOf(scope);
    const lister = new ExternLister(walk.attributes, cursor);
    const model: ComponentModel = {
      type,
      imports: lister.list(type.imports),
      exports: lister.list(type.exports),
      coreModules: walk.coreModules,
      nestedComponents: walk.nestedComponents,
      composition: composer.compose(),
      producers: walk.producers.list(),
      customSections: walk.customSections,
      docs: collectDocs(bytes, walk.customSections, type),
    };
    const named = composer.name === undefined ? model : { ...model, name: composer.name };
    return read.ok ? named : { ...named, incomplete: read.error };
  });
}

/**
 * Reads what a component is made of, definition by definition, for whoever instantiates it: it accepts what `readComponent`
 * accepts, every index in it is in range, and what an alias takes from an instance is there by its type. Errors are those of
 * `readComponent`; something `unknown` is one of them, since nothing can be made of a part.
 */
export function readDefinitions(bytes: Uint8Array): Result<ComponentDefinition, ReadError> {
  return attempt(() => {
    const cursor = Cursor.over(bytes, "component");
    const composer = new Composer();
    const definitions: Definition[] = [];
    readComponentAt(cursor, new Scope(undefined, cursor, composer, definitions), composer, newWalk());
    return definitionOf(composer, definitions);
  });
}

/**
 * Whether a component is a WIT package encoded as wasm: it imports nothing, exports something, and everything that
 * it exports is a component type. That is how wit-component tells one too.
 */
export function isWitPackage(type: ComponentType): boolean {
  if (type.imports.size > 0 || type.exports.size === 0) return false;
  for (const entity of type.exports.values()) {
    if (entity.sort !== "type" || entity.type.kind !== "component") return false;
  }
  return true;
}
