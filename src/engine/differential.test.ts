import fc from "fast-check";
import { expect, test } from "vitest";
import type { ValType } from "../component/index.ts";
import { anyType, echoComponent, valuesOf } from "./echo-testing.ts";
import { engineNames, type EngineName, functionsOf, started } from "./engine-testing.ts";

type Tagged = { readonly tag: string; readonly val?: unknown };

/** A host function that gives back what it is given, and keeps it. */
function echo(type: ValType, met: unknown[]): (value: unknown) => unknown {
  return (value) => {
    met.push(value);
    if (type.kind !== "result") return value;
    const { tag, val } = value as Tagged;
    // An error without a value is thrown wrapped: see docs/engines.md.
    if (tag === "err") throw Object.assign(new Error("the error of a result"), { payload: val });
    return val;
  };
}

/** What a call of an export comes to, with results as one value however an engine throws their errors. */
function answer(type: ValType, act: () => unknown): unknown {
  if (type.kind !== "result") return act();
  try {
    return { tag: "ok", val: act() };
  } catch (error) {
    if (!(error instanceof Error)) return { tag: "err", val: error };
    if (!Object.hasOwn(error, "payload")) throw error;
    return { tag: "err", val: Reflect.get(error, "payload") };
  }
}

/** Hands values through a component: each arrives at the host, and comes back. */
async function through(engine: EngineName, type: ValType, bytes: Uint8Array, values: readonly unknown[]) {
  const met: unknown[] = [];
  const exports = await started(engine, bytes, new Map([["t:t/h", { f: echo(type, met) }]]));
  const { f } = functionsOf(exports["t:t/e"]);
  const answers = values.map((value) => answer(type, () => f?.(value)));
  return { met, answers };
}

const typeAndValues = anyType.chain((type) =>
  fc.tuple(fc.constant(type), fc.array(valuesOf(type), { minLength: 1, maxLength: 5 })),
);

test("values of any type come through the native engine as they are", async () => {
  await fc.assert(
    fc.asyncProperty(typeAndValues, async ([type, values]) => {
      const { met, answers } = await through("native", type, await echoComponent(type), values);
      expect(met).toEqual(values);
      expect(answers).toEqual(values);
    }),
    { numRuns: 200 },
  );
});

test("values of any type come through both engines alike", async () => {
  await fc.assert(
    fc.asyncProperty(typeAndValues, async ([type, values]) => {
      const bytes = await echoComponent(type);
      for (const engine of engineNames)
        expect([engine, await through(engine, type, bytes, values)]).toEqual([
          engine,
          { met: values, answers: values },
        ]);
    }),
    { numRuns: 40 },
  );
});
