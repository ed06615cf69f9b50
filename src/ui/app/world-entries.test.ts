import { expect, test } from "vitest";
import { byRelease, rankWorlds, standing, worldEntries } from "./world-entries.ts";

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

/** Headings with the entries under them. */
function written(entries: ReturnType<typeof worldEntries>): readonly string[] {
  return entries.flatMap((entry) =>
    "heading" in entry ? [entry.heading, ...entry.entries.map(({ note }) => `- ${note}`)] : [`${entry.note}`],
  );
}

test("the menu has a world of one's own, what fits, and the rest by release", () => {
  const wasi = [
    { id: "wasi:late/w@0.3.0", fits: false, misfits: 2, verdict: "" },
    { id: "wasi:far/w@0.2.12", fits: false, misfits: 9, verdict: "" },
    { id: "wasi:near/w@0.2.12", fits: false, misfits: 1, verdict: "" },
  ];
  expect(written(worldEntries([...worlds, ...wasi]))).toEqual([
    "Written as WIT",
    "✓ Fits",
    "- a:b/good@1.0.0",
    "WASI 0.2",
    "- wasi:near/w@0.2.12 · ! 1 in the way",
    "- wasi:far/w@0.2.12 · ! 9 in the way",
    "WASI 0.3",
    "- wasi:late/w@0.3.0 · ! 2 in the way",
    "none · ! 3 in the way",
    "a:b/near@1.0.0 · ! 3 in the way",
    "a:b/far@1.0.0 · ! 1,200 in the way",
  ]);
  expect(written(worldEntries(wasi))).not.toContain("✓ Fits");
});

test("with nothing known of the component the catalogue is there by release", () => {
  const all = written(worldEntries([]));
  expect(all.slice(0, 2)).toEqual(["Written as WIT", "WASI 0.2"]);
  expect(all).toContain("- wasi:cli/command@0.2.12");
  expect(all.indexOf("WASI 0.3")).toBeLessThan(all.indexOf("- wasi:cli/imports@0.3.0"));
  expect(all.at(-1)).toBe("none");
  expect(byRelease([])).toEqual([]);
});
