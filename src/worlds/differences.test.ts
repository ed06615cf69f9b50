import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, test } from "vitest";
import { compareComponents } from "./compare.ts";
import { checkFit } from "./fit.ts";
import type { Difference, Fit } from "./model.ts";
import { readable, subjectOf, worldOf } from "./subject-testing.ts";

const tools = { componentEmbed, componentNew };

async function fitOf(component: string, world: string): Promise<Fit> {
  return checkFit(await subjectOf(tools, component), worldOf(await subjectOf(tools, world)));
}

/** What a person sees of a difference. */
function seen({ kind, path, expected, found, explanation }: Difference): string {
  return [kind, path.join(" → "), expected, found, explanation].join(" | ");
}

/** The differences of all imports and exports. */
function differencesOf(fit: Fit): readonly Difference[] {
  return [...fit.imports, ...fit.exports].flatMap(({ differences }) => differences);
}

const api = (way: "import" | "export", body: string): string =>
  `world w { ${way} acme:app/api@1.2.0; } package acme:app@1.2.0 { interface api { ${body} } }`;

const has = "the world's acme:app/api@1.2.0 has";

/** What the component imports, what the world provides, and what is told. */
const kinds: readonly (readonly [title: string, wanted: string, found: string, ...told: string[]])[] = [
  [
    "a function that is missing",
    "f: func(); g: func(a: u8) -> string;",
    "f: func();",
    `missing-function | acme:app/api.g | g: func(a: u8) -> string | nothing | The component expects the function g; ${has} no such function.`,
  ],
  [
    "a type that is missing",
    "f: func(); record t { a: u8 } g: func(t: t);",
    "f: func();",
    `missing-type | acme:app/api.t | t | nothing | The component expects the type t; ${has} no such type.`,
    `missing-function | acme:app/api.g | g: func(t: t) | nothing | The component expects the function g; ${has} no such function.`,
  ],
  [
    "a resource that is missing",
    "resource r { m: func(); }",
    "f: func();",
    `missing-type | acme:app/api.r | r | nothing | The component expects the resource r; ${has} no such resource.`,
    `missing-function | acme:app/api.r.m | r.m: func() | nothing | The component expects the function r.m; ${has} no such function.`,
  ],
  [
    "async",
    "f: async func(); g: func();",
    "f: func(); g: async func();",
    `async | acme:app/api.f | an async function | one that is not async | The component expects an async function for f; ${has} one that is not async.`,
    `async | acme:app/api.g | a function that is not async | an async one | The component expects a function that is not async for g; ${has} an async one.`,
  ],
  [
    "the number of parameters",
    "f: func(a: u8, b: string); g: func();",
    "f: func(a: u16); g: func(a: u8, b: u8);",
    `parameter-count | acme:app/api.f | a function with 2 parameters (a, b) | one with 1 parameter (a) | The component expects a function with 2 parameters (a, b) for f; ${has} one with 1 parameter (a).`,
    `type | acme:app/api.f → parameter a | u8 | u16 | The component expects u8 for the parameter “a” of f; ${has} u16.`,
    `parameter-count | acme:app/api.g | a function without parameters | one with 2 parameters (a, b) | The component expects a function without parameters for g; ${has} one with 2 parameters (a, b).`,
  ],
  [
    "the name of a parameter",
    "f: func(key: u8, b: u8);",
    "f: func(index: u16, b: u8);",
    `parameter-name | acme:app/api.f → parameter key | key | index | The component expects the name “key” for parameter 1 of f; ${has} the name “index”.`,
    `type | acme:app/api.f → parameter key | u8 | u16 | The component expects u8 for the parameter “key” of f; ${has} u16.`,
  ],
  [
    "the order of parameters",
    "f: func(a: u8, b: string);",
    "f: func(b: string, a: u16);",
    `parameter-order | acme:app/api.f | a, b | b, a | The component expects the parameters of f in the order “a”, “b”; ${has} the order “b”, “a”.`,
    `type | acme:app/api.f → parameter a | u8 | u16 | The component expects u8 for the parameter “a” of f; ${has} u16.`,
  ],
  [
    "a result on one side only",
    "f: func() -> u8; g: func();",
    "f: func(); g: func() -> string;",
    `result-presence | acme:app/api.f → result | u8 | nothing | The component expects u8 for the result of f; ${has} nothing.`,
    `result-presence | acme:app/api.g → result | nothing | string | The component expects nothing for the result of g; ${has} string.`,
  ],
  [
    "types, however deep",
    "resource fields { get: func(name: string) -> result<list<string>, u8>; constructor(a: option<bool>); from-list: static func(a: tuple<u8, list<list<option<result<_, u16>>>>>); } f: func(a: stream<u8>) -> future<u8>;",
    "resource fields { get: func(name: string) -> result<list<list<u8>>, u8>; constructor(a: option<char>); from-list: static func(a: tuple<u8, list<list<option<result<_, u32>>>>>); } f: func(a: stream<s8>) -> future<s8>;",
    `type | acme:app/api.fields.get → result → ok → list element | string | list<u8> | The component expects string for each list element of the ok value of the result of fields.get; ${has} list<u8>.`,
    `type | acme:app/api.fields.constructor → parameter a → some | bool | char | The component expects bool for the value of the option of the parameter “a” of fields.constructor; ${has} char.`,
    `type | acme:app/api.fields.from-list → parameter a → tuple element 2 → list element → list element → some → error | u16 | u32 | The component expects u16 for the error value of the value of the option, deep inside the parameter “a” of fields.from-list; ${has} u32.`,
    `type | acme:app/api.f → parameter a → stream element | u8 | s8 | The component expects u8 for each stream element of the parameter “a” of f; ${has} s8.`,
    `type | acme:app/api.f → result → future value | u8 | s8 | The component expects u8 for the value of the future of the result of f; ${has} s8.`,
  ],
  [
    "types by their names, once where they are named",
    "variant e { a, b } type v = list<u8>; f: func(e: e) -> list<e>; g: func() -> v; h: func() -> e;",
    "record e { a: u8 } type v = string; f: func(e: e) -> list<e>; g: func() -> v; h: func() -> v;",
    `type | acme:app/api.e | variant { a, b } | record { a: u8 } | The component expects variant { a, b } for e; ${has} record { a: u8 }.`,
    `type | acme:app/api.v | list<u8> | string | The component expects list<u8> for v; ${has} string.`,
    `type | acme:app/api.h → result | e | v | The component expects e for the result of h; ${has} v.`,
  ],
  [
    "fields that are missing, new or of another type",
    "record r { a: u8, b: string, c: u8 } f: func(r: r);",
    "record r { a: u16, c: u8, d: u8, e: list<r2> } record r2 { x: u8 } f: func(r: r);",
    `type | acme:app/api.r → field a | u8 | u16 | The component expects u8 for the field “a” of r; ${has} u16.`,
    `field-missing | acme:app/api.r → field b | b: string | nothing | The component expects the field “b” in r; ${has} no such field.`,
    `field-extra | acme:app/api.r → field d | nothing | d: u8 | The component expects no field “d” in r; ${has} one.`,
    `field-extra | acme:app/api.r → field e | nothing | e: list<r2> | The component expects no field “e” in r; ${has} one.`,
  ],
  [
    "a field under another name",
    "record r { a: u8, size: u64 } f: func(r: r);",
    "record r { a: u8, length: u64 } f: func(r: r);",
    `field-name | acme:app/api.r → field size | size | length | The component expects the name “size” for field 2 of r; ${has} the name “length”.`,
  ],
  [
    "the order of fields",
    "record r { a: u8, b: string } f: func(r: r);",
    "record r { b: string, a: u8 } f: func(r: r);",
    `field-order | acme:app/api.r | a, b | b, a | The component expects the fields of r in the order “a”, “b”; ${has} the order “b”, “a”.`,
  ],
  [
    "cases of a variant",
    "variant v { a, b(string), c(u8), d } f: func(v: v);",
    "variant v { a(u8), b(char), c } f: func(v: v);",
    `payload | acme:app/api.v → case a | nothing | u8 | The component expects nothing for the content of the case “a” of v; ${has} u8.`,
    `type | acme:app/api.v → case b | string | char | The component expects string for the content of the case “b” of v; ${has} char.`,
    `payload | acme:app/api.v → case c | u8 | nothing | The component expects u8 for the content of the case “c” of v; ${has} nothing.`,
    `case-missing | acme:app/api.v → case d | d | nothing | The component expects the case “d” in v; ${has} no such case.`,
  ],
  [
    "a case that is new",
    "variant v { a } enum e { x } f: func(v: v, e: e);",
    "variant v { a, b(u8) } enum e { x, y } f: func(v: v, e: e);",
    `case-extra | acme:app/api.v → case b | nothing | b(u8) | The component expects no case “b” in v; ${has} one.`,
    `case-extra | acme:app/api.e → case y | nothing | y | The component expects no case “y” in e; ${has} one.`,
  ],
  [
    "names and order of cases",
    "enum e { x, y, z } enum o { x, y } f: func(e: e, o: o);",
    "enum e { x, why, z } enum o { y, x } f: func(e: e, o: o);",
    `case-name | acme:app/api.e → case y | y | why | The component expects the name “y” for case 2 of e; ${has} the name “why”.`,
    `case-order | acme:app/api.o | x, y | y, x | The component expects the cases of o in the order “x”, “y”; ${has} the order “y”, “x”.`,
  ],
  [
    "flags",
    "flags m { a, b } flags x { a } flags n { a, b } flags o { a, b } f: func(m: m, x: x, n: n, o: o);",
    "flags m { a } flags x { a, b } flags n { a, c } flags o { b, a } f: func(m: m, x: x, n: n, o: o);",
    `flag-missing | acme:app/api.m → flag b | b | nothing | The component expects the flag “b” in m; ${has} no such flag.`,
    `flag-extra | acme:app/api.x → flag b | nothing | b | The component expects no flag “b” in x; ${has} one.`,
    `flag-name | acme:app/api.n → flag b | b | c | The component expects the name “b” for flag 2 of n; ${has} the name “c”.`,
    `flag-order | acme:app/api.o | a, b | b, a | The component expects the flags of o in the order “a”, “b”; ${has} the order “b”, “a”.`,
  ],
  [
    "what ok, error, streams and futures carry",
    "f: func() -> result<u8>; g: func() -> result<_, string>; h: func() -> stream<u8>; i: func() -> future;",
    "f: func() -> result; g: func() -> result; h: func() -> stream; i: func() -> future<u8>;",
    `payload | acme:app/api.f → result → ok | u8 | nothing | The component expects u8 for the ok value of the result of f; ${has} nothing.`,
    `payload | acme:app/api.g → result → error | string | nothing | The component expects string for the error value of the result of g; ${has} nothing.`,
    `payload | acme:app/api.h → result → stream element | u8 | nothing | The component expects u8 for each stream element of the result of h; ${has} nothing.`,
    `payload | acme:app/api.i → result → future value | nothing | u8 | The component expects nothing for the value of the future of the result of i; ${has} u8.`,
  ],
  [
    "tuples, lists and maps",
    "f: func(a: tuple<u8, u8>, b: list<u8, 4>, c: list<u8>, d: map<string, u8>);",
    "f: func(a: tuple<u8, u16, u8>, b: list<u8>, c: list<u8, 2>, d: map<u8, string>);",
    `tuple-size | acme:app/api.f → parameter a | a tuple of 2 | a tuple of 3 | The component expects a tuple of 2 for the parameter “a” of f; ${has} a tuple of 3.`,
    `type | acme:app/api.f → parameter a → tuple element 2 | u8 | u16 | The component expects u8 for tuple element 2 of the parameter “a” of f; ${has} u16.`,
    `list-length | acme:app/api.f → parameter b | a list of exactly 4 | a list of any length | The component expects a list of exactly 4 for the parameter “b” of f; ${has} a list of any length.`,
    `list-length | acme:app/api.f → parameter c | a list of any length | a list of exactly 2 | The component expects a list of any length for the parameter “c” of f; ${has} a list of exactly 2.`,
    `type | acme:app/api.f → parameter d → map key | string | u8 | The component expects string for each map key of the parameter “d” of f; ${has} u8.`,
    `type | acme:app/api.f → parameter d → map value | u8 | string | The component expects u8 for each map value of the parameter “d” of f; ${has} string.`,
  ],
  [
    "own and borrow",
    "resource r; resource s; f: func(a: borrow<r>, b: r); g: func(a: r) -> s;",
    "resource r; resource s; f: func(a: r, b: borrow<r>); g: func(a: s) -> s;",
    `type | acme:app/api.f → parameter a | borrow<r> | r | The component expects borrow<r> for the parameter “a” of f; ${has} r.`,
    `type | acme:app/api.f → parameter b | r | borrow<r> | The component expects r for the parameter “b” of f; ${has} borrow<r>.`,
    `resource | acme:app/api.g → parameter a | r of acme:app/api@1.2.0 | s of acme:app/api@1.2.0 | The component expects the resource r of acme:app/api@1.2.0 for the parameter “a” of g; ${has} another one, s of acme:app/api@1.2.0.`,
  ],
  [
    "a resource where something else goes by its name",
    "resource r; f: func() -> r;",
    "record r { a: u8 } f: func() -> r;",
    `type | acme:app/api.r | the resource r | record { a: u8 } | The component expects the resource r for r; ${has} record { a: u8 }.`,
    `type | acme:app/api.f → result | the resource r | record { a: u8 } | The component expects the resource r for the result of f; ${has} record { a: u8 }.`,
  ],
  [
    "a method where a static function is expected, and the other way",
    "resource r { get: static func(); m: func(); }",
    "resource r { get: func(); m: static func(); }",
    `missing-function | acme:app/api.r.get | a static function | a method | The component expects the function r.get as a static function; ${has} it as a method.`,
    `missing-function | acme:app/api.r.m | a method | a static function | The component expects the function r.m as a method; ${has} it as a static function.`,
  ],
];

