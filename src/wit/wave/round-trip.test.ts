import fc from "fast-check";
import { expect, test } from "vitest";
import type { PrimitiveKind, ValType } from "../../component/index.ts";
import { parseArguments, parseWave, printArguments, printWave, zeroValue } from "./index.ts";
import { labelsOf, listOf, noneOf } from "./shape.ts";

/** A type of one word. */
function of(kind: PrimitiveKind): ValType {
  return { kind };
}

const NAMES = [
  "a",
  "field-b",
  "ok",
  "err",
  "none",
  "some",
  "true",
  "inf",
  "nan",
  "constructor",
  "to-string",
  "HTTP-x",
  "a1-b2",
];
const KINDS: readonly PrimitiveKind[] = [
  "bool",
  "s8",
  "u8",
  "s16",
  "u16",
  "s32",
  "u32",
  "s64",
  "u64",
  "f32",
  "f64",
  "char",
  "string",
];

const names = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 5 });

/** Types that values can be written of. */
const anyType: fc.Arbitrary<ValType> = fc.letrec<{ type: ValType }>((tie) => {
  const type = tie("type");
  const optional = fc.option(type, { nil: undefined });
  const named = fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES), type), {
    minLength: 1,
    maxLength: 4,
    selector: ([name]) => name,
  });
  return {
    type: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom(...KINDS).map(of),
      names.map((labels): ValType => ({ kind: "flags", labels })),
      names.map((labels): ValType => ({ kind: "enum", labels })),
      type.map((some): ValType => ({ kind: "option", some })),
      fc.tuple(optional, optional).map(([okType, error]): ValType => ({ kind: "result", ok: okType, error })),
      fc
        .tuple(type, fc.constantFrom(undefined, 1, 3))
        .map(([element, length]): ValType => ({ kind: "list", element, length })),
      fc.array(type, { minLength: 1, maxLength: 3 }).map((elements): ValType => ({ kind: "tuple", elements })),
      named.map((fields): ValType => ({
        kind: "record",
        fields: fields.map(([name, part]) => ({ name, type: part })),
      })),
      fc
        .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), optional), {
          minLength: 1,
          maxLength: 4,
          selector: ([name]) => name,
        })
        .map((cases): ValType => ({ kind: "variant", cases: cases.map(([name, part]) => ({ name, type: part })) })),
      fc
        .tuple(fc.constantFrom<PrimitiveKind>("string", "u8", "char"), type)
        .map(([key, value]): ValType => ({ kind: "map", key: of(key), value })),
    ),
  };
}).type;

/** Values of a type, in jco's mapping. */
function valuesOf(type: ValType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case "bool":
      return fc.boolean();
    case "s8":
      return fc.integer({ min: -128, max: 127 });
    case "u8":
      return fc.integer({ min: 0, max: 255 });
    case "s16":
      return fc.integer({ min: -32768, max: 32767 });
    case "u16":
      return fc.integer({ min: 0, max: 65535 });
    case "s32":
      return fc.integer();
    case "u32":
      return fc.integer({ min: 0, max: 2 ** 32 - 1 });
    case "s64":
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case "u64":
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    case "f32":
      return fc.float();
    case "f64":
      return fc.double();
    case "char":
      return fc.string({ unit: "binary", minLength: 1, maxLength: 1 });
    case "string":
      return fc.string({ unit: "binary" });
    case "enum":
      return fc.constantFrom(...type.labels);
    case "flags":
      return objects(
        labelsOf(type).keys,
        type.labels.map(() => fc.boolean()),
      );
    case "record":
      return objects(
        labelsOf(type).keys,
        type.fields.map((field) => valuesOf(field.type)),
      );
    case "tuple":
      return fc.tuple(...type.elements.map(valuesOf));
    case "list": {
      const { length } = type;
      const bounds = length === undefined ? { maxLength: 4 } : { minLength: length, maxLength: length };
      return fc.array(valuesOf(type.element), bounds).map((values) => listOf(type.element, values));
    }
    case "map":
      return fc
        .array(fc.tuple(valuesOf(type.key), valuesOf(type.value)), { maxLength: 3 })
        .map((entries) => new Map(entries));
    case "option":
      return fc.oneof(
        fc.constant(noneOf(type)),
        valuesOf(type.some).map((val) => (noneOf(type) === undefined ? val : { tag: "some", val })),
      );
    case "variant":
      return fc.oneof(...type.cases.map((item) => tagged(item.name, item.type)));
    case "result":
      return fc.oneof(tagged("ok", type.ok), tagged("err", type.error));
    default:
      throw new Error(`no values of ${type.kind}`);
  }
}

function tagged(tag: string, type: ValType | undefined): fc.Arbitrary<unknown> {
  return type === undefined ? fc.constant({ tag }) : valuesOf(type).map((val) => ({ tag, val }));
}

function objects(keys: readonly string[], parts: readonly fc.Arbitrary<unknown>[]): fc.Arbitrary<unknown> {
  return fc.tuple(...parts).map((values) => Object.fromEntries(keys.map((key, at) => [key, values[at]])));
}

const typed = anyType.chain((type) => fc.tuple(fc.constant(type), valuesOf(type)));

test("what is printed reads back as the same value", () => {
  fc.assert(
    fc.property(typed, ([type, value]) => {
      expect(parseWave(printWave(value, type), type)).toEqual({ ok: true, value });
    }),
    { numRuns: 200 },
  );
});

test("so do arguments, and space and comments between them change nothing", () => {
  fc.assert(
    fc.property(fc.array(typed, { maxLength: 3 }), (args) => {
      const params = args.map(([type], at) => ({ name: `p${at}`, type }));
      const values = args.map(([, value]) => value);
      const text = printArguments(values, params);
      expect(parseArguments(` // (\n ${text}// )`, params)).toEqual({ ok: true, value: values });
    }),
  );
});

test("what is simplest of a type prints and reads back", () => {
  fc.assert(
    fc.property(anyType, (type) => {
      const zero = zeroValue(type);
      if (!zero.ok) throw new Error(zero.error);
      expect(parseWave(printWave(zero.value, type), type)).toEqual(zero);
    }),
  );
});

test("any value is printed as any type, and limits bound the text", () => {
  fc.assert(
    fc.property(anyType, fc.anything({ withBigInt: true, withTypedArray: true, withMap: true }), (type, value) => {
      expect(printWave(value, type).length).toBeGreaterThan(0);
      const limits = { maxBytes: 2, maxChars: 4, maxText: 50 };
      // One value, the marks that close what is open, and numbers of what is left out come after.
      expect(printWave(value, type, limits).length).toBeLessThan(600);
    }),
  );
});

test("limits bound the text of values that match", () => {
  fc.assert(
    fc.property(typed, ([type, value]) => {
      expect(printWave(value, type, { maxBytes: 2, maxChars: 4, maxText: 50 }).length).toBeLessThan(600);
    }),
  );
});

test("any text is read or told to be wrong at a place in it", () => {
  const pieces = fc.constantFrom(
    "some",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "%a",
    '"',
    "'",
    '"""\n',
    "\\u{",
    "-",
    "1.",
    "e",
    "//",
    "\n",
    "none",
  );
  fc.assert(
    fc.property(anyType, fc.array(fc.oneof(pieces, fc.string())), (type, parts) => {
      const text = parts.join("");
      const read = parseWave(text, type);
      if (read.ok) return;
      expect(read.error.message).not.toBe("");
      expect(read.error.column).toBeGreaterThanOrEqual(1);
      expect(read.error.column).toBeLessThanOrEqual(text.length + 1);
    }),
  );
});
