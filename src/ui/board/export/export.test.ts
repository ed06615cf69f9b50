import fc from "fast-check";
import { expect, test } from "vitest";
import type { ComponentType, Entity } from "../../../component/types.ts";
import { defaultScenario } from "../../../scenario/defaults.ts";
import { boardOf, fitOf, reportOf } from "../model-testing.ts";
import { boardMarkdown } from "./markdown.ts";
import { boardMermaid } from "./mermaid.ts";
import { boardSvg } from "./svg.ts";
import { fileNameFor, oneLine } from "./text.ts";
import type { PictureTheme } from "./theme.ts";

const theme: PictureTheme = {
  bg: "#f6f5f1",
  panel: "#fffefb",
  sunken: "#efede6",
  ink: "#1d1f27",
  ink2: "#565967",
  ink3: "#686b79",
  line: "#dedbd1",
  real: "#157a4a",
  mock: "#6d3fd4",
  deny: "#b03520",
  missing: "#8a5200",
};
const facts = { name: "app.wasm", line: "command", world: "wasi:cli/command@0.2.12", verdict: "Fits." };
const names = ["wasi:clocks/wall-clock", "wasi:cli/stdout", "wasi:sockets/tcp", "wasi:io/poll", "acme:store/kv@1.0.0"];
const scenario = defaultScenario();
const mixed = boardOf(names, {
  scenario: { ...scenario, bindings: { ...scenario.bindings, stdout: { ...scenario.bindings.stdout, mode: "real" } } },
});

/** Any text, with what has a meaning somewhere in it more often than chance would have it. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 6 }),
      fc.constantFrom(
        ..."<>&\"'`|\\[]{}()#;*_~$\n\r\t".split(""),
        "\u202E",
        "\u2028",
        "\uFFFE",
        "\uD800",
        "\u0000",
        "]]>",
        "-->",
        "<script>alert(1)</script>",
        "%%{init: {}}%%",
        "end",
        "click a href",
        "https://evil.example",
        "![x](y)",
        "- ",
        "1. ",
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

/** Whether an XML text is well-formed: tags nest, attributes are quoted, references are known, every character may stand there. */
function wellFormed(text: string): boolean {
  if (/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(text)) return false;
  const open: string[] = [];
  const tag = /<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<]*")*)(\/?)>/y;
  const plain = /(?:[^<&]|&(?:amp|lt|gt|quot|apos);)+/y;
  for (let at = 0; at < text.length;) {
    tag.lastIndex = at;
    plain.lastIndex = at;
    const found = tag.exec(text);
    if (found === null) {
      if (!plain.test(text)) return false;
      at = plain.lastIndex;
      continue;
    }
    at = tag.lastIndex;
    const [, closes, name = "", attributes = "", alone] = found;
    if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(attributes)) return false;
    if (closes === "/" && open.pop() !== name) return false;
    if (closes === "" && alone === "") open.push(name);
  }
  return open.length === 0;
}

