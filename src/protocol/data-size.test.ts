import { expect, test } from "vitest";
import { dataSize, ownsItsBuffer } from "./data-size.ts";

test("plain data has a size", () => {
  expect(dataSize("abc", 100)).toBe(11);
  expect(dataSize({ a: [1, 2n, true, undefined], b: new Uint8Array(5) }, 1000)).toBeGreaterThan(5);
});

test("what is larger than allowed has none", () => {
  expect(dataSize("x".repeat(101), 100)).toBe(undefined);
  expect(dataSize(new Uint32Array(26), 100)).toBe(undefined);
  expect(
    dataSize(
      Array.from({ length: 20 }, () => 1),
      100,
    ),
  ).toBe(undefined);
  // oxlint-disable-next-line unicorn/no-new-array -- a list that is long and holds nothing
  expect(dataSize(new Array(1_000_000_000), 100)).toBe(undefined);
  expect(dataSize({ ["k".repeat(100)]: 1 }, 100)).toBe(undefined);
});

test("neither has what is too deep or not plain", () => {
  let deep: unknown = 1;
  for (let level = 0; level < 101; level += 1) deep = [deep];
  expect(dataSize(deep, 1_000_000)).toBe(undefined);
  for (const value of [new Map(), new Date(), () => 1, Symbol("x"), new Uint8Array(10).subarray(2)]) {
    expect(dataSize([value], 1_000_000)).toBe(undefined);
  }
});

test("a view of a part, or of a buffer that can grow, does not own its buffer", () => {
  expect(ownsItsBuffer(new Uint8Array(3))).toBe(true);
  expect(ownsItsBuffer(new Uint8Array(new ArrayBuffer(8), 0, 4))).toBe(false);
  expect(ownsItsBuffer(new Uint8Array(new ArrayBuffer(8, { maxByteLength: 16 })))).toBe(false);
});
