import { expect, test } from "vitest";
import { applyPatch, defaultScenario } from "../scenario/index.ts";
import { mountsOf } from "./mounts.ts";

const folder = { files: new Map([["a/b", { size: 1, lastModified: 0 }]]), directories: ["a"] };

function paths(filesystem: object, given: boolean, changeable = false) {
  const files = ["/data", "/data/in", "/project"].map((mount) => ({ mount, writable: false, tree: {} }));
  const patched = applyPatch(defaultScenario(), { files, bindings: { filesystem } });
  if (!patched.ok) throw new Error(patched.error.message);
  const mounts = mountsOf(
    { scenario: patched.value, ...(given ? { folder: { ...folder, writable: changeable } } : {}) },
    () => new Uint8Array(),
  );
  return mounts.map(({ path, writable, tree }) => `${path}${writable ? "*" : ""} ${tree.size}`);
}

test("a real folder takes the place of a mount, beside and around the others", () => {
  expect(paths({ mode: "mock" }, true)).toEqual(["/data 0", "/data/in 0", "/project 0"]);
  expect(paths({ mode: "deny" }, true)).toEqual([]);
  expect(paths({ mode: "real" }, false)).toEqual(["/data 0", "/data/in 0", "/project 0"]);
  expect(paths({ mode: "real" }, true)).toEqual(["/data 0", "/data/in 0", "/project 0", "/ 1"]);
  const asked = { mode: "real", at: "/data", writable: true } as const;
  expect(paths(asked, true, true)).toEqual(["/data/in 0", "/project 0", "/data* 1"]);
  // The browser has the last word.
  expect(paths(asked, true, false)).toEqual(["/data/in 0", "/project 0", "/data 1"]);
});