test("the picture holds every look, the words and what screen readers need", () => {
  const { svg, width, height } = boardSvg(mixed, theme, facts);
  expect(wellFormed(svg)).toBe(true);
  expect(svg.startsWith(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"`)).toBe(true);
  for (const look of ["real", "mock", "deny", "missing", "passed"] as const) {
    // One in the legend, and one at least on the board.
    expect(svg.split(`data-look="${look}"`).length - 1).toBeGreaterThan(1);
    if (look !== "passed") expect(svg).toContain(theme[look]);
  }
  expect(svg).toContain('<title id="board-title">app.wasm in wasi:cli/command@0.2.12</title>');
  expect(svg).toContain("Wires: 1 real, 1 mock, 1 deny, 1 missing, 1 passed along, 1 offered.");
  expect(svg).not.toMatch(/foreignObject|<style|<image|href|url\(/);
});

test("a word stands at its wire, and the legend has only what is used", () => {
  const times = (svg: string, word: string) => svg.split(`>${word}<`).length - 1;
  const { svg } = boardSvg(mixed, theme, facts);
  for (const word of ["real", "mock", "deny", "missing"]) expect([word, times(svg, word)]).toEqual([word, 2]);
  const report = reportOf(["acme:store/kv@1.0.0"]);
  const fit = fitOf(report);
  const imports = fit.imports.map((entry) => ({ ...entry, status: "mismatched" as const }));
  const misfit = boardSvg(boardOf([], { report, fit: { ...fit, imports } }), theme, facts).svg;
  expect(times(misfit, "does not fit")).toBe(2);
  for (const word of ["real", "mock", "deny", "missing"]) expect([word, times(misfit, word)]).toEqual([word, 0]);
});

test("many facts are written on several lines", () => {
  const words = Array.from({ length: 20 }, (_, index) => `word${index}`);
  const { svg } = boardSvg(mixed, theme, { ...facts, line: words.join(" ") });
  for (const word of words) expect(svg).toContain(word);
  // The rows stand lower.
  const rowAt = (text: string) => Number(/ y="([\d.]+)"[^>]*>wall-clock</.exec(text)?.[1]);
  expect(rowAt(svg)).toBeGreaterThan(rowAt(boardSvg(mixed, theme, facts).svg));
});

test("a folded group stands as one line that its wires come from", () => {
  const folded = { ...mixed, sockets: mixed.sockets.map((group) => ({ ...group, folded: true })) };
  const { svg, height } = boardSvg(folded, theme, facts);
  expect(svg).toContain("▸ wasi:clocks 0.2.12 · 1");
  expect(svg).not.toContain(">wall-clock<");
  expect(height).toBeLessThanOrEqual(boardSvg(mixed, theme, facts).height);
});

test("a picture of very many imports is bounded, and says what it leaves out", () => {
  const many = Array.from({ length: 5000 }, (_, index) => `acme:many/i${index}@1.0.0`);
  const model = boardOf(many);
  const whole = { ...model, sockets: model.sockets.map((group) => ({ ...group, folded: false })) };
  const { svg, height } = boardSvg(whole, theme, facts);
  expect(height).toBeLessThan(20_000);
  expect(svg.length).toBeLessThan(1_000_000);
  expect(svg).toContain("and 4,700 more");
});

test("the Mermaid diagram tells looks by arrows and words", () => {
  const lines = boardMermaid(mixed, facts).split("\n");
  expect(lines[0]).toBe("flowchart LR");
  expect(lines[1]).toBe('  subgraph component["app.wasm"]');
  const wires = lines.filter((line) => line.includes("|")).map((line) => line.trim().replaceAll(/\b[sp]\d+\b/g, "n"));
  expect(wires).toEqual([
    "n -.-o|missing| n",
    "n -.->|mock| n",
    "n ==>|real| n",
    "n --x|deny| n",
    "n ---|passed along| n",
    "n ---|offers| n",
  ]);
  expect(lines.filter((line) => /^\s*subgraph/.test(line))).toHaveLength(
    lines.filter((line) => line.trim() === "end").length,
  );
});

test("the diagram has no box of the world without a wire", () => {
  const entry = {
    name: "acme:x/y",
    status: "missing",
    functions: ["f"],
    reasons: ["It lacks."],
    differences: [],
  } as const;
  const lacking = boardOf(names, { fit: { ...fitOf(reportOf(names)), exports: [entry] } });
  for (const model of [mixed, lacking]) {
    const text = boardMermaid(model, facts);
    const boxes = [...text.matchAll(/^ +(p\d+)\[/gm)].map(([, id]) => id);
    const ends = new Set([...text.matchAll(/\| (p\d+)$/gm)].map(([, id]) => id));
    expect(boxes.length).toBeGreaterThan(0);
    expect([...ends].toSorted()).toEqual(boxes.toSorted());
  }
  expect(boardMermaid(lacking, facts)).toMatch(/^ {2}component -\.-o\|not offered\| p\d+$/m);
});

test("a diagram of very many imports stays within what Mermaid takes", () => {
  const model = boardOf(Array.from({ length: 5000 }, (_, index) => `acme:many/i${index}@1.0.0`));
  const whole = { ...model, sockets: model.sockets.map((group) => ({ ...group, folded: false })) };
  const text = boardMermaid(whole, facts);
  expect(text.length).toBeLessThan(50_000);
  expect(text.split("\n").filter((line) => line.includes("|")).length).toBeLessThan(500);
  expect(text).toContain('"and 4850 more"');
});

test("a folded group is one box in the diagram", () => {
  const folded = { ...mixed, sockets: mixed.sockets.map((group) => ({ ...group, folded: true })) };
  expect(boardMermaid(folded, facts)).toContain('[["wasi:clocks 0.2.12: 1"]]');
});

test("the Markdown has the verdict with its reasons, and both tables", () => {
  const report = reportOf(names);
  const fit = fitOf(report);
  expect(boardMarkdown(mixed, fit, { ...report, sha256: "ab" }, undefined)).toBe(`# app.wasm

1 byte, SHA-256 \`ab\`

**Does not fit wasi:cli/command@0.2.12.**

- The world does not provide acme:store/kv@1.0.0.

## Imports

| Import | Functions | Bound to |
| --- | --- | --- |
| \`wasi:clocks/wall-clock@0.2.12\` | \`now\`<br>\`resolution\` | mock |
| \`wasi:cli/stdout@0.2.12\` | \`get-stdout\` | real |
| \`wasi:sockets/tcp@0.2.12\` | \`tcp-socket.connect\` | deny |
| \`wasi:io/poll@0.2.12\` | \`poll\`<br>\`pollable.block\` | passed along |
| \`acme:store/kv@1.0.0\` | \`get\` | missing |

## Exports

| Export | Functions | In this world |
| --- | --- | --- |
| \`wasi:cli/run@0.2.12\` | \`run\` | expected |
`);
});

test("the Markdown groups what differs by interface, with its place and full types", () => {
  const name = "acme:store/kv@1.0.0";
  const report = reportOf([name]);
  const fit = fitOf(report);
  const difference = { kind: "type", expected: "string", found: "u32", fix: "Change it." } as const;
  const differences = [
    { ...difference, path: [`${name}.get`, "parameter key"], explanation: "It takes a string here." },
    { ...difference, path: [`${name}.get`, "result"], explanation: "It gives a string here." },
  ];
  const imports = fit.imports.map((entry) => ({ ...entry, status: "mismatched" as const, differences }));
  const functions: ReadonlyMap<string, Entity> = new Map([
    [
      "get",
      {
        sort: "func",
        type: { kind: "func", async: false, params: [{ name: "key", type: { kind: "string" } }], result: undefined },
      },
    ],
  ]);
  const types: ComponentType = {
    kind: "component",
    imports: new Map([[name, { sort: "instance", type: { kind: "instance", exports: functions } }]]),
    exports: new Map(),
  };
  const text = boardMarkdown(boardOf([name]), { ...fit, fits: false, imports }, report, types);
  expect(text).toContain(
    `- \`${name}\`\n  - \`${name}.get › parameter key\`: It takes a string here.\n  - \`${name}.get › result\`: It gives`,
  );
  expect(text).toContain("| `get: func(key: string)` |");
});

test("whatever the names are, the picture is well-formed", () => {
  fc.assert(
    fc.property(hostile, hostile, (name, other) => {
      const model = boardOf([name, other]);
      expect(wellFormed(boardSvg(model, theme, { name, line: other, world: name, verdict: other }).svg)).toBe(true);
    }),
  );
});

test("whatever the names are, the diagram has the lines that it should, and no label leaves its quotes", () => {
  const line =
    /^(flowchart LR| *end| *subgraph [spg\w]+\["[^"]+"\]| *[sp]\w+(\["[^"]+"\]|\[\["[^"]+"\]\])| {2}s\d+ (==>|-\.->|--x|-\.-o|---)\|[a-z ]+\| p\d+|)$/;
  fc.assert(
    fc.property(hostile, hostile, (name, other) => {
      for (const one of boardMermaid(boardOf([name, other]), { name, world: other }).split("\n")) {
        expect(one).toMatch(line);
        // Between quotes: letters, what is plain, and references.
        for (const [, label = ""] of one.matchAll(/"([^"]*)"/g)) {
          expect(label.replaceAll(/#\d+;/g, "")).not.toMatch(/[#;<>&`%\\{}[\]()|"'\p{Cc}\p{Cf}]/u);
        }
      }
    }),
  );
});

test("whatever the names are, the tables keep their cells and nothing has a meaning", () => {
  fc.assert(
    fc.property(hostile, hostile, (name, other) => {
      const report = { ...reportOf([name, other]), name };
      const text = boardMarkdown(boardOf([name, other]), fitOf(report), report, undefined);
      expect(text).not.toMatch(/[\p{Cf}\u2028\u2029\r\t]/u);
      // What is code or escaped says nothing to Markdown.
      const rest = text
        .replaceAll(/\\[!-/:-@[-`{-~]/g, "")
        .replaceAll(/`[^`\n]*`/g, "")
        .replaceAll("<br>", "");
      expect(rest).not.toMatch(/[<>&`[\]{}~$!\\]|https?:\/\//);
      const table = rest.split("\n").filter((line) => line.startsWith("|"));
      for (const row of table) expect(row.split("|")).toHaveLength(5);
      expect(rest.split("\n").filter((line) => line.startsWith("#"))).toHaveLength(3);
    }),
  );
});

test("a line shows what would not show", () => {
  expect(oneLine("a\nb\u202Ec", 20)).toBe("a\\u{a}b\\u{202e}c");
  expect(oneLine("abcdef", 4)).toBe("abc…");
  expect(oneLine("😀".repeat(9), 4)).toBe("😀😀😀…");
});

test.each([
  ["hello.wasm", "hello.svg"],
  ["my app (1).WASM", "my-app-1.svg"],
  ["../../etc/passwd", "etc-passwd.svg"],
  ["..", "board.svg"],
  ["", "board.svg"],
  ["\u202Egnp.exe\n", "gnp.exe.svg"],
  ["NUL.wasm", "board-NUL.svg"],
  ["日本.wasm", "board.svg"],
])("a file name made from %j", (name, expected) => {
  expect(fileNameFor(name, "svg")).toBe(expected);
});

test("whatever the name is, a file name is plain and short", () => {
  fc.assert(
    fc.property(hostile, (name) => {
      const file = fileNameFor(name, "png");
      expect(file).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*\.png$/);
      expect(file.length).toBeLessThan(80);
    }),
  );
});
