import { expect, test } from "vitest";
import type { ComponentType, FuncType, ResourceType, ValType } from "../component/index.ts";
import { ok } from "../result.ts";
import { answerOf, checkFunctionRule, handleMaker, importedResources } from "./function-rule.ts";

const u8: ValType = { kind: "u8" };
const string: ValType = { kind: "string" };
const bucket: ResourceType = { kind: "resource", abstract: true };
const option = (some: ValType): ValType => ({ kind: "option", some });
const either = (good: ValType | undefined, bad: ValType | undefined): ValType => ({
  kind: "result",
  ok: good,
  error: bad,
});

function func(result: ValType | undefined, params: Readonly<Record<string, ValType>> = {}): FuncType {
  return {
    kind: "func",
    async: false,
    params: Object.entries(params).map(([name, type]) => ({ name, type })),
    result,
  };
}

/** The answers of one function after the other. */
function answers(
  rule: Parameters<typeof answerOf>[0],
  type: FuncType,
  calls: readonly (readonly unknown[])[],
): unknown {
  const answer = answerOf(rule, type, () => ok("handle"));
  if (!answer.ok) return answer.error;
  return calls.map((args, turn) => {
    const answered = answer.value(args, turn);
    return answered.kind === "value" ? answered.value : answered.why;
  });
}

const thrice = [[], [], []];

test("values come in turn, and then as said", () => {
  const type = func(u8);
  expect(answers({ returns: ["1", "2"] }, type, thrice)).toEqual([1, 2, 2]);
  expect(answers({ returns: ["1", "2"], after: "again" }, type, thrice)).toEqual([1, 2, 1]);
  expect(answers({ returns: ["1", "2"], after: "trap" }, type, thrice)).toEqual([
    1,
    2,
    "and its mock answers 2 times only. Add a value, or choose what comes after the last",
  ]);
});

test("a function without a result takes an empty text", () => {
  expect(answers({ returns: [""] }, func(undefined), thrice)).toEqual([undefined, undefined, undefined]);
  expect(checkFunctionRule({ returns: ["1"] }, func(undefined))).toBe(
    "returns: text 1 is wrong: there is no value here, so the text stays empty",
  );
});

test("an error is the error case of the result", () => {
  expect(answers({ error: '"no"' }, func(either(u8, string)), [[]])).toEqual([{ tag: "err", val: "no" }]);
  expect(answers({ error: "" }, func(either(u8, undefined)), [[]])).toEqual([{ tag: "err" }]);
});

test("an argument comes back as it is, or inside ok and some", () => {
  const args = [[5, "x"]];
  const type = (result: ValType): FuncType => func(result, { a: u8, b: string });
  expect(answers({ echo: "b" }, type(string), args)).toEqual(["x"]);
  expect(answers({ echo: "b" }, type(option(string)), args)).toEqual(["x"]);
  expect(answers({ echo: "a" }, type(option(option(u8))), args)).toEqual([{ tag: "some", val: 5 }]);
  expect(answers({ echo: "b" }, type(either(option(string), u8)), args)).toEqual([{ tag: "ok", val: "x" }]);
});

test("types are compared part by part, resources by who they are", () => {
  const record = (): ValType => ({
    kind: "record",
    fields: [
      { name: "a", type: u8 },
      { name: "b", type: { kind: "list", element: { kind: "string" }, length: undefined } },
    ],
  });
  expect(checkFunctionRule({ echo: "a" }, func(record(), { a: record() }))).toBeUndefined();
  const own = (resource: ResourceType): ValType => ({ kind: "own", resource });
  expect(checkFunctionRule({ echo: "a" }, func(own(bucket), { a: own(bucket) }))).toBeUndefined();
  expect(checkFunctionRule({ echo: "a" }, func(own(bucket), { a: own({ ...bucket }) }))).toContain("another type");
  expect(checkFunctionRule({ echo: "a" }, func(own(bucket), { a: { kind: "borrow", resource: bucket } }))).toContain(
    "another type",
  );
});

test("types that share their parts are compared in little time", () => {
  const deep = (): ValType => {
    let type: ValType = { kind: "u8" };
    for (let depth = 0; depth < 60; depth += 1) type = { kind: "tuple", elements: [type, type] };
    return type;
  };
  expect(checkFunctionRule({ echo: "a" }, func(deep(), { a: deep() }))).toBeUndefined();
  let endless: ValType = u8;
  for (let depth = 0; depth < 100_000; depth += 1) endless = option(endless);
  expect(checkFunctionRule({ echo: "a" }, func(endless, { a: u8 }))).toContain("another type");
});

