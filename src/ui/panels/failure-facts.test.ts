import { expect, test } from "vitest";
import type { ErrorTag } from "../../result.ts";
import { byMock, failureFacts } from "./failure-facts.ts";

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
    remedy: { kind: "capability", id: "wall-clock" },
    stack: ["abort at 0x2a1", "function 3 at 0x10"],
    lastLines: Array.from({ length: 8 }, (_, line) => `line ${line + 12}`).join("\n"),
  });
});

test("what comes out of the sandbox in another shape is passed over", () => {
  const odd = [undefined, "text", { stack: "no list", kind: 4 }, { stack: [null, { index: "1" }], capability: "all" }];
  for (const detail of odd) {
    expect(failureFacts({ tag: "trap", message: "", detail }, "")).toEqual({
      kind: undefined,
      remedy: undefined,
      stack: [],
      lastLines: "",
    });
  }
});

test("a limit, a refusal and a mock that traps are led back to their setting", () => {
  const remedy = (tag: ErrorTag, detail?: unknown) => failureFacts({ tag, message: "", detail }, "").remedy;
  expect(remedy("time-limit")).toEqual({ kind: "limit", key: "timeMs" });
  expect(remedy("handle-limit", { limit: 3, call: "wasi:io/poll#pollable" })).toEqual({
    kind: "limit",
    key: "handles",
  });
  expect(remedy("message-limit")).toBeUndefined();
  const refused = { interface: "acme:shop/stock@1.0.0", function: "take" };
  expect(remedy("denied", refused)).toEqual({ kind: "import", name: "acme:shop/stock@1.0.0", mocked: false });
  const mock = { kind: "mock", ...refused };
  expect(remedy("trap", mock)).toEqual({ kind: "import", name: "acme:shop/stock@1.0.0", mocked: true });
  expect([byMock({ tag: "trap", detail: mock }), byMock({ tag: "trap", detail: refused })]).toEqual([true, false]);
  // What trapped by itself is no setting's doing.
  expect(remedy("trap", { kind: "unreachable", interface: "acme:shop/stock@1.0.0" })).toBeUndefined();
  expect(remedy("denied", { interface: 4 })).toBeUndefined();
});
