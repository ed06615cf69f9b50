import { expect, test } from "vitest";
import { failureFacts } from "./failure-facts.ts";

test("a failure is told with the component's own functions and its last words", () => {
  const detail = {
    kind: "unreachable",
    capability: "wall-clock",
    stack: [
      { function: "abort", index: 12, offset: 0x2a1 },
      { index: 3, offset: 16 },
    ],
  };
  const stderr = Array.from({ length: 20 }, (_, line) => `line ${line}\n`).join("");
  expect(failureFacts({ tag: "trap", message: "", detail }, stderr)).toEqual({
    kind: "unreachable",
    capability: "wall-clock",
    stack: ["abort at 0x2a1", "function 3 at 0x10"],
    lastLines: Array.from({ length: 8 }, (_, line) => `line ${line + 12}`).join("\n"),
  });
});

test("what comes out of the sandbox in another shape is passed over", () => {
  const odd = [undefined, "text", { stack: "no list", kind: 4 }, { stack: [null, { index: "1" }], capability: "all" }];
  for (const detail of odd) {
    expect(failureFacts({ tag: "trap", message: "", detail }, "")).toEqual({
      kind: undefined,
      capability: undefined,
      stack: [],
      lastLines: "",
    });
  }
});
