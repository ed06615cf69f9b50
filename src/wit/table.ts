import type {
  ComponentType,
  DefType,
  Entity,
  Field,
  PrimitiveKind,
  ResourceType,
  ValType,
} from "../component/index.ts";

/** A place in `TypeTable.types`. */
export type TypeIndex = number;

export interface NamedIndex {
  readonly name: string;
  readonly type: TypeIndex;
}

/** A name with what it stands for; a core module has no type here. */
export type EntityRow =
  | { readonly name: string; readonly sort: Exclude<Entity["sort"], "module">; readonly type: TypeIndex }
  | { readonly name: string; readonly sort: "module" };

/** A type whose parts are other rows. Fields are as in the types of `src/component`, `undefined` ones left out. */
export type TypeRow =
  | { readonly kind: PrimitiveKind }
  | { readonly kind: "record"; readonly fields: readonly NamedIndex[] }
  | { readonly kind: "variant"; readonly cases: readonly { readonly name: string; readonly type?: TypeIndex }[] }
  | { readonly kind: "list"; readonly element: TypeIndex; readonly length?: number }
  | { readonly kind: "tuple"; readonly elements: readonly TypeIndex[] }
  | { readonly kind: "flags" | "enum"; readonly labels: readonly string[] }
  | { readonly kind: "option"; readonly some: TypeIndex }
  | { readonly kind: "result"; readonly ok?: TypeIndex; readonly error?: TypeIndex }
  | { readonly kind: "own" | "borrow"; readonly resource: TypeIndex }
  | { readonly kind: "stream" | "future"; readonly element?: TypeIndex }
  | { readonly kind: "map"; readonly key: TypeIndex; readonly value: TypeIndex }
  | {
      readonly kind: "func";
      readonly async: boolean;
      readonly params: readonly NamedIndex[];
      readonly result?: TypeIndex;
    }
  | { readonly kind: "resource"; readonly abstract: boolean }
  | { readonly kind: "instance"; readonly exports: readonly EntityRow[] }
  | { readonly kind: "component"; readonly imports: readonly EntityRow[]; readonly exports: readonly EntityRow[] };

/**
 * The type of a component or a world as JSON: every import and export, and a table of types in which each row refers only
 * to rows before it. What is shared stays shared; two resources are the same one when they are the same row.
 */
export interface TypeTable {
  readonly types: readonly TypeRow[];
  readonly imports: readonly EntityRow[];
  readonly exports: readonly EntityRow[];
}

/** How many rows and members a table may have. Real components have some thousands. */
const MAX_ITEMS = 200_000;

/** Writes a component's type as a table; `undefined` when it would have more than 200,000 rows and members. */
export function toTable(type: ComponentType, limit = MAX_ITEMS): TypeTable | undefined {
  const types: TypeRow[] = [];
  const rows = new Map<DefType, TypeIndex>();
  // A stack in place of recursion: types nest as deep as a file has room for.
  const stack: DefType[] = [];
  /** The row of a part; one that has none yet goes onto the stack, and the row that asks has to wait. */
  const at = (part: DefType): TypeIndex => {
    const row = rows.get(part);
    if (row === undefined) stack.push(part);
    return row ?? -1;
  };
  let items = type.imports.size + type.exports.size;
  entityRows(type.imports, at);
  entityRows(type.exports, at);
  for (let part = stack.at(-1); part !== undefined; part = stack.at(-1)) {
    const height = stack.length;
    const row = rows.has(part) ? undefined : rowOf(part, at);
    if (stack.length > height) continue;
    stack.pop();
    if (row === undefined) continue;
    items += 1 + members(row);
    if (items > limit) return undefined;
    rows.set(part, types.length);
    types.push(row);
  }
  return { types, imports: entityRows(type.imports, at), exports: entityRows(type.exports, at) };
}

/** The type that `toTable` wrote. The table must be one that it made. */
export function fromTable({ types, imports, exports }: TypeTable): ComponentType {
  const made: DefType[] = [];
  const at = (index: TypeIndex): DefType => {
    const part = made[index];
    if (part === undefined) throw new RangeError(`A type table refers to row ${index} before it is there.`);
    return part;
  };
  for (const row of types) made.push(typeOf(row, at));
  return { kind: "component", imports: entities(imports, at), exports: entities(exports, at) };
}

function members(row: TypeRow): number {
  switch (row.kind) {
    case "record":
      return row.fields.length;
    case "variant":
      return row.cases.length;
    case "tuple":
      return row.elements.length;
    case "flags":
    case "enum":
      return row.labels.length;
    case "func":
      return row.params.length;
    case "instance":
      return row.exports.length;
    case "component":
      return row.imports.length + row.exports.length;
    default:
      return 0;
  }
}

