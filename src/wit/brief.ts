import type { Entity } from "../component/index.ts";
import { interfaceOf } from "./interfaces.ts";
import type { Attributes, Exports, WorldParts } from "./interfaces.ts";
import { braced, unspeakable } from "./members.ts";
import { identifier, memberName, qualifiedName } from "./names.ts";
import type { Context } from "./scope.ts";
import { pathTo } from "./scope.ts";

/** How long a line of names becomes before the next one is begun, in characters. */
const LINE = 100;

/** An interface without its inside: the names of its types and functions, in comments. */
export function briefInterface(context: Context, shapes: Iterable<Exports>): readonly string[] {
  const types = new Set<string>();
  const functions = new Set<string>();
  const others: string[] = [];
  for (const exports of shapes) {
    for (const [name, entity] of exports) {
      if (context.room.full) break;
      if (entity.sort === "type") types.add(inComment(name));
      else if (entity.sort === "func") functions.add(briefName(name));
      else if (context.room.line(name)) others.push(unspeakable(identifier(name), entity));
    }
  }
  return [...named(context, "types", types), ...named(context, "functions", functions), ...others];
}

/** A world without types: functions have no parameters, those of its resources stand in a comment. */
export function briefWorld(context: Context, { type, imports, exports }: WorldParts): readonly string[] {
  const sides = [
    ["import", type.imports, imports],
    ["export", type.exports, exports],
  ] as const;
  const types = new Set<string>();
  const functions = new Set<string>();
  const lines: string[] = [];
  for (const [word, names, attributes] of sides) {
    for (const [name, entity] of names) {
      if (context.room.full) break;
      if (entity.sort === "type") types.add(inComment(name));
      else if (memberName(name) !== undefined) functions.add(briefName(name));
      else for (const line of briefItem(context, word, name, entity, attributes?.get(name))) lines.push(line);
    }
  }
  return [...named(context, "types", types), ...named(context, "functions", functions), ...lines];
}

function briefItem(
  context: Context,
  word: string,
  name: string,
  entity: Entity,
  attributes: Attributes | undefined,
): readonly string[] {
  const head = `${word} ${identifier(name)}`;
  if (!context.room.line(head)) return [];
  if (entity.sort === "func") return [`${head}: func();`];
  if (entity.sort !== "instance") return [unspeakable(head, entity)];
  const found = interfaceOf(name, attributes);
  if (found === undefined) return braced(`${head}: interface`, briefInterface(context, [entity.type.exports]));
  const isItsName = qualifiedName(name, attributes?.versionSuffix) !== undefined;
  return [isItsName ? `${word} ${pathTo(context, found)};` : `${head}: ${pathTo(context, found)};`];
}

/** `get`, `fields.get`, `fields.constructor` */
function briefName(name: string): string {
  const member = memberName(name);
  if (member === undefined) return inComment(name);
  return `${inComment(member.resource)}.${member.form === "constructor" ? member.form : inComment(member.member)}`;
}

/** Keywords stand as they are in a comment. */
function inComment(name: string): string {
  return identifier(name).replace(/^%/, "");
}

/** Comment lines with names. */
function named(context: Context, what: string, names: Iterable<string>): readonly string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (!context.room.line(name)) break;
    if (last === undefined) lines.push(`// ${what}: ${name}`);
    else if (last.length + name.length < LINE) lines[lines.length - 1] = `${last}, ${name}`;
    else {
      lines[lines.length - 1] = `${last},`;
      lines.push(`//   ${name}`);
    }
  }
  return lines;
}
