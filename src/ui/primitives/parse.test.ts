import { expect, test } from "vitest";
import { parseNumber, parseWhole } from "./parse.ts";

test("reads whole numbers in a range", () => {
  expect(parseWhole(" 10,000 ", 1, 20_000)).toEqual({ ok: true, value: 10_000 });
  expect(parseWhole("0", 0, 1)).toEqual({ ok: true, value: 0 });
});

test.each([
  ["", "Write a whole number."],
  ["1.5", "Write a whole number."],
  ["1e3", "Write a whole number."],
  ["0", "At least 1."],
  ["20001", "At most 20,000."],
])("refuses %j", (text, error) => expect(parseWhole(text, 1, 20_000)).toEqual({ ok: false, error }));

test("reads numbers with a fraction", () => {
  expect(parseNumber(" 0.25 ")).toEqual({ ok: true, value: 0.25 });
  expect(parseNumber("-.5")).toEqual({ ok: true, value: -0.5 });
  expect(parseNumber("1e3")).toEqual({ ok: true, value: 1000 });
});

test.each(["", ".", "fast", "1e999", "Infinity", "0x10"])("does not read %j as a number", (text) =>
  expect(parseNumber(text).ok).toBe(false),
);
