import { beforeAll, describe, expect, test } from "vitest";
import { evilNames } from "../../e2e/fixtures/odd.ts";
import { dummy } from "../../scripts/conformance/worlds.mjs";
import type { ComponentType, DefType, Entity, FuncType, ValType } from "../component/index.ts";
import { Describer } from "./index.ts";
import { read } from "./shape-testing.ts";

const u8: ValType = { kind: "u8" };

function component(imports: readonly (readonly [string, Entity])[]): ComponentType {
  return { kind: "component", imports: new Map(imports), exports: new Map() };
}

function func(...types: readonly ValType[]): FuncType {
  const params = types.map((type, at) => ({ name: `p${at}`, type }));
  return { kind: "func", async: false, params, result: undefined };
}

describe("a world with names", () => {
  let type: ComponentType;
  let of: Describer;
  beforeAll(async () => {
    const witSource = `package a:b@1.0.0;
      interface types {
        type value = list<u8>;
        record pair { name: string, value: value }
        variant choice { none, one(pair) }
        enum color { red, green }
        flags rights { read, %import }
        type couple = pair;
        resource fields {
          constructor(n: u8);
          get: func(name: string) -> list<value>;
          from-list: static func(pairs: list<pair>) -> result<fields, choice>;
          later: async func(other: borrow<fields>);
        }
        resource may { constructor() -> result<may, color>; }
        resource bare;
        paint: func(c: color, r: rights, p: couple) -> option<bare>;
      }
      interface user { use types.{pair as two, fields}; take: func(t: two) -> fields; }
      world w { use types.{color}; record own-one { c: color } import user; import poke: func(o: own-one); }`;
    type = read(await dummy(witSource, "w")).type;
    of = new Describer(type);
  });

  function inside(interfaceName: string): readonly (readonly [string, Entity])[] {
    const entity = interfaceName === "" ? undefined : type.imports.get(interfaceName);
    return [...(entity?.sort === "instance" ? entity.type.exports : type.imports)];
  }
  const functions = (interfaceName: string): readonly string[] =>
    inside(interfaceName).flatMap(([name, entity]) => (entity.sort === "func" ? [of.func(name, entity.type)] : []));
  function named(interfaceName: string, name: string): DefType {
    const found = inside(interfaceName).find(([item]) => item === name)?.[1];
    if (found?.sort !== "type") throw new Error(name);
    return found.type;
  }
  const define = (interfaceName: string, name: string): readonly string[] =>
    of.definition(name, named(interfaceName, name));

  test("functions have one line each", () => {
    expect(functions("a:b/types@1.0.0").toSorted()).toEqual([
      "fields.constructor(n: u8)",
      "fields.from-list: static func(pairs: list<pair>) -> result<fields, choice>",
      "fields.get: func(name: string) -> list<value>",
      "fields.later: async func(other: borrow<fields>)",
      "may.constructor() -> result<may, color>",
      "paint: func(c: color, r: rights, p: pair) -> option<bare>",
    ]);
    expect(functions("a:b/user@1.0.0")).toEqual(["take: func(t: pair) -> fields"]);
    expect(functions("")).toEqual(["poke: func(o: own-one)"]);
  });

  test("types are defined as WIT defines them", () => {
    expect(define("a:b/types@1.0.0", "pair")).toEqual(["record pair {", "  name: string,", "  value: value,", "}"]);
    expect(define("a:b/types@1.0.0", "choice")).toEqual(["variant choice {", "  none,", "  one(pair),", "}"]);
    expect(define("a:b/types@1.0.0", "rights")).toEqual(["flags rights {", "  read,", "  %import,", "}"]);
    expect(define("a:b/types@1.0.0", "value")).toEqual(["type value = list<u8>;"]);
    expect(define("a:b/types@1.0.0", "couple")).toEqual(["type couple = pair;"]);
    expect(define("a:b/types@1.0.0", "bare")).toEqual(["resource bare;"]);
    expect(define("", "own-one")).toEqual(["record own-one {", "  c: color,", "}"]);
    expect(define("a:b/user@1.0.0", "two")[0]).toBe("type two = pair;");
    const fields = define("a:b/types@1.0.0", "fields");
    expect(fields[0]).toBe("resource fields {");
    expect(fields.slice(1, -1).toSorted()).toEqual([
      "  constructor(n: u8);",
      "  from-list: static func(pairs: list<pair>) -> result<fields, choice>;",
      "  get: func(name: string) -> list<value>;",
      "  later: async func(other: borrow<fields>);",
    ]);
    expect(define("a:b/user@1.0.0", "fields")).toEqual(fields);
  });

  test("a type has a home, if an interface with a name of its own defines it", () => {
    expect(of.home(named("a:b/user@1.0.0", "two"))).toEqual({ interface: "a:b/types@1.0.0", name: "pair" });
    expect(of.home(named("", "own-one"))).toBeUndefined();
    expect(of.home(u8)).toBeUndefined();
  });

  test("a named type can be written out", () => {
    const value = (name: string): ValType => {
      const found = named("a:b/types@1.0.0", name);
      if (found.kind === "func" || found.kind === "resource" || found.kind === "instance" || found.kind === "component")
        throw new Error(name);
      return found;
    };
    expect(of.type(value("value"))).toBe("value");
    expect(of.structure(value("value"))).toBe("list<u8>");
    expect(of.structure(value("pair"))).toBe("record { name: string, value: value }");
    expect(of.structure(value("choice"))).toBe("variant { none, one(pair) }");
    expect(of.structure(value("rights"))).toBe("flags { read, %import }");
  });
});

