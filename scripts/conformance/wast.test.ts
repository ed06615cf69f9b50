import { expect, test } from "vitest";
import { componentsIn, splitLists, unescapeString } from "./wast.mjs";

test("lists are split whatever strings and comments hold", () => {
  const text = `;; a line (
    (one "a ) \\" ( b" (; block ) (; inner ;) ( ;) (two $x)) ;; )
    atom (three;;
    )`;
  const lists = splitLists(text);
  expect(lists.map(({ start, end }) => text.slice(start, end).replaceAll(/\s+/g, " "))).toEqual([
    '(one "a ) \\" ( b" (; block ) (; inner ;) ( ;) (two $x))',
    "(three;; )",
  ]);
  expect(lists[0]?.items.map((item) => (typeof item === "string" ? item : item.items))).toEqual([
    "one",
    '"a ) \\" ( b"',
    ["two", "$x"],
  ]);
});

test("strings can be names, and end comments that are none of theirs", () => {
  const lists = splitLists(`;; a "
    ($"a (b" ;; c"
    $"" $c "\\\\")`);
  expect(lists.map(({ items }) => items)).toEqual([['$"a (b"', '$""', "$c", '"\\\\"']]);
});

test.each([
  ["\n(a (b)", "The list in line 2 is not closed."],
  ["(a)\n)", "Line 2 closes a list too many."],
  ['(a "b)', "The string in line 1 is not closed."],
  ["(a) (; (; ;)", "The block comment in line 1 is not closed."],
])("%j is refused", (text, message) => {
  expect(() => splitLists(text)).toThrow(new SyntaxError(message));
});

test("strings are unescaped", () => {
  expect(unescapeString(String.raw`"a\tb\22\u{1F_600}\\\"'"`)).toBe('a\tb"\u{1F600}\\"\'');
  expect(() => unescapeString(String.raw`"\zz"`)).toThrow(SyntaxError);
});

test("components are found in every form and directive", () => {
  const script = String.raw`
    (component $a (component $inner) (core module))
    (component definition $b
      (import "definition" (func)))
    (component definition (export "x" (func 0)))
    (component instance $i $b)
    (component $c binary "\00asm" ;; )
      "\0d\00\01\00")
    (assert_malformed (component quote "(import \"a\"" "(func))") "why (component)")
    (assert_trap (component (import "host" (func))) "unreachable")
    (thread $t (assert_invalid (component binary "") "nested"))
    (module $m (func))
    (assert_return (invoke "f" (u32.const 1)))`;
  expect(componentsIn(script)).toEqual([
    { line: 2, directive: "component", form: "text", text: "(component $a (component $inner) (core module))" },
    {
      line: 3,
      directive: "component",
      form: "text",
      text: '(component $b\n      (import "definition" (func)))',
    },
    { line: 5, directive: "component", form: "text", text: '(component (export "x" (func 0)))' },
    {
      line: 7,
      directive: "component",
      form: "binary",
      text: String.raw`(component binary "\00asm" "\0d\00\01\00")`,
    },
    { line: 9, directive: "assert_malformed", form: "quote", text: '(component (import "a" (func)))' },
    { line: 10, directive: "assert_trap", form: "text", text: '(component (import "host" (func)))' },
    { line: 11, directive: "assert_invalid", form: "binary", text: '(component binary "")' },
  ]);
});
