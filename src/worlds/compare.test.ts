import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { compareComponents } from "./compare.ts";
import type { Comparison, Subject } from "./model.ts";
import { readable, subjectOf } from "./subject-testing.ts";

const tools = { componentEmbed, componentNew };

async function compare(earlier: string, later: string): Promise<Comparison> {
  return compareComponents(await subjectOf(tools, earlier), await subjectOf(tools, later));
}

/** What a person sees, a line a change. */
function seen({ changes }: Comparison): readonly string[] {
  return changes.map(({ weight, kind, name, path = [], explanation }) =>
    [weight, kind, name, path.join(" → "), explanation].join(" | "),
  );
}

const api = (way: "import" | "export", body: string, version = "1.2.0"): string =>
  `world w { ${way} acme:app/api@${version}; export run: func(); } package acme:app@${version} { interface api { ${body} } }`;

test("the same", async () => {
  const wit = api("import", "resource r { f: func() -> r; } g: func(a: borrow<r>);");
  expect(await compare(wit, wit)).toEqual({
    verdict: "same",
    summary: "Same: this version wants and offers what the earlier one does.",
    changes: [],
  });
});

test("imports that are new are wider, those that are gone are compatible", async () => {
  const earlier = "world w { import log: func(); export run: func(); }";
  const later = api("import", "f: func();");
  const wider = await compare(earlier, later);
  expect(wider.verdict).toBe("wider");
  expect(wider.summary).toBe(
    "Wider: this version offers all that the earlier one does, but wants more. Changes: 1 wider, 1 compatible.",
  );
  expect(seen(wider)).toEqual([
    "wider | import-added | acme:app/api@1.2.0 |  | This version newly wants acme:app/api@1.2.0.",
    "compatible | import-removed | log |  | This version no longer wants log.",
  ]);
});

test("exports that are new are compatible, those that are gone are breaking", async () => {
  const breaking = await compare(api("export", "f: func();"), "world w { export run: func(); export greet: func(); }");
  expect(breaking.verdict).toBe("breaking");
  expect(breaking.summary).toBe(
    "Breaking: this version cannot stand in for the earlier one. Changes: 1 breaking, 1 compatible.",
  );
  expect(seen(breaking)).toEqual([
    "breaking | export-removed | acme:app/api@1.2.0 |  | This version no longer offers acme:app/api@1.2.0.",
    "compatible | export-added | greet |  | This version newly offers greet.",
  ]);
  const compatible = await compare("world w { export run: func(); }", api("export", "f: func();"));
  expect(compatible.summary).toBe("Compatible: this version can stand in for the earlier one. Changes: 1 compatible.");
  expect(compatible.verdict).toBe("compatible");
});

test("functions and types of an interface that is imported", async () => {
  const less = api("import", "f: func();");
  const more = api("import", "f: func(); record t { a: u8 } resource r { m: func(); } g: func(a: t);");
  const wider = await compare(less, more);
  expect(wider.verdict).toBe("wider");
  expect(seen(wider).toSorted()).toEqual([
    "wider | import-changed | acme:app/api@1.2.0 | acme:app/api.g | This version newly wants the function g of acme:app/api@1.2.0.",
    "wider | import-changed | acme:app/api@1.2.0 | acme:app/api.r | This version newly wants the resource r of acme:app/api@1.2.0.",
    "wider | import-changed | acme:app/api@1.2.0 | acme:app/api.r.m | This version newly wants the function r.m of acme:app/api@1.2.0.",
    "wider | import-changed | acme:app/api@1.2.0 | acme:app/api.t | This version newly wants the type t of acme:app/api@1.2.0.",
  ]);
  const compatible = await compare(more, less);
  expect(compatible.verdict).toBe("compatible");
  expect(seen(compatible).toSorted()).toEqual([
    "compatible | import-changed | acme:app/api@1.2.0 | acme:app/api.g | This version no longer wants the function g of acme:app/api@1.2.0.",
    "compatible | import-changed | acme:app/api@1.2.0 | acme:app/api.r | This version no longer wants the resource r of acme:app/api@1.2.0.",
    "compatible | import-changed | acme:app/api@1.2.0 | acme:app/api.r.m | This version no longer wants the function r.m of acme:app/api@1.2.0.",
    "compatible | import-changed | acme:app/api@1.2.0 | acme:app/api.t | This version no longer wants the type t of acme:app/api@1.2.0.",
  ]);
});

