import { expect, test } from "vitest";
import { constructing, methodCall, staticCall } from "./host-functions.ts";

class Tool {
  readonly made: readonly unknown[];
  constructor(...args: unknown[]) {
    this.made = args;
  }
  use(...args: unknown[]): unknown {
    return [this.made.length, ...args];
  }
  static make(...args: unknown[]): unknown {
    return [this, ...args];
  }
}

const numbers = [1, 2, 3, 4, 5];

test.each([0, 1, 2, 3, 4])("with %d arguments", (count) => {
  const args = numbers.slice(0, count);
  const made = constructing(Tool, count)(...args);
  expect(made).toBeInstanceOf(Tool);
  expect(made).toEqual({ made: args });
  expect(staticCall(Tool, Tool.make, count)(...args)).toEqual([Tool, ...args]);
  expect(methodCall(Tool.prototype, "use", count, "p")(new Tool(), ...args)).toEqual([0, ...args]);
});

class Better extends Tool {
  override use(...args: unknown[]): unknown {
    return ["better", ...args];
  }
}

test.each([0, 1, 2, 3])("an object of another class is asked for its own method, with %d arguments", (count) => {
  const args = numbers.slice(0, count);
  const call = methodCall(Tool.prototype, "use", count, "p");
  expect(call(new Better(), ...args)).toEqual(["better", ...args]);
  expect(call({ use: (...given: unknown[]) => given }, ...args)).toEqual(args);
});

test("a class may have its methods on each object only", () => {
  const call = methodCall(Object.create(null), "use", 1, "p");
  expect(call({ use: (value: unknown) => value }, 3)).toBe(3);
});

test("a method that is nowhere is named with the import", () => {
  const call = methodCall(Tool.prototype, "use", 0, "a:b/c#[method]tool.use");
  expect(() => call({})).toThrow(/use, which a:b\/c#\[method\]tool\.use calls/);
});
