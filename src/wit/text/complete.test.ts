import fc from "fast-check";
import { expect, test } from "vitest";
import { packages as wasi } from "virtual:orrery/wasi-wit";
import { complete } from "./complete.ts";
import { hover } from "./hover.ts";

/** The text without the bar, and where the bar stood. */
function cursor(marked: string): readonly [string, number] {
  const at = marked.indexOf("|");
  return [marked.slice(0, at) + marked.slice(at + 1), at];
}

function labels(marked: string): readonly string[] {
  const [text, at] = cursor(marked);
  return complete(text, at, wasi).items.map(({ label }) => label);
}

/** The text with the entry of that label put in, places to fill in left out. */
function taken(marked: string, label: string): string {
  const [text, at] = cursor(marked);
  const { start, end, items } = complete(text, at, wasi);
  const item = items.find((each) => each.label === label);
  return text.slice(0, start) + (item?.insert.replace(/\$\{\d:(.*?)\}|\$\d/g, "$1") ?? "none") + text.slice(end);
}

const own = `package my:app@1.0.0;
interface types {
  /// How big.
  record size { w: u32, h: u32 }
  use wasi:io/streams@0.2.12.{input-stream as input};
  f: func(a: size) -> input;
}
package acme:store@1.0.0 {
  interface kv { type key = string; }
}
`;

test("keywords that fit the place", () => {
  expect(labels("|")).toEqual(["package", "interface", "world", "use"]);
  expect(labels("package a:b;\n\nw|")).toEqual(["interface", "world", "use", "package"]);
  expect(labels("package a:b;\nworld w {\n  im|\n}")).toEqual(
    "import export include use record variant enum flags resource type".split(" "),
  );
  expect(labels("interface i {\n  |")).toContain("func");
  expect(labels("interface i { resource r { | } }")).toEqual(["constructor", "func", "static func"]);
  expect(labels("interface i { f: | }")).toEqual(["func", "async func"]);
  expect(labels("world w {\n  import wasi:cli/stdout@0.2.12\n  exp|\n}")).toContain("export");
  expect(labels("world w { @s| }")).toEqual(["since", "unstable", "deprecated"]);
  expect(taken("world w { | }", "import")).toBe("world w { import  }");
});

test("packages, then their interfaces or worlds with versions", () => {
  expect(labels("world w {\n  import |\n}")).toContain("wasi:cli");
  expect(labels("world w {\n  import wasi:|\n}")).toEqual(expect.arrayContaining(["wasi:cli", "wasi:io"]));
  expect(labels("world w {\n  import wasi:cli/|\n}")).toContain("wasi:cli/stdout@0.2.12");
  expect(labels("world w {\n  import wasi:cli/|\n}")).not.toContain("wasi:cli/command@0.2.12");
  expect(labels("world w {\n  include wasi:cli/|\n}")).toContain("wasi:cli/command@0.2.12");
  expect(labels("world w {\n  import wasi:cli/stdout@0.|\n}")).toContain("wasi:cli/stdout@0.2.12");
  expect(labels(`${own}world w { import | }`)).toEqual(expect.arrayContaining(["types", "acme:store", "wasi:cli"]));
  expect(labels(`${own}world w { import acme:| }`)).toContain("acme:store");
  expect(labels(`${own}world w { import name: | }`)).toEqual(expect.arrayContaining(["func", "interface", "types"]));
  expect(taken("world w {\n  import wasi:cli/std|\n}", "wasi:cli/stdout@0.2.12")).toBe(
    "world w {\n  import wasi:cli/stdout@0.2.12\n}",
  );
  expect(taken("world w { import was| }", "wasi:cli")).toBe("world w { import wasi:cli/ }");
  expect(taken("interface i { use wasi:io/s| }", "wasi:io/streams@0.2.12")).toBe(
    "interface i { use wasi:io/streams@0.2.12.{} }",
  );
});

test("names inside of use", () => {
  expect(labels("interface i { use wasi:io/streams@0.2.12.{|} }")).toEqual(
    expect.arrayContaining(["input-stream", "output-stream", "stream-error", "pollable"]),
  );
  expect(labels("interface i { use wasi:io/streams@0.2.12.{input-stream, |} }")).not.toContain("input-stream");
  expect(labels("interface i { use wasi:io/streams@0.2.3.{in|")).toContain("input-stream");
  expect(labels(`${own}interface j { use types.{| }`)).toEqual(["size", "input"]);
  expect(labels(`${own}interface j { use acme:store/kv@1.0.0.{| }`)).toEqual(["key"]);
});

