import { expect, test } from "vitest";
import { provideForTest, thrown } from "../provider-testing.ts";
import type { Mount } from "../provider.ts";
import { wallClock } from "../wall-clock/capability.ts";
import { filesystem } from "./capability.ts";
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
  const { call } = provideForTest({ mounts, bindings: { filesystem: { ...filesystem.defaults, mode: "deny" } } });
  expect(call(name, "getDirectories")).toEqual([]);
});

test("the settings of the binding hold for the run", () => {
  const { call } = provideForTest({
    mounts,
    bindings: {
      "wall-clock": { ...wallClock.defaults, instant: "1970-01-01T00:00:09Z" },
      filesystem: {
        ...filesystem.defaults,
        timestamps: "clock",
        quotaBytes: 3,
        faults: [{ path: "/faulty", error: "text-file-busy" }],
      },
    },
  });
  const [root] = call<[Descriptor, string][]>(name, "getDirectories")[0]!;
  const file = root.openAt({}, "new", { create: true }, { read: true, write: true });
  expect(file.stat().dataModificationTimestamp).toEqual({ seconds: 9n, nanoseconds: 0 });
  expect(thrown(() => file.write(new Uint8Array(4), 0n))).toBe("insufficient-space");
  expect(thrown(() => root.statAt({}, "faulty"))).toBe("text-file-busy");
});
