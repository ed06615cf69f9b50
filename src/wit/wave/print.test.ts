import { expect, test } from "vitest";
import type { ResourceType, ValType } from "../../component/index.ts";
import { printArguments, printWave } from "./index.ts";

const u8: ValType = { kind: "u8" };
const u64: ValType = { kind: "u64" };
const f32: ValType = { kind: "f32" };
const f64: ValType = { kind: "f64" };
const string: ValType = { kind: "string" };
const char: ValType = { kind: "char" };
const bytes: ValType = { kind: "list", element: u8, length: undefined };
const option = (some: ValType): ValType => ({ kind: "option", some });
const resource: ResourceType = { kind: "resource", abstract: true };

test("numbers and bools", () => {
  expect(printWave(true, { kind: "bool" })).toBe("true");
  expect(printWave(-128, { kind: "s8" })).toBe("-128");
  expect(printWave(18446744073709551615n, u64)).toBe("18446744073709551615");
  expect([1.5, -0, 1e21, Number.NaN, Infinity, -Infinity].map((value) => printWave(value, f64))).toEqual([
    "1.5",
    "-0",
    "1e+21",
    "nan",
    "inf",
    "-inf",
  ]);
});

test("32-bit floats have no more digits than they need", () => {
  expect(printWave(Math.fround(0.1), f32)).toBe("0.1");
  expect(printWave(16777216, f32)).toBe("16777216");
  expect(printWave(Math.fround(3.4028234e38), f32)).toBe("3.4028235e+38");
  expect(printWave(0.1, f32)).toBe("0.1");
});

test("strings and chars escape what ends them, what is not seen, and half pairs", () => {
  expect(printWave("plain ☃ 👋", string)).toBe('"plain ☃ 👋"');
  expect(printWave("\t\n\r\"\\'\0\u007f\u202e", string)).toBe(String.raw`"\t\n\r\"\\'\u{0}\u{7f}\u{202e}"`);
  expect(printWave("a\ud83d", string)).toBe(String.raw`"a\u{fffd}"`);
  expect(printWave("'", char)).toBe(String.raw`'\''`);
  expect(printWave('"', char)).toBe(`'"'`);
  expect(printWave("👋", char)).toBe("'👋'");
});

test("options are tagged only around those that are not", () => {
  expect(printWave(undefined, option(u8))).toBe("none");
  expect(printWave(1, option(u8))).toBe("some(1)");
  expect(printWave({ tag: "none" }, option(option(u8)))).toBe("none");
  expect(printWave({ tag: "some", val: undefined }, option(option(u8)))).toBe("some(none)");
  expect(printWave(undefined, option(option(option(u8))))).toBe("none");
  expect(printWave({ tag: "some", val: 1 }, option(option(option(u8))))).toBe("some(some(some(1)))");
});

test("results, variants and enums; words of WAVE get a %", () => {
  const result: ValType = { kind: "result", ok: undefined, error: string };
  expect(printWave({ tag: "ok" }, result)).toBe("ok");
  expect(printWave({ tag: "err", val: "x" }, result)).toBe('err("x")');
  const variant: ValType = {
    kind: "variant",
    cases: [
      { name: "a-b", type: u8 },
      { name: "err", type: undefined },
    ],
  };
  expect(printWave({ tag: "a-b", val: 1 }, variant)).toBe("a-b(1)");
  expect(printWave({ tag: "err" }, variant)).toBe("%err");
  expect(printWave("none", { kind: "enum", labels: ["none"] })).toBe("%none");
});

test("records leave out fields without a value; flags name those that are set", () => {
  const record: ValType = {
    kind: "record",
    fields: [
      { name: "field-a", type: u8 },
      { name: "b", type: option(u8) },
    ],
  };
  expect(printWave({ fieldA: 1, b: undefined }, record)).toBe("{field-a: 1}");
  expect(printWave({ fieldA: 1, b: 2 }, record)).toBe("{field-a: 1, b: some(2)}");
  expect(printWave({}, { kind: "record", fields: [{ name: "b", type: option(u8) }] })).toBe("{:}");
  const flags: ValType = { kind: "flags", labels: ["read", "create-new"] };
  expect(printWave({ read: true, createNew: true }, flags)).toBe("{read, create-new}");
  expect(printWave({ read: false }, flags)).toBe("{}");
});

