import type { Field, PrimitiveKind, ResourceType, ValType } from "../../component/index.ts";
import type { Result } from "../../result.ts";
import { err, ok } from "../../result.ts";
import type { WaveError } from "./scanner.ts";
import { Scanner, Unreadable } from "./scanner.ts";
import type { HandleMaker, LabelledType, NamedType } from "./shape.ts";
import { MAX_DEPTH, isKeyword, labelsOf, listOf, noneOf, rangeOf, wideRangeOf } from "./shape.ts";

/** More digits than the greatest 64-bit integer has. */
const MAX_DIGITS = 20;
/** How many names an error proposes. */
const MAX_NAMES = 12;

/**
 * Reads one value of a type from WAVE text (wave_ebnf.md of wasm-wave), in jco's JavaScript mapping. Streams, futures and error
 * contexts have no text. Resources have none in WAVE either; with `handles` a label stands in place of an own one.
 */
export function parseWave(text: string, type: ValType, handles?: HandleMaker): Result<unknown, WaveError> {
  return read(text, (reader) => reader.value(type), handles);
}

/** Reads the arguments of a call: `("x", 1)`. Options at the end may be left out. */
export function parseArguments(text: string, params: readonly Field[]): Result<readonly unknown[], WaveError> {
  return read(text, (reader) => reader.args(params));
}

function read<T>(text: string, what: (reader: Reader) => T, handles?: HandleMaker): Result<T, WaveError> {
  const scanner = new Scanner(text);
  try {
    const value = what(new Reader(scanner, handles));
    scanner.skip();
    if (scanner.at < text.length) scanner.fail(`nothing more is expected, but ${scanner.found()}`);
    return ok(value);
  } catch (failure) {
    if (failure instanceof Unreadable) return err(failure.error);
    throw failure;
  }
}

class Reader {
  readonly #scanner: Scanner;
  readonly #handles: HandleMaker | undefined;
  #depth = 0;

  constructor(scanner: Scanner, handles: HandleMaker | undefined) {
    this.#scanner = scanner;
    this.#handles = handles;
  }

