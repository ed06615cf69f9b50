import type { Header } from "../outside.ts";
import { raise } from "../raise.ts";

/** A name and one value. */
export type FieldEntry = readonly [name: string, value: Uint8Array];

/** RFC 9110, 5.6.2. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** What belongs to the connection and not to the message: a host sets these itself. */
const forbidden: ReadonlySet<string> = new Set([
  "connection",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

/** Far more than any server takes; names and values of one `fields` together. */
const mostBytes = 1024 * 1024;
/** What an entry costs beside its text, so that empty ones come to an end too. */
const entryCost = 32;

/** Whether `text` is a method or a field name (RFC 9110, 5.6.2 "token"). */
export function isToken(text: string): boolean {
  return token.test(text);
}

/** RFC 9110, 5.5: no control characters but the tab. */
function isValue(value: Uint8Array): boolean {
  return value.every((byte) => byte === 0x09 || (byte >= 0x20 && byte !== 0x7f));
}

function checkName(name: string): void {
  if (!isToken(name)) raise({ tag: "invalid-syntax" });
  if (forbidden.has(name.toLowerCase())) raise({ tag: "forbidden" });
}

/** Entries in the order in which they came, with names as they were written. */
class FieldList {
  #entries: FieldEntry[] = [];
  #bytes = 0;

  get entries(): readonly FieldEntry[] {
    return this.#entries;
  }

  /** Takes the entries that `without` names (lower case) away and adds others at the end. */
  change(without: string | undefined, added: readonly FieldEntry[]): void {
    const kept =
      without === undefined ? this.#entries : this.#entries.filter(([name]) => name.toLowerCase() !== without);
    const bytes = (without === undefined ? this.#bytes : sizeOf(kept)) + sizeOf(added);
    if (bytes > mostBytes) throw new Error(`the fields of one HTTP message hold more than ${mostBytes} bytes`);
    for (const [name, value] of added) kept.push([name, value.slice()]);
    this.#entries = kept;
    this.#bytes = bytes;
  }
}

function sizeOf(entries: readonly FieldEntry[]): number {
  return entries.reduce((sum, [name, value]) => sum + name.length + value.length + entryCost, 0);
}

let listOf: (fields: Fields) => FieldList;

/** What `fields` hold, to be shared with others. */
export function sharedList(fields: Fields): FieldList {
  return listOf(fields);
}

/** `wasi:http/types.fields`. */
export class Fields {
  readonly #list: FieldList;
  readonly #immutable: boolean;

  static {
    listOf = (fields) => fields.#list;
  }

  /** A guest gives no argument; hosts share a list. */
  constructor(list = new FieldList(), locked = false) {
    this.#list = list;
    this.#immutable = locked;
  }

  static fromList(entries: readonly FieldEntry[]): Fields {
    for (const [name, value] of entries) {
      checkName(name);
      if (!isValue(value)) raise({ tag: "invalid-syntax" });
    }
    const list = new FieldList();
    list.change(undefined, entries);
    return new Fields(list);
  }

  get(name: string): Uint8Array[] {
    return valuesOf(this, name);
  }

  has(name: string): boolean {
    return valuesOf(this, name).length > 0;
  }

  set(name: string, values: readonly Uint8Array[]): void {
    this.#change(name, name.toLowerCase(), values);
  }

  delete(name: string): void {
    this.#change(name, name.toLowerCase(), []);
  }

  append(name: string, value: Uint8Array): void {
    this.#change(name, undefined, [value]);
  }

  entries(): FieldEntry[] {
    return [...this.#list.entries];
  }

  clone(): Fields {
    return new Fields(copy(this.#list));
  }

  #change(name: string, without: string | undefined, values: readonly Uint8Array[]): void {
    if (this.#immutable) raise({ tag: "immutable" });
    checkName(name);
    if (!values.every(isValue)) raise({ tag: "invalid-syntax" });
    this.#list.change(
      without,
      values.map((value) => [name, value]),
    );
  }
}

function copy(list: FieldList): FieldList {
  const made = new FieldList();
  made.change(undefined, list.entries);
  return made;
}

/** The entries, without a call of a method: those count as the guest's. */
export function entriesOf(fields: Fields): readonly FieldEntry[] {
  return listOf(fields).entries;
}

/** The entries as a browser takes headers: each byte of a value is one character. */
export function toHeaders(fields: Fields): readonly Header[] {
  return entriesOf(fields).map(([name, value]) => [
    name,
    Array.from(value, (byte) => String.fromCharCode(byte)).join(""),
  ]);
}

/**
 * The headers that a browser received, each character of a value one byte; without those that belong to the connection.
 * `undefined` when they are longer than `fields` can be.
 */
export function fromHeaders(headers: readonly Header[]): Fields | undefined {
  const entries = headers
    .filter(([name]) => isToken(name) && !forbidden.has(name.toLowerCase()))
    .map(([name, value]): FieldEntry => [name, Uint8Array.from(value, (character) => character.charCodeAt(0))]);
  if (sizeOf(entries) > mostBytes) return undefined;
  const list = new FieldList();
  list.change(
    undefined,
    entries.filter(([, value]) => isValue(value)),
  );
  return new Fields(list, true);
}

/** The values of a field, without a call of a method: those count as the guest's. */
export function valuesOf(fields: Fields, name: string): Uint8Array[] {
  const lower = name.toLowerCase();
  return listOf(fields).entries.flatMap(([key, value]) => (key.toLowerCase() === lower ? [value] : []));
}

/** The same entries in a new `fields` that cannot be changed: what a message gives as its headers or trailers. */
export function immutable(fields: Fields): Fields {
  return new Fields(listOf(fields), true);
}

/** Fields that a host makes: their syntax was checked where they came from, and none is forbidden. */
export function hostFields(values: Readonly<Record<string, string | readonly string[]>>): Fields {
  const list = new FieldList();
  const encoder = new TextEncoder();
  const added = Object.entries(values).flatMap(([name, given]) =>
    (typeof given === "string" ? [given] : given).map((value): FieldEntry => [name, encoder.encode(value)]),
  );
  list.change(undefined, added);
  return new Fields(list, true);
}
