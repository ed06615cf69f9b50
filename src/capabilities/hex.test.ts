import fc from "fast-check";
import { expect, test } from "vitest";
import { parseHex } from "./hex.ts";

test("reads pairs of digits, spaces between them or not", () => {
  expect(parseHex("")).toEqual(new Uint8Array());
  expect(parseHex(" 00 fF0a\n7F ")).toEqual(new Uint8Array([0, 255, 10, 127]));
});

test.each(["0", "0 0", "0x00", "gg", "00,01", "-1", "1.", "00 1"])("refuses %j", (text) =>
  expect(parseHex(text)).toBe(undefined),
);

test("every list of bytes comes back", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.constantFrom("", " ", "\n  "), (bytes, between) => {
      const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(between);
      expect(parseHex(text)).toEqual(bytes);
    }),
  );
});
