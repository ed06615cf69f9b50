import { expect, test } from "vitest";
import { guestStack } from "./stack.ts";

function withStack(stack: string): Error {
  const error = new Error("unreachable");
  error.stack = stack;
  return error;
}

test("frames of the guest are told apart from those of the glue, by name where there is one", () => {
  const stack = [
    "RuntimeError: unreachable",
    "    at app.wasm.abort (wasm://wasm/app.wasm-00c0ffee:wasm-function[12]:0x2a1)",
    "    at main (wasm://wasm/00c0ffee:wasm-function[3]:0x10)",
    "    at wasm://wasm/00c0ffee:wasm-function[7]:0xff",
    "    at run (blob:null/1234:55:12)",
    "    at async conduct (guest.js:1:2)",
  ].join("\n");
  expect(guestStack(withStack(stack))).toEqual([
    { function: "abort", index: 12, offset: 0x2a1 },
    { function: "main", index: 3, offset: 0x10 },
    { index: 7, offset: 0xff },
  ]);
});

test("the other notation of stacks is read too", () => {
  const stack =
    "abort@blob:null/12:wasm-function[12]:0x2a1\nwasm-function[4]@blob:null/12:wasm-function[4]:0x1\nrun@x.js:1:2";
  expect(guestStack(withStack(stack))).toEqual([
    { function: "abort", index: 12, offset: 0x2a1 },
    { index: 4, offset: 1 },
  ]);
});

test("recursion without an end gives fifty frames; what is no error gives none", () => {
  const line = "    at f (wasm://wasm/00c0ffee:wasm-function[1]:0x20)";
  expect(guestStack(withStack(Array.from({ length: 1000 }, () => line).join("\n")))).toHaveLength(50);
  expect(guestStack("text")).toEqual([]);
});
