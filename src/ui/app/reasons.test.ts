import { expect, test } from "vitest";
import type { Difference, Fit, FitEntry } from "../../worlds/model.ts";
import type { Extern } from "../../component/model.ts";
import { defaultScenario } from "../../scenario/defaults.ts";
import { pathWords, amountOf, choicesOf, reasonsOf, standIn, standInWords, withoutVerdict } from "./reasons.ts";

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

test("what is not provided and can be answered may be mocked or refused; for the rest only a world helps", () => {
  const missing: Difference = { ...difference, kind: "missing-import", fix: "Choose a world." };
  const fix = (name: string) =>
    reasonsOf({
      fits: false,
      imports: [entry(name, [missing], "missing")],
      exports: [],
      extraExports: [],
      unused: [],
      verdict: "",
    }).map((reason) => reason.fix);
  expect(fix("acme:store/kv@1.0.0")).toEqual([
    "Mock or refuse it on the board, or choose a world that provides it, such as the component's own.",
  ]);
  expect(fix("wasi:http/types@0.2.12")).toEqual(["Choose a world."]);
});

test("choices stand in for what the world does not provide", () => {
  const names = ["acme:a/one@1.0.0", "acme:a/two@1.0.0", "acme:a/three@1.0.0"];
  const extern = (name: string, functions: readonly string[] = ["f"]): Extern => ({
    name,
    kind: name.includes("/") ? "instance" : "func",
    functions,
    types: [],
  });
  const choose = (
    modes: Readonly<Record<string, "mock" | "deny">>,
    more: readonly Extern[] = [],
    exports: readonly FitEntry[] = [],
  ) => {
    const imports = [...names.map((name) => extern(name)), ...more];
    const chosen = Object.entries(modes).map(([name, mode]) => [`interface:${name}`, { mode }] as const);
    const bindings = { ...defaultScenario().bindings, ...Object.fromEntries(chosen) };
    const entries = imports.map(({ name }) => entry(name, [], name.startsWith("acme:given") ? "provided" : "missing"));
    return choicesOf({ imports: entries, exports }, imports, bindings);
  };
  const [one = "", two = "", three = ""] = names;
  const all = { [one]: "mock", [two]: "mock", [three]: "mock" } as const;
  expect(choose({ [one]: "mock" })).toMatchObject({ mocked: [one], open: [two, three], stuck: [] });
  expect(standIn(choose({ [one]: "mock" }))).toBe(false);
  expect(standIn(choose(all))).toBe(true);
  expect(standInWords(choose(all))).toBe("3 interfaces that the world does not provide are mocked.");
  expect(standInWords(choose({ ...all, [two]: "deny" }))).toBe(
    "3 interfaces that the world does not provide: 2 mocked and 1 refused.",
  );
  const types = extern("acme:a/types@1.0.0", []);
  expect(standInWords(choose({ ...all, [types.name]: "deny" }, [types]))).toBe(
    "4 interfaces that the world does not provide: 3 mocked and 1 left out.",
  );
  expect(standInWords(choose({ ...all, log: "mock" }, [extern("log")]))).toBe(
    "4 imports that the world does not provide are mocked.",
  );
  // An interface of a capability comes with a world only, and so does what is expected of the component.
  expect(choose(all, [extern("wasi:http/types@0.2.12")]).stuck).toEqual(["wasi:http/types@0.2.12"]);
  expect(choose(all, [], [entry("run", [difference], "missing")]).stuck).toEqual(["run"]);
  // What the world names and nothing plays waits for a choice, and is no misfit once there is one.
  const given = extern("acme:given/kv@1.0.0");
  expect(choose(all, [given]).open).toEqual([given.name]);
  expect(standInWords(choose({ ...all, [given.name]: "deny" }, [given]))).toContain("3 interfaces");
});
