import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { watMistake } from "./words.ts";

async function complaint(text: string): Promise<string> {
  try {
    await parse(text);
  } catch (error) {
    if (typeof error === "object" && error !== null && "payload" in error) return String(error.payload);
  }
  throw new Error("wasm-tools had nothing to complain about");
}

test.each([
  ["(component\n  (foo))", "line 2, column 4: expected valid component field"],
  ["(module", "line 1, column 8: expected `)`"],
  ["(module $x\n (func (call $y)))", "line 2, column 14: unknown func: failed to find name `$y`"],
  ['(module (func "a\\q"))', "line 1, column 18: invalid string escape 'q'"],
  ["(module (; )", "line 1, column 9: dangling block comment"],
])("%j is told with its place", async (text, told) => {
  expect(watMistake(await complaint(text))).toBe(told);
});

test("a complaint in another form is given as it is", () => {
  expect(watMistake("something else")).toBe("something else");
});
