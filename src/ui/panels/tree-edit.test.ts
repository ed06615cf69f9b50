import { expect, test } from "vitest";
import type { FileTree } from "../../scenario/schema.ts";
import { fileAt, nodeOf, renamed, withFile, withoutFile } from "./tree-edit.ts";

const tree: FileTree = { a: { text: "1" }, sub: { tree: { b: { text: "2" } } } };

test("puts, replaces, moves and takes away files", () => {
  expect(withFile(tree, "sub/deep/c", { text: "3" })).toEqual({
    a: { text: "1" },
    sub: { tree: { b: { text: "2" }, deep: { tree: { c: { text: "3" } } } } },
  });
  expect(Object.keys(withFile(tree, "a", { text: "new" }))).toEqual(["a", "sub"]);
  expect(renamed(tree, "sub/b", "c")).toEqual({ a: { text: "1" }, sub: { tree: {} }, c: { text: "2" } });
  expect(withoutFile(tree, "sub")).toEqual({ a: { text: "1" } });
  expect(withoutFile(tree, "none/b")).toBe(tree);
  expect(fileAt(tree, "sub/b")).toEqual({ text: "2" });
  expect(fileAt(tree, "a/b")).toBe(undefined);
});

test("names of objects' own properties are names like others", () => {
  const odd = withFile({}, "__proto__", { text: "x" });
  expect(fileAt(odd, "__proto__")).toEqual({ text: "x" });
  expect(fileAt({}, "constructor")).toBe(undefined);
});

test("bytes become text only where that keeps every byte", () => {
  expect(nodeOf(new TextEncoder().encode("\ufeffé\n"))).toEqual({ text: "\ufeffé\n" });
  expect(nodeOf(new Uint8Array([0, 1]))).toEqual({ base64: "AAE=" });
  expect(nodeOf(new Uint8Array([0xff]))).toEqual({ base64: "/w==" });
});
