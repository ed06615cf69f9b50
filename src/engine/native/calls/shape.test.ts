import { expect, test } from "vitest";
import { codecsOf, layoutOfFunction, paramsTuple } from "./shape.ts";
import { func, u32 } from "./calls-testing.ts";

test("a function's parameters are looked at once, however often it is lowered and exported", () => {
  const type = func(Array.from({ length: 20 }, () => u32));
  const codecs = codecsOf(() => {
    throw new Error("no resources");
  });
  expect(layoutOfFunction(type)).toBe(layoutOfFunction(type));
  expect(codecs(paramsTuple(type))).toBe(codecs(paramsTuple(type)));
});
