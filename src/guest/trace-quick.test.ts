import fc from "fast-check";
import { expect, test } from "vitest";
import type { ComponentType, FuncType, ResourceType, ValType } from "../component/index.ts";
import { TextBytes } from "./trace-bytes.ts";
import { wavePrinter } from "./trace-printer.ts";

const thing: ResourceType = { kind: "resource", abstract: true };
const types: ComponentType = {
  kind: "component",
  imports: new Map([["thing", { sort: "type", type: thing }]]),
  exports: new Map(),
};

/** A type that is written quickly, and values of it. */
const typed: fc.Arbitrary<readonly [ValType, unknown]> = fc.oneof(
  fc.tuple(fc.constant<ValType>({ kind: "bool" }), fc.boolean()),
  fc.tuple(fc.constant<ValType>({ kind: "u8" }), fc.integer({ min: -1, max: 256 })),
  fc.tuple(fc.constant<ValType>({ kind: "s32" }), fc.integer()),
  fc.tuple(fc.constant<ValType>({ kind: "u32" }), fc.oneof(fc.nat(), fc.constant(2 ** 32 - 1), fc.constant(-0))),
  fc.tuple(fc.constant<ValType>({ kind: "u64" }), fc.bigInt({ min: -1n, max: 2n ** 64n })),
  fc.tuple(
    fc.constant<ValType>({ kind: "s64" }),
    fc.oneof(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.maxSafeInteger().map(BigInt)),
  ),
  fc.tuple(
    fc.constant<ValType>({ kind: "string" }),
    fc.oneof(fc.string({ unit: "binary" }), fc.string({ minLength: 150, maxLength: 300 })),
  ),
  fc.tuple(
    fc.constant<ValType>({ kind: "list", element: { kind: "u8" }, length: undefined }),
    fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.array(fc.nat(255))),
  ),
  fc.tuple(fc.constant<ValType>({ kind: "own", resource: thing }), fc.constantFrom({}, undefined, 3)),
);

function written(write: (out: TextBytes) => boolean | undefined): string | undefined {
  const out = new TextBytes();
  return write(out) === true ? new TextDecoder().decode(out.take()) : undefined;
}

test("what is written quickly is what the printer says", () => {
  let quickly = 0;
  fc.assert(
    fc.property(fc.array(typed, { maxLength: 4 }), typed, fc.boolean(), (params, [result, value], falls) => {
      const printer = wavePrinter(types);
      const func: FuncType = {
        kind: "func",
        async: false,
        params: params.map(([type], at) => ({ name: `p${at}`, type })),
        result: falls ? { kind: "result", ok: result, error: undefined } : result,
      };
      const args = params.map(([, of]) => of);
      const quick = printer.quick?.(func, false);
      expect(quick).toBeDefined();
      const given = written((out) => quick?.arguments(out, undefined, args));
      if (given !== undefined) {
        quickly += 1;
        expect(given).toBe(printer.arguments(args, func));
      }
      const returned = written((out) => quick?.returned(out, value));
      if (returned !== undefined) {
        quickly += 1;
        expect(returned).toBe(printer.result(falls ? { tag: "ok", val: value } : value, func));
      }
    }),
    { numRuns: 500 },
  );
  expect(quickly).toBeGreaterThan(300);
});

test("a method is written with its self, and a number of arguments that does not fit is left to the printer", () => {
  const printer = wavePrinter(types);
  const func: FuncType = {
    kind: "func",
    async: false,
    params: [
      { name: "self", type: { kind: "borrow", resource: thing } },
      { name: "n", type: { kind: "u32" } },
    ],
    result: undefined,
  };
  const quick = printer.quick?.(func, true);
  expect(written((out) => quick?.arguments(out, {}, [5]))).toBe("(thing#1, 5)");
  expect(written((out) => quick?.arguments(out, {}, []))).toBeUndefined();
  expect(written((out) => quick?.arguments(out, {}, [5, 6]))).toBeUndefined();
});

test("functions with values of other types are left to the printer", () => {
  const printer = wavePrinter(types);
  const result: ValType = { kind: "record", fields: [{ name: "a", type: { kind: "u8" } }] };
  expect(printer.quick?.({ kind: "func", async: false, params: [], result }, false)).toBeUndefined();
});