describe("each kind of difference, as a person sees it", () => {
  test.each(kinds)("imports: %s", async (_, wanted, found, ...told) => {
    const fit = await fitOf(api("import", wanted), api("import", found));
    expect(fit.imports[0]?.differences.map(seen)).toEqual(told);
    expect(fit.imports[0]?.status).toBe("mismatched");
    expect(new Set(fit.imports[0]?.differences.map(({ fix }) => fix))).toEqual(
      new Set([
        "Build the component against the world's acme:app/api@1.2.0, or choose a world that has acme:app/api@1.2.0 as the component expects it.",
      ]),
    );
  });

  test.each(kinds)("exports, the other way: %s", async (_, wanted, found, ...told) => {
    const fit = await fitOf(api("export", found), api("export", wanted));
    const turned = told.map((line) =>
      line.replace("The component", "The world").replace("the world's", "the component's"),
    );
    expect(fit.exports[0]?.differences.map(seen)).toEqual(turned);
  });
});

test("a function where an interface is expected, and the like", async () => {
  const fit = await fitOf(
    "world w { import log: interface { f: func(); } export run: func(); }",
    "world w { import log: func(); export run: interface { f: func(); } }",
  );
  expect(differencesOf(fit).map(seen)).toEqual([
    "sort | log | an interface | a function | The component expects an interface for log; the world has a function.",
    "sort | run | an interface | a function | The world expects an interface for run; the component has a function.",
  ]);
  expect(differencesOf(fit).map(({ fix }) => fix)).toEqual([
    "Build the component against the world's log, or choose a world that has log as the component expects it.",
    "Build the component against the world's run, or choose a world that expects it as the component has it.",
  ]);
});

