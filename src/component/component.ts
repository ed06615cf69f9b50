import type { Result } from "../result.ts";
import { readAlias, readEntity, readSort } from "./alias.ts";
import { readCanon } from "./canon.ts";
import { readModuleAt } from "./core-module.ts";
import { skipCoreDefType } from "./core-types.ts";
import { Cursor, hex, quoted } from "./cursor.ts";
import type { NameAttributes } from "./extern-names.ts";
import { readNameAttributes } from "./extern-names.ts";
import { attempt } from "./failure.ts";
import { readCoreInstance, readInstanceDef } from "./instances.ts";
import type { ComponentModel, CoreModule, Extern, ReadError } from "./model.ts";
import { ProducerSet } from "./producers.ts";
import { readFunc, readValue, Scope } from "./scope.ts";
import { declare, readDefType, readExternType, readValType } from "./type-section.ts";
import type { ComponentType, Entity, InstanceType } from "./types.ts";

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

/** How many names the externs of one component may show in all: instances can share one large type many times. */
const MAX_NAMES = 1_000_000;

interface Walk {
  readonly coreModules: CoreModule[];
  readonly producers: ProducerSet;
  /** The attributes of the outermost component's names, by the entity that they name. */
  readonly attributes: Map<Entity, NameAttributes>;
  nestedComponents: number;
}

function readPreamble(cursor: Cursor): void {
  for (const byte of COMPONENT_PREAMBLE) {
    const found = cursor.byte();
    if (found !== byte)
      throw cursor.malformed(`not a component: ${hex(byte)} expected, ${hex(found)} found`, cursor.pos - 1);
  }
}

function readImport(cursor: Cursor, scope: Scope, walk: Walk): void {
  const offset = cursor.pos;
  const attributes = readNameAttributes(cursor);
  const entity = readExternType(cursor, scope);
  declare(cursor, scope, "imports", attributes.name, entity, offset);
  if (scope.parent === undefined) walk.attributes.set(entity, attributes);
}

function readExport(cursor: Cursor, scope: Scope, walk: Walk): void {
  const offset = cursor.pos;
  const attributes = readNameAttributes(cursor);
  const sort = readSort(cursor);
  const inferred = readEntity(cursor, scope, sort);
  if (inferred === undefined) throw cursor.malformed(`the export ${quoted(attributes.name)} is of a core sort`, offset);
  const ascribed = cursor.flag("an export's type") ? readExternType(cursor, scope) : inferred;
  if (ascribed.sort !== inferred.sort) {
    throw cursor.malformed(
      `the export ${quoted(attributes.name)} is a ${inferred.sort} with the type of a ${ascribed.sort}`,
      offset,
    );
  }
  declare(cursor, scope, "exports", attributes.name, ascribed, offset);
  if (scope.parent === undefined) walk.attributes.set(ascribed, attributes);
}

function readStart(cursor: Cursor, scope: Scope): void {
  const offset = cursor.pos;
  const { result } = readFunc(cursor, scope);
  cursor.vec("start arguments", 1, () => readValue(cursor, scope));
  const results = cursor.u32();
  if (results !== (result === undefined ? 0 : 1))
    throw cursor.malformed("the start function has another number of results", offset);
  if (result !== undefined) scope.values.push(result);
}

function readValueDef(cursor: Cursor, scope: Scope): void {
  const type = readValType(cursor, scope);
  cursor.skip(cursor.u32());
  scope.values.push(type);
}

