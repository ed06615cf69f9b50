import fc from "fast-check";
import { expect, test } from "vitest";
import { plain, spansOf, styleAfter, visible } from "./ansi.ts";

test("colours and weight make spans", () => {
  expect(spansOf("a\u001b[1;31mb\u001b[0mc")).toEqual([
    { text: "a", style: {} },
    { text: "b", style: { fg: 1, bold: true } },
    { text: "c", style: {} },
  ]);
});

test.each([
  ["\u001b[94m", { fg: 12 }],
  ["\u001b[41m", { bg: 1 }],
  ["\u001b[107m", { bg: 15 }],
  ["\u001b[38;5;9m", { fg: 9 }],
  ["\u001b[38;5;196m", { fg: "rgb(255 0 0)" }],
  ["\u001b[48;5;244m", { bg: "rgb(128 128 128)" }],
  ["\u001b[38;2;1;2;3;1m", { fg: "rgb(1 2 3)", bold: true }],
  ["\u001b[31m\u001b[39m", {}],
  ["\u001b[1m\u001b[22m", {}],
  ["\u001b[31m\u001b[m", {}],
  ["\u001b[38;5;999m", {}],
  ["\u001b[4;8m", {}],
])("%j sets", (text, style) => expect(styleAfter(text, plain)).toEqual(style));

test("a style goes on into the next line", () => {
  expect(spansOf("x", styleAfter("\u001b[32m", plain))).toEqual([{ text: "x", style: { fg: 2 } }]);
});

test("other sequences are shown, not obeyed", () => {
  expect(spansOf("\u001b[2J\u001b]0;title\u0007")).toEqual([{ text: "␛[2J␛]0;title␇", style: {} }]);
  expect(visible("a\u202eb\u2066\u0085\u007f\r\t")).toBe("a⟨U+202E⟩b⟨U+2066⟩⟨U+0085⟩␡␍\t");
});

test("no control character is left, and no other text is lost", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = spansOf(text)
        .map((span) => span.text)
        .join("");
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      expect(shown).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }),
  );
});