test("what would mend it follows the versions", async () => {
  const versioned = (version: string, body: string): string =>
    `world w { import acme:app/api@${version}; } package acme:app@${version} { interface api { ${body} } }`;
  const newer = await fitOf(versioned("0.2.4", "f: func() -> string;"), versioned("0.2.1", "f: func() -> u8;"));
  expect(differencesOf(newer)[0]?.fix).toBe(
    "Choose a world with acme:app/api of version 0.2.4 or newer, or build the component against acme:app/api@0.2.1.",
  );
  const older = await fitOf(versioned("0.2.1", "f: func() -> string;"), versioned("0.2.4", "f: func() -> u8;"));
  expect(differencesOf(older)[0]?.fix).toBe(
    "Build the component against acme:app/api@0.2.4, or choose a world with acme:app/api of version 0.2.1.",
  );
});

describe("resources and types of other interfaces", () => {
  const two = (first: string, second: string, rest = ""): string =>
    `world w { import a:b/y@1.0.0; ${rest} } package a:b@1.0.0 { interface x { ${first} } interface y { ${second} } }`;

  test("a type that differs is told where it is defined, and named where it is used", async () => {
    const y = "use x.{rec}; f: func(a: rec) -> list<rec>;";
    const fit = await fitOf(two("record rec { a: u8 }", y), two("record rec { a: u16 }", y));
    expect(fit.imports.map(({ status }) => status)).toEqual(["mismatched", "mismatched"]);
    expect(differencesOf(fit).map(seen)).toEqual([
      "type | a:b/x.rec → field a | u8 | u16 | The component expects u8 for the field “a” of rec; the world's a:b/x@1.0.0 has u16.",
      "told | a:b/y.rec | rec | rec | The type rec of a:b/y@1.0.0 differs as told of a:b/x@1.0.0.",
    ]);
    expect(differencesOf(fit)[1]?.fix).toBe("What mends a:b/x@1.0.0 mends this too.");
  });

  test("a resource that is expected to be another interface's", async () => {
    const fit = await fitOf(
      two("resource r;", "use x.{r}; f: func(a: borrow<r>) -> r;"),
      two("resource r;", "resource r; f: func(a: borrow<r>) -> r;", "import a:b/x@1.0.0;"),
    );
    expect(differencesOf(fit).map(seen)).toEqual([
      "resource | a:b/y.r | r of a:b/x@1.0.0 | r of a:b/y@1.0.0 | The component expects the resource r of a:b/x@1.0.0 for r; the world's a:b/y@1.0.0 has another one, r of a:b/y@1.0.0.",
    ]);
  });

  test("two resources may be one in the world", async () => {
    const y = "resource r; f: func(a: borrow<r>) -> r;";
    const fit = await fitOf(
      two("resource r;", y, "import a:b/x@1.0.0;"),
      two("resource r;", "use x.{r}; f: func(a: borrow<r>) -> r;"),
    );
    expect(fit.fits).toBe(true);
  });

  test("a resource of an interface that is missing is told once", async () => {
    const y = "use x.{r, l}; f: func(a: borrow<r>) -> l;";
    const fit = await fitOf(
      two("resource r; type l = list<r>;", y),
      two("", "resource r; type l = list<r>; f: func(a: borrow<r>) -> l;"),
    );
    expect(differencesOf(fit).map(seen)).toEqual([
      "missing-import | a:b/x | a:b/x@1.0.0 | nothing | The world does not provide a:b/x@1.0.0.",
    ]);
    expect(fit.imports.map(({ name, status }) => [name, status])).toEqual([
      ["a:b/x@1.0.0", "missing"],
      ["a:b/y@1.0.0", "provided"],
    ]);
  });

  test("exports use what the imports were matched to", async () => {
    const handler = (
      version: string,
      own: boolean,
    ): string => `world w { import a:b/x@${version}; export a:b/h@${version}; }
      package a:b@${version} { interface x { resource r; } interface h { ${own ? "resource r;" : "use x.{r};"} f: func(a: borrow<r>) -> r; } }`;
    expect((await fitOf(handler("1.0.0", false), handler("1.0.3", false))).verdict).toBe("Fits w.");
    expect(differencesOf(await fitOf(handler("1.0.0", true), handler("1.0.3", false))).map(seen)).toEqual([
      "resource | a:b/h.r | r of a:b/x@1.0.3 | r of a:b/h@1.0.0 | The world expects the resource r of a:b/x@1.0.3 for r; the component's a:b/h@1.0.0 has another one, r of a:b/h@1.0.0.",
    ]);
  });
});

