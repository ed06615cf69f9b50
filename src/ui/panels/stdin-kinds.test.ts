import { expect, test } from "vitest";
import { movedUp } from "./row-keys.ts";
import { kindOf, linesOf, textOf } from "./stdin-kinds.ts";

test("text becomes lines and text again", () => {
  expect(linesOf("")).toEqual([]);
  expect(linesOf("a\n\nb")).toEqual([{ text: "a" }, { text: "" }, { text: "b" }]);
  expect(textOf(linesOf("a\n\nb\n"))).toBe("a\n\nb\n");
});

test("each kind of input is told by its field", () => {
  expect([{ text: "" }, { lines: [] }, { file: "/a" }, { base64: "" }, { closed: true as const }].map(kindOf)).toEqual([
    "text",
    "lines",
    "file",
    "base64",
    "closed",
  ]);
});

test("a row moves before the one above it", () => {
  expect(movedUp(["a", "b", "c"], 2)).toEqual(["a", "c", "b"]);
  expect(movedUp(["a", "b"], 0)).toEqual(["a", "b"]);
});
