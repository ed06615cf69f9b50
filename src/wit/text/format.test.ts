import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { packages } from "virtual:orrery/wasi-wit";
import { readComponent } from "../../component/index.ts";
import { printWit } from "../index.ts";
import { formatWit } from "./format.ts";
import { allWitTokens } from "./tokens.ts";

const words = (text: string): readonly string[] => allWitTokens(text).map((token) => token.text);

test("puts each item on a line of its own, two spaces a level", () => {
  const text = `package a:b@1.0.0-rc.1+x ;use wasi:io / streams@0.2.12 as s;
interface i{use types . {a,b as c};record r{x:u32,y:list<tuple<u8 ,string>>}enum e{p,q,}
flags none{}
f:func( a : u32,b:result<_,e> )->option<r>;g:async func();@since( version=0.2.0 )@deprecated(version = 0.3.0)
resource q{constructor(a:u32);make:static   func()->q;} }
world w{import wasi:cli/stdout@0.2.12;import x:func();import p: wasi:keyvalue/store;export y:interface{z:func();}
include v with{a as b,c as d};@external-id("a b")export k:async func();}
package c:d{interface j{}}`;
  expect(formatWit(text)).toBe(`package a:b@1.0.0-rc.1+x;

use wasi:io/streams@0.2.12 as s;
interface i {
  use types.{a, b as c};
  record r {
    x: u32,
    y: list<tuple<u8, string>>
  }
  enum e {
    p,
    q,
  }
  flags none {
  }
  f: func(a: u32, b: result<_, e>) -> option<r>;
  g: async func();
  @since(version = 0.2.0)
  @deprecated(version = 0.3.0)
  resource q {
    constructor(a: u32);
    make: static func() -> q;
  }
}

world w {
  import wasi:cli/stdout@0.2.12;
  import x: func();
  import p: wasi:keyvalue/store;
  export y: interface {
    z: func();
  }
  include v with { a as b, c as d };
  @external-id("a b")
  export k: async func();
}

package c:d {
  interface j {
  }
}
`);
});

test("keeps comments where they stand, and one empty line of several", () => {
  const text = `// licence


/// docs
package a:b; // behind
interface i {

  /* before */ f: func(); /* after */ g: func();
      /// of h


  h: func(a: u32, // first
   /* own */
   b: u32);
  record r {
   a: u32 // last
   // loose
  }
}
// end`;
  expect(formatWit(text)).toBe(`// licence

/// docs
package a:b; // behind

interface i {
  /* before */
  f: func(); /* after */
  g: func();
  /// of h

  h: func(
    a: u32, // first
    /* own */
    b: u32
  );
  record r {
    a: u32 // last
    // loose
  }
}

// end
`);
});

test("breaks long lists of parameters and names, and keeps those that end in a comma", () => {
  const long = Array.from({ length: 9 }, (_, at) => `parameter-${at}: u32`).join(", ");
  const text = `interface i { use x.{a,}; f: func(${long}) -> u32; f: func(\n a: u32,\n) -> u8; f: func(\n a: u32\n); }`;
  expect(formatWit(text)).toBe(`interface i {
  use x.{
    a,
  };
  f: func(
${long
  .split(", ")
  .map((parameter) => `    ${parameter}`)
  .join(",\n")}
  ) -> u32;
  f: func(
    a: u32,
  ) -> u8;
  f: func(a: u32);
}
`);
});

test("does what it can with mistakes", () => {
  expect(formatWit("world w {\nimport wasi:cli/stdout@0.2.12\nexport wasi:cli/run@0.2.12;\nimport x: func(\n")).toBe(
    "world w {\n  import wasi:cli/stdout@0.2.12\n  export wasi:cli/run@0.2.12;\n  import x: func(\n",
  );
  expect(formatWit("interface i {\nf: func()\ng: func();\n} }\nworld w { import")).toBe(
    "interface i {\n  f: func()\n  g: func();\n}\n}\n\nworld w {\n  import\n",
  );
  expect(formatWit("")).toBe("");
  expect(formatWit(" \n ")).toBe("");
  expect(formatWit("world w {} /* no end")).toBe("world w {\n} /* no end");
});

test("what printWit writes stays as it is", () => {
  const demos = fileURLToPath(new URL("../../../public/demos/", import.meta.url));
  for (const name of readdirSync(demos, { withFileTypes: true })) {
    if (!name.isDirectory()) continue;
    const model = readComponent(readFileSync(`${demos}${name.name}/component.wasm`));
    if (!model.ok) continue;
    const text = printWit(model.value);
    // Only what is longer than a line may be broken.
    const short = (lines: string): boolean => lines.split("\n").every((line) => line.length <= 100);
    if (short(text)) expect(formatWit(text)).toBe(text);
    else expect(words(formatWit(text))).toEqual(words(text));
  }
});

test("the WASI packages are formatted and stay so", () => {
  for (const text of Object.values(packages)) {
    const once = formatWit(text);
    expect(words(once)).toEqual(words(text));
    expect(formatWit(once)).toBe(once);
    expect(once.split("\n").every((line) => line.length <= 100 && /^(?: {2}){0,4}(?! )/.test(line))).toBe(true);
  }
});

const piece = fc.constantFrom(
  ..."world interface package use include with import export record enum resource func constructor static async as a b-c %use u32 list result".split(
    " ",
  ),
  ...'{ } ( ) < > : ; , . / @ = -> - _ * % + " .{ // /* */ é'.split(" "),
  ...'0.2.12|a:b/c@1.0.0|wasi:cli|/// docs\n|// c\n|/* c */|/* a\n b */|"s"|\r\n|\n|\n\n|  '.split("|"),
);
const soup = fc
  .array(fc.tuple(piece, fc.constantFrom("", " ", "\n")))
  .map((pieces) => pieces.map(([text, gap]) => text + gap).join(""));

test("formatting changes no token, and formatting twice changes nothing", () => {
  fc.assert(
    fc.property(soup, (text) => {
      const once = formatWit(text);
      expect(words(once)).toEqual(words(text));
      expect(formatWit(once)).toBe(once);
    }),
    { numRuns: 3000 },
  );
});

test("hostile text takes no time to speak of", () => {
  for (const part of [
    "{",
    "(",
    "<",
    "}",
    "a",
    "a ",
    "a:",
    '"',
    '"\\',
    '\\"',
    "/*",
    "*/",
    "//",
    "// \n",
    "func(a,",
    "func() ",
    "\n",
    "@a(",
    ".{",
    "a{",
    "/",
  ]) {
    const text = part.repeat(100_000 / part.length);
    expect(words(formatWit(text)).length).toBe(words(text).length);
  }
});