test("component types inside, whose imports run the other way", async () => {
  const component = async (inside: string): Promise<ReturnType<typeof readable>> =>
    readable(await parse(`(component (import "c" (component ${inside})))`));
  const wanted = await component(
    '(import "i" (func (param "a" u8))) (export "e" (func)) (export "n" (instance (export "f" (func))))',
  );
  const found = await component(
    '(import "i" (func (param "a" u16))) (import "j" (func)) (export "n" (instance (export "m" (core module)) (export "o" (instance))))',
  );
  expect(differencesOf(checkFit(wanted, worldOf(found))).map(seen)).toEqual([
    "type | c → import i → parameter a | u16 | u8 | The world has u16 for the parameter “a” of the import i of c; the component expects u8.",
    "missing-function | c → import j | j: func() | nothing | The world has the function j; the component expects no such function.",
    "missing-function | c → export e | e: func() | nothing | The component expects the function e; the world has no such function.",
    "missing-function | c → export n → f | f: func() | nothing | The component expects the function f of the export n of c; the world has no such function.",
  ]);
  const deeper = differencesOf(checkFit(found, worldOf(wanted))).map(({ kind, explanation }) => [kind, explanation]);
  expect(deeper).toContainEqual([
    "missing-member",
    "The component expects the core module m of the export n of c; the world has no such core module.",
  ]);
});

