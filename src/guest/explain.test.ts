import { expect, test } from "vitest";
import { explain } from "./explain.ts";

const trapped = (text: string) => explain(new WebAssembly.RuntimeError(text));

test("what a browser says of a trap is put into words, with its own", () => {
  expect(trapped("memory access out of bounds")).toMatchObject({
    tag: "trap",
    message:
      "Running ended in a trap: the program reached outside its memory or table. The browser says “memory access out of bounds”.",
    detail: { kind: "out-of-bounds" },
  });
  expect(trapped("WebAssembly.instantiate(): data segment 0 is out of bounds").detail).toMatchObject({
    kind: "out-of-bounds",
  });
  expect(trapped("wasm trap: wasm `unreachable` instruction executed").detail).toMatchObject({ kind: "unreachable" });
  expect(trapped("something new").message).toBe("Running ended in a trap: something new.");
});

test("a rule of the component model that was broken is told as it was worded", () => {
  const sentence = "acme:math/ops#sum: pointer out of bounds of memory: 8 bytes at 70000, and memory ends at 65536.";
  expect(trapped(sentence)).toMatchObject({
    tag: "trap",
    message: `Running ended in a trap: ${sentence}`,
    detail: { kind: "component-model", cause: sentence },
  });
  expect(trapped("run: invalid char: 0x110000 is no Unicode scalar value").message).toBe(
    "Running ended in a trap: run: invalid char: 0x110000 is no Unicode scalar value.",
  );
});
