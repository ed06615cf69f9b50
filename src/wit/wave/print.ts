import type { Field, ValType } from "../../component/index.ts";
import { printChar, printFloat, printFloat32, printString } from "./print-scalar.ts";
import type { HandleType, LabelledType } from "./shape.ts";
import { MAX_DEPTH, isKeyword, labelsOf, mayBeUndefined, rangeOf, wideRangeOf } from "./shape.ts";

/** What is left out of a text. Without limits it is exact. */
export interface WaveOptions {
  /** How many elements of one list are shown, bytes or others; then stands how many there are: `[1, 2, … 1024 bytes]`. */
  readonly maxBytes?: number;
  /** How many UTF-16 units of one string are shown; then stands how many there are: `"ab" … 1024 chars`. */
  readonly maxChars?: number;
  /** About how long the text may get; `…` stands for parts that come after. */
  readonly maxText?: number;
  /** Text for a resource; without it `<resource>`. */
  readonly resource?: (object: unknown, type: HandleType) => string;
}

const NO_OPTIONS: WaveOptions = {};
/** How much of a value is shown that is not of its type. */
const MAX_SHOWN = 40;

/**
 * A value in jco's JavaScript mapping as WAVE text. Never throws: a value that does not match its type is shown as
 * `<u8 expected, found "x">`, which is no WAVE, and so are resources, streams, futures and error contexts.
 */
export function printWave(value: unknown, type: ValType, options: WaveOptions = NO_OPTIONS): string {
  return scalar(value, type, options) ?? whole(value, type, options);
}

/** The arguments of a call, by their parameters: `("x", 1)`. Every parameter is shown, and arguments beyond them are counted. */
export function printArguments(
  args: readonly unknown[],
  params: readonly Field[],
  options: WaveOptions = NO_OPTIONS,
): string {
  const { maxText = Infinity } = options;
  let text = "(";
  for (let at = 0; at < params.length; at += 1) {
    const type = params[at]?.type;
    if (type === undefined) break;
    if (at > 0) text += ", ";
    if (text.length >= maxText) return `${text}…)`;
    const value = args[at];
    text += scalar(value, type, options) ?? whole(value, type, options, maxText - text.length);
  }
  const more = args.length - params.length;
  if (more > 0) text += `${params.length > 0 ? ", " : ""}<${more} more>`;
  return `${text})`;
}

/** The text of a value without parts; nothing for others, and for those that do not match. */
function scalar(value: unknown, type: ValType, options: WaveOptions): string | undefined {
  switch (type.kind) {
    case "bool":
      return typeof value === "boolean" ? String(value) : undefined;
    case "u8":
    case "s8":
    case "u16":
    case "s16":
    case "u32":
    case "s32": {
      const range = rangeOf(type.kind);
      if (range === undefined || typeof value !== "number" || !Number.isInteger(value)) return undefined;
      return value >= range[0] && value <= range[1] ? String(value) : undefined;
    }
    case "u64":
    case "s64": {
      const range = wideRangeOf(type.kind);
      return typeof value === "bigint" && value >= range[0] && value <= range[1] ? String(value) : undefined;
    }
    case "f32":
      return typeof value === "number" ? printFloat32(value) : undefined;
    case "f64":
      return typeof value === "number" ? printFloat(value) : undefined;
    case "char":
      return typeof value === "string" ? printChar(value) : undefined;
    case "string":
      return typeof value === "string" ? printString(value, options.maxChars ?? Infinity) : undefined;
    case "enum":
      return typeof value === "string" && labelsOf(type).positions.has(value) ? caseName(value) : undefined;
    default:
      return undefined;
  }
}

function whole(value: unknown, type: ValType, options: WaveOptions, maxText = options.maxText ?? Infinity): string {
  const printer = new Printer(options, maxText);
  try {
    printer.put(value, type);
  } catch {
    // A getter or a proxy of the guest, or the function that names resources.
    printer.text += "<value that cannot be read>";
  }
  return printer.text;
}

function caseName(name: string): string {
  return isKeyword(name) ? `%${name}` : name;
}

class Printer {
  text = "";
  #depth = 0;
  readonly #options: WaveOptions;
  readonly #maxElements: number;
  readonly #maxText: number;

  constructor(options: WaveOptions, maxText: number) {
    this.#options = options;
    this.#maxElements = options.maxBytes ?? Infinity;
    this.#maxText = maxText;
  }

