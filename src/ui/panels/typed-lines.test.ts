import { expect, test } from "vitest";
import { paste } from "./typed-lines.ts";

test("a paste without a line end sends nothing and replaces what was selected", () => {
  expect(paste("one three", 4, 9, "two")).toEqual({ sent: [], rest: "one two", cursor: 7 });
});

test("each whole line is sent, what was typed before with the first, and the rest stays", () => {
  expect(paste("say ()", 5, 5, "a\r\n\rb\nc")).toEqual({ sent: ["say (a", "", "b"], rest: "c)", cursor: 1 });
  expect(paste("", 0, 0, "x\n")).toEqual({ sent: ["x"], rest: "", cursor: 0 });
});
