// @ts-check
/** Runs damaged components with the native engine, and says what is wrong with how that ends. */
import { samples } from "./samples.mjs";

/** @typedef {import("../../src/component/index.ts").ComponentModel} ComponentModel */
/** @typedef {import("../../src/component/index.ts").Entity} Entity */
/** @typedef {import("../../src/component/index.ts").ResourceType} ResourceType */
/** @typedef {import("../../src/component/index.ts").ValType} ValType */
/** @typedef {import("./mutations.mjs").Sample} Sample */

/**
 * What the engine is taken from: modules of `src/`, which a script and a unit test load in their own ways.
 * @typedef {object} Parts
 * @property {typeof import("../../src/engine/native/index.ts").instantiate} instantiate
 * @property {typeof import("../../src/component/index.ts").readComponent} readComponent
 * @property {typeof import("../../src/wit/js-names.ts").parseFunctionName} parseFunctionName
 * @property {typeof import("../../src/wit/js-names.ts").camelCase} camelCase
 * @property {typeof import("../../src/engine/echo-testing.ts").echoComponent} echoComponent
 * @property {typeof import("../../src/engine/echo-testing.ts").linked} linked
 */

/** How a mutant ended; `fault` says what is wrong with that. */
/** @typedef {{ readonly ending: string, readonly fault?: string }} Judgement */

const memoryBytes = 64 * 1024 * 1024;
/** What takes long to compile tells no more than what is small. */
const largestSample = 150_000;
/** How many exports of a mutant are called. */
const mostCalls = 20;

