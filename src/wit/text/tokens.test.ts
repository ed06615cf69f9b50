import fc from "fast-check";
import { expect, test } from "vitest";
import { allWitTokens, endOf, witTokens } from "./tokens.ts";

const texts = (text: string): readonly string[] => witTokens(text).map((token) => token.text);

test("names, versions, strings and marks", () => {
  expect(texts('a-b:c@0.2.0-rc-1 %use ->"a \\" b"_ "open\nx')).toEqual([
    "a-b",
    ":",
    "c",
    "@",
    "0",
    ".",
    "2",
    ".",
    "0-rc-1",
    "%use",
    "->",
    '"a \\" b"',
    "_",
    '"open',
    "x",
  ]);
});

test("comments nest, and one that does not end takes the rest", () => {
  expect(allWitTokens("/* a /* b */ c */ d // e\r\n/* f").map((token) => token.text)).toEqual([
    "/* a /* b */ c */",
    "d",
    "// e",
    "/* f",
  ]);
});

test("tokens stand where they say, and leave nothing out but white space", () => {
  const piece = fc.constantFrom(...'world| |\n|\r\n|//x\n|/*|*/|a:b|{|}|->|%use|é|💡|;|0.2.12|"|"s"|\\'.split("|"));
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join("")),
      (text) => {
        const lines = text.split("\n");
        let end = 0;
        for (const token of allWitTokens(text)) {
          expect(text.slice(end, token.offset).trim()).toBe("");
          expect(text.startsWith(token.text, token.offset)).toBe(true);
          expect(lines[token.line - 1]?.startsWith(token.text.split("\n")[0] ?? "", token.column - 1)).toBe(true);
          end = endOf(token);
        }
        expect(text.slice(end).trim()).toBe("");
      },
    ),
  );
});
