import { expect, test } from "vitest";
import { withoutVersion } from "./without-version.ts";

test("a name without its version", () => {
  expect(withoutVersion("wasi:cli/run@0.2.12")).toBe("wasi:cli/run");
  expect(withoutVersion("run")).toBe("run");
});
