import { expect, test } from "vitest";
import { packages } from "virtual:orrery/wasi-wit";
import { items, outline, type OutlineEntry } from "./outline.ts";
import { readWit } from "./read.ts";
import type { WitSymbol } from "./structure.ts";

function tree(entries: readonly OutlineEntry[], indent = ""): string {
  return entries
    .map(({ kind, name, children }) => `${indent}${kind} ${name}\n${tree(children, `${indent}  `)}`)
    .join("");
}

const whole = `/// A package.
/// Of two lines.
package my:app@1.0.0-rc.1;

use wasi:io/streams@0.2.12 as st;

/** An interface. */
@since(version = 1.0.0)
interface types {
  use wasi:io/poll@0.2.12.{pollable as p, x};
  // no doc
  resource r { constructor(a: u32); m: async func(); s: static func() -> r; }
  record q { a: u32, %type: list<tuple<u8, u8>> }
  variant v { a, b(list<u8>), }
  flags f { a }
  enum e { x }
  type t = list<string>;
  g: func(a: u32) -> option<t>;
}
world w {
  import wasi:cli/stdout@0.2.12;
  import store: wasi:keyvalue/store;
  import one: func();
  export two: interface { f: func(); }
  include other with { a as b };
}
package acme:store@1.0.0 {
  interface kv {}
}
`;

test("reads all that WIT describes, with its places", () => {
  expect(tree(outline(whole))).toBe(`package my:app@1.0.0-rc.1
interface types
  resource r
    constructor constructor
    method m
    static s
  record q
    field a
    field type
  variant v
    case a
    case b
  flags f
    case a
  enum e
    case x
  type t
  func g
world w
  import wasi:cli/stdout@0.2.12
  import store
  import one
  export two
    func f
  include other
package acme:store@1.0.0
  interface kv
`);
  const [header, use, types] = readWit(whole);
  expect(header?.docs).toBe("A package.\nOf two lines.");
  expect(use?.path).toMatchObject({ package: "wasi:io", item: "streams", version: "0.2.12" });
  expect(types?.docs).toBe("An interface.");
  const [poll, resource] = types?.children ?? [];
  expect(poll?.names?.map(({ name, as }) => `${name} ${as}`)).toEqual(["pollable p", "x x"]);
  expect(resource?.docs).toBe("");
  const check = (symbols: readonly WitSymbol[], from: number, to: number): void => {
    for (const { start, end, nameAt, name, children, kind } of symbols) {
      expect(from <= start && start <= end && end <= to).toBe(true);
      if (kind !== "package") expect(whole.slice(nameAt.start, nameAt.end).replace("%", "")).toBe(name);
      check(children, start, end);
    }
  };
  check(readWit(whole), 0, whole.length);
  const g = types?.children.at(-1);
  expect(whole.slice(g?.start, g?.end)).toBe("g: func(a: u32) -> option<t>;");
  expect(items(whole).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    "interface my:app/types@1.0.0-rc.1",
    "world my:app/w@1.0.0-rc.1",
    "interface acme:store/kv@1.0.0",
  ]);
});

test.each([
  [
    "a semicolon",
    "world w {\n  import wasi:cli/stdout\n  import x: func()\n  export y: func();\n}",
    "world w\n  import wasi:cli/stdout\n  import x\n  export y\n",
  ],
  ["a brace", "interface i {\n  f: func();\n\nworld w {\n", "interface i\n  func f\nworld w\n"],
  ["a name", "interface {\n  f: func();\n}\nworld w {}", "world w\n"],
  [
    "the rest of a path",
    "world w {\n  import wasi:cli/\n  export z: func();\n}",
    "world w\n  import wasi:cli/\n  export z\n",
  ],
  [
    "nothing, but has too much",
    "} ; interface i { } } { { } world x {} }\nworld w { import a: func(); }",
    "interface i\nworld w\n  import a\n",
  ],
])("a text that lacks %s is read as well as can be", (_what, text, expected) => {
  expect(tree(outline(text))).toBe(expected);
});

test("reads every package whole", () => {
  for (const text of Object.values(packages)) {
    const names = [...text.matchAll(/^(?:interface|world) ([a-z-]+)/gm)].map((match) => match[1]);
    const found = items(text);
    expect(found.map(({ shortName }) => shortName)).toEqual(names);
    expect(found.every(({ name }) => /^(?:wasi|orrery):[a-z]+\/[a-z-]+@\d/.test(name))).toBe(true);
  }
});