test("an empty rule gives the simplest value", () => {
  expect(answers({}, func(either(option(u8), string)), [[]])).toEqual([{ tag: "ok", val: undefined }]);
  expect(answers({}, func(undefined), [[]])).toEqual([undefined]);
  expect(answers({}, func({ kind: "own", resource: bucket }), [[]])).toEqual(["handle"]);
  expect(answers({}, func({ kind: "stream", element: u8 }), [[]])).toEqual([
    "and its mock has no simplest value to give (a value of type stream cannot be made from nothing). Give the function a rule in the mock",
  ]);
});

test("a trap tells its words", () => {
  expect(answers({ trap: "out of tape" }, func(u8), [[]])).toEqual(["and its mock traps: out of tape"]);
  expect(answers({ trap: "" }, func(u8), [[]])).toEqual(["and its mock traps"]);
});

test.each<[Parameters<typeof checkFunctionRule>[0], string]>([
  [
    { returns: ["1", "300"] },
    "returns: text 2 is wrong at character 1: this number is out of range: u8 goes from 0 to 255",
  ],
  [{ returns: [] }, "returns: there is no text; write one, or leave it out for the simplest value"],
  [{ error: "1" }, "error: the function gives no result type, so it has no error case"],
  [{ echo: "x" }, "echo: there is no argument “x”; there are a, b"],
  [{ echo: "b" }, "echo: the argument “b” has another type than what the function gives"],
])("%j is a mistake", (rule, mistake) => {
  expect(checkFunctionRule(rule, func(u8, { a: u8, b: string }))).toBe(mistake);
});

test("other mistakes of results and echoes", () => {
  expect(checkFunctionRule({ error: "1" }, func(either(u8, string)))).toBe(
    'error: the text is wrong at character 1: a string is expected, such as "x", but found “1”',
  );
  expect(checkFunctionRule({ echo: "a" }, func(undefined, { a: u8 }))).toBe("echo: the function gives nothing");
  expect(checkFunctionRule({ echo: "a" }, func(u8))).toBe("echo: there is no argument “a”; there are none");
});

test("a resource is made where the first import that names it is mocked", () => {
  const pollable: ResourceType = { kind: "resource", abstract: true };
  const instance = (types: Readonly<Record<string, ResourceType>>) => ({
    sort: "instance" as const,
    type: {
      kind: "instance" as const,
      exports: new Map(Object.entries(types).map(([name, type]) => [name, { sort: "type" as const, type }])),
    },
  });
  const types: ComponentType = {
    kind: "component",
    imports: new Map([
      ["wasi:io/poll@0.2.0", instance({ pollable })],
      ["acme:kv/store@1.0.0", instance({ bucket, waiter: pollable })],
      ["acme:kv/batch@1.0.0", instance({ store: bucket })],
    ]),
    exports: new Map(),
  };
  const homes = importedResources(types, (name) => name.startsWith("acme:"));
  expect([...homes]).toEqual([[bucket, { interface: "acme:kv/store@1.0.0", name: "bucket" }]]);
  const own = (resource: ResourceType): FuncType => func({ kind: "own", resource });
  expect(checkFunctionRule({ returns: ["bucket"] }, own(bucket), homes)).toBeUndefined();
  expect(checkFunctionRule({ returns: ["store"] }, own(bucket), homes)).toBe(
    "returns: text 1 is wrong at character 1: a live handle is written as the name of its resource, which is bucket",
  );
  expect(checkFunctionRule({ returns: ["pollable"] }, own(pollable), homes)).toBe(
    "returns: text 1 is wrong at character 1: a mock cannot make a resource of another interface that is not mocked",
  );
  expect(checkFunctionRule({ returns: ["anything"] }, own(bucket))).toBeUndefined();
});

test("each call of a text with handles makes new ones", () => {
  const homes = new Map([[bucket, { interface: "a:b/c", name: "bucket" }]]);
  let made = 0;
  const answer = answerOf(
    { returns: ["bucket"] },
    func({ kind: "own", resource: bucket }),
    handleMaker(homes, () => (made += 1)),
  );
  if (!answer.ok) throw new Error(answer.error);
  const before = made;
  expect([answer.value([], 0), answer.value([], 1)]).toEqual([
    { kind: "value", value: before + 1 },
    { kind: "value", value: before + 2 },
  ]);
});
