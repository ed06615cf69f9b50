import type { ComponentModel } from "../component/index.ts";
import type { Result } from "../result.ts";
import { ok } from "../result.ts";
import { interfaceBody, worldBody } from "./blocks.ts";
import { briefInterface, briefWorld } from "./brief.ts";
import { contentsOf } from "./contents.ts";
import type { Contents } from "./contents.ts";
import { cutTo } from "./cut.ts";
import type { UnknownName } from "./cut.ts";
import { Docs } from "./docs.ts";
import { braced, spaced } from "./members.ts";
import { escaped, identifier } from "./names.ts";
import { Room } from "./room.ts";
import type { Context } from "./scope.ts";

/** What is written of a component. */
type Source = Pick<ComponentModel, "type" | "imports" | "exports"> & {
  /** What its binary says about its items, by their names (`ComponentModel.docs`). */
  readonly docs?: Readonly<Record<string, string>>;
};

export interface WitOptions {
  /** How long the text may become, in characters; 4 MiB if not given. What closes a block may go a little beyond it. */
  readonly limit?: number;
  /**
   * Names only. Interfaces have the names of their types and functions in comments, and functions of the world have no
   * parameters. The text parses, and its world, encoded as a WIT package, has the same imports and exports by name,
   * except for types and resources of the world itself. A component made of it is another matter: tools leave out the
   * import of an interface that is empty.
   */
  readonly brief?: boolean;
}

/**
 * Writes the WIT text of a component: a world `root` in the package `root:component` with what it imports and exports,
 * and, as nested packages, every interface that it names. Of a WIT package encoded as wasm it writes the package with its
 * interfaces and worlds (WIT.md, "Package Format"). An interface that is both imported and exported is written once, with
 * all that either side has.
 *
 * It never throws. A text that was cut says so in its last line. What WIT cannot express is told in comments, and names
 * that are no identifiers stand in quotes: such a text is for people, it does not parse.
 */
export function printWit(component: Source, options: WitOptions = {}): string {
  return write(component, contentsOf(component), options);
}

/**
 * Writes what `printWit` says of one interface, or of one function or inline interface of the world, and the types of
 * other interfaces that it uses. `name` is `wasi:io/streams@0.2.12`, the same without its version if there is only one, or
 * a plain name such as `greet`. With `brief` what it uses of others is left out. The text of an interface is of its package; that of a plain name is of the world.
 */
export function printInterface(component: Source, name: string, options: WitOptions = {}): Result<string, UnknownName> {
  const cut = cutTo(contentsOf(component), name, options.brief ?? false);
  return cut.ok ? ok(write(component, cut.value, options)) : cut;
}

function write({ docs: comments }: Source, contents: Contents, { limit, brief = false }: WitOptions): string {
  const { interfaces, worlds, shown, root } = contents;
  const room = new Room(limit);
  const docs = new Docs(brief ? {} : (comments ?? {}), room);
  const packages = new Map<string, (readonly string[])[]>([[root, []]]);
  const add = (
    { package: home, item, text }: { readonly package: string; readonly item: string; readonly text: string },
    word: string,
    body: (context: Context) => readonly string[],
  ): void => {
    const head = `${word} ${identifier(item)}`;
    if (!room.line(head)) return;
    const blocks = packages.get(home);
    const block = [...docs.of(text), ...braced(head, body({ interfaces, room, docs, package: home }))];
    if (blocks === undefined) packages.set(home, [block]);
    else blocks.push(block);
  };
  for (const world of worlds)
    add(world.name, "world", (context) => (brief ? briefWorld(context, world) : worldBody(context, world, world.name)));
  for (const { name, shapes } of shown)
    add(name, "interface", (context) =>
      brief ? briefInterface(context, shapes) : interfaceBody(context, shapes, name),
    );

  const texts: (readonly string[])[] = [];
  for (const [name, blocks] of packages) {
    const before = docs.of(name);
    if (name === root) texts.push([...before, `package ${escaped(name)};`], ...blocks);
    else texts.push([...before, ...braced(`package ${escaped(name)}`, spaced(blocks))]);
  }
  if (brief) texts.unshift(["// Names only: what functions take and give, and what types are, is left out."]);
  if (room.full) texts.push(["// The text was cut here: it is too long."]);
  return `${spaced(texts).join("\n")}\n`;
}