  put(value: unknown, type: ValType): void {
    if (this.#depth >= MAX_DEPTH || this.text.length >= this.#maxText) {
      this.text += "…";
      return;
    }
    const text = scalar(value, type, this.#options);
    if (text !== undefined) {
      this.text += text;
      return;
    }
    this.#depth += 1;
    if (!this.#parts(value, type)) this.text += `<${type.kind} expected, found ${described(value)}>`;
    this.#depth -= 1;
  }

  /** Gives `false` for a value that does not match. */
  #parts(value: unknown, type: ValType): boolean {
    switch (type.kind) {
      case "own":
      case "borrow":
        if (!isObject(value)) return false;
        this.text += this.#options.resource?.(value, type) ?? "<resource>";
        return true;
      case "stream":
      case "future":
      case "error-context":
        this.text += `<${type.kind}>`;
        return true;
      case "option":
        return this.#option(value, type.some);
      case "list":
        if (!isList(value) || (type.length !== undefined && type.length !== value.length)) return false;
        this.#list(value, type.element);
        return true;
      case "tuple":
        if (!isList(value) || value.length !== type.elements.length) return false;
        this.#sequence("(", type.elements.length, ")", (at) => {
          const element = type.elements[at];
          if (element !== undefined) this.put(value[at], element);
        });
        return true;
      case "map":
        if (!(value instanceof Map)) return false;
        this.#map([...value], type.key, type.value);
        return true;
      case "record":
        if (!isObject(value)) return false;
        this.#record(value, type);
        return true;
      case "flags":
        if (!isObject(value)) return false;
        this.#flags(value, type);
        return true;
      case "variant": {
        const position = isObject(value) && labelsOf(type).positions.get(String(value["tag"]));
        const found = typeof position === "number" ? type.cases[position] : undefined;
        if (!isObject(value) || found === undefined) return false;
        this.#case(caseName(found.name), value["val"], found.type);
        return true;
      }
      case "result": {
        const tag = isObject(value) ? value["tag"] : undefined;
        if (!isObject(value) || (tag !== "ok" && tag !== "err")) return false;
        this.#case(tag, value["val"], tag === "ok" ? type.ok : type.error);
        return true;
      }
      default:
        return false;
    }
  }

  #case(name: string, payload: unknown, type: ValType | undefined): void {
    this.text += name;
    if (type === undefined) return;
    this.text += "(";
    this.put(payload, type);
    this.text += ")";
  }

  #option(value: unknown, some: ValType): boolean {
    if (!mayBeUndefined(some)) {
      if (value === undefined) this.text += "none";
      else this.#case("some", value, some);
      return true;
    }
    const tag = isObject(value) ? value["tag"] : undefined;
    if (!isObject(value) || (tag !== "some" && tag !== "none")) return false;
    this.#case(tag, value["val"], tag === "some" ? some : undefined);
    return true;
  }

  #list(value: ArrayLike<unknown>, element: ValType): void {
    if (element.kind === "u8" && value instanceof Uint8Array) {
      // The longest values that programs give are bytes, and of these nothing has to be asked.
      this.#sequence("[", value.length, "]", (at) => (this.text += value[at]), "bytes");
      return;
    }
    const what = element.kind === "u8" ? "bytes" : "elements";
    this.#sequence("[", value.length, "]", (at) => this.put(value[at], element), what);
  }

  #map(entries: readonly (readonly [unknown, unknown])[], key: ValType, type: ValType): void {
    const put = (at: number): void => {
      this.put(entries[at]?.[0], key);
      this.text += ": ";
      this.put(entries[at]?.[1], type);
    };
    this.#sequence("{", entries.length, "}", put, "entries");
  }

  /** Parts with commas between them; those that are one too many are told by their number if they have a name. */
  #sequence(open: string, length: number, close: string, put: (at: number) => void, what?: string): void {
    const shown = what === undefined ? length : Math.min(length, this.#maxElements);
    this.text += open;
    let at = 0;
    for (; at < shown && this.text.length < this.#maxText; at += 1) {
      if (at > 0) this.text += ", ";
      put(at);
    }
    if (at < length) this.text += `${at > 0 ? ", " : ""}…${what === undefined ? "" : ` ${length} ${what}`}`;
    this.text += close;
  }

  #record(value: Readonly<Record<string, unknown>>, type: Extract<ValType, { kind: "record" }>): void {
    const { keys } = labelsOf(type);
    let first = true;
    this.text += "{";
    for (const [position, field] of type.fields.entries()) {
      const part = value[keys[position] ?? ""];
      if (isNone(part, field.type)) continue;
      if (!first) this.text += ", ";
      first = false;
      if (this.text.length >= this.#maxText) {
        this.text += "…";
        break;
      }
      this.text += `${field.name}: `;
      this.put(part, field.type);
    }
    this.text += first ? ":}" : "}";
  }

  #flags(value: Readonly<Record<string, unknown>>, type: LabelledType): void {
    const { names, keys } = labelsOf(type);
    let first = true;
    this.text += "{";
    for (const [position, name] of names.entries()) {
      if (value[keys[position] ?? ""] !== true) continue;
      this.text += first ? name : `, ${name}`;
      first = false;
    }
    this.text += "}";
  }
}

/** A field without a value may be left out. */
function isNone(value: unknown, type: ValType): boolean {
  if (type.kind !== "option") return false;
  return mayBeUndefined(type.some) ? isObject(value) && value["tag"] === "none" : value === undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function described(value: unknown): string {
  switch (typeof value) {
    case "string":
      return printString(value, MAX_SHOWN);
    case "bigint": {
      // Writing out a long number takes more than linear time.
      const small = BigInt.asIntN(128, value) === value;
      return small ? `${value}n` : "a large bigint";
    }
    case "number":
    case "boolean":
    case "undefined":
      return String(value);
    case "object":
      if (value === null) return "null";
      return isList(value) ? `a list of ${value.length}` : "an object";
    default:
      return `a ${typeof value}`;
  }
}