test("the verdict on nested components and on other forms of a function tells who lacks what", async () => {
  const component = async (inside: string): Promise<ReturnType<typeof readable>> =>
    readable(await parse(`(component (import "c" (component ${inside})))`));
  const wanted = await component('(export "y" (func))');
  const found = await component('(import "z" (func))');
  expect(checkFit(wanted, worldOf(found)).verdict).toBe(
    "Does not fit w: the world has the function z; the component expects no such function; " +
      "the component expects the function y; the world has no such function.",
  );
  const { verdict } = await fitOf(
    api("import", "resource r { get: static func(); } f: func();"),
    api("import", "resource r { get: func(); }"),
  );
  expect(verdict).toBe(
    "Does not fit w: the world's acme:app/api@1.2.0 has no function f; " +
      "the component expects the function r.get as a static function; the world's acme:app/api@1.2.0 has it as a method.",
  );
});

test("core modules are not compared, so they neither fit nor are the same", async () => {
  const of = async (exports: string): Promise<ReturnType<typeof readable>> =>
    readable(await parse(`(component (import "m" (core module ${exports})))`));
  const one = await of('(export "f" (func))');
  const other = await of('(export "g" (memory 1))');
  const explanation = "Core modules are not compared here, so nobody can tell whether m is what is wanted.";
  const fit = checkFit(one, worldOf(other));
  expect(fit.fits).toBe(false);
  expect(differencesOf(fit)).toEqual([
    {
      kind: "module",
      path: ["m"],
      expected: "a core module",
      found: "one that is not compared",
      explanation,
      fix: "Compare the imports and exports of the two core modules with other tools.",
    },
  ]);
  expect(compareComponents(one, other)).toMatchObject({ verdict: "breaking", changes: [{ explanation }] });
  expect(checkFit(one, worldOf(one)).fits).toBe(true);
  expect(compareComponents(one, one).verdict).toBe("same");
});

test("the verdict counts all that it does not tell", async () => {
  const many = (type: string): string =>
    api("import", Array.from({ length: 260 }, (_, index) => `fn${index}: func() -> ${type};`).join(" "));
  const { verdict, imports } = await fitOf(many("u8"), many("u16"));
  expect(imports[0]?.differences.at(-1)).toMatchObject({ kind: "more", unlisted: { count: 60, open: false } });
  expect(verdict).toMatch(/; and 240 more\.$/);
});
