import type { ComponentType, DefType, Entity } from "../component/index.ts";
import { partsOf } from "../component/index.ts";
import type { Result } from "../result.ts";
import { err, ok } from "../result.ts";
import type { Contents, World } from "./contents.ts";
import { interfaceOf } from "./interfaces.ts";
import type { Exports, Interface } from "./interfaces.ts";
import { memberName, quoted } from "./names.ts";

/** A name that nothing, or more than one thing, goes by. */
export interface UnknownName {
  /** One sentence or two, with the names that come near. */
  readonly message: string;
  /** Names to ask for instead, the nearest first. */
  readonly near: readonly string[];
}

/** How many names are given instead of one that is unknown. */
const MAX_NEAR = 5;
/** How many names are looked at for that. */
const MAX_CONSIDERED = 2000;
/** Longer names are compared by their beginnings. */
const MAX_COMPARED = 80;
/** How many changes make a name of another one that a person could have meant. */
const MAX_CHANGES = 3;

/**
 * What is left when a person asks for one thing: an interface, by its name with or without the version, or a function or
 * an inline interface of a world, by its plain name. Of other interfaces the types that it uses are left, or if `alone`
 * nothing.
 */
export function cutTo(contents: Contents, name: string, alone: boolean): Result<Contents, UnknownName> {
  const versions: Interface[] = [];
  for (const item of contents.interfaces.all) {
    const { text } = item.name;
    if (text === name) return ok(cutToInterface(contents, item, alone));
    if (text.startsWith(`${name}@`)) versions.push(item);
  }
  const [only] = versions;
  if (only !== undefined && versions.length === 1) return ok(cutToInterface(contents, only, alone));
  if (only !== undefined) {
    const near = versions.map((item) => item.name.text).slice(0, MAX_NEAR);
    return err({ near, message: `${quoted(name)} is there in several versions: ${near.map(inSentence).join(", ")}.` });
  }
  for (const world of contents.worlds) {
    const cut = cutToItem(contents, world, name, alone);
    if (cut !== undefined) return ok(cut);
  }
  const near = nearNames(contents, name);
  const hint = near.length === 0 ? "" : ` Near it: ${near.map(inSentence).join(", ")}.`;
  return err({ near, message: `There is no interface or function ${quoted(name)} here.${hint}` });
}

/** A name inside a sentence: without quotes if it is short and needs none. */
function inSentence(name: string): string {
  const safe = quoted(name);
  return safe === `"${name}"` ? name : safe;
}

function cutToInterface(contents: Contents, target: Interface, alone: boolean): Contents {
  const used = new Used(contents);
  for (const shape of target.shapes) for (const entity of shape.values()) used.addEntity(entity);
  return {
    ...contents,
    worlds: [],
    shown: alone ? [target] : used.interfaces(new Set([target])),
    root: target.name.package,
  };
}

function cutToItem(contents: Contents, world: World, name: string, alone: boolean): Contents | undefined {
  const used = new Used(contents);
  const whole = new Set<Interface>();
  const wanted = memberName(name)?.resource ?? name;
  const isWanted = (item: string): boolean => item === wanted || memberName(item)?.resource === wanted;
  let found = false;
  for (const [names, attributes] of [
    [world.type.imports, world.imports],
    [world.type.exports, world.exports],
  ] as const) {
    for (const [item, entity] of names) {
      if (!isWanted(item)) continue;
      found = true;
      used.addEntity(entity);
      const implemented = entity.sort === "instance" ? interfaceOf(item, attributes?.get(item)) : undefined;
      const known = implemented && contents.interfaces.get(implemented.text);
      if (known !== undefined) whole.add(known);
    }
  }
  if (!found) return undefined;
  const left = (names: Exports): Exports =>
    new Map([...names].filter(([item, entity]) => isWanted(item) || used.has(entity)));
  const type: ComponentType = {
    kind: "component",
    imports: left(world.type.imports),
    exports: left(world.type.exports),
  };
  return {
    ...contents,
    worlds: [{ ...world, type }],
    shown: alone ? whole : used.interfaces(whole),
    root: world.name.package,
  };
}

