import { expect, test } from "vitest";
import { parseInstant } from "./instant.ts";

test("reads instants with decimals and zones", () => {
  expect(parseInstant("1970-01-01T00:00:00Z")).toEqual({ seconds: 0n, nanoseconds: 0 });
  expect(parseInstant("2024-02-29T12:00:00.5Z")).toEqual({ seconds: 1709208000n, nanoseconds: 500_000_000 });
  expect(parseInstant("2024-02-29T13:00:00.000000001+01:00")).toEqual({ seconds: 1709208000n, nanoseconds: 1 });
});

test.each([
  "",
  "now",
  "2024-02-30T00:00:00Z",
  "2024-13-01T00:00:00Z",
  "1969-12-31T23:59:59Z",
  "2024-01-01",
  "2024-01-01T00:00:00",
  "2024-01-01T24:00:00Z",
  "2024-01-01T00:00:00+99:00",
])("refuses %j", (text) => expect(parseInstant(text)).toBe(undefined));
