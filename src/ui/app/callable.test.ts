import { expect, test } from "vitest";
import type { Extern } from "../../component/model.ts";
import { callable, isRunnable } from "./callable.ts";

const exports: readonly Extern[] = [
  { name: "answer", kind: "func", functions: [], types: [] },
  { name: "a:b/c@1.0.0", kind: "instance", functions: ["f", "[method]r.g"], types: ["r"] },
];

test("functions are called by name, those of interfaces behind it; methods are not", () => {
  expect(callable({ exports })).toEqual(["answer", "a:b/c@1.0.0#f"]);
});

test("what holds no code, only serves requests or offers no function does not run", () => {
  const library = { artifact: "component", kind: "library", exports } as const;
  expect(isRunnable(library)).toBe(true);
  expect(isRunnable({ ...library, exports: [] })).toBe(false);
  expect(isRunnable({ ...library, kind: "command", exports: [] })).toBe(true);
  expect(isRunnable({ ...library, kind: "proxy" })).toBe(false);
  expect(isRunnable({ ...library, artifact: "wit-package" })).toBe(false);
});
