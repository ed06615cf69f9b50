import { expect, test } from "vitest";
import { fileAt, mountContents } from "./contents.ts";
import type { MountSpec } from "./files.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

const files: readonly MountSpec[] = [
  { mount: "/", writable: false, tree: { data: { tree: { outer: { text: "no" } } }, top: { text: "é" } } },
  { mount: "/data", writable: true, tree: { "b.bin": { base64: "AAE=" }, sub: { tree: { empty: { text: "" } } } } },
];

test("mounts are decoded, text as UTF-8", () => {
  const [root, data] = mountContents(files);
  expect(root).toMatchObject({ path: "/", writable: false });
  expect(root?.tree.get("top")).toEqual(bytes(0xc3, 0xa9));
  expect(data).toEqual({
    path: "/data",
    writable: true,
    tree: new Map<string, unknown>([
      ["b.bin", bytes(0, 1)],
      ["sub", new Map([["empty", bytes()]])],
    ]),
  });
});

test("a file is found in the innermost mount around it", () => {
  expect(fileAt(files, "/top")).toEqual(bytes(0xc3, 0xa9));
  expect(fileAt(files, "/data/b.bin")).toEqual(bytes(0, 1));
  expect(fileAt(files, "/data/sub/empty")).toEqual(bytes());
  for (const path of [
    "/data/outer",
    "/data",
    "/data/sub",
    "/nothing",
    "/data/b.bin/x",
    "/constructor",
    "/",
    "top",
    "",
  ]) {
    expect(fileAt(files, path)).toBe(undefined);
  }
  expect(fileAt(files.slice(1), "/top")).toBe(undefined);
});

test("links are given on, and a file is found by its hard links only", () => {
  const linked: readonly MountSpec[] = [
    {
      mount: "/data",
      writable: true,
      tree: {
        sub: { tree: { file: { text: "f" }, up: { symlink: "../other" } } },
        other: { hardlink: "sub/file" },
      },
    },
  ];
  expect(mountContents(linked)[0]?.tree).toEqual(
    new Map<string, unknown>([
      [
        "sub",
        new Map<string, unknown>([
          ["file", bytes(0x66)],
          ["up", { symlink: "../other" }],
        ]),
      ],
      ["other", { hardlink: "sub/file" }],
    ]),
  );
  expect(fileAt(linked, "/data/other")).toEqual(bytes(0x66));
  expect(fileAt(linked, "/data/sub/up")).toBe(undefined);
  expect(fileAt(linked, "/data/other/x")).toBe(undefined);
});
