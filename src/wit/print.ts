import { isWitPackage } from "../component/index.ts";
import type { ComponentType, ComponentModel } from "../component/index.ts";
import { interfaceBody, worldBody } from "./blocks.ts";
import type { Attributes, WorldParts } from "./blocks.ts";
import { Interfaces } from "./interfaces.ts";
import { braced, spaced } from "./members.ts";
import { escaped, identifier, qualifiedName } from "./names.ts";
import type { QualifiedName } from "./names.ts";
import { Room } from "./room.ts";

const ROOT: QualifiedName = { package: "root:component", item: "root", text: "root:component/root" };

interface World extends WorldParts {
  readonly name: QualifiedName;
}

interface Contents {
  readonly interfaces: Interfaces;
  readonly worlds: readonly World[];
  /** The package that the text is of; all others are nested. */
  readonly root: string;
}

/**
 * Writes the WIT text of a component: a world `root` in the package `root:component` with what it imports and exports,
 * and, as nested packages, every interface that it names. Of a WIT package encoded as wasm it writes the package with its
 * interfaces and worlds (WIT.md, "Package Format"). An interface that is both imported and exported is written once, with
 * all that either side has.
 *
 * It never throws. The text is at most about 4 MiB long; a cut one says so in its last line. What WIT cannot express is
 * told in comments, and names that are no identifiers stand in quotes: such a text is for people, it does not parse.
 */
export function printWit(component: ComponentModel, limit?: number): string {
  const { interfaces, worlds, root } = isWitPackage(component.type)
    ? packageContents(component.type)
    : contents(component);
  const room = new Room(limit);
  const packages = new Map<string, (readonly string[])[]>([[root, []]]);
  const add = (name: string, head: string, body: (context: string) => readonly string[]): void => {
    if (!room.line(head)) return;
    const blocks = packages.get(name);
    const block = braced(head, body(name));
    if (blocks === undefined) packages.set(name, [block]);
    else blocks.push(block);
  };
  const context = (name: string) => ({ interfaces, room, package: name });
  for (const { name, ...parts } of worlds)
    add(name.package, `world ${identifier(name.item)}`, (home) => worldBody(context(home), parts));
  for (const { name, shapes } of interfaces.all)
    add(name.package, `interface ${identifier(name.item)}`, (home) => interfaceBody(context(home), shapes, name));

  const texts: (readonly string[])[] = [];
  for (const [name, blocks] of packages) {
    if (name === root) texts.push([`package ${escaped(name)};`], ...blocks);
    else texts.push(braced(`package ${escaped(name)}`, spaced(blocks)));
  }
  if (room.full) texts.push(["// The text was cut here: it is too long."]);
  return `${spaced(texts).join("\n")}\n`;
}

/** Notes the interfaces of a component or of a world, imports first. */
function note(interfaces: Interfaces, { type, imports, exports }: WorldParts): void {
  const sides = [
    [type.imports, imports],
    [type.exports, exports],
  ] as const;
  for (const [names, attributes] of sides) {
    interfaces.addPlain(names);
    for (const [name, entity] of names) {
      if (entity.sort !== "instance") continue;
      const { implements: implemented, versionSuffix } = attributes?.get(name) ?? {};
      const qualified =
        qualifiedName(name, versionSuffix) ?? (implemented === undefined ? undefined : qualifiedName(implemented));
      if (qualified === undefined) interfaces.addPlain(entity.type.exports);
      else interfaces.add(qualified, entity.type);
    }
  }
}

function contents({ type, imports, exports }: ComponentModel): Contents {
  const attributes = (externs: readonly (Attributes & { readonly name: string })[]): ReadonlyMap<string, Attributes> =>
    new Map(externs.map((extern) => [extern.name, extern]));
  const world: World = {
    name: ROOT,
    type,
    imports: attributes(imports),
    exports: attributes(exports),
  };
  const interfaces = new Interfaces();
  note(interfaces, world);
  return { interfaces, worlds: [world], root: ROOT.package };
}

/** Every export is a component type that wraps an interface (an exported instance) or a world (an exported component). */
function packageContents(type: ComponentType): Contents {
  const interfaces = new Interfaces();
  const worlds: World[] = [];
  let root: string | undefined;
  for (const wrapper of type.exports.values()) {
    if (wrapper.sort !== "type" || wrapper.type.kind !== "component") continue;
    note(interfaces, { type: wrapper.type });
    for (const [name, entity] of wrapper.type.exports) {
      const qualified = qualifiedName(name);
      if (qualified === undefined) continue;
      root ??= qualified.package;
      if (entity.sort !== "component") continue;
      note(interfaces, { type: entity.type });
      worlds.push({ name: qualified, type: entity.type });
    }
  }
  return { interfaces, worlds, root: root ?? ROOT.package };
}
