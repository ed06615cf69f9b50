import fc from "fast-check";
import { expect, test } from "vitest";
import type { ValType } from "../../../component/index.ts";
import { listOf, mayBeUndefined, noneOf } from "../../../wit/wave/shape.ts";
import { fake, kind, numberedHandles, resource } from "./abi-testing.ts";
import { makeCodecs } from "./codecs.ts";
import { MAX_FLAT_PARAMS } from "./layout.ts";
import { allocate } from "./memory.ts";
import type { CoreValue } from "../model.ts";
import { makeTransfers } from "./transfer.ts";

/** A type and a value of it, in jco's mapping. */
interface Typed {
  readonly type: ValType;
  readonly value: unknown;
}

const usv = fc.string({ unit: "binary" });

const scalars: readonly fc.Arbitrary<Typed>[] = [
  typed({ kind: "bool" }, fc.boolean()),
  typed({ kind: "u8" }, fc.integer({ min: 0, max: 0xff })),
  typed({ kind: "s8" }, fc.integer({ min: -0x80, max: 0x7f })),
  typed({ kind: "u16" }, fc.integer({ min: 0, max: 0xffff })),
  typed({ kind: "s16" }, fc.integer({ min: -0x8000, max: 0x7fff })),
  typed({ kind: "u32" }, fc.integer({ min: 0, max: 0xffff_ffff })),
  typed({ kind: "s32" }, fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff })),
  typed({ kind: "u64" }, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
  typed({ kind: "s64" }, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  typed({ kind: "f32" }, fc.float()),
  typed({ kind: "f64" }, fc.double()),
  typed({ kind: "char" }, fc.string({ unit: "binary", minLength: 1, maxLength: 1 })),
  typed({ kind: "string" }, usv),
  typed({ kind: "enum", labels: ["a-b", "c"] }, fc.constantFrom("a-b", "c")),
  typed(
    { kind: "flags", labels: ["a-b", "c", "d"] },
    fc.record({ aB: fc.boolean(), c: fc.boolean(), d: fc.boolean() }, { noNullPrototype: true }),
  ),
  typed({ kind: "own", resource }, fc.integer({ min: 1000, max: 1999 })),
  typed({ kind: "borrow", resource }, fc.integer({ min: 2000, max: 2999 })),
];

function typed(type: ValType, values: fc.Arbitrary<unknown>): fc.Arbitrary<Typed> {
  return values.map((value) => ({ type, value }));
}

/** Every kind of type that can be passed, with a value. */
const anyTyped: fc.Arbitrary<Typed> = fc.letrec<{ typed: Typed }>((tie) => {
  const part = tie("typed");
  const parts = fc.array(part, { minLength: 1, maxLength: 4 });
  return {
    typed: fc.oneof<fc.Arbitrary<Typed>[]>(
      { maxDepth: 4, depthSize: "small" },
      fc.oneof(...scalars),
      parts.map((items) => ({
        type: { kind: "record", fields: items.map(({ type }, index) => ({ name: `f-${index}`, type })) },
        value: Object.fromEntries(items.map(({ value }, index) => [`f${index}`, value])),
      })),
      parts.map((items) => ({
        type: { kind: "tuple", elements: items.map(({ type }) => type) },
        value: items.map(({ value }) => value),
      })),
      fc.tuple(parts, fc.nat()).map(([items, pick]) => ({
        type: {
          kind: "variant",
          cases: items.map(({ type }, index) => ({ name: `c-${index}`, type: index === 1 ? undefined : type })),
        },
        value:
          pick % items.length === 1
            ? { tag: "c-1" }
            : { tag: `c-${pick % items.length}`, val: items[pick % items.length]?.value },
      })),
      fc.tuple(part, fc.boolean()).map(([item, some]) => optionOf(item, some)),
      fc.tuple(part, part, fc.boolean()).map(([fine, bad, isFine]) => ({
        type: { kind: "result", ok: fine.type, error: bad.type },
        value: isFine ? { tag: "ok", val: fine.value } : { tag: "err", val: bad.value },
      })),
      fc.tuple(part, fc.nat({ max: 5 })).map(([{ type, value }, count]) => ({
        type: { kind: "list", element: type, length: undefined },
        value: listOf(
          type,
          Array.from({ length: count }, () => value),
        ),
      })),
      fc.tuple(part, fc.integer({ min: 1, max: 5 })).map(([{ type, value }, length]) => ({
        type: { kind: "list", element: type, length },
        value: Array.from({ length }, () => value),
      })),
      fc.tuple(part, fc.uniqueArray(usv, { maxLength: 4 })).map(([{ type, value }, keys]) => ({
        type: { kind: "map", key: { kind: "string" }, value: type },
        value: new Map(keys.map((key) => [key, value])),
      })),
    ),
  };
}).typed;

function optionOf({ type, value }: Typed, some: boolean): Typed {
  const option = { kind: "option", some: type } as const;
  if (!some) return { type: option, value: noneOf(option) };
  return { type: option, value: mayBeUndefined(type) ? { tag: "some", val: value } : value };
}

const encodings = fc.constantFrom("utf8", "utf16", "latin1+utf16");
const pages = fc.nat({ max: 1 });
const codecOf = makeCodecs(() => kind, numberedHandles);
const transferOf = makeTransfers(() => kind, numberedHandles);

test("what is stored is loaded again", () => {
  fc.assert(
    fc.property(anyTyped, encodings, pages, ({ type, value }, encoding, count) => {
      const { cx } = fake(encoding, count);
      const codec = codecOf(type);
      const pointer = allocate(cx, codec.alignment, codec.size);
      codec.store(cx, value, pointer);
      expect(codec.load(cx, pointer)).toStrictEqual(value);
    }),
    { numRuns: 200 },
  );
});

test("what is lowered is lifted again, through core code", () => {
  fc.assert(
    fc.property(anyTyped, encodings, pages, ({ type, value }, encoding, count) => {
      const codec = codecOf(type);
      fc.pre(codec.flat.length <= MAX_FLAT_PARAMS);
      const { cx } = fake(encoding, count);
      const flat: CoreValue[] = [7];
      codec.lower(cx, value, flat, 1);
      expect(flat).toHaveLength(1 + codec.flat.length);
      expect(codec.lift(cx, throughCore(codec.flat, flat), 1)).toStrictEqual(value);
    }),
    { numRuns: 200 },
  );
});

test("what is transferred from memory to memory is what would have been loaded and stored", () => {
  fc.assert(
    fc.property(anyTyped, encodings, encodings, pages, ({ type, value }, one, other, count) => {
      const from = fake(one).cx;
      const to = fake(other, count).cx;
      const codec = codecOf(type);
      const source = allocate(from, codec.alignment, codec.size);
      const target = allocate(to, codec.alignment, codec.size);
      codec.store(from, value, source);
      transferOf(type).copy(from, source, to, target);
      expect(codec.load(to, target)).toStrictEqual(value);
    }),
    { numRuns: 200 },
  );
});

test("what is transferred flat is what would have been lifted and lowered", () => {
  fc.assert(
    fc.property(anyTyped, encodings, encodings, pages, ({ type, value }, one, other, count) => {
      const codec = codecOf(type);
      fc.pre(codec.flat.length <= MAX_FLAT_PARAMS);
      const from = fake(one).cx;
      const to = fake(other, count).cx;
      const flat: CoreValue[] = [7];
      codec.lower(from, value, flat, 1);
      const copied: CoreValue[] = [7, 7];
      transferOf(type).copyFlat(from, throughCore(codec.flat, flat), 1, to, copied, 2);
      expect(copied).toHaveLength(2 + codec.flat.length);
      expect(codec.lift(to, [7, ...throughCore(codec.flat, copied.slice(1))], 2)).toStrictEqual(value);
    }),
    { numRuns: 200 },
  );
});

/** As core code of those types gives them back: signed, and floats of 32 bits rounded. The first is left alone. */
function throughCore(types: readonly string[], [first = 0, ...flat]: readonly CoreValue[]): CoreValue[] {
  return [
    first,
    ...flat.map((value, index) => {
      switch (types[index]) {
        case "i64":
          expect(value).toBeTypeOf("bigint");
          return BigInt.asIntN(64, BigInt(value));
        case "i32":
          expect(value).toBeTypeOf("number");
          return Number(value) | 0;
        case "f32":
          expect(value).toBeTypeOf("number");
          return Math.fround(Number(value));
        default:
          expect(value).toBeTypeOf("number");
          return value;
      }
    }),
  ];
}
