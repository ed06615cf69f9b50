import { expect, test } from "vitest";
import { explain } from "./explain.ts";
import { plain } from "./plain.ts";
import { GuestStop } from "./stop.ts";

test("values cross as data, resources as their names", () => {
  class Widget {
    readonly secret = 1;
  }
  // oxlint-disable-next-line typescript/no-extraneous-class -- what a component with such a resource gives
  class Named {
    static name(): void {}
  }
  const value = {
    list: [1n, "a", undefined],
    bytes: new Uint8Array([1]),
    map: new Map([["a", new Widget()]]),
    widget: new Widget(),
    named: new Named(),
    call: () => 1,
  };
  expect(plain(value)).toEqual({
    list: [1n, "a", undefined],
    bytes: new Uint8Array([1]),
    map: [["a", "<resource Widget>"]],
    widget: "<resource Widget>",
    named: "<resource>",
    call: "<function>",
  });
  expect(() => structuredClone(plain(value))).not.toThrow();
});

test("endless nesting is cut", () => {
  const loop: { self?: unknown } = {};
  loop.self = loop;
  expect(JSON.stringify(plain(loop))).toContain("…");
});

test("traps are told apart in words", () => {
  const message = (error: unknown): string => explain(error).message;
  expect(message(new WebAssembly.RuntimeError("unreachable"))).toContain("declares unreachable");
  expect(message(new WebAssembly.RuntimeError("memory access out of bounds"))).toContain("outside its memory");
  expect(message(new RangeError("Maximum call stack size exceeded"))).toContain("used up the call stack");
  expect(message(new WebAssembly.RuntimeError("divide by zero"))).toContain("divided by zero");
  expect(explain(Object.assign(new Error("trying to suspend"), { name: "SuspendError" }))).toMatchObject({
    tag: "trap",
    detail: { kind: "suspend" },
  });
  expect(explain(new TypeError("x is not a function")).tag).toBe("host");
  expect(explain(new GuestStop({ tag: "denied", message: "no" }))).toEqual({ tag: "denied", message: "no" });
});
