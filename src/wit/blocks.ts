import type { Entity } from "../component/index.ts";
import type { Attributes, Exports, WorldParts } from "./interfaces.ts";
import { braced, Members, unspeakable } from "./members.ts";
import type { QualifiedName } from "./names.ts";
import { identifier, qualifiedName } from "./names.ts";
import type { Context } from "./scope.ts";
import { pathTo } from "./scope.ts";

/** The inside of an interface in all its shapes, which has a name of its own (WIT.md, "Item: `interface`"). */
export function interfaceBody(context: Context, shapes: ReadonlySet<Exports>, home: QualifiedName): readonly string[] {
  const sources = [...shapes].map((exports) => ({ exports }));
  return written(context, shapes, new Members(context, home, `${home.text}#`, sources));
}

function written(context: Context, shapes: Iterable<Exports>, members: Members): readonly string[] {
  const functions: string[] = [];
  const lines = new Map<string, string>();
  for (const exports of shapes) {
    for (const [name, entity] of exports) {
      if (context.room.full) break;
      if (entity.sort === "type" || members.holds(name)) continue;
      const id = identifier(name);
      const line = entity.sort === "func" ? `${id}: ${members.scope.func(entity.type)};` : unspeakable(id, entity);
      const before = lines.get(name);
      if (before === line) continue;
      if (before === undefined) lines.set(name, line);
      if (before !== undefined) {
        const shown = `// Elsewhere: ${line}`;
        if (context.room.line(shown)) functions.push(shown);
        continue;
      }
      const docs = members.docs(name);
      if (docs.length > 0 && functions.length > 0) functions.push("");
      if (context.room.line(line)) functions.push(...docs, line);
    }
  }
  return members.body(functions);
}

/** The inside of a world of a name (WIT.md, "Item: `world`"). */
export function worldBody(
  context: Context,
  { type, imports, exports }: WorldParts,
  { text }: QualifiedName,
): readonly string[] {
  const members = new Members(context, undefined, `${text}#`, [
    { exports: type.imports },
    { exports: type.exports, note: "Exported; WIT has no words for that." },
  ]);
  const side = (word: string, names: Exports, attributes: ReadonlyMap<string, Attributes> | undefined): string[] => {
    const lines: string[] = [];
    for (const [name, entity] of names) {
      if (context.room.full) break;
      if (entity.sort === "type" || members.holds(name)) continue;
      const docs = members.docs(name);
      const item = worldItem(members, word, name, entity, attributes?.get(name) ?? {});
      if (docs.length > 0 && lines.length > 0) lines.push("");
      for (const line of docs) lines.push(line);
      for (const line of item) lines.push(line);
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
  const sources = [{ exports: entity.type.exports }];
  const inside = new Members(context, undefined, members.filedInside(name), sources);
  return braced(`${word} ${id}: interface`, written(context, [entity.type.exports], inside));
}
