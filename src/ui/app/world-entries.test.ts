import { expect, test } from "vitest";
import { rankWorlds, standing, worldEntries } from "./world-entries.ts";

const worlds = [
  { id: "none", fits: false, misfits: 3, verdict: "" },
  { id: "a:b/far@1.0.0", fits: false, misfits: 1200, verdict: "" },
  { id: "a:b/good@1.0.0", fits: true, misfits: 0, verdict: "" },
  { id: "a:b/near@1.0.0", fits: false, misfits: 3, verdict: "" },
];

test("what fits comes first, then what the least stands in the way of", () => {
  expect(rankWorlds(worlds).map(({ id }) => id)).toEqual(["a:b/good@1.0.0", "none", "a:b/near@1.0.0", "a:b/far@1.0.0"]);
});

test("a standing has a sign and words", () => {
  expect(rankWorlds(worlds).map(standing)).toEqual([
    "✓ Fits",
    "! 3 in the way",
    "! 3 in the way",
    "! 1,200 in the way",
  ]);
  expect(standing({ fits: false, misfits: 0 })).toBe("? Not known");
});

test("the menu ends with a world of one's own", () => {
  expect(worldEntries(worlds).map(({ id, note }) => [id, note])).toEqual([
    ["a:b/good@1.0.0", "a:b/good@1.0.0 · ✓ Fits"],
    ["none", "none · ! 3 in the way"],
    ["a:b/near@1.0.0", "a:b/near@1.0.0 · ! 3 in the way"],
    ["a:b/far@1.0.0", "a:b/far@1.0.0 · ! 1,200 in the way"],
    ["custom", "Written as WIT"],
  ]);
  expect(worldEntries([]).map(({ id }) => id)).toContain("wasi:cli/command@0.2.12");
});
