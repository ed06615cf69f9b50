import { expect, test } from "vitest";
import { provideForTest } from "../provider-testing.ts";
import type { Mount } from "../provider.ts";
import type { Descriptor } from "./provider-descriptor.ts";

const name = "wasi:filesystem/preopens";
const mounts: readonly Mount[] = [
  { path: "/", writable: true, tree: new Map() },
  { path: "/data", writable: false, tree: new Map() },
  { path: "/data/sub", writable: true, tree: new Map() },
];

test("each mount is a directory of its own, each time with its own handle", () => {
  const { call } = provideForTest({ mounts });
  const first = call<[Descriptor, string][]>(name, "getDirectories");
  const second = call<[Descriptor, string][]>(name, "getDirectories");
  expect(first.map(([, path]) => path)).toEqual(["/", "/data", "/data/sub"]);
  first[0]![0].createDirectoryAt("made");
  expect(second[0]![0].statAt({}, "made").type).toBe("directory");
  expect(second[0]![0]).not.toBe(first[0]![0]);
});

test("denied there is none", () => {
  const { call } = provideForTest({ mounts, bindings: { filesystem: { mode: "deny" } } });
  expect(call(name, "getDirectories")).toEqual([]);
});
