import type { CustomSection } from "./model.ts";
import { decodeUtf8 } from "./names.ts";
import type { ComponentType } from "./types.ts";

/** Docs by what they belong to; `ComponentModel.docs` says how the keys are made. */
type Docs = Readonly<Record<string, string>>;

const NO_DOCS: Docs = {};

/** Up to this version of the section the layout is known. */
const LATEST = 1;
/** All docs of a file together, in bytes. More is not read: the largest known have a few hundred kilobytes. */
const MAX_SIZE = 4_194_304;
/** The layout has six levels; more than that is something else. */
const MAX_DEPTH = 12;
/** Docs are text. JSON that is mostly punctuation would take many times its size to parse. */
const BYTES_PER_VALUE = 8;
/** Items and what they consist of. All of WASI has some thousands. */
const MAX_VALUES = 40_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
/** `[` and `{`, `]` and `}`: they differ in one bit. */
const OPEN = 0x5b;
const CLOSE = 0x5d;
const BRACE = 0x20;

/** Whether JSON has the shape of docs, so that parsing it takes memory and time in proportion to its size. */
function isModest(bytes: Uint8Array, from: number, to: number): boolean {
  let values = 0;
  let depth = 0;
  let quoted = false;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) quoted = !quoted;
    else if (quoted) at += byte === BACKSLASH ? 1 : 0;
    else if (byte === COMMA) values += 1;
    else if ((byte & ~BRACE) === OPEN) {
      values += 1;
      depth += 1;
      if (depth > MAX_DEPTH) return false;
    } else if ((byte & ~BRACE) === CLOSE) depth -= 1;
  }
  return values <= MAX_VALUES && values * BYTES_PER_VALUE <= to - from + 1024;
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(bytes: Uint8Array, from: number, to: number): Json | undefined {
  if (!isModest(bytes, from, to)) return undefined;
  const text = decodeUtf8(bytes, from, to);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Gathers docs. Keys repeat the package's name: their letters are counted, so that a long name cannot multiply. */
class Gatherer {
  readonly docs: Record<string, string> = {};
  #lettersLeft: number;

  constructor(letters: number) {
    this.#lettersLeft = letters;
  }

  /** Adds what an item says of itself: its text, or an object that holds it. */
  #add(key: string, item: unknown): void {
    const text = isObject(item) ? item["docs"] : item;
    if (typeof text !== "string" || text === "") return;
    this.#lettersLeft -= key.length;
    if (this.#lettersLeft >= 0) this.docs[key] = text;
  }

  #each(items: unknown, visit: (name: string, item: unknown) => void): void {
    if (!isObject(items)) return;
    for (const name of Object.keys(items)) visit(name, items[name]);
  }

  #members(prefix: string, holder: unknown): void {
    if (!isObject(holder)) return;
    for (const functions of [holder["funcs"], holder["func_exports"]]) {
      this.#each(functions, (name, item) => this.#add(`${prefix}${name}`, item));
    }
    this.#each(holder["types"], (name, type) => {
      this.#add(`${prefix}${name}`, type);
      if (isObject(type)) this.#each(type["items"], (member, item) => this.#add(`${prefix}${name}.${member}`, item));
    });
  }

  package(name: string, content: Json): void {
    const at = name.indexOf("@");
    const plain = at < 0 ? name : name.slice(0, at);
    const version = at < 0 ? "" : name.slice(at);
    this.#add(name, content);
    this.#each(content["interfaces"], (item, holder) => {
      const key = `${plain}/${item}${version}`;
      this.#add(key, holder);
      this.#members(`${key}#`, holder);
    });
    this.#each(content["worlds"], (item, holder) => {
      const key = `${plain}/${item}${version}`;
      this.#add(key, holder);
      this.#members(`${key}#`, holder);
      if (!isObject(holder)) return;
      for (const interfaces of [holder["interfaces"], holder["interface_exports"]]) {
        this.#each(interfaces, (inline, inner) => {
          this.#add(`${key}#${inline}`, inner);
          this.#members(`${key}#${inline}.`, inner);
        });
      }
    });
  }
}

/** `ns:pkg/iface@v` → `ns:pkg@v`. */
function packageOf(name: string): string | undefined {
  const [, plain, version = ""] = /^([^/@:]+:[^/@:]+)\/[^/@:]+(@.+)?$/.exec(name) ?? [];
  return plain === undefined ? undefined : `${plain}${version}`;
}

/** The package that a WIT package encodes: the names inside what it exports are whole, interfaces' and worlds'. */
function encodedPackage(type: ComponentType): string | undefined {
  for (const entity of type.exports.values()) {
    if (entity.sort !== "type" || entity.type.kind !== "component") continue;
    for (const name of entity.type.exports.keys()) {
      const found = packageOf(name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/**
 * The docs in the `package-docs` custom sections of a WIT package, as wit-component writes them: a version byte, then JSON.
 * A later version, or anything malformed, is no docs.
 */
export function collectDocs(bytes: Uint8Array, sections: readonly CustomSection[], type: ComponentType): Docs {
  const found = sections.filter(({ name }) => name === "package-docs");
  if (found.length === 0) return NO_DOCS;
  const size = found.reduce((sum, section) => sum + section.size, 0);
  if (size > MAX_SIZE) return NO_DOCS;
  const gatherer = new Gatherer(4 * size + 1024);
  for (const { offset, size: length } of found) {
    const version = bytes[offset];
    if (length === 0 || version === undefined || version > LATEST) continue;
    const content = parse(bytes, offset + 1, offset + length);
    if (content === undefined) continue;
    // Later writers name the package, so that one file can hold the docs of several.
    const named = content["package"];
    const name = typeof named === "string" && packageName.test(named) ? named : encodedPackage(type);
    if (name !== undefined) gatherer.package(name, content);
  }
  return gatherer.docs;
}

const packageName = /^[^/@:]+:[^/@:]+(@.+)?$/;
