// @ts-check
/**
 * The constants of component values in a script of tests (`(u32.const 1)`, `(record.const (field "a" str.const "x"))`), and what
 * they are in JavaScript, in jco's published mapping. That depends on the type: a list of numbers is a typed array.
 */
import { unescapeString } from "./wast.mjs";

/** @typedef {import("./wast.mjs").List} List */
/** @typedef {import("../../src/component/index.ts").ValType} ValType */
/** @typedef {readonly (List | string)[]} Items */

/**
 * @typedef {{ readonly kind: "scalar", readonly type: string, readonly text: string }
 *   | { readonly kind: "list" | "tuple", readonly items: readonly Constant[] }
 *   | { readonly kind: "record", readonly fields: readonly { readonly name: string, readonly value: Constant }[] }
 *   | { readonly kind: "flags", readonly labels: readonly string[] }
 *   | { readonly kind: "case", readonly name: string, readonly value: Constant | undefined }} Constant
 *   A `case` is one of a variant, an enum, an option or a result.
 */

/** @type {Readonly<Record<string, new (values: number[]) => ArrayLike<number>>>} */
const typedArrays = {
  u8: Uint8Array,
  s8: Int8Array,
  u16: Uint16Array,
  s16: Int16Array,
  u32: Uint32Array,
  s32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
};

/** @type {Readonly<Record<string, new (values: bigint[]) => ArrayLike<bigint>>>} */
const wideArrays = { u64: BigUint64Array, s64: BigInt64Array };

/**
 * Reads a constant. Throws a `SyntaxError` for what is none.
 * @param {Items} items What stands in its list.
 * @returns {Constant}
 */
export function readConstant([word, ...rest]) {
  const strings = rest.flatMap((item) =>
    typeof item === "string" && item.startsWith('"') ? [unescapeString(item)] : [],
  );
  const lists = rest.flatMap((item) => (typeof item === "string" ? [] : [item.items]));
  switch (word) {
    case "list.const":
      return { kind: "list", items: lists.map(readConstant) };
    case "tuple.const":
      return { kind: "tuple", items: lists.map(readConstant) };
    case "record.const":
      return { kind: "record", fields: lists.map(readField) };
    case "flags.const":
      return { kind: "flags", labels: strings };
    case "enum.const":
    case "variant.const":
      return { kind: "case", name: strings[0] ?? "", value: payload(rest.slice(1)) };
    case "option.some":
    case "option.none":
    case "result.ok":
    case "result.err":
      return { kind: "case", name: word.slice(word.indexOf(".") + 1), value: payload(rest) };
    default: {
      const type = typeof word === "string" ? /^(.+)\.const$/.exec(word)?.[1] : undefined;
      const [text] = rest;
      if (type === undefined || typeof text !== "string") throw new SyntaxError(`${String(word)} is no constant.`);
      return { kind: "scalar", type, text };
    }
  }
}

/** @param {Items} items What may stand in a list of its own, or as it is. @returns {Constant | undefined} */
function payload(items) {
  const [first] = items;
  if (first === undefined) return undefined;
  return readConstant(typeof first === "string" ? items : first.items);
}

/** @param {Items} items */
function readField([, name, ...rest]) {
  const value = payload(rest);
  if (typeof name !== "string" || value === undefined) throw new SyntaxError("A field has no value.");
  return { name: unescapeString(name), value };
}

/**
 * What a constant is in JavaScript. Throws a `TypeError` when it is not of the type.
 * @param {Constant} constant
 * @param {ValType} type
 * @param {(name: string) => string} camelCase As jco names fields and flags.
 * @returns {unknown}
 */
