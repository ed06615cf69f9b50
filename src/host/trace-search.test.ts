import { expect, test } from "vitest";
import { foldText, holdsBytes, isErrorText } from "./trace-search.ts";

const encoder = new TextEncoder();

test("bytes are searched as the text that they are", () => {
  const holds = (text: string, wanted: string) => holdsBytes(encoder.encode(text), foldText(wanted));
  const call = "(output-stream#1, [115, 97, 121, 58, 32, 65, … 1024 bytes])";
  expect(holds(call, "say: a")).toBe(true);
  expect(holds(call, "Ay:")).toBe(true);
  expect(holds(call, "say a")).toBe(false);
  expect(holds("([[1], [79, 75]])", "ok")).toBe(true);
  expect(holds("([300, 79, 75])", "ok")).toBe(false);
  expect(holds("(79, 75)", "ok")).toBe(false);
});

test("an error is found inside options and results", () => {
  const failed = ["err", "err(closed)", "ok(err(1))", "some(err)", "some(ok(err(HTTP-request-denied)))"];
  const others = ["", "ok", "some(ok(1))", "some(err-or)", 'ok("err(")', "ok((err(1), 2))", "none", "error"];
  expect([...failed, ...others].filter(isErrorText)).toEqual(failed);
});