test("types where a type is expected, those in scope first", () => {
  const inside = (line: string): readonly string[] => labels(own.replace("  f: func", `  ${line}\n  f: func`));
  for (const line of [
    "g: func(a: |",
    "g: func() -> |;",
    "g: func() -> list<|",
    "g: func(a: result<u8, |",
    "type t = s|;",
  ])
    expect(inside(line).slice(0, 3)).toEqual(["size", "input", "bool"]);
  expect(inside("record r { a: | }")).toContain("size");
  expect(inside("variant v { a(| }")).toContain("u32");
  expect(inside("g: func(|")).toEqual([]);
  expect(inside("record r { | }")).toEqual([]);
  expect(taken("interface i { f: func(a: li|) }", "list")).toBe("interface i { f: func(a: list<>) }");
});

test("nothing inside comments, strings and the name of a package", () => {
  for (const text of ["world w { // im|", "/* w|", 'world w { @external-id("im|', "package my:|"])
    expect(labels(text)).toEqual([]);
});

function about(marked: string): string | undefined {
  const [text, at] = cursor(marked);
  const found = hover(text, at, wasi);
  return found === undefined
    ? undefined
    : [text.slice(found.start, found.end), found.wit, found.docs, found.place].join(" · ");
}

test("a name is explained by its definition", () => {
  expect(about(own.replace("a: size", "a: si|ze"))).toBe(
    "size · record size { w: u32, h: u32 } · How big. · my:app/types@1.0.0",
  );
  expect(about(own.replace("record size", "record siz|e"))).toContain("record size { w: u32, h: u32 } · How big.");
  expect(about(own.replace("f: func", "|f: func"))).toBe("f · f: func(a: size) -> input; ·  · my:app/types@1.0.0");
  expect(about(own.replace("-> input", "-> inp|ut"))).toMatch(
    /^input · resource input-stream \{[^]*wasi:io\/streams@0.2.12$/,
  );
  expect(about(own.replace("{input-stream", "{input-s|tream"))).toMatch(/resource input-stream \{\n {4}read: func\(/);
  expect(about(own.replace("w: u32", "w: u|32"))).toBe("u32 · u32 · An unsigned integer of 32 bits. · ");
  expect(about("interface i { f: func(a: lis|t<u8>); }")).toContain("list · list<t> · ");
});

test("an interface or a world is explained by what it has", () => {
  expect(about("world w { import wasi:cli/std|out@0.2.12; }")).toBe(
    "wasi:cli/stdout@0.2.12 · interface stdout {\n  get-stdout: func() -> output-stream;\n} ·  · wasi:cli/stdout@0.2.12",
  );
  expect(about("world w { include wasi:http/pro|xy@0.2.3; }")).toContain(
    "include imports;\n  export incoming-handler;",
  );
  expect(about(`${own}world w { import typ|es; }`)).toContain("record size;\n  f: func(a: size) -> input;");
  expect(about("world w { import wasi:clx/st|dout; }")).toBeUndefined();
  expect(about("world |  w { }")).toBeUndefined();
  expect(about("package a:|b { interface i {} }")).toBeUndefined();
  expect(about("use wasi:io/streams@0.2.12 as io;\nworld w { import i|o; }")).toContain("resource input-stream;");
});

test("no text and no place brings the services down", () => {
  const piece = fc.constantFrom(
    ...'world interface package use include import export record a b-c %use u32 list func { } ( ) < > : ; , . / @ = -> .{ // \n wasi:io/streams@0.2.12 " /*'.split(
      " ",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece), fc.nat(60), (pieces, at) => {
      const text = pieces.join(" ");
      const found = complete(text, Math.min(at, text.length), wasi);
      expect(found.start <= found.end && found.end <= text.length).toBe(true);
      const told = hover(text, at, wasi);
      if (told !== undefined) expect(told.start < told.end && told.end <= text.length).toBe(true);
    }),
    { numRuns: 1500, examples: [[["use", '"', "\n", "world"], 3]] },
  );
});
