import { expect, test } from "vitest";
import { provideForTest, thrown } from "../provider-testing.ts";
import { splitmix64, xoshiro128 } from "./generator.ts";

test("splitmix64 and xoshiro128** give the published numbers", () => {
  const next = splitmix64(1234567n);
  expect([next(), next(), next()]).toEqual([6457827717110365317n, 3203168211198807973n, 9817491932198370423n]);
  const generator = xoshiro128([1, 2, 3, 4]);
  expect([generator.word(), generator.word(), generator.word(), generator.word()]).toEqual([
    11520, 0, 5927040, 70819200,
  ]);
});

test("seed 0 gives the same bytes for ever", () => {
  const { call } = provideForTest();
  expect(hex(call("wasi:random/random", "getRandomBytes", 16n))).toBe("5d04c9de759d089a62d377ab0564e1c3");
  expect(hex(call("wasi:random/insecure", "getInsecureRandomBytes", 16n))).toBe("909c2e42fbf2026498d018feada41fc3");
  expect(call<[bigint, bigint]>("wasi:random/insecure-seed", "insecureSeed")).toEqual([
    710408230468309860n,
    3352749785006655091n,
  ]);
  expect(call("wasi:random/random", "getRandomU64")).toBe(6980192765251791066n);
});

test("another seed gives other bytes, the same one the same", () => {
  const take = (seed: number) =>
    hex(
      provideForTest({ bindings: { random: { mode: "mock", seed } } }).call(
        "wasi:random/random",
        "getRandomBytes",
        32n,
      ),
    );
  expect(take(1)).toBe(take(1));
  expect(take(1)).not.toBe(take(2));
  expect(take(Number.MAX_SAFE_INTEGER)).not.toBe(take(Number.MAX_SAFE_INTEGER - 1));
});

test("one interface does not move another", () => {
  const quiet = provideForTest();
  const busy = provideForTest();
  busy.call("wasi:random/insecure", "getInsecureRandomBytes", 1000n);
  busy.call("wasi:random/insecure-seed", "insecureSeed");
  expect(busy.call("wasi:random/random", "getRandomU64")).toBe(quiet.call("wasi:random/random", "getRandomU64"));
});

test.each([0, 1, 3, 4, 5, 65_536, 100_000])("%i bytes are as many, seeded or real", (length) => {
  for (const mode of ["mock", "real"] as const) {
    const { call } = provideForTest({ bindings: { random: { mode, seed: 0 } } });
    const bytes = call<Uint8Array>("wasi:random/random", "getRandomBytes", BigInt(length));
    expect(bytes.length).toBe(length);
    expect(length > 1000 && bytes.subarray(-16).every((byte) => byte === 0)).toBe(false);
  }
});

test("more bytes than anybody wants are a trap", () => {
  const { call } = provideForTest();
  expect(thrown(() => call("wasi:random/random", "getRandomBytes", 1n << 63n))).toBeInstanceOf(RangeError);
});

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
