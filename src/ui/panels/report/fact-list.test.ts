import { expect, test } from "vitest";
import type { Report } from "../../../protocol/index.ts";
import { factsOf } from "./fact-list.ts";

const report: Report = {
  name: "app.wasm",
  size: 2048,
  sha256: "ab",
  kind: "command",
  artifact: "component",
  adapted: false,
  notices: [],
  imports: [],
  exports: [],
  types: { types: [], imports: [], exports: [] },
  producers: [],
  coreModules: 3,
  nestedComponents: 1,
  composition: { components: [], coreModules: 3, instances: [], exports: [] },
  customSections: [],
  docs: {},
};

function fact(name: string, change: Partial<Report> = {}): string | undefined {
  return new Map(factsOf({ ...report, ...change })).get(name);
}

test("what is known is told under its name", () => {
  expect(fact("Kind")).toBe("Command");
  expect(fact("Kind", { adapted: true })).toBe("Command, adapted from preview 1");
  expect(fact("Kind", { artifact: "wit-package" })).toBe("WIT package");
  expect(fact("Size")).toBe("2 KB (2,048)");
  expect(fact("Size", { size: 420 })).toBe("420 bytes");
  expect(fact("Language")).toBe("not told");
  expect(fact("Language", { producers: [{ field: "language", name: "Rust", version: "1" }] })).toBe("Rust 1");
  expect(fact("Calls itself")).toBeUndefined();
  expect(fact("Calls itself", { componentName: "my\u202eapp" })).toBe("my⟨U+202E⟩app");
});

test("a hash that is still being computed says so", () => {
  expect(fact("SHA-256")).toBe("ab");
  expect(fact("SHA-256", { sha256: "" })).toBe("computing…");
});

test("custom sections are named with their sizes, equal names together, and never too many", () => {
  expect(fact("Custom sections")).toBe("none");
  const sections = [
    { name: "producers", offset: 0, size: 100 },
    { name: "x", offset: 0, size: 1 },
    { name: "x", offset: 0, size: 2 },
    { name: "", offset: 0, size: 0 },
  ];
  expect(fact("Custom sections", { customSections: sections })).toBe(
    "producers, 100 bytes\nx ×2, 3 bytes\nwithout a name, 0 bytes",
  );
  const many = Array.from({ length: 1000 }, (_, at) => ({ name: `${at}${"n".repeat(1000)}`, offset: 0, size: 1 }));
  const text = fact("Custom sections", { customSections: many }) ?? "";
  expect(text).toContain("and 960 more");
  expect(text.length).toBeLessThan(5000);
});
