import fc from "fast-check";
import { expect, test } from "vitest";
import type { ComponentType, Entity, FuncType, ResourceType, ValType } from "../component/index.ts";
import { wavePrinter } from "../guest/trace-printer.ts";
import { Tracer } from "../guest/trace.ts";
import { cutText, traceScalars, VALUES_FOLLOW, type TraceValue } from "../protocol/trace-values.ts";
import { makeProgressCheck } from "./check-guest.ts";
import { TraceStore } from "./trace-store.ts";
import { areValues, isWholeValues, valuesText } from "./trace-values.ts";

const thing: ResourceType = { kind: "resource", abstract: true };
const things = [{}, {}, {}];

function of<T>(type: ValType, values: fc.Arbitrary<T>): fc.Arbitrary<readonly [ValType, unknown]> {
  return values.map((value) => [type, value] as const);
}

/** Types whose values cross as they are, with values of them, some of which are not. */
const typed = fc.oneof(
  of({ kind: "bool" }, fc.boolean()),
  of({ kind: "u8" }, fc.integer({ min: -1, max: 256 })),
  of({ kind: "s8" }, fc.integer({ min: -129, max: 128 })),
  of({ kind: "u16" }, fc.integer({ min: -1, max: 0x1_0000 })),
  of({ kind: "s16" }, fc.integer({ min: -0x8001, max: 0x8000 })),
  of({ kind: "s32" }, fc.oneof<fc.Arbitrary<unknown>[]>(fc.integer(), fc.constantFrom(2 ** 31, -0, 0.5, "1"))),
  of({ kind: "u32" }, fc.oneof(fc.nat(), fc.constantFrom(2 ** 32 - 1, 2 ** 32, -0, Number.NaN, undefined))),
  of({ kind: "u64" }, fc.bigInt({ min: -1n, max: 2n ** 64n })),
  of({ kind: "s64" }, fc.oneof(fc.bigInt({ min: -(2n ** 63n) - 1n, max: 2n ** 63n }), fc.constant(1))),
  of({ kind: "f32" }, fc.oneof(fc.float(), fc.double(), fc.constant(-0))),
  of({ kind: "f64" }, fc.oneof(fc.double(), fc.constant(undefined))),
  of(
    { kind: "char" },
    fc.oneof(fc.string({ unit: "binary", minLength: 1, maxLength: 1 }), fc.constantFrom("", "ab", "\ud800")),
  ),
  of(
    { kind: "string" },
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ minLength: 150, maxLength: 300 }),
      fc.constantFrom("\ufeffa", "\ud800", '"\\\n\0', "é".repeat(200)),
    ),
  ),
  of(
    { kind: "list", element: { kind: "u8" }, length: undefined },
    fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.array(fc.nat(255))),
  ),
  of({ kind: "own", resource: thing }, fc.constantFrom(...things, undefined, 3)),
);

/** Calls a function once and gives what the page makes of it, with how many parts crossed as values. */
function crossed(func: FuncType, name: string, self: unknown, args: readonly unknown[], value: unknown) {
  const entity: Entity = { sort: "func", type: func };
  const types: ComponentType = {
    kind: "component",
    imports: new Map<string, Entity>([
      ["thing", { sort: "type", type: thing }],
      [name, entity],
    ]),
    exports: new Map(),
  };
  const tracer = new Tracer({ entries: 10, types, printer: wavePrinter(types), now: () => 0 });
  const called = tracer.traced({ direction: "import", interface: "", function: name });
  tracer.returned(tracer.begin(called, args, self), called, value);
  const printer = wavePrinter(types);
  const all = called.isMethod ? [self, ...args] : args;
  const expected = {
    arguments: cutText(printer.arguments(all, func)),
    result: cutText(printer.result(func.result?.kind === "result" ? { tag: "ok", val: value } : value, func)),
  };
  const progress = tracer.take();
  if (progress?.chunk === undefined) throw new Error("There is a row.");
  const { text, ends } = progress.chunk;
  const quickly = [areValues(text, 0, ends[0] ?? 0), areValues(text, ends[0] ?? 0, ends[1] ?? 0)];
  const check = makeProgressCheck(100, () => 0);
  expect(check({ output: [], calls: {}, trace: progress }).ok).toBe(true);
  const store = new TraceStore();
  store.take(progress);
  const entry = store.entry(1);
  expect({ arguments: entry?.arguments, result: entry?.result ?? "" }).toEqual(expected);
  const part = expected.result.slice(1, 6);
  if (part.isWellFormed()) expect(store.numbers({ text: part })).toHaveLength(1);
  return quickly;
}

test("what the page makes of values is what the guest's printer says of them", () => {
  const seen = [0, 0];
  fc.assert(
    fc.property(fc.array(typed, { maxLength: 5 }), fc.option(typed), fc.boolean(), (params, returns, falls) => {
      const result = returns?.[0];
      const func: FuncType = {
        kind: "func",
        async: false,
        params: params.map(([type], at) => ({ name: `p${at}`, type })),
        result: falls ? { kind: "result", ok: result, error: { kind: "string" } } : result,
      };
      const args = params.map(([, value]) => value);
      for (const [at, are] of crossed(func, "f", undefined, args, returns?.[1]).entries()) if (are) seen[at]! += 1;
    }),
    { numRuns: 1000 },
  );
  expect(Math.min(...seen)).toBeGreaterThan(200);
});

test("a method has its self before its arguments, and a number of arguments that does not fit becomes text", () => {
  const func: FuncType = {
    kind: "func",
    async: false,
    params: [
      { name: "self", type: { kind: "borrow", resource: thing } },
      { name: "n", type: { kind: "u32" } },
    ],
    result: undefined,
  };
  expect(crossed(func, "[method]thing.m", {}, [5], undefined)).toEqual([true, false]);
  expect(crossed(func, "[method]thing.m", {}, [], undefined)).toEqual([false, false]);
  expect(crossed(func, "[method]thing.m", {}, [5, 6], undefined)).toEqual([false, false]);
});

test("whatever the guest writes for values is refused or becomes a short text", () => {
  const kind: fc.Arbitrary<TraceValue> = fc.oneof(
    fc.constantFrom(...traceScalars),
    fc.constant({ handle: "x".repeat(100) }),
  );
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0xd8, 0x10, 0xff));
  let whole = 0;
  fc.assert(
    fc.property(
      fc.array(kind, { maxLength: 4 }),
      fc.array(byte, { maxLength: 60 }),
      fc.boolean(),
      (kinds, given, ok) => {
        const bytes = Uint8Array.from([VALUES_FOLLOW, ...given]);
        const [value] = kinds;
        const told = { params: kinds, result: { ok, ...(value === undefined ? {} : { value }) } };
        for (const which of ["params", "result"] as const) {
          // Values take a part of what was written: the longest that is whole, if there is one.
          for (let to = 1; to <= bytes.length; to += 1) {
            if (!isWholeValues(told, which, bytes, 0, to)) continue;
            whole += 1;
            expect(valuesText(told, which, bytes, 0).length).toBeLessThan(600);
          }
        }
      },
    ),
    { numRuns: 2000 },
  );
  expect(whole).toBeGreaterThan(500);
});
