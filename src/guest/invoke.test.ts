import { expect, test } from "vitest";
import type { ComponentType } from "../component/index.ts";
import { invoke } from "./invoke.ts";
import { Tracer } from "./trace.ts";

const types: ComponentType = {
  kind: "component",
  imports: new Map(),
  exports: new Map([
    [
      "shout",
      {
        sort: "func",
        type: {
          kind: "func",
          async: false,
          params: [{ name: "text", type: { kind: "string" } }],
          result: { kind: "string" },
        },
      },
    ],
    ["answer", { sort: "func", type: { kind: "func", async: false, params: [], result: { kind: "u32" } } }],
  ]),
};
const exports = ["shout", "answer"].map((name) => ({ name, kind: "func" as const, functions: [name], types: [] }));
const instance = { exports: { shout: (text: string) => text.toUpperCase(), answer: () => 42 } };

function call(name: string) {
  const tracer = new Tracer({
    entries: 0,
    types,
    printer: { arguments: () => "", result: () => "" },
    now: () => 0,
  });
  return invoke(instance, { call: name }, exports, types, tracer);
}

test("a function without parameters is called; one with parameters is not, and the message says why", async () => {
  expect(await call("answer")).toEqual({ status: "returned", value: 42 });
  expect(await call("shout")).toMatchObject({ status: "failed", error: { tag: "not-available" } });
  expect(await call("whisper")).toMatchObject({ status: "failed", error: { tag: "no-run" } });
});
