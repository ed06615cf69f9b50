import { expect, test } from "vitest";
import { provideForTest, thrown } from "../provider-testing.ts";
import { ProgramExit } from "./program-exit.ts";

const name = "wasi:cli/exit";

test("ends the run with the code", () => {
  const { call } = provideForTest();
  const code = (act: () => unknown) => {
    const error = thrown(act);
    return error instanceof ProgramExit ? error.code : error;
  };
  expect(code(() => call(name, "exit", { tag: "ok", val: undefined }))).toBe(0);
  expect(code(() => call(name, "exit", { tag: "err", val: undefined }))).toBe(1);
  expect(code(() => call(name, "exitWithCode", 42))).toBe(42);
});