/** What JavaScript says when code is at fault, other than that of a value that does not fit its type. */
const accident =
  /is not (a function|iterable|a constructor|defined)|^(Cannot|Invalid|undefined)|\(reading |outside the bounds|BigInt/;

/**
 * Damaged are the small ones of the reader's samples, and some that move values.
 * @param {Parts} parts
 * @returns {Promise<readonly Sample[]>}
 */
export async function engineSamples({ echoComponent, linked }) {
  /** @type {readonly ValType[]} */
  const types = [
    { kind: "string" },
    { kind: "list", element: { kind: "u16" }, length: undefined },
    { kind: "option", some: { kind: "tuple", elements: [{ kind: "char" }, { kind: "s64" }] } },
    { kind: "record", fields: ["a", "b"].map((name) => ({ name, type: { kind: "f32" } })) },
    {
      kind: "variant",
      cases: [
        { name: "a", type: { kind: "string" } },
        { name: "b", type: { kind: "u64" } },
      ],
    },
    { kind: "result", ok: { kind: "flags", labels: ["x", "y"] }, error: { kind: "enum", labels: ["p", "q"] } },
  ];
  const given = (await samples()).filter(({ bytes }) => bytes.length <= largestSample);
  const echoes = await Promise.all(
    types.map(async (type) => ({ name: `echo of ${type.kind}`, bytes: await echoComponent(type) })),
  );
  return [...given, ...echoes, { name: "linked", bytes: await linked("utf8", "latin1+utf16") }];
}

/** The classes of the host's resources. */
/** @typedef {Map<ResourceType, new () => object>} Classes */

/**
 * A value of a type. What cannot be had, such as a stream, is undefined.
 * @param {ValType | undefined} type
 * @param {number} depth How deep it may be; types can be large.
 * @param {(name: string) => string} camelCase
 * @param {Classes} classes
 * @returns {unknown}
 */
function someValue(type, depth, camelCase, classes) {
  /** @param {ValType | undefined} part */
  const inner = (part) => someValue(part, depth - 1, camelCase, classes);
  if (type === undefined || depth === 0) return undefined;
  switch (type.kind) {
    case "bool":
      return true;
    case "string":
    case "char":
      return "ä";
    case "u64":
    case "s64":
      return 7n;
    case "list":
      return Array.from({ length: Math.min(type.length ?? 3, 10) }, () => inner(type.element));
    case "tuple":
      return type.elements.map(inner);
    case "record":
      return Object.fromEntries(type.fields.map((field) => [camelCase(field.name), inner(field.type)]));
    case "flags":
      return Object.fromEntries(type.labels.map((label) => [camelCase(label), true]));
    case "enum":
      return type.labels[0];
    case "variant":
      return { tag: type.cases[0]?.name, val: inner(type.cases[0]?.type) };
    case "option":
      return type.some.kind === "option" ? { tag: "some", val: inner(type.some) } : inner(type.some);
    case "result":
      return { tag: "ok", val: inner(type.ok) };
    case "map":
      return new Map();
    case "own":
    case "borrow": {
      const Class = classes.get(type.resource);
      return Class === undefined ? {} : new Class();
    }
    case "stream":
    case "future":
    case "error-context":
      return undefined;
    default:
      return 7;
  }
}

const depthOfValues = 6;

/**
 * A host that gives something for everything that a component imports.
 * @param {ComponentModel} model
 * @param {Classes} classes Is filled.
 * @param {Parts} parts
 */
function host(model, classes, { parseFunctionName, camelCase }) {
  /** @param {Entity} entity */
  const give = (entity) => {
    const result = entity.sort === "func" ? entity.type.result : undefined;
    return () => someValue(result?.kind === "result" ? result.ok : result, depthOfValues, camelCase, classes);
  };
  /** @type {Map<string, Record<string, unknown>>} */
  const imports = new Map();
  for (const [name, entity] of model.type.imports) {
    /** @type {Record<string, unknown>} */
    const functions = { default: give(entity) };
    const items = entity.sort === "instance" ? entity.type.exports : new Map();
    for (const [inner, item] of items) {
      if (item.sort !== "type" || item.type.kind !== "resource") continue;
      const Class = classes.get(item.type) ?? class {};
      classes.set(item.type, Class);
      functions[parseFunctionName(`[constructor]${inner}`).resource ?? ""] = Class;
    }
    for (const [inner, item] of items) {
      if (item.sort !== "func") continue;
      const { resource, kind, member } = parseFunctionName(inner);
      const Class = resource === undefined ? functions : Object(functions[resource]);
      if (kind !== "constructor") Reflect.set(kind === "method" ? Object(Class.prototype) : Class, member, give(item));
    }
    imports.set(name, functions);
  }
  return imports;
}

/**
 * @param {unknown} error What instantiating or a call threw.
 * @returns {Judgement}
 */
function judgeThrown(error) {
  if (error instanceof WebAssembly.RuntimeError) return { ending: "trap" };
  if (error instanceof RangeError && error.message.includes("call stack")) return { ending: "trap" };
  if (error instanceof Error && Object.hasOwn(error, "payload")) return { ending: "error of a result" };
  if (error instanceof TypeError && !accident.test(error.message)) return { ending: "a value that does not fit" };
  return { ending: "fault", fault: `it throws ${error instanceof Error ? error.stack : String(error)}` };
}

/**
 * Every function that an instance exports, with what it takes.
 * @param {ComponentModel} model
 * @param {Readonly<Record<string, unknown>>} exports
 * @param {Classes} classes
 * @param {Parts} parts
 */
function* calls(model, exports, classes, { parseFunctionName, camelCase }) {
  for (const [name, entity] of model.type.exports) {
    const items = entity.sort === "instance" ? entity.type.exports : new Map([[name, entity]]);
    const holder = entity.sort === "instance" ? exports[name] : exports;
    for (const [inner, item] of items) {
      if (item.sort !== "func" || typeof holder !== "object" || holder === null) continue;
      const { resource, member } = parseFunctionName(inner);
      const func = resource === undefined ? Reflect.get(holder, member) : undefined;
      if (typeof func === "function")
        yield { func, args: item.type.params.map(({ type }) => someValue(type, depthOfValues, camelCase, classes)) };
    }
  }
}

/**
 * @param {Parts} parts
 * @param {Uint8Array} bytes
 * @returns {Promise<Judgement>}
 */
export async function judgeMutant(parts, bytes) {
  const read = parts.readComponent(bytes);
  const model = read.ok ? read.value : undefined;
  /** @type {Judgement} */
  let last = { ending: "returned" };
  try {
    /** @type {Classes} */
    const classes = new Map();
    const imports = model === undefined ? new Map() : host(model, classes, parts);
    const result = await parts.instantiate(bytes, imports, { memoryBytes });
    if (!result.ok) {
      const { tag, message } = result.error;
      const told = message !== "" && !accident.test(message.replaceAll(/"[^"]*"/g, ""));
      return told ? { ending: tag } : { ending: "fault", fault: `${tag}: ${message}` };
    }
    let left = mostCalls;
    for (const { func, args } of model === undefined ? [] : calls(model, result.value.exports, classes, parts)) {
      left -= 1;
      if (left < 0) break;
      try {
        // Calls follow one another.
        // oxlint-disable-next-line no-await-in-loop
        await Reflect.apply(func, undefined, args);
      } catch (error) {
        last = judgeThrown(error);
        if (last.fault !== undefined) return last;
      }
    }
    return last;
  } catch (error) {
    return judgeThrown(error);
  }
}