test("functions of an interface that is exported", async () => {
  const less = "f: func();";
  const more = "f: func(); g: func();";
  expect(seen(await compare(api("export", less), api("export", more)))).toEqual([
    "compatible | export-changed | acme:app/api@1.2.0 | acme:app/api.g | This version newly offers the function g of acme:app/api@1.2.0.",
  ]);
  expect(seen(await compare(api("export", more), api("export", less)))).toEqual([
    "breaking | export-changed | acme:app/api@1.2.0 | acme:app/api.g | This version no longer offers the function g of acme:app/api@1.2.0.",
  ]);
});

test("changed types are breaking", async () => {
  const before = "record r { a: u8 } f: func(r: r) -> result<string>;";
  const after = "record r { a: u8, b: u8 } f: func(r: r) -> result<list<u8>>;";
  expect(seen(await compare(api("import", before), api("import", after)))).toEqual([
    "breaking | import-changed | acme:app/api@1.2.0 | acme:app/api.r → field b | This version expects the field “b” in r; the earlier version expects no such field.",
    "breaking | import-changed | acme:app/api@1.2.0 | acme:app/api.f → result → ok | This version expects list<u8> for the ok value of the result of f; the earlier version expects string.",
  ]);
  expect(seen(await compare(api("export", before), api("export", after)))).toEqual([
    "breaking | export-changed | acme:app/api@1.2.0 | acme:app/api.r → field b | The earlier version has no field “b” in r; this version has one.",
    "breaking | export-changed | acme:app/api@1.2.0 | acme:app/api.f → result → ok | The earlier version has string for the ok value of the result of f; this version has list<u8>.",
  ]);
  expect(
    seen(await compare("world w { import log: func(); }", "world w { import log: interface { f: func(); } }")),
  ).toEqual([
    "breaking | import-changed | log | log | This version expects an interface for log; the earlier version expects a function.",
  ]);
});

test("a version that moves", async () => {
  const at = (way: "import" | "export", version: string): string => api(way, "f: func();", version);
  expect(seen(await compare(at("import", "0.2.1"), at("import", "0.2.4")))).toEqual([
    "compatible | import-version | acme:app/api@0.2.4 |  | This version wants acme:app/api@0.2.4 instead of 0.2.1, which is compatible.",
  ]);
  expect(seen(await compare(at("export", "0.2.4"), at("export", "0.2.1")))).toEqual([
    "compatible | export-version | acme:app/api@0.2.1 |  | This version offers acme:app/api@0.2.1 instead of 0.2.4, which is compatible.",
  ]);
  const wider = await compare(at("import", "0.2.1"), at("import", "0.3.0"));
  expect(wider.verdict).toBe("wider");
  expect(seen(wider)).toEqual([
    "wider | import-version | acme:app/api@0.3.0 |  | This version wants acme:app/api@0.3.0 instead of 0.2.1, which is not compatible.",
  ]);
  const breaking = await compare(at("export", "0.2.1"), at("export", "0.3.0"));
  expect(breaking.verdict).toBe("breaking");
  expect(seen(breaking)).toEqual([
    "breaking | export-version | acme:app/api@0.3.0 |  | This version offers acme:app/api@0.3.0 instead of 0.2.1, which is not compatible.",
  ]);
});