/** The types that something refers to, however far, and the interfaces that define them. */
class Used {
  readonly #contents: Contents;
  readonly #types = new Set<DefType>();

  constructor(contents: Contents) {
    this.#contents = contents;
  }

  addEntity(entity: Entity): void {
    if (entity.sort === "module") return;
    // Types can be nested as deep as a file is long.
    const waiting: DefType[] = [entity.type];
    for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
      if (this.#types.has(type)) continue;
      this.#types.add(type);
      for (const part of parts(type)) waiting.push(part);
    }
  }

  /** Whether it is a type that is used. */
  has(entity: Entity): boolean {
    return entity.sort === "type" && this.#types.has(entity.type);
  }

  /** Those of `whole` with all that they have, others with the types that are used of them. */
  interfaces(whole: ReadonlySet<Interface>): readonly Interface[] {
    const defining = new Set<string>();
    for (const type of this.#types) {
      const home = this.#contents.interfaces.definition(type);
      if (home !== undefined) defining.add(home.interface.text);
    }
    const left: Interface[] = [...whole];
    for (const item of this.#contents.interfaces.all) {
      if (!whole.has(item) && defining.has(item.name.text)) {
        left.push({ name: item.name, shapes: new Set([...item.shapes].map((shape) => this.#typesOf(shape))) });
      }
    }
    return left;
  }

  #typesOf(shape: Exports): Exports {
    return new Map([...shape].filter(([, entity]) => this.has(entity)));
  }
}

/** What a type directly refers to. */
function parts(type: DefType): readonly DefType[] {
  switch (type.kind) {
    case "resource":
    case "component":
      return [];
    case "own":
    case "borrow":
      return [type.resource];
    case "instance":
      return [...type.exports.values()].flatMap((entity) => (entity.sort === "module" ? [] : [entity.type]));
    default:
      return partsOf(type).filter((part) => part !== undefined);
  }
}

function nearNames({ interfaces, worlds }: Contents, name: string): readonly string[] {
  const found: { readonly name: string; readonly rank: number }[] = [];
  const wanted = plain(name);
  let considered = 0;
  const consider = (candidate: string): void => {
    considered += 1;
    if (considered > MAX_CONSIDERED) return;
    const rank = distance(wanted, plain(candidate));
    if (rank !== undefined) found.push({ name: candidate, rank });
  };
  for (const item of interfaces.all) consider(item.name.text);
  for (const { type } of worlds) {
    for (const names of [type.imports, type.exports]) {
      for (const [item, entity] of names) {
        const isPlain = entity.sort === "func" || (entity.sort === "instance" && interfaceOf(item) === undefined);
        if (isPlain && memberName(item) === undefined) consider(item);
      }
    }
  }
  found.sort((a, b) => a.rank - b.rank);
  return [...new Set(found.map((item) => item.name))].slice(0, MAX_NEAR);
}

/** A name without its version, in small letters. */
function plain(name: string): string {
  return name
    .slice(0, 2 * MAX_COMPARED)
    .replace(/@.*$/s, "")
    .slice(0, MAX_COMPARED)
    .toLowerCase();
}

/** How far apart two names are; `undefined` if nobody would take one for the other. */
function distance(wanted: string, candidate: string): number | undefined {
  if (wanted === candidate) return 0;
  const lastPart = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
  if (lastPart(wanted) === lastPart(candidate)) return 1;
  const changes = Math.min(edits(wanted, candidate), edits(lastPart(wanted), lastPart(candidate)));
  if (changes <= MAX_CHANGES && changes < lastPart(wanted).length / 2) return 1 + changes;
  if (wanted.length > 2 && candidate.includes(wanted)) return 2 + MAX_CHANGES;
  return undefined;
}

/** How many letters must be put in, left out or changed to make one text of the other; at least as many as their lengths differ. */
function edits(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MAX_CHANGES) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const changed = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