type IndexOf = (part: DefType) => TypeIndex;

function entityRows(names: ReadonlyMap<string, Entity>, at: IndexOf): readonly EntityRow[] {
  const rows: EntityRow[] = [];
  for (const [name, entity] of names) {
    rows.push(
      entity.sort === "module" ? { name, sort: entity.sort } : { name, sort: entity.sort, type: at(entity.type) },
    );
  }
  return rows;
}

function rowOf(type: DefType, at: IndexOf): TypeRow {
  switch (type.kind) {
    case "record":
      return { kind: type.kind, fields: named(type.fields, at) };
    case "variant":
      return {
        kind: type.kind,
        cases: type.cases.map((item) =>
          item.type === undefined ? { name: item.name } : { name: item.name, type: at(item.type) },
        ),
      };
    case "list":
      return type.length === undefined
        ? { kind: type.kind, element: at(type.element) }
        : { kind: type.kind, element: at(type.element), length: type.length };
    case "tuple":
      return { kind: type.kind, elements: type.elements.map(at) };
    case "flags":
    case "enum":
      return { kind: type.kind, labels: type.labels };
    case "option":
      return { kind: type.kind, some: at(type.some) };
    case "result":
      return {
        kind: type.kind,
        ...(type.ok === undefined ? {} : { ok: at(type.ok) }),
        ...(type.error === undefined ? {} : { error: at(type.error) }),
      };
    case "own":
    case "borrow":
      return { kind: type.kind, resource: at(type.resource) };
    case "stream":
    case "future":
      return type.element === undefined ? { kind: type.kind } : { kind: type.kind, element: at(type.element) };
    case "map":
      return { kind: type.kind, key: at(type.key), value: at(type.value) };
    case "func": {
      const params = named(type.params, at);
      return type.result === undefined
        ? { kind: type.kind, async: type.async, params }
        : { kind: type.kind, async: type.async, params, result: at(type.result) };
    }
    case "resource":
      return { kind: type.kind, abstract: type.abstract };
    case "instance":
      return { kind: type.kind, exports: entityRows(type.exports, at) };
    case "component":
      return { kind: type.kind, imports: entityRows(type.imports, at), exports: entityRows(type.exports, at) };
    default:
      return { kind: type.kind };
  }
}

function named(
  fields: readonly { readonly name: string; readonly type: DefType }[],
  at: IndexOf,
): readonly NamedIndex[] {
  return fields.map(({ name, type }) => ({ name, type: at(type) }));
}

type TypeAt = (index: TypeIndex) => DefType;

function entities(rows: readonly EntityRow[], at: TypeAt): ReadonlyMap<string, Entity> {
  const names = new Map<string, Entity>();
  for (const row of rows) {
    // A row's sort and its type's kind were written together.
    const entity = row.sort === "module" ? { sort: row.sort } : ({ sort: row.sort, type: at(row.type) } as Entity);
    names.set(row.name, entity);
  }
  return names;
}

function typeOf(row: TypeRow, at: TypeAt): DefType {
  // Rows are only ever written for types whose parts are of the right kind.
  const value = (index: TypeIndex): ValType => at(index) as ValType;
  const optional = (index: TypeIndex | undefined): ValType | undefined =>
    index === undefined ? undefined : value(index);
  const fields = (rows: readonly NamedIndex[]): readonly Field[] =>
    rows.map(({ name, type }) => ({ name, type: value(type) }));
  switch (row.kind) {
    case "record":
      return { kind: row.kind, fields: fields(row.fields) };
    case "variant":
      return { kind: row.kind, cases: row.cases.map(({ name, type }) => ({ name, type: optional(type) })) };
    case "list":
      return { kind: row.kind, element: value(row.element), length: row.length };
    case "tuple":
      return { kind: row.kind, elements: row.elements.map(value) };
    case "option":
      return { kind: row.kind, some: value(row.some) };
    case "result":
      return { kind: row.kind, ok: optional(row.ok), error: optional(row.error) };
    case "own":
    case "borrow":
      return { kind: row.kind, resource: at(row.resource) as ResourceType };
    case "stream":
    case "future":
      return { kind: row.kind, element: optional(row.element) };
    case "map":
      return { kind: row.kind, key: value(row.key), value: value(row.value) };
    case "func":
      return { kind: row.kind, async: row.async, params: fields(row.params), result: optional(row.result) };
    case "instance":
      return { kind: row.kind, exports: entities(row.exports, at) };
    case "component":
      return { kind: row.kind, imports: entities(row.imports, at), exports: entities(row.exports, at) };
    case "flags":
    case "enum":
    case "resource":
      // A copy, so that two resources are two objects.
      return { ...row };
    default:
      return { kind: row.kind };
  }
}