test("a version that comes or goes beside one that stays", async () => {
  const of = async (...versions: readonly (readonly [version: string, ...functions: string[]])[]): Promise<Subject> =>
    readable(
      await parse(
        `(component ${versions
          .map(([version, ...names]) => {
            const functions = names.map((name) => `(export "${name}" (func))`).join(" ");
            return `(import "a:b/c@${version}" (instance $i${version} ${functions})) (export "a:b/c@${version}" (instance $i${version}))`;
          })
          .join(" ")})`,
      ),
    );
  const one = await of(["1.0.0", "f"]);
  const both = await of(["1.0.0", "f"], ["1.1.0", "f", "g"]);
  const wider = compareComponents(one, both);
  expect(wider.verdict).toBe("wider");
  expect(seen(wider)).toEqual([
    "wider | import-added | a:b/c@1.1.0 |  | This version newly wants a:b/c@1.1.0 besides 1.0.0, which is compatible.",
    "wider | import-changed | a:b/c@1.1.0 | a:b/c.g | This version newly wants the function g of a:b/c@1.1.0.",
    "compatible | export-changed | a:b/c@1.1.0 | a:b/c.g | This version newly offers the function g of a:b/c@1.1.0.",
    "compatible | export-added | a:b/c@1.1.0 |  | This version newly offers a:b/c@1.1.0.",
  ]);
  expect(seen(compareComponents(both, await of(["1.1.0", "f", "g"])))).toEqual([
    "compatible | import-removed | a:b/c@1.0.0 |  | This version no longer wants a:b/c@1.0.0.",
    "compatible | export-removed | a:b/c@1.0.0 |  | This version no longer offers a:b/c@1.0.0 besides 1.1.0, which is compatible.",
  ]);
});

test("a static function that becomes a method", async () => {
  const before = "resource r { get: static func(); }";
  const after = "resource r { get: func(); }";
  expect(seen(await compare(api("import", before), api("import", after)))).toEqual([
    "wider | import-changed | acme:app/api@1.2.0 | acme:app/api.r.get | This version expects the function r.get as a method; the earlier version expects it as a static function.",
  ]);
  expect(seen(await compare(api("export", before), api("export", after)))).toEqual([
    "breaking | export-changed | acme:app/api@1.2.0 | acme:app/api.r.get | The earlier version has the function r.get as a static function; this version has it as a method.",
  ]);
});

test("resources that become one, or several", async () => {
  const two = `world w { import a:b/y@1.0.0; import a:b/x@1.0.0; } package a:b@1.0.0 { interface x { resource r; }
    interface y { resource r; f: func(a: borrow<r>); } }`;
  const one = two.replace("resource r; f", "use x.{r}; f");
  expect(seen(await compare(two, one))).toEqual([
    "breaking | import-changed | a:b/y@1.0.0 | a:b/y.r | This version expects the resource r of a:b/x@1.0.0 for r; the earlier version expects another one, r of a:b/y@1.0.0.",
  ]);
  expect(seen(await compare(one, two))).toEqual([
    "compatible | import-changed | a:b/y@1.0.0 |  | This version wants a:b/y@1.0.0 with other types inside, which is compatible.",
  ]);
});

test("the heaviest comes first", async () => {
  const { changes } = await compare(
    "world w { import a: func(); export b: func(); export c: func() -> u8; }",
    "world w { import d: func(); export c: func() -> u16; export e: func(); }",
  );
  expect(changes.map(({ weight }) => weight)).toEqual(["breaking", "breaking", "wider", "compatible", "compatible"]);
});

test("more changes than are listed keep their weight", async () => {
  const many = Array.from({ length: 230 }, (_, index) => `fn${index}: func();`).join(" ");
  const wider = await compare(api("import", "g: func();"), api("import", `g: func(); ${many}`));
  expect(wider.verdict).toBe("wider");
  expect(wider.changes).toHaveLength(201);
  expect(wider.summary).toMatch(/Changes: 230 wider\.$/);
  expect(seen(wider).at(-1)).toBe(
    "wider | import-changed | acme:app/api@1.2.0 | acme:app/api | 30 more differences in acme:app/api@1.2.0.",
  );
  const compatible = await compare(api("export", "g: func();"), api("export", `g: func(); ${many}`));
  expect(compatible.verdict).toBe("compatible");
  expect(compatible.changes).toHaveLength(201);
  expect((await compare(api("export", `g: func(); ${many}`), api("export", "g: func();"))).verdict).toBe("breaking");
});

test("what could not be read may have changed", async () => {
  const subject = await subjectOf(tools, "world w { export run: func(); }");
  const incomplete = { tag: "unknown", offset: 10, section: "canon", reason: "0x99 is not known" } as const;
  expect(seen(compareComponents(subject, { ...subject, incomplete }))).toEqual([
    "breaking | import-changed | the part that could not be read |  | A part of this version could not be read, so that more may have changed.",
  ]);
});
