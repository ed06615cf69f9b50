import { expect, test } from "vitest";
import { looksLikeWit } from "./looks.ts";

test("WIT text is known by its beginning, comments and attributes aside", () => {
  expect(looksLikeWit("package a:b;\nworld w {}")).toBe(true);
  expect(looksLikeWit("\ufeff// a comment\n/* another\n one */\n/// of the package\npackage wasi:%use@0.2.0;")).toBe(
    true,
  );
  expect(looksLikeWit("@since(version = 0.2.0)\ninterface kv {\n}")).toBe(true);
  expect(looksLikeWit("  world mine{}")).toBe(true);
});

test("other text is not", () => {
  for (const text of ["", "hello\nworld of mine", "interface", "package main\n", "(module)", "// package a:b"])
    expect(looksLikeWit(text)).toBe(false);
  expect(looksLikeWit(`/*${"/*".repeat(40_000)}`)).toBe(false);
});
