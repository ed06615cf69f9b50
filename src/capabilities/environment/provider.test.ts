import { expect, test } from "vitest";
import { provideForTest } from "../provider-testing.ts";

const name = "wasi:cli/environment";

test("shows what is set, the program's name first", () => {
  const { call } = provideForTest({ program: { directory: "/project", environment: { B: "2", A: "" } } });
  expect(call(name, "getArguments")).toEqual(["app", "a", "b"]);
  expect(call(name, "getEnvironment")).toEqual([
    ["B", "2"],
    ["A", ""],
  ]);
  expect(call(name, "initialCwd")).toBe("/project");
});

test("denied it is empty", () => {
  const { call } = provideForTest({ bindings: { environment: { mode: "deny" } } });
  expect(call(name, "getArguments")).toEqual([]);
  expect(call(name, "getEnvironment")).toEqual([]);
  expect(call(name, "initialCwd")).toBe(undefined);
});
