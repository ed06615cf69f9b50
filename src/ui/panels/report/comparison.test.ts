import { expect, test } from "vitest";
import type { Change } from "../../../worlds/model.ts";
import { changeGroups, groupWords, markdownOf, summaryWords } from "./comparison.ts";

const added: Change = {
  name: "wasi:sockets/tcp@0.2.12",
  kind: "import-added",
  weight: "wider",
  explanation: "It newly wants wasi:sockets/tcp@0.2.12.",
};
const gone: Change = {
  name: "greet",
  kind: "export-removed",
  weight: "breaking",
  explanation: "It no longer offers greet.",
};
const changed: Change = {
  name: "a:b/c@1.0.0",
  kind: "export-changed",
  path: ["a:b/c.f", "result"],
  weight: "compatible",
  explanation: "f gives string.",
};

test("the heaviest changes come first, and a filter looks at names, places and words", () => {
  const all = [added, changed, gone];
  expect(changeGroups(all, "").map(({ weight }) => weight)).toEqual(["breaking", "wider", "compatible"]);
  expect(changeGroups(all, " SOCKETS ")).toEqual([{ weight: "wider", changes: [added] }]);
  expect(changeGroups(all, "result")).toEqual([{ weight: "compatible", changes: [changed] }]);
  expect(changeGroups(all, "export gone")).toEqual([{ weight: "breaking", changes: [gone] }]);
  expect(changeGroups(all, "nothing like it")).toEqual([]);
});

test("beside the verdict nothing repeats it", () => {
  expect(
    summaryWords("Breaking: this version cannot stand in for the earlier one. Changes: 1 breaking, 2 wider."),
  ).toBe("This version cannot stand in for the earlier one.");
  expect(summaryWords("Same: this version wants and offers what the earlier one does.")).toBe(
    "This version wants and offers what the earlier one does.",
  );
  expect(groupWords({ weight: "breaking", changes: [gone] }, "breaking")).toBe("1 change");
  expect(groupWords({ weight: "wider", changes: [added, added] }, "breaking")).toBe("2 wider changes");
});

test("a comparison as Markdown", () => {
  expect(
    markdownOf("a.wasm", "b.wasm", { verdict: "breaking", summary: "Breaking.", changes: [added, gone, changed] }),
  ).toBe(
    [
      "## `a.wasm` → `b.wasm`: breaking",
      "",
      "Breaking.",
      "",
      "### Breaking",
      "",
      "- export gone `greet`: It no longer offers greet.",
      "",
      "### Wider",
      "",
      "- new import `wasi:sockets/tcp@0.2.12`: It newly wants wasi:sockets/tcp@0.2.12.",
      "",
      "### Compatible",
      "",
      "- export changed `a:b/c.f › result`: f gives string.",
      "",
    ].join("\n"),
  );
});

test("names end neither the code nor the line that they stand in", () => {
  const name = "`` x ` [a](http://b) <img src=x>\n# no heading";
  const explanation = "It wants [a](http://b) <b>*x*</b>\r\n- www.evil.example | & ![i](j)";
  const text = markdownOf(name, "b", { verdict: "wider", summary: "x", changes: [{ ...added, name, explanation }] });
  const lines = text.split("\n");
  expect(lines[0]).toBe(
    String.raw`## \`\` x \` \[a\]\(http\://b\) \<img src=x\>\\u\{a\}\# no heading → ` + "`b`: wider",
  );
  expect(lines.at(-2)).toContain(String.raw`\[a\]\(http\://b\) \<b\>\*x\*\</b\>`);
  expect(lines.at(-2)).toContain(String.raw`www\.evil.example \| \& \!\[i\]\(j\)`);
  expect(lines).toHaveLength(8);
});
