import { coreSections, EXPORT_SECTION, IMPORT_SECTION, readImports } from "./core-module.ts";
import { readSignature, skipRecType } from "./core-types.ts";
import { Cursor } from "./cursor.ts";
import { attempt } from "./failure.ts";
import type { CoreFunctions, CoreSignature } from "./model.ts";

const TYPE_SECTION = 1;
const FUNCTION_SECTION = 3;
const FUNC = 0x00;

/**
 * The types of the functions that a core module imports and exports; it stands in `bytes` from `offset` on. Other functions are passed
 * over. Undefined where the module cannot be read: only whoever compiles it can tell then.
 */
export function readCoreFunctions(bytes: Uint8Array, offset: number, size: number): CoreFunctions | undefined {
  const read = attempt(() => readFunctions(Cursor.over(bytes, "core module", offset, offset + size)));
  return read.ok ? read.value : undefined;
}

function readFunctions(cursor: Cursor): CoreFunctions {
  const types: number[] = [];
  const imported: number[] = [];
  const exported = new Map<string, number>();
  let defined: Cursor | undefined;
  for (const { id, body } of coreSections(cursor)) {
    if (id === TYPE_SECTION) for (let left = body.count("core types", 2); left > 0; left -= 1) skipRecType(body, types);
    else if (id === IMPORT_SECTION) readImported(body, imported);
    else if (id === FUNCTION_SECTION) defined = body;
    else if (id === EXPORT_SECTION) readExported(body, exported);
  }
  const typeOf = typesOfExported(exported, imported, defined);
  const known = new Map<number, CoreSignature | undefined>();
  const signature = (type: number | undefined): CoreSignature | undefined => {
    const start = type === undefined ? undefined : types[type];
    if (start === undefined) return undefined;
    if (!known.has(start)) known.set(start, readSignature(Cursor.over(cursor.bytes, "core type", start, cursor.end)));
    return known.get(start);
  };
  return {
    imports: imported.map(signature),
    exports: new Map([...exported].map(([name, func]) => [name, signature(typeOf.get(func))])),
  };
}

/** The type indices of imported functions. */
function readImported(body: Cursor, into: number[]): void {
  for (let left = body.count("imports", 3); left > 0; left -= 1)
    readImports(body, (_module, _name, { type }) => {
      if (type !== undefined) into.push(type);
    });
}

/** Exported functions by name. */
function readExported(body: Cursor, into: Map<string, number>): void {
  for (let left = body.count("exports", 3); left > 0; left -= 1) {
    const name = body.name("an export name");
    const sort = body.byte();
    const index = body.u32();
    if (sort === FUNC) into.set(name, index);
  }
}

/** The type indices of exported functions. Of the others there can be more than are worth keeping. */
function typesOfExported(
  exported: ReadonlyMap<string, number>,
  imported: readonly number[],
  defined: Cursor | undefined,
): ReadonlyMap<number, number> {
  const wanted = new Set(exported.values());
  const found = new Map<number, number>();
  for (const [index, type] of imported.entries()) if (wanted.has(index)) found.set(index, type);
  if (defined === undefined) return found;
  const end = imported.length + defined.u32();
  for (let index = imported.length; index < end; index += 1) {
    const type = defined.u32();
    if (wanted.has(index)) found.set(index, type);
  }
  return found;
}
