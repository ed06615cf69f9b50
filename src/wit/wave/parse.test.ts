import { expect, test } from "vitest";
import type { ResourceType, ValType } from "../../component/index.ts";
import { parseArguments, parseWave } from "./index.ts";

const bool: ValType = { kind: "bool" };
const u8: ValType = { kind: "u8" };
const s8: ValType = { kind: "s8" };
const u64: ValType = { kind: "u64" };
const f64: ValType = { kind: "f64" };
const string: ValType = { kind: "string" };
const char: ValType = { kind: "char" };
const option = (some: ValType): ValType => ({ kind: "option", some });
const list = (element: ValType, length?: number): ValType => ({ kind: "list", element, length });
const resource: ResourceType = { kind: "resource", abstract: true };
const record: ValType = {
  kind: "record",
  fields: [
    { name: "field-a", type: u8 },
    { name: "some", type: option(u8) },
    { name: "deep", type: option(option(u8)) },
  ],
};
const empty: ValType = { kind: "record", fields: [{ name: "constructor", type: option(u8) }] };
const flags: ValType = { kind: "flags", labels: ["read", "create-new", "ok"] };
const variant: ValType = {
  kind: "variant",
  cases: [
    { name: "a-b", type: u8 },
    { name: "err", type: string },
    { name: "bare", type: undefined },
  ],
};

/** The value, or `column: message`. */
function read(text: string, type: ValType): unknown {
  const result = parseWave(text, type);
  return result.ok ? result.value : `${result.error.column}: ${result.error.message}`;
}

test("numbers and bools", () => {
  expect(read(" true ", bool)).toBe(true);
  expect(read("-128", s8)).toBe(-128);
  expect(read("-0", s8)).toBe(0);
  expect(read("18446744073709551615", u64)).toBe(18446744073709551615n);
  expect(["0", "-1.5", "1e3", "1.25E-02", "inf", "-inf", "nan", "-0"].map((text) => read(text, f64))).toEqual([
    0,
    -1.5,
    1000,
    0.0125,
    Infinity,
    -Infinity,
    Number.NaN,
    -0,
  ]);
  expect(read("0.1", { kind: "f32" })).toBe(Math.fround(0.1));
});

test("strings and chars with escapes", () => {
  expect(read(String.raw`"a\t\n\r\"\'\\\u{1F44B}'"`, string)).toBe("a\t\n\r\"'\\👋'");
  expect(read(`'"'`, char)).toBe('"');
  expect(read(String.raw`'\''`, char)).toBe("'");
  expect(read(String.raw`'\u{0}'`, char)).toBe("\0");
  expect(read("'👋'", char)).toBe("👋");
  expect(read('""', string)).toBe("");
  expect(read('"// no comment"', string)).toBe("// no comment");
});

test("strings of many lines lose the spaces of their last line", () => {
  expect(read('"""\n"""', string)).toBe("");
  expect(read('"""\none\n"""', string)).toBe("one");
  expect(read('"""\r\n    one\r\n  two "" \\" \\u{21}\r\n  \r\n  """', string)).toBe('  one\ntwo "" " !\n');
  expect(read('["""\n  a\n  """, "b"]', list(string))).toEqual(["a", "b"]);
});

test("lists of numbers are typed arrays", () => {
  expect(read("[]", list(u8))).toEqual(new Uint8Array());
  expect(read("[1, 2,]", list(u8))).toEqual(Uint8Array.of(1, 2));
  expect(read("[-1]", list({ kind: "s64" }))).toEqual(BigInt64Array.of(-1n));
  expect(read("[1.5]", list({ kind: "f32" }))).toEqual(Float32Array.of(1.5));
  expect(read("[true,false]", list(bool))).toEqual([true, false]);
  expect(read("[1, 2]", list(u8, 2))).toEqual(Uint8Array.of(1, 2));
});

