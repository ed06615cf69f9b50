import { expect, test } from "vitest";
import type { ValType } from "../../../component/index.ts";
import { coreFunctionFor } from "./suspending-core.ts";

const func = (params: readonly ValType[], result?: ValType) => ({
  kind: "func" as const,
  async: false,
  params: params.map((type, index) => ({ name: `p${index}`, type })),
  result,
});

// Without JavaScript Promise Integration a plain function stands in for what suspends: both are imported the same way.

test("arguments and result go through as they are", () => {
  const seen: unknown[] = [];
  const call = coreFunctionFor(
    (...args: unknown[]) => {
      seen.push(...args);
      return 5n;
    },
    func([{ kind: "u8" }, { kind: "s64" }, { kind: "f32" }, { kind: "f64" }, { kind: "string" }], { kind: "u64" }),
  );
  expect(call(1, 2n, 1.5, 2.5, 3, 4)).toBe(5n);
  expect(seen).toEqual([1, 2n, 1.5, 2.5, 3, 4]);
});

test("nothing in, nothing out", () => {
  let calls = 0;
  expect(coreFunctionFor(() => void (calls += 1), func([]))()).toBeUndefined();
  expect(calls).toBe(1);
});

test("what lies in memory is a pointer", () => {
  const seen: unknown[][] = [];
  const many = Array.from({ length: 17 }, (): ValType => ({ kind: "u64" }));
  const call = coreFunctionFor(
    (...args: unknown[]) => {
      seen.push(args);
      return 16;
    },
    func(many, { kind: "string" }),
  );
  expect(call(8)).toBe(16);
  expect(seen).toEqual([[8]]);
});
