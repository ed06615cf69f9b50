import { expect, test } from "vitest";
import type { Difference, Fit, FitEntry } from "../../worlds/model.ts";
import { pathWords, amountOf, reasonsOf, withoutVerdict } from "./reasons.ts";

const difference: Difference = {
  kind: "type",
  path: ["a:b/c.f", "result"],
  expected: "string",
  found: "u8",
  explanation: "Strings are expected.",
  fix: "Give strings.",
};

function entry(name: string, differences: readonly Difference[], status: FitEntry["status"] = "mismatched"): FitEntry {
  return { name, status, functions: [], reasons: ["One."], differences };
}

test("every difference is a reason under its interface; that a newer version is there is none", () => {
  const fit: Fit = {
    fits: false,
    imports: [entry("a:b/c@1.0.0", [difference, difference]), entry("a:b/new@1.0.0", [], "newer")],
    exports: [entry("a:b/c@1.0.0", [difference])],
    extraExports: [],
    unused: [],
    verdict: "",
  };
  const reasons = reasonsOf(fit);
  expect(reasons.map(({ name, first }) => [name, first])).toEqual([
    ["a:b/c@1.0.0", true],
    ["a:b/c@1.0.0", false],
    ["a:b/c@1.0.0", true],
  ]);
  expect(new Set(reasons.map(({ key }) => key)).size).toBe(3);
  // Equal advice stands once, under the last that it is for.
  expect(reasons.map(({ fix }) => fix)).toEqual([undefined, "Give strings.", "Give strings."]);
});

test("a place is told when it says more than the name", () => {
  expect(pathWords(["a:b/c"], "a:b/c@1.0.0")).toBe("");
  expect(pathWords(["run"], "run")).toBe("");
  expect(pathWords([], "run")).toBe("");
  expect(pathWords(["a:b/c.f"], "a:b/c@1.0.0")).toBe("a:b/c.f");
  expect(pathWords(["a:b/c.f", "result", "ok"], "a:b/c@1.0.0")).toBe("a:b/c.f › result › ok");
});

test("the sentence leaves out what the sign says, and names stay as they are", () => {
  expect(withoutVerdict("Does not fit a:b/w@1.0.0: the world does not provide log.")).toBe(
    "The world does not provide log.",
  );
  expect(withoutVerdict("Does not fit w: stop may stand elsewhere.")).toBe("stop may stand elsewhere.");
  expect(withoutVerdict("Nobody can tell whether it fits w: a part is unread.")).toBe(
    "Nobody can tell whether it fits w: a part is unread.",
  );
});

test("reasons that are not listed count too", () => {
  const more: Difference = { ...difference, kind: "more", unlisted: { count: 41, open: false } };
  const fit: Fit = {
    fits: false,
    imports: [entry("a:b/c@1.0.0", [difference, more])],
    exports: [],
    extraExports: [],
    unused: [],
    verdict: "",
  };
  expect(amountOf(reasonsOf(fit))).toBe(42);
});