export function valueOf(constant, type, camelCase) {
  /** @param {Constant | undefined} inner @param {ValType | undefined} innerType */
  const value = (inner, innerType) => {
    if (inner === undefined || innerType === undefined) return undefined;
    return valueOf(inner, innerType, camelCase);
  };
  if (constant.kind === "scalar") return scalar(constant.text, type.kind);
  if (type.kind === "list" && constant.kind === "list") {
    const values = constant.items.map((item) => value(item, type.element));
    const Narrow = typedArrays[type.element.kind];
    // Numbers and bigints by their types.
    if (Narrow !== undefined) return new Narrow(/** @type {number[]} */ (values));
    const Wide = wideArrays[type.element.kind];
    return Wide === undefined ? values : new Wide(/** @type {bigint[]} */ (values));
  }
  if (type.kind === "map" && constant.kind === "list") {
    const elements = [type.key, type.value];
    return constant.items.map((item) => value(item, { kind: "tuple", elements }));
  }
  if (type.kind === "tuple" && constant.kind === "tuple")
    return type.elements.map((element, index) => value(constant.items[index], element));
  if (type.kind === "record" && constant.kind === "record") {
    const fields = new Map(constant.fields.map((field) => [field.name, field.value]));
    return Object.fromEntries(
      type.fields.map((field) => [camelCase(field.name), value(fields.get(field.name), field.type)]),
    );
  }
  if (type.kind === "flags" && constant.kind === "flags")
    return Object.fromEntries(type.labels.map((label) => [camelCase(label), constant.labels.includes(label)]));
  if (constant.kind === "case") {
    const { name: tag, value: inner } = constant;
    if (type.kind === "enum") return tag;
    if (type.kind === "variant") return tagged(tag, value(inner, type.cases.find(({ name }) => name === tag)?.type));
    if (type.kind === "result") return tagged(tag, value(inner, tag === "ok" ? type.ok : type.error));
    if (type.kind === "option") {
      const some = value(inner, type.some);
      return orUndefined(type) ? some : tagged(tag, some);
    }
  }
  throw new TypeError(`A constant of the kind ${constant.kind} stands where a ${type.kind} is expected.`);
}

/**
 * Whether a type is an option whose `none` is undefined: not where what is inside can be undefined already.
 * @param {ValType} type
 * @returns {boolean}
 */
function orUndefined(type) {
  return type.kind === "option" && !orUndefined(type.some);
}

/** @param {string} tag @param {unknown} val */
function tagged(tag, val) {
  return val === undefined ? { tag } : { tag, val };
}

/** @param {string} text @param {ValType["kind"]} kind @returns {unknown} */
function scalar(text, kind) {
  switch (kind) {
    case "bool":
      return text === "true";
    case "string":
    case "char":
      return unescapeString(text);
    case "u64":
    case "s64":
      return integer(text);
    case "f32":
    case "f64":
      return float(text);
    default:
      return Number(integer(text));
  }
}

/** @param {string} text Decimal or hexadecimal, with underscores. */
function integer(text) {
  const digits = text.replaceAll("_", "");
  return digits.startsWith("-") ? -BigInt(digits.slice(1)) : BigInt(digits);
}

/** @param {string} text Decimal, `inf` or some NaN. */
function float(text) {
  if (/^[-+]?nan/.test(text)) return Number.NaN;
  if (/^[-+]?inf$/.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  return Number(text.replaceAll("_", ""));
}

/**
 * Whether two values of JavaScript are the same value of the component model: a typed array is a list like another, an absent
 * field is an undefined one, NaN is NaN, and the two zeros differ.
 * @param {unknown} one
 * @param {unknown} other
 * @returns {boolean}
 */
export function sameValue(one, other) {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const first = elementsOf(one);
  const second = elementsOf(other);
  if (first !== undefined || second !== undefined)
    return first?.length === second?.length && first?.every((item, index) => sameValue(item, second?.[index])) === true;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => sameValue(Reflect.get(one, name), Reflect.get(other, name)));
}

/** @param {object} value @returns {readonly unknown[] | undefined} */
function elementsOf(value) {
  if (Array.isArray(value)) return value;
  // Every view of a buffer but a DataView has its elements to go through.
  return ArrayBuffer.isView(value) && Symbol.iterator in value
    ? [.../** @type {Iterable<unknown>} */ (value)]
    : undefined;
}

/** @param {unknown} value @returns {string} For people, cut. */
export function shown(value) {
  const text = JSON.stringify(value, (_, item) => (typeof item === "bigint" ? `${item}n` : item)) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