test("lists, tuples and maps", () => {
  expect(printWave(Uint8Array.of(1, 2), bytes)).toBe("[1, 2]");
  expect(printWave([1, 2], bytes)).toBe("[1, 2]");
  expect(printWave([1, "x"], { kind: "tuple", elements: [u8, string] })).toBe('(1, "x")');
  expect(printWave(new Map([["a", 1]]), { kind: "map", key: string, value: u8 })).toBe('{"a": 1}');
});

test("resources have the text they are given", () => {
  const object = { id: 7 };
  const name = (it: unknown): string => (it === object ? "pollable#7" : "?");
  expect(printWave(object, { kind: "own", resource })).toBe("<resource>");
  expect(printWave(object, { kind: "borrow", resource }, { resource: name })).toBe("pollable#7");
  expect(
    printWave([object], { kind: "list", element: { kind: "own", resource }, length: undefined }, { resource: name }),
  ).toBe("[pollable#7]");
  expect(printWave(3, { kind: "own", resource })).toBe("<own expected, found 3>");
});

test("what is left out is told with its length", () => {
  expect(printWave(new Uint8Array(1024), bytes, { maxBytes: 3 })).toBe("[0, 0, 0, … 1024 bytes]");
  expect(printWave(new Uint8Array(2), bytes, { maxBytes: 0 })).toBe("[… 2 bytes]");
  expect(printWave(new Uint8Array(3), bytes, { maxBytes: 3 })).toBe("[0, 0, 0]");
  expect(printWave(["a", "b"], { kind: "list", element: string, length: undefined }, { maxBytes: 1 })).toBe(
    '["a", … 2 elements]',
  );
  expect(printWave("abcdef", string, { maxChars: 3 })).toBe('"abc" … 6 chars');
  expect(printWave("ab👋", string, { maxChars: 3 })).toBe('"ab" … 4 chars');
  expect(printWave([1, 2, 3, 4], bytes, { maxText: 5 })).toBe("[1, 2, … 4 bytes]");
  const record: ValType = {
    kind: "record",
    fields: [
      { name: "a", type: u8 },
      { name: "b", type: u8 },
    ],
  };
  expect(printWave({ a: 1, b: 2 }, record, { maxText: 4 })).toBe("{a: …, …}");
});

test("a value of another type is shown as one", () => {
  expect(printWave(300, u8)).toBe("<u8 expected, found 300>");
  expect(printWave(1, u64)).toBe("<u64 expected, found 1>");
  expect(printWave(1n << 5000n, u64)).toBe("<u64 expected, found a large bigint>");
  expect(printWave("ab", char)).toBe('<char expected, found "ab">');
  expect(printWave("\ud83d", char)).toBe(String.raw`<char expected, found "\u{fffd}">`);
  expect(printWave("x", { kind: "enum", labels: ["a"] })).toBe('<enum expected, found "x">');
  expect(printWave(undefined, string)).toBe("<string expected, found undefined>");
  expect(printWave(null, bytes)).toBe("<list expected, found null>");
  expect(printWave([1], { kind: "tuple", elements: [u8, u8] })).toBe("<tuple expected, found a list of 1>");
  expect(printWave({ tag: "c" }, { kind: "variant", cases: [] })).toBe("<variant expected, found an object>");
  const record: ValType = { kind: "record", fields: [{ name: "a", type: u8 }] };
  expect(printWave({}, record)).toBe("{a: <u8 expected, found undefined>}");
  const trap = {
    get a(): never {
      throw new Error("no");
    },
  };
  expect(printWave(trap, record)).toBe("{<value that cannot be read>");
});

test("types may lie deeper in each other than the stack is high", () => {
  let type: ValType = u8;
  let value: unknown = 1;
  for (let depth = 0; depth < 100_000; depth += 1) {
    type = { kind: "tuple", elements: [type] };
    value = [value];
  }
  expect(printWave(value, type)).toBe(`${"(".repeat(200)}…${")".repeat(200)}`);
});

test("arguments", () => {
  const params = [
    { name: "a", type: string },
    { name: "b", type: u8 },
  ];
  expect(printArguments([], [])).toBe("()");
  expect(printArguments(["x", 1], params)).toBe('("x", 1)');
  expect(printArguments(["x"], params)).toBe('("x", <u8 expected, found undefined>)');
  expect(printArguments(["x", 1, 2, 3], params)).toBe('("x", 1, <2 more>)');
  expect(printArguments(["xxxx", 1], params, { maxText: 5, maxChars: 2 })).toBe('("xx" … 4 chars, …)');
});
