import { expect, test } from "vitest";
import { dummy } from "../../scripts/conformance/worlds.mjs";
import { printWit } from "./index.ts";
import { read, shapeOf } from "./shape-testing.ts";

const source = `package a:b@1.0.0;
  interface i {
    record r { x: u8, y: u8 }
    variant v { one, two(r) }
    enum e { red }
    flags f { read }
    resource res { constructor(); get: func(); }
    first: func(v: v, e: e);
    second: func(f: f);
  }
  world w { import i; import go: func(); import side: interface { f: func(); } }`;

const docs = {
  "a:b@1.0.0": "The package.",
  "a:b/i@1.0.0": "The interface.\n\n  Indented.",
  "a:b/i@1.0.0#r": "A record.",
  "a:b/i@1.0.0#r.y": "A field.",
  "a:b/i@1.0.0#v.two": "A case.",
  "a:b/i@1.0.0#e.red": "A color.",
  "a:b/i@1.0.0#f.read": "A right.",
  "a:b/i@1.0.0#res": "A resource.",
  "a:b/i@1.0.0#[constructor]res": "Makes one.",
  "a:b/i@1.0.0#[method]res.get": "Gets.",
  "a:b/i@1.0.0#second": "Second.",
  "root:component/root": "The world.",
  "root:component/root#go": "Goes.",
  "root:component/root#side": "At the side.",
  "root:component/root#side.f": "Inside.",
};

test("what a binary says of its items stands before them", async () => {
  const model = read(await dummy(source, "w"));
  const text = printWit({ ...model, docs });
  for (const [comment, item] of Object.entries({
    "The package.": "package a:b@1.0.0 {",
    "Indented.": "interface i {",
    "A record.": "record r {",
    "A field.": "y: u8,",
    "A case.": "two(r),",
    "A color.": "red,",
    "A right.": "read,",
    "A resource.": "resource res {",
    "Makes one.": "constructor();",
    "Gets.": "get: func();",
    "Second.": "second: func(f: f);",
    "The world.": "world root {",
    "Goes.": "import go: func();",
    "At the side.": "import side: interface {",
    "Inside.": "f: func();",
  }))
    expect(text).toMatch(
      new RegExp(`^( *)///.*${comment.replace(".", "\\.")}\\n\\1${item.replace(/[(){}]/g, "\\$&")}$`, "m"),
    );
  expect(text).toContain("  /// The interface.\n  ///\n  ///   Indented.\n  interface i {\n");
  expect(shapeOf(read(await dummy(text, "root")).type)).toEqual(shapeOf(model.type));
  expect(printWit({ ...model, docs }, { brief: true })).toBe(printWit(model, { brief: true }));
});

test("docs cannot end their comment or hide in it", { timeout: 60_000 }, async () => {
  const model = read(await dummy(source, "w"));
  const evil = [
    "one\r\ntwo\rthree\u2028four\u0085five\u000bsix */ seven",
    "\u202ebidi\u2066\u200b\u0000\u001b[31m\ud800 lone",
    "\u0149\u0673\u0f77\u17a3\ufffe\u{e0001}",
    `long ${"x".repeat(1_000_000)}`,
    "line\n".repeat(100_000),
    "\t* a\n\t* b",
  ];
  const keys = Object.keys(docs);
  for (const [at, comment] of evil.entries()) {
    const text = printWit({ ...model, docs: Object.fromEntries(keys.map((key) => [key, `${at} ${comment}`])) });
    expect(text).not.toMatch(/[^\P{C}\n]|\p{Zl}|\p{Zp}/u);
    expect(text.length).toBeLessThan(1_000_000);
    expect(text).toContain(`    /// ${at}`);
    // oxlint-disable-next-line no-await-in-loop
    expect(shapeOf(read(await dummy(text, "root")).type)).toEqual(shapeOf(model.type));
  }
});

test("docs by the names of what every object has are none", async () => {
  const model = read(await dummy(source, "w"));
  expect(printWit({ ...model, docs: {} })).toBe(printWit(model));
});

test("docs have to fit into the text too", async () => {
  const model = read(await dummy(source, "w"));
  const text = printWit({ ...model, docs: { "a:b/i@1.0.0": "word ".repeat(1000) } }, { limit: 600 });
  expect(text.length).toBeLessThan(1500);
  expect(text).toContain("// The text was cut here");
});
