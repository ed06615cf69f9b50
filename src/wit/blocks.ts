import type { ComponentType, Entity } from "../component/index.ts";
import type { Exports } from "./interfaces.ts";
import { braced, Members, unspeakable } from "./members.ts";
import type { QualifiedName } from "./names.ts";
import { identifier, qualifiedName } from "./names.ts";
import type { Context } from "./scope.ts";
import { pathTo } from "./scope.ts";

/** The inside of an interface in all its shapes; `home` is its name, if it has one of its own (WIT.md, "Item: `interface`"). */
export function interfaceBody(context: Context, shapes: ReadonlySet<Exports>, home?: QualifiedName): readonly string[] {
  const members = new Members(
    context,
    home,
    [...shapes].map((exports) => ({ exports })),
  );
  const functions: string[] = [];
  const written = new Map<string, string>();
  for (const exports of shapes) {
    for (const [name, entity] of exports) {
      if (context.room.full) break;
      if (entity.sort === "type" || members.holds(name)) continue;
      const id = identifier(name);
      const line = entity.sort === "func" ? `${id}: ${members.scope.func(entity.type)};` : unspeakable(id, entity);
      const before = written.get(name);
      if (before === line) continue;
      written.set(name, before ?? line);
      const shown = before === undefined ? line : `// Elsewhere: ${line}`;
      if (context.room.line(shown)) functions.push(shown);
    }
  }
  return members.body(functions);
}

/** What a name has besides itself (Binary.md, "nameattributes"). */
export interface Attributes {
  readonly implements?: string;
  readonly versionSuffix?: string;
}

export interface WorldParts {
  readonly type: ComponentType;
  readonly imports?: ReadonlyMap<string, Attributes>;
  readonly exports?: ReadonlyMap<string, Attributes>;
}

/** The inside of a world (WIT.md, "Item: `world`"). */
export function worldBody(context: Context, { type, imports, exports }: WorldParts): readonly string[] {
  const members = new Members(context, undefined, [
    { exports: type.imports },
    { exports: type.exports, note: "Exported; WIT has no words for that." },
  ]);
  const side = (word: string, names: Exports, attributes: ReadonlyMap<string, Attributes> | undefined): string[] => {
    const lines: string[] = [];
    for (const [name, entity] of names) {
      if (context.room.full) break;
      if (entity.sort === "type" || members.holds(name)) continue;
      for (const line of worldItem(members, word, name, entity, attributes?.get(name) ?? {})) lines.push(line);
    }
    return lines;
  };
  const imported = side("import", type.imports, imports);
  const exported = side("export", type.exports, exports);
  return members.body(imported, exported);
}

function worldItem(
  members: Members,
  word: string,
  name: string,
  entity: Entity,
  attributes: Attributes,
): readonly string[] {
  const { context } = members.scope;
  const id = identifier(name);
  const within = (line: string): readonly string[] => (context.room.line(line) ? [line] : []);
  if (entity.sort === "func") return within(`${word} ${id}: ${members.scope.func(entity.type)};`);
  if (entity.sort !== "instance") return within(unspeakable(`${word} ${id}`, entity));
  const qualified = qualifiedName(name, attributes.versionSuffix);
  if (qualified !== undefined) return within(`${word} ${pathTo(context, qualified)};`);
  const implemented = attributes.implements === undefined ? undefined : qualifiedName(attributes.implements);
  if (implemented !== undefined) return within(`${word} ${id}: ${pathTo(context, implemented)};`);
  if (!context.room.line(id)) return [];
  return braced(`${word} ${id}: interface`, interfaceBody(context, new Set([entity.type.exports])));
}