test("tuples, records, flags and maps", () => {
  expect(read('( 1 , "x" , )', { kind: "tuple", elements: [u8, string] })).toEqual([1, "x"]);
  expect(read("{deep: some(none), %some: 2, field-a: 1,}", record)).toEqual({
    fieldA: 1,
    some: 2,
    deep: { tag: "some", val: undefined },
  });
  expect(read("{field-a: 1}", record)).toEqual({ fieldA: 1, some: undefined, deep: { tag: "none" } });
  expect(Object.entries(read("{ : }", empty) as object)).toEqual([["constructor", undefined]]);
  expect(read("{create-new, %ok,}", flags)).toEqual({ read: false, createNew: true, ok: true });
  expect(read("{}", flags)).toEqual({ read: false, createNew: false, ok: false });
  const map: ValType = { kind: "map", key: string, value: u8 };
  expect(read('{"a": 1, "b": 2,}', map)).toEqual(
    new Map([
      ["a", 1],
      ["b", 2],
    ]),
  );
  expect(read("{}", map)).toEqual(new Map());
  expect(read("{:}", map)).toEqual(new Map());
});

test("variants and enums", () => {
  expect(read("a-b ( 1 )", variant)).toEqual({ tag: "a-b", val: 1 });
  expect(read('%err("x")', variant)).toEqual({ tag: "err", val: "x" });
  expect(read("%bare", variant)).toEqual({ tag: "bare" });
  expect(read("%ok", { kind: "enum", labels: ["a", "ok"] })).toBe("ok");
});

test("options and results, also flat", () => {
  expect(read("some(1)", option(u8))).toBe(1);
  expect(read("1", option(u8))).toBe(1);
  expect(read("none", option(u8))).toBeUndefined();
  expect(read("%none", option({ kind: "enum", labels: ["none"] }))).toBe("none");
  expect(read("some(1)", option(option(u8)))).toEqual({ tag: "some", val: 1 });
  const result: ValType = { kind: "result", ok: u8, error: undefined };
  expect(read("1", result)).toEqual({ tag: "ok", val: 1 });
  expect(read("ok(1)", result)).toEqual({ tag: "ok", val: 1 });
  expect(read("err", result)).toEqual({ tag: "err" });
  expect(read("[ok, err]", list({ kind: "result", ok: undefined, error: undefined }))).toEqual([
    { tag: "ok" },
    { tag: "err" },
  ]);
});

test("comments", () => {
  expect(read("// first\n[1, // one\n 2 // two\n] // end", list(u8))).toEqual(Uint8Array.of(1, 2));
});

