import { expect, test } from "vitest";
import type { WorldFit } from "../../../worlds/model.ts";
import { worldGroups } from "./world-groups.ts";

function fit(id: string, misfits: number): WorldFit {
  return { id, fits: misfits === 0, misfits, verdict: "" };
}

test("what fits comes first, then the releases of WASI, the least in the way first", () => {
  const groups = worldGroups([
    fit("none", 9),
    fit("wasi:cli/command@0.3.0", 1),
    fit("wasi:cli/command@0.2.12", 4),
    fit("wasi:http/proxy@0.2.12", 2),
    fit("wasi:cli/imports@0.2.12", 0),
  ]);
  expect(groups.map(({ title, fits }) => [title, fits.map(({ id }) => id)])).toEqual([
    ["Fits", ["wasi:cli/imports@0.2.12"]],
    ["WASI 0.2", ["wasi:http/proxy@0.2.12", "wasi:cli/command@0.2.12"]],
    ["WASI 0.3", ["wasi:cli/command@0.3.0"]],
    ["Others", ["none"]],
  ]);
});
