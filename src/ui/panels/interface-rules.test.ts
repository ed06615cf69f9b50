import { expect, test } from "vitest";
import type { FuncType, ValType } from "../../component/types.ts";
import {
  echoable,
  ruledType,
  rulePatch,
  ruleWords,
  strayRules,
  textMistake,
  wayOf,
  zeroText,
} from "./interface-rules.ts";

const string: ValType = { kind: "string" };
const resource = { kind: "resource", abstract: true } as const;
const homes = new Map([[resource, { interface: "acme:store/kv@1.0.0", name: "bucket" }]]);
const get: FuncType = {
  kind: "func",
  async: false,
  params: [
    { name: "self", type: { kind: "borrow", resource } },
    { name: "key", type: string },
  ],
  result: { kind: "result", ok: string, error: { kind: "u8" } },
};

test("the way of a rule is told by what it has", () => {
  const rules = [undefined, {}, { returns: ["1"] }, { error: "" }, { echo: "key" }, { trap: "" }];
  expect(rules.map(wayOf)).toEqual(["unset", "zero", "returns", "error", "echo", "trap"]);
  expect(rules.map((rule) => ruleWords(rule, "as set"))).toEqual([
    "as set",
    "simplest value",
    "1 value",
    "error",
    "echo",
    "trap",
  ]);
});

test("a patch leaves nothing of the rule before", () => {
  expect(rulePatch(undefined)).toBeNull();
  expect(rulePatch({ trap: "no" })).toEqual({ returns: null, after: null, error: null, echo: null, trap: "no" });
});

test("the simplest value is written as text that can be read again", () => {
  const types: readonly ValType[] = [
    { kind: "result", ok: string, error: string },
    { kind: "own", resource },
    { kind: "option", some: { kind: "own", resource } },
    { kind: "list", element: { kind: "u8" }, length: undefined },
  ];
  const texts = types.map((type) => zeroText(type, homes));
  expect(texts).toEqual(['ok("")', "bucket", "none", "[]"]);
  expect(types.map((type, at) => textMistake(texts[at] ?? "", type, homes))).toEqual(types.map(() => undefined));
  expect(zeroText({ kind: "own", resource }, new Map())).toBeUndefined();
});

test("a mistake names its place", () => {
  expect(textMistake('ok("red', get.result, homes)).toMatch(/^Column 4: .+\.$/);
  expect(textMistake("", undefined, homes)).toBeUndefined();
  expect(textMistake("1", undefined, homes)).toMatch(/empty/);
});

test("a parameter of the result's type can be given back, but not the resource of a method", () => {
  expect(echoable(ruledType("[method]bucket.get", get))).toEqual(["key"]);
  expect(ruledType("get", get)).toBe(get);
});

test("rules of functions that are not there are told", () => {
  expect(strayRules({ mode: "mock", functions: { get: {}, old: {} } }, ["get"])).toEqual(["old"]);
  expect(strayRules({ mode: "mock" }, ["get"])).toEqual([]);
});