function readSection(id: number, body: Cursor, scope: Scope, walk: Walk): void {
  switch (id) {
    case 0:
      if (body.name("a custom section's name") === "producers") walk.producers.read(body);
      return;
    case 1: {
      const { offset, size, imports, exports } = readModuleAt(body, walk.producers);
      walk.coreModules.push({ offset, size, imports, exports });
      scope.core.module += 1;
      return;
    }
    case 2:
      body.vec("core instances", 2, () => readCoreInstance(body, scope));
      break;
    case 3:
      body.vec("core types", 2, () => {
        scope.core.type += skipCoreDefType(body);
      });
      break;
    case 4:
      walk.nestedComponents += 1;
      scope.components.push(readComponentAt(body, new Scope(scope, body), walk));
      break;
    case 5:
      body.vec("instances", 2, () => readInstanceDef(body, scope));
      break;
    case 6:
      body.vec("aliases", 4, () => readAlias(body, scope));
      break;
    case 7:
      body.vec("types", 1, () => {
        scope.types.push(readDefType(body, scope));
      });
      break;
    case 8:
      body.vec("canonical definitions", 1, () => readCanon(body, scope));
      break;
    case 9:
      readStart(body, scope);
      break;
    case 10:
      body.vec("imports", 4, () => readImport(body, scope, walk));
      break;
    case 11:
      body.vec("exports", 5, () => readExport(body, scope, walk));
      break;
    case 12:
      body.vec("values", 2, () => readValueDef(body, scope));
      break;
  }
  body.finish();
}

/** Reads a component that fills the cursor's range. Recursion is bounded by the depth that a `Scope` allows. */
function readComponentAt(cursor: Cursor, scope: Scope, walk: Walk): ComponentType {
  readPreamble(cursor);
  while (!cursor.done) {
    const id = cursor.byte();
    const name = SECTION_NAMES[id];
    if (name === undefined) throw cursor.unknown(id, "a section");
    cursor.spend(1);
    const size = cursor.u32();
    readSection(id, cursor.sub(size, name), scope, walk);
  }
  return { kind: "component", imports: scope.imports, exports: scope.exports };
}

interface InnerNames {
  readonly functions: readonly string[];
  readonly types: readonly string[];
}

/** Turns entities into the public externs. Lists of names are shared between instances of one type. */
class Describer {
  readonly #known = new Map<InstanceType["exports"], InnerNames>();
  readonly #walk: Walk;
  readonly #cursor: Cursor;
  #names = 0;

  constructor(walk: Walk, cursor: Cursor) {
    this.#walk = walk;
    this.#cursor = cursor;
  }

  #inside(instance: InstanceType): InnerNames {
    const known = this.#known.get(instance.exports);
    if (known !== undefined) return known;
    const functions: string[] = [];
    const types: string[] = [];
    for (const [name, entity] of instance.exports) {
      if (entity.sort === "func") functions.push(name);
      else if (entity.sort === "type") types.push(name);
    }
    const names = { functions, types };
    this.#known.set(instance.exports, names);
    return names;
  }

  #inner(name: string, entity: Entity): InnerNames {
    if (entity.sort === "instance") return this.#inside(entity.type);
    return { functions: entity.sort === "func" ? [name] : [], types: [] };
  }

  describe(names: ReadonlyMap<string, Entity>): readonly Extern[] {
    const externs: Extern[] = [];
    for (const [name, entity] of names) {
      const inner = this.#inner(name, entity);
      this.#names += inner.functions.length + inner.types.length;
      if (this.#names > MAX_NAMES)
        throw this.#cursor.failure("limit", `imports and exports hold more than ${MAX_NAMES} names`);
      externs.push({
        ...this.#walk.attributes.get(entity),
        name,
        kind: entity.sort,
        functions: inner.functions,
        types: inner.types,
      });
    }
    return externs;
  }
}

/**
 * Reads what can be told of a component without running it: imports and exports with their full types, the names inside
 * instances, core modules at any depth, nested components, producers. Every definition is decoded and every index looked up
 * (component-model Binary.md), but this is no validator: types are not compared and core code is not looked at.
 * Any bytes are safe to give. Errors: `truncated` (the file ends early), `malformed`, `unknown` (an opcode this
 * reader does not know), `limit` (nested too deep, or too many definitions).
 */
export function readComponent(bytes: Uint8Array): Result<ComponentModel, ReadError> {
  return attempt(() => {
    const cursor = Cursor.over(bytes, "component");
    const walk: Walk = { coreModules: [], producers: new ProducerSet(), attributes: new Map(), nestedComponents: 0 };
    const type = readComponentAt(cursor, new Scope(undefined, cursor), walk);
    const describer = new Describer(walk, cursor);
    return {
      type,
      imports: describer.describe(type.imports),
      exports: describer.describe(type.exports),
      coreModules: walk.coreModules,
      nestedComponents: walk.nestedComponents,
      producers: walk.producers.list(),
    };
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