  args(params: readonly Field[]): readonly unknown[] {
    const scanner: Scanner = this.#scanner;
    scanner.wants("(", "arguments are expected, such as (1, 2)");
    const values: unknown[] = [];
    this.#sequence(")", () => {
      const param = params[values.length];
      if (param === undefined) scanner.fail(`too many arguments: the function takes ${count(params.length)}`);
      values.push(this.value(param.type));
    });
    for (const { name, type } of params.slice(values.length)) {
      if (type.kind !== "option") scanner.fail(`the argument “${name}” is missing`, scanner.at - 1);
      values.push(noneOf(type));
    }
    return values;
  }

  value(type: ValType): unknown {
    const scanner: Scanner = this.#scanner;
    scanner.skip();
    if (this.#depth >= MAX_DEPTH) scanner.fail(`values lie in each other more than ${MAX_DEPTH} deep`);
    this.#depth += 1;
    const value = this.#parts(type);
    this.#depth -= 1;
    return value;
  }

  #parts(type: ValType): unknown {
    const scanner: Scanner = this.#scanner;
    switch (type.kind) {
      case "bool":
        return this.#bool();
      case "f32":
        return Math.fround(this.#float());
      case "f64":
        return this.#float();
      case "char":
        return scanner.char();
      case "string":
        return scanner.string();
      case "list":
        return this.#list(type.element, type.length);
      case "tuple":
        return this.#tuple(type.elements);
      case "record":
        return this.#record(type);
      case "map":
        return this.#map(type.key, type.value);
      case "flags":
        return this.#flags(type);
      case "enum":
        return type.labels[this.#position(type, "enum")];
      case "variant": {
        const found = type.cases[this.#position(type, "variant")];
        if (found === undefined) return scanner.fail("a case is expected");
        return this.#tagged(found.name, found.type);
      }
      case "option":
        return this.#option(type);
      case "result":
        return this.#result(type);
      case "own":
        return this.#handle(type.resource);
      case "borrow":
        return scanner.fail("a resource cannot be written as text");
      case "stream":
      case "future":
      case "error-context":
        return scanner.fail(`a value of type ${type.kind} cannot be written as text`);
      default:
        return this.#integer(type.kind);
    }
  }

  #bool(): boolean {
    const word = this.#scanner.peekWord();
    if (word !== "true" && word !== "false") this.#scanner.fail(`true or false is expected, but ${this.#found()}`);
    this.#scanner.at += word.length;
    return word === "true";
  }

  #integer(kind: PrimitiveKind): number | bigint {
    const scanner: Scanner = this.#scanner;
    const start = scanner.at;
    const digits = scanner.number(false);
    if (digits === "") scanner.fail(`a whole number (${kind}) is expected, but ${this.#found()}`);
    // Reading in a longer number takes more than linear time.
    const long = digits.length > MAX_DIGITS;
    if (kind === "u64" || kind === "s64") {
      const [least, greatest] = wideRangeOf(kind);
      const value = long ? undefined : BigInt(digits);
      if (value !== undefined && value >= least && value <= greatest) return value;
      return scanner.fail(`this number is out of range: ${kind} goes from ${least} to ${greatest}`, start);
    }
    const [least, greatest] = rangeOf(kind) ?? [0, 0];
    const value = long ? Infinity : Number(digits);
    if (value < least || value > greatest)
      scanner.fail(`this number is out of range: ${kind} goes from ${least} to ${greatest}`, start);
    // Not -0.
    return value + 0;
  }

  #float(): number {
    const scanner: Scanner = this.#scanner;
    if (scanner.text.startsWith("-inf", scanner.at)) {
      scanner.at += 4;
      return -Infinity;
    }
    const word = scanner.peekWord();
    if (word === "inf" || word === "nan") {
      scanner.at += word.length;
      return word === "inf" ? Infinity : Number.NaN;
    }
    const digits = scanner.number(true);
    if (digits === "") scanner.fail(`a number is expected, but ${this.#found()}`);
    return Number(digits);
  }

  #list(element: ValType, length: number | undefined): unknown {
    const scanner: Scanner = this.#scanner;
    const values: unknown[] = [];
    scanner.wants("[", "a list is expected, such as [a, b]");
    this.#sequence("]", () => {
      if (values.length === length) scanner.fail(`too many elements: the list has ${length}`);
      values.push(this.value(element));
    });
    if (length !== undefined && values.length < length)
      scanner.fail(`the list has ${length} elements, and here are ${values.length}`, scanner.at - 1);
    return listOf(element, values);
  }

  #tuple(elements: readonly ValType[]): readonly unknown[] {
    const scanner: Scanner = this.#scanner;
    const values: unknown[] = [];
    scanner.wants("(", "a tuple is expected, such as (a, b)");
    this.#sequence(")", () => {
      const element = elements[values.length];
      if (element === undefined) scanner.fail(`too many elements: the tuple has ${elements.length}`);
      values.push(this.value(element));
    });
    if (values.length < elements.length)
      scanner.fail(`the tuple has ${elements.length} elements, and here are ${values.length}`, scanner.at - 1);
    return values;
  }

  #record(type: Extract<ValType, { kind: "record" }>): unknown {
    const scanner: Scanner = this.#scanner;
    const { keys } = labelsOf(type);
    const values = new Map<number, unknown>();
    scanner.wants("{", "a record is expected, such as {name: value}");
    if (scanner.takes(":")) scanner.wants("}", "{:} is the record without fields, and } is expected");
    else {
      const start = scanner.at;
      this.#sequence("}", () => {
        const position = this.#named(type, "field", values);
        scanner.wants(":", "a colon is expected after a field’s name");
        const field = type.fields[position];
        if (field !== undefined) values.set(position, this.value(field.type));
      });
      if (values.size === 0) scanner.fail("the record without fields is written as {:}", start - 1);
    }
    // Every key is there: a missing one might be found on the prototype.
    const entries = type.fields.map((field, position): [string, unknown] => {
      const given = values.has(position);
      if (!given && field.type.kind !== "option") scanner.fail(`the field “${field.name}” is missing`, scanner.at - 1);
      const value = given || field.type.kind !== "option" ? values.get(position) : noneOf(field.type);
      return [keys[position] ?? field.name, value];
    });
    return Object.fromEntries(entries);
  }

  #map(key: ValType, type: ValType): ReadonlyMap<unknown, unknown> {
    const scanner: Scanner = this.#scanner;
    const values = new Map<unknown, unknown>();
    scanner.wants("{", "a map is expected, such as {key: value}");
    if (scanner.takes(":")) scanner.wants("}", "{:} is the map without entries, and } is expected");
    else
      this.#sequence("}", () => {
        const start = scanner.at;
        const name = this.value(key);
        if (values.has(name)) scanner.fail("this key stands here twice", start);
        scanner.wants(":", "a colon is expected after a key");
        values.set(name, this.value(type));
      });
    return values;
  }

  #flags(type: LabelledType): unknown {
    const set = new Map<number, boolean>();
    this.#scanner.wants("{", "flags are expected, such as {a, b}");
    this.#sequence("}", () => set.set(this.#named(type, "flag", set), true));
    const { keys } = labelsOf(type);
    return Object.fromEntries(keys.map((key, position) => [key, set.has(position)]));
  }

  #option(type: Extract<ValType, { kind: "option" }>): unknown {
    const scanner: Scanner = this.#scanner;
    const word = scanner.peekWord();
    if (word === "none") {
      scanner.at += word.length;
      return noneOf(type);
    }
    const tagged = noneOf(type) !== undefined;
    if (word === "some") {
      scanner.at += word.length;
      const val = this.#payload(word, type.some);
      return tagged ? { tag: "some", val } : val;
    }
    if (!isFlat(type.some)) scanner.fail(`some(…) or none is expected, but ${this.#found()}`);
    // Without tags: what has them is an option around an option.
    return this.value(type.some);
  }

  #result(type: Extract<ValType, { kind: "result" }>): unknown {
    const scanner: Scanner = this.#scanner;
    const word = scanner.peekWord();
    if (word === "ok" || word === "err") {
      scanner.at += word.length;
      return this.#tagged(word, word === "ok" ? type.ok : type.error);
    }
    if (type.ok === undefined || !isFlat(type.ok)) return scanner.fail(`ok or err is expected, but ${this.#found()}`);
    return { tag: "ok", val: this.value(type.ok) };
  }

  #tagged(tag: string, type: ValType | undefined): unknown {
    if (type !== undefined) return { tag, val: this.#payload(tag, type) };
    const scanner: Scanner = this.#scanner;
    const end = scanner.at;
    if (scanner.takes("(")) scanner.fail(`“${tag}” holds no value`, scanner.at - 1);
    scanner.at = end;
    return { tag };
  }

  #payload(tag: string, type: ValType): unknown {
    const scanner: Scanner = this.#scanner;
    scanner.wants("(", `“${tag}” holds a value in parentheses`);
    const value = this.value(type);
    scanner.wants(")", "a closing parenthesis is expected");
    return value;
  }

  #handle(resource: ResourceType): unknown {
    const scanner: Scanner = this.#scanner;
    if (this.#handles === undefined) return scanner.fail("a resource cannot be written as text");
    const word = scanner.peekWord();
    if (word === "") scanner.fail(`the name of a resource is expected, but ${this.#found()}`);
    const made = this.#handles(resource, plain(word));
    if (!made.ok) return scanner.fail(made.error);
    scanner.at += word.length;
    return made.value;
  }

  /** Passes the name of a case and gives its place. */
  #position(type: NamedType, what: string): number {
    const scanner: Scanner = this.#scanner;
    const word = scanner.peekWord();
    const { names, positions } = labelsOf(type);
    const name = plain(word);
    const position = positions.get(name);
    if (word === "") scanner.fail(`a case of the ${what} is expected (${some(names)}), but ${scanner.found()}`);
    if (position === undefined) scanner.fail(`the ${what} has no case “${cut(name)}”; it has ${some(names)}`);
    if (isKeyword(word)) scanner.fail(`“${word}” is a word of WAVE: the case of that name is written as %${word}`);
    scanner.at += word.length;
    return position;
  }

  /** Passes the name of a field or flag that may stand here once, and gives its place. */
  #named(type: NamedType, what: string, before: ReadonlyMap<number, unknown>): number {
    const scanner: Scanner = this.#scanner;
    const word = scanner.peekWord();
    const { names, positions } = labelsOf(type);
    const name = plain(word);
    const position = positions.get(name);
    if (word === "") scanner.fail(`a ${what} is expected (${some(names)}), but ${scanner.found()}`);
    if (position === undefined) scanner.fail(`there is no ${what} “${cut(name)}”; there are ${some(names)}`);
    if (before.has(position)) scanner.fail(`the ${what} “${name}” stands here twice`);
    scanner.at += word.length;
    return position;
  }

  /** What follows an opening mark: parts with commas between them, perhaps one more comma, and the closing mark. */
  #sequence(close: string, part: () => void): void {
    const scanner: Scanner = this.#scanner;
    while (!scanner.takes(close)) {
      part();
      if (scanner.takes(",")) continue;
      scanner.wants(close, `a comma or ${close} is expected`);
      return;
    }
  }

  #found(): string {
    return this.#scanner.found();
  }
}

/** Whether the value inside may stand for `some` or `ok` of it: not where it has such words itself. */
function isFlat(type: ValType): boolean {
  return type.kind !== "option" && type.kind !== "result";
}

function plain(word: string): string {
  return word.startsWith("%") ? word.slice(1) : word;
}

function cut(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).map(cut).join(", ");
  return names.length > MAX_NAMES ? `${shown}, …` : shown;
}

function count(params: number): string {
  return params === 0 ? "none" : String(params);
}