describe("types without names", () => {
  const of = new Describer(component([]));

  test("are written out", () => {
    const color: ValType = { kind: "enum", labels: ["red", "green"] };
    const type: ValType = { kind: "record", fields: [{ name: "c", type: color }] };
    expect(of.type({ kind: "list", element: type, length: 3 })).toBe("list<record { c: enum { red, green } }, 3>");
    const resource = { kind: "resource", abstract: true } as const;
    expect(of.type({ kind: "borrow", resource })).toBe("borrow<resource>");
    expect(of.definition("x", type)).toEqual(["record x {", "  c: enum { red, green },", "}"]);
    expect(of.definition("r", resource)).toEqual(["resource r;"]);
  });

  test("of any depth and width are cut", () => {
    let list: ValType = u8;
    let record: ValType = u8;
    let tuple: ValType = u8;
    for (let depth = 0; depth < 50_000; depth += 1) {
      list = { kind: "list", element: list, length: undefined };
      record = { kind: "record", fields: [{ name: "a", type: record }] };
      tuple = { kind: "tuple", elements: [tuple, tuple] };
    }
    const wide: ValType = { kind: "flags", labels: Array.from({ length: 100_000 }, (_, at) => `l${at}`) };
    const many = func(...Array.from({ length: 50_000 }, () => tuple));
    for (const type of [list, record, tuple, wide]) {
      for (const text of [of.type(type), of.structure(type), of.func("f", many), of.func("f", func(type, type))]) {
        expect(text.length).toBeLessThanOrEqual(400);
        expect(text).toContain("…");
      }
      const lines = of.definition("x", type);
      expect(lines.join("\n").length).toBeLessThan(50_000);
      expect(lines.every((line) => line.length <= 400)).toBe(true);
      expect(lines.join("\n")).toContain("…");
    }
  });

  test.each(Object.entries(evilNames))("the name %s stays on its line", (_, name) => {
    const inner: ValType = { kind: "enum", labels: [name] };
    const type: DefType = { kind: "record", fields: [{ name, type: inner }] };
    const resource: DefType = { kind: "resource", abstract: true };
    const described = new Describer(
      component([
        [name, { sort: "type", type }],
        ["r", { sort: "type", type: resource }],
        [`[static]r.${name}`, { sort: "func", type: func(type) }],
      ]),
    );
    const texts = [
      described.type(type),
      described.structure(type),
      described.func(name, func(type)),
      described.func(`[method]r.${name}`, func(type)),
      described.func(`[method]${name}.x`, func({ kind: "borrow", resource }, type)),
      described.func(`[constructor]${name}`, func(inner)),
      ...described.definition(name, type),
      ...described.definition("r", resource),
    ];
    for (const text of texts) {
      expect(text).not.toMatch(/\p{C}|\p{Zl}|\p{Zp}/u);
      expect(text.length).toBeLessThanOrEqual(400);
    }
  });
});

test("each of very many resources is defined with its own functions", () => {
  const resources = Array.from(
    { length: 3000 },
    (_, index) => [`r${index}`, { kind: "resource", abstract: true }] as const,
  );
  const exports = new Map<string, Entity>();
  for (const [name, resource] of resources) {
    exports.set(name, { sort: "type", type: resource });
    exports.set(`[method]${name}.m`, { sort: "func", type: func({ kind: "borrow", resource }) });
  }
  const of = new Describer(component([["a:b/c", { sort: "instance", type: { kind: "instance", exports } }]]));
  for (const [name, resource] of resources)
    expect(of.definition(name, resource)).toEqual([`resource ${name} {`, "  m: func();", "}"]);
});
