import { expect, test } from "vitest";
import { changedFiles, mountedFiles, treeOf } from "./file-tree.ts";

test("directories come first, then files, by name", () => {
  const tree = treeOf([
    { path: "/data/b.txt", change: "created", size: 1 },
    { path: "/data/a.txt", change: "unchanged", size: 2 },
    { path: "/data/sub/c", change: "deleted", size: 0 },
  ]);
  expect(tree.map((node) => node.path)).toEqual(["/data"]);
  expect(tree[0]?.children.map((node) => node.name)).toEqual(["sub", "a.txt", "b.txt"]);
  expect(tree[0]?.children[0]?.children[0]).toMatchObject({ path: "/data/sub/c", file: { change: "deleted" } });
});

test("names of objects' own properties are names like others", () => {
  expect(treeOf([{ path: "/__proto__/constructor", change: "created", size: 1 }])[0]?.children[0]?.path).toBe(
    "/__proto__/constructor",
  );
});

test("mounts are files that nothing changed", () => {
  const files = mountedFiles([
    { mount: "/data", writable: true, tree: { "in.txt": { text: "é" }, sub: { tree: { b: { base64: "AAE=" } } } } },
    { mount: "/", writable: false, tree: { top: { text: "" } } },
  ]);
  expect(files).toEqual([
    { path: "/data/in.txt", change: "unchanged", size: 2 },
    { path: "/data/sub/b", change: "unchanged", size: 2 },
    { path: "/top", change: "unchanged", size: 0 },
  ]);
  expect(changedFiles(files)).toBe(0);
});
