import fc from "fast-check";
import { expect, test } from "vitest";
import { provideForTest, thrown } from "../provider-testing.ts";
import { random, type RandomBinding } from "./capability.ts";
import { repeating, splitmix64, xoshiro128 } from "./generator.ts";

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
      provideForTest({ bindings: { random: { ...random.defaults, seed } } }).call(
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
    const { call } = provideForTest({ bindings: { random: { ...random.defaults, mode } } });
    const bytes = call<Uint8Array>("wasi:random/random", "getRandomBytes", BigInt(length));
    expect(bytes.length).toBe(length);
    expect(length > 1000 && bytes.subarray(-16).every((byte) => byte === 0)).toBe(false);
  }
});

test("more bytes than anybody wants are a trap", () => {
  const { call } = provideForTest();
  expect(thrown(() => call("wasi:random/random", "getRandomBytes", 1n << 63n))).toBeInstanceOf(RangeError);
});

const mocked = (binding: Partial<RandomBinding>) =>
  provideForTest({ bindings: { random: { ...random.defaults, ...binding } } }).call;

test("a constant is every byte of everything", () => {
  const call = mocked({ source: "constant", byte: 0x2a });
  expect(hex(call("wasi:random/random", "getRandomBytes", 5n))).toBe("2a2a2a2a2a");
  expect(hex(call("wasi:random/insecure", "getInsecureRandomBytes", 2n))).toBe("2a2a");
  expect(call("wasi:random/random", "getRandomU64")).toBe(0x2a2a2a2a2a2a2a2an);
  expect(call("wasi:random/insecure-seed", "insecureSeed")).toEqual([0x2a2a2a2a2a2a2a2an, 0x2a2a2a2a2a2a2a2an]);
});

test("a list goes round, for each interface from its start", () => {
  const call = mocked({ source: "list", bytes: "01 02 03" });
  expect(hex(call("wasi:random/random", "getRandomBytes", 4n))).toBe("01020301");
  expect(call("wasi:random/random", "getRandomU64")).toBe(0x03_02_01_03_02_01_03_02n);
  expect(hex(call("wasi:random/random", "getRandomBytes", 0n))).toBe("");
  expect(hex(call("wasi:random/random", "getRandomBytes", 3n))).toBe("010203");
  expect(hex(call("wasi:random/insecure", "getInsecureRandomBytes", 2n))).toBe("0102");
  expect(call("wasi:random/insecure-seed", "insecureSeed")).toEqual([
    0x02_01_03_02_01_03_02_01n,
    0x01_03_02_01_03_02_01_03n,
  ]);
});

test("however a list is asked for, its bytes come in turn", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.array(fc.nat({ max: 90 })), (list, lengths) => {
      const source = repeating(list);
      const taken = lengths.flatMap((length) => Array.from(source.bytes(length)));
      expect(taken).toEqual(taken.map((_, index) => list[index % list.length]));
      expect(taken.length).toBe(lengths.reduce((sum, length) => sum + length, 0));
    }),
  );
});

test("what a list or a byte cannot be is refused in words", () => {
  const reason = (binding: object) => random.schema.safeParse(binding).error?.issues[0]?.message;
  expect(reason({ source: "list", bytes: " " })).toContain("one byte at least");
  expect(reason({ bytes: "" })).toBe(undefined);
  expect(reason({ bytes: "0x1" })).toContain("two hex digits");
  expect(reason({ bytes: "00".repeat(65_536) })).toBe(undefined);
  expect(reason({ bytes: "00".repeat(65_537) })).toBe("Can have 65536 bytes at most.");
  expect(reason({ bytes: "00 ".repeat(100_000) })).toBe("Can have 65536 bytes at most.");
  expect(reason({ byte: 256 })).toBeDefined();
  expect(reason({ byte: 1.5 })).toContain("whole number");
  expect(reason({ source: "dice" })).toContain("seed, constant and list");
});

test("the summary names the source", () => {
  expect(random.summary({ ...random.defaults, source: "constant", byte: 7 })).toBe("always 7");
  expect(random.summary({ ...random.defaults, source: "list" })).toBe("from a list");
});

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