test.each<[string, ValType, string]>([
  ["", u8, "1: a whole number (u8) is expected, but the text ends here"],
  ["300", u8, "1: this number is out of range: u8 goes from 0 to 255"],
  ["[0, -1]", list(u8), "5: this number is out of range: u8 goes from 0 to 255"],
  ["18446744073709551616", u64, "1: this number is out of range: u64 goes from 0 to 18446744073709551615"],
  ["01", u8, "1: a number may not start with a zero"],
  ["1.5", u8, "2: a whole number is expected, without a fraction or an exponent"],
  ["1.", f64, "3: a fraction needs digits"],
  ["1e+", f64, "4: an exponent needs digits"],
  ["infinity", f64, "1: a number is expected, but found “infinity”"],
  ["+1", f64, "1: a number is expected, but found “+”"],
  ["maybe", bool, "1: true or false is expected, but found “maybe”"],
  ["1 2", u8, "3: nothing more is expected, but found “2”"],
  ["''", char, "1: a char holds one character, and this one is empty"],
  ["'ab'", char, "3: a char holds one character and ends with '"],
  ["'", char, "1: the char has no end"],
  ["'\n'", char, "2: a line break in a char is written as \\n"],
  ["x", char, "1: a char is expected, such as 'x', but found “x”"],
  ["x", string, '1: a string is expected, such as "x", but found “x”'],
  ['"abc', string, "1: the string has no end"],
  ['"a\nb"', string, '3: a line break in a string is written as \\n, or the text stands between lines with """'],
  [String.raw`"a\x"`, string, `3: after a backslash stands one of t n r " ' \\ or u{…}`],
  [String.raw`"\u{d800}"`, string, "2: this escape is no Unicode character"],
  [String.raw`"\u{110000}"`, string, "2: this escape is no Unicode character"],
  [String.raw`"\u12"`, string, "2: \\u is followed by hexadecimal digits in braces, such as \\u{1f600}"],
  [String.raw`"\u{}"`, string, "2: \\u is followed by hexadecimal digits in braces, such as \\u{1f600}"],
  ['"\ud83d"', string, "2: half of a surrogate pair is no character"],
  ['"""x"""', string, '4: after """ the text starts on a new line'],
  ['"""\nx', string, '1: the string of many lines has no end: """ on a line of its own'],
  ['"""\nx"""', string, '5: the last """ stands on a line of its own, after spaces only'],
  ['"""\n  x\n y\n  """', string, "10: each line starts with the 2 spaces of the last one"],
  ["1", list(u8), "1: a list is expected, such as [a, b], but found “1”"],
  ["[1 2]", list(u8), "4: a comma or ] is expected, but found “2”"],
  ["[,]", list(u8), "2: a whole number (u8) is expected, but found “,”"],
  ["[1]", list(u8, 2), "3: the list has 2 elements, and here are 1"],
  ["[1, 2]", list(u8, 1), "5: too many elements: the list has 1"],
  ["(1)", { kind: "tuple", elements: [u8, u8] }, "3: the tuple has 2 elements, and here are 1"],
  ["(1, 2)", { kind: "tuple", elements: [u8] }, "5: too many elements: the tuple has 1"],
  ["{}", empty, "1: the record without fields is written as {:}"],
  ["{:}", record, "3: the field “field-a” is missing"],
  ["{field-a 1}", record, "10: a colon is expected after a field’s name, but found “1”"],
  ["{b: 1}", record, "2: there is no field “b”; there are field-a, some, deep"],
  ["{field-a: 1, field-a: 2}", record, "14: the field “field-a” stands here twice"],
  ["{1: 1}", record, "2: a field is expected (field-a, some, deep), but found “1”"],
  ["{read, read}", flags, "8: the flag “read” stands here twice"],
  ["{write}", flags, "2: there is no flag “write”; there are read, create-new, ok"],
  ["a-b", variant, "4: “a-b” holds a value in parentheses, but the text ends here"],
  ["bare(1)", variant, "5: “bare” holds no value"],
  ['err("x")', variant, "1: “err” is a word of WAVE: the case of that name is written as %err"],
  ["c", variant, "1: the variant has no case “c”; it has a-b, err, bare"],
  ["{", { kind: "enum", labels: ["a"] }, "1: a case of the enum is expected (a), but found “{”"],
  ["some(1", option(u8), "7: a closing parenthesis is expected, but the text ends here"],
  ["1", option(option(u8)), "1: some(…) or none is expected, but found “1”"],
  ["1", { kind: "result", ok: undefined, error: u8 }, "1: ok or err is expected, but found “1”"],
  ["ok(1)", { kind: "result", ok: undefined, error: u8 }, "3: “ok” holds no value"],
  ["x", { kind: "own", resource }, "1: a resource cannot be written as text"],
  ["x", { kind: "stream", element: u8 }, "1: a value of type stream cannot be written as text"],
  ['{"a": 1, "a": 2}', { kind: "map", key: string, value: u8 }, "10: this key stands here twice"],
])("%j is wrong", (text, type, error) => {
  expect(read(text, type)).toBe(error);
});

test("long and deep texts are read to their end or told to be wrong", () => {
  const digits = "9".repeat(1_000_000);
  expect(read(digits, u64)).toMatch(/^1: this number is out of range/);
  expect(read(digits, f64)).toBe(Infinity);
  expect(read("a".repeat(1_000_000), variant)).toBe(
    `1: the variant has no case “${"a".repeat(40)}…”; it has a-b, err, bare`,
  );
  let type: ValType = u8;
  for (let depth = 0; depth < 100_000; depth += 1) type = list(type);
  expect(read("[".repeat(100_000), type)).toBe("201: values lie in each other more than 200 deep");
});

test("arguments; options at the end may be left out", () => {
  const params = [
    { name: "a", type: u8 },
    { name: "b", type: option(u8) },
    { name: "c", type: option(option(u8)) },
  ];
  const args = (text: string): unknown => {
    const result = parseArguments(text, params);
    return result.ok ? result.value : `${result.error.column}: ${result.error.message}`;
  };
  expect(args(" (1, 2, some(3),) ")).toEqual([1, 2, { tag: "some", val: 3 }]);
  expect(args("(1)")).toEqual([1, undefined, { tag: "none" }]);
  expect(args("()")).toBe("2: the argument “a” is missing");
  expect(args("(1, 2, none, 4)")).toBe("14: too many arguments: the function takes 3");
  expect(args("1")).toBe("1: arguments are expected, such as (1, 2), but found “1”");
  expect(args("(1) 2")).toBe("5: nothing more is expected, but found “2”");
  expect(parseArguments("()", [])).toEqual({ ok: true, value: [] });
});
