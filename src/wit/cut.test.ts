import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { implementsImport, witPackage } from "../../e2e/fixtures/odd.ts";
import { adapted } from "../../scripts/conformance/samples.mjs";
import { dummy, encodedWorld, wasiDummy, wasiVersions, wasiWorlds } from "../../scripts/conformance/worlds.mjs";
import { binaryKind } from "../component/index.ts";
import type { ComponentModel, Entity } from "../component/index.ts";
import { printInterface, printWit } from "./index.ts";
import { itemShape, probe, read, worldIn } from "./shape-testing.ts";

const demos = new URL("../../public/demos/", import.meta.url);

const mixed = `package a:b@1.2.3;
  interface types {
    record point { x: u8, tag: option<label> }
    type label = string;
    record lonely { x: u8 }
    resource bucket { constructor(name: string); get: func() -> point; }
    unused: func() -> lonely;
  }
  interface kv { use types.{point, bucket as pail}; count: func(b: borrow<pail>, p: point) -> u32; }
  interface only { use kv.{pail}; take: func(p: list<pail>); }
  world w {
    use types.{point as dot};
    record own-one { x: dot }
    resource thing { constructor(); poke: func(o: own-one); }
    import only;
    import log: func(m: string, t: dot, o: option<own-one>);
    import plain: interface { use types.{point}; enum color { red, green } paint: func(c: color, t: point); }
    export kv;
    export greet: async func(n: string) -> own-one;
    export plain: interface { paint: func(); }
  }`;

const samples: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  ...Object.fromEntries(
    readdirSync(demos, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => {
        const bytes = readFileSync(new URL(`${name}/component.wasm`, demos));
        return [name, async () => (binaryKind(bytes) === "module" ? adapted(bytes) : bytes)];
      }),
  ),
  ...Object.fromEntries(wasiVersions.flatMap(wasiWorlds).map((world) => [world, () => wasiDummy(world)])),
  "a mixed world": () => dummy(mixed, "w"),
};

function cut(model: ComponentModel, name: string, brief = false): string {
  const result = printInterface(model, name, { brief });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe.each(Object.entries(samples))("%s", (_, make) => {
  test("each interface stands alone and means the same", { timeout: 60_000 }, async () => {
    const model = read(await make());
    expect(model.type.imports.size + model.type.exports.size).toBeGreaterThan(0);
    for (const side of ["imports", "exports"] as const) {
      for (const name of model.type[side].keys()) {
        const text = cut(model, name);
        // oxlint-disable-next-line no-await-in-loop
        const alone = await encodedWorld(...probe(text, side, name));
        expect([name, itemShape(worldIn(read(alone)), side, name)]).toEqual([name, itemShape(model.type, side, name)]);
        expect(cut(model, name, true).length).toBeLessThan(text.length + 200);
      }
    }
  });

  test("the short list parses and has the same names", { timeout: 60_000 }, async () => {
    const model = read(await make());
    const text = printWit(model, { brief: true });
    expect(text.startsWith("// Names only: ")).toBe(true);
    const world = worldIn(read(await encodedWorld(text, "root")));
    const names = (entities: ReadonlyMap<string, Entity>): readonly string[] =>
      [...entities].flatMap(([name, { sort }]) => (sort === "type" || name.startsWith("[") ? [] : [name])).toSorted();
    expect(names(world.imports)).toEqual(names(model.type.imports));
    expect(names(world.exports)).toEqual(names(model.type.exports));
    for (const { functions, kind } of [...model.imports, ...model.exports]) {
      for (const name of kind === "instance" ? functions : []) {
        expect(text).toContain(name.replace(/^\[constructor\](.*)/, "$1.constructor").replace(/^\[.*\]/, ""));
      }
    }
  });
});

describe("names", () => {
  const failure = (model: ComponentModel, name: string): unknown => {
    const result = printInterface(model, name);
    return result.ok ? "found" : result.error;
  };

  test("a name may be without its version", async () => {
    const model = read(await dummy(mixed, "w"));
    expect(printInterface(model, "a:b/kv")).toEqual({
      ok: true,
      value: `package a:b@1.2.3;

interface kv {
  use types.{bucket as pail, point};

  count: func(b: borrow<pail>, p: point) -> u32;
}

interface types {
  type label = string;

  record point {
    x: u8,
    tag: option<label>,
  }

  resource bucket;
}
`,
    });
    expect(cut(model, "a:b/kv")).toBe(cut(model, "a:b/kv@1.2.3"));
    expect(cut(model, "a:b/kv", true)).toBe(
      "// Names only: what functions take and give, and what types are, is left out.\n\npackage a:b@1.2.3;\n\n" +
        "interface kv {\n  // types: pail, point\n  // functions: count\n}\n",
    );
  });

  test("a plain name is one of the world, with what it uses", async () => {
    const model = read(await dummy(mixed, "w"));
    expect(cut(model, "log")).toBe(`package root:component;

world root {
  use a:b/types@1.2.3.{point as dot};

  record own-one {
    x: dot,
  }

  import log: func(m: string, t: dot, o: option<own-one>);
}

package a:b@1.2.3 {
  interface types {
    type label = string;

    record point {
      x: u8,
      tag: option<label>,
    }
  }
}
`);
    expect(cut(model, "thing")).toContain("  resource thing {\n    constructor();\n    poke: func(o: own-one);\n  }\n");
    expect(cut(model, "[method]thing.poke")).toBe(cut(model, "thing"));
    expect(cut(model, "plain").match(/plain: interface/g)).toHaveLength(2);
  });

  test("one that is unknown is told with those that come near", async () => {
    const model = read(await dummy(mixed, "w"));
    expect(failure(model, "a:b/type@1.2.3")).toEqual({
      near: ["a:b/types@1.2.3"],
      message: 'There is no interface or function "a:b/type@1.2.3" here. Near it: a:b/types@1.2.3.',
    });
    expect(failure(model, "kv")).toMatchObject({ near: ["a:b/kv@1.2.3"] });
    expect(failure(model, "a:b/kv@9.0.0")).toMatchObject({ near: ["a:b/kv@1.2.3"] });
    expect(failure(model, "great")).toMatchObject({ near: ["greet"] });
    expect(failure(model, "nothing-like-it")).toEqual({
      near: [],
      message: 'There is no interface or function "nothing-like-it" here.',
    });
    expect(failure(model, "")).toMatchObject({ near: [] });
    const long = printInterface(model, `\n${"x".repeat(100_000)}`);
    expect(long.ok ? "" : long.error.message).toMatch(/^There is no [^\n]{200,300}$/);
  });

  test("one of several versions has to be chosen", async () => {
    const source = `package a:b; world w { import x:y/i@1.0.0; export x:y/i@2.0.0; }
      package x:y@1.0.0 { interface i { f: func(); } } package x:y@2.0.0 { interface i { g: func(); } }`;
    const model = read(await dummy(source, "w"));
    expect(failure(model, "x:y/i")).toEqual({
      near: ["x:y/i@1.0.0", "x:y/i@2.0.0"],
      message: '"x:y/i" is there in several versions: x:y/i@1.0.0, x:y/i@2.0.0.',
    });
    expect(cut(model, "x:y/i@2.0.0")).toBe("package x:y@2.0.0;\n\ninterface i {\n  g: func();\n}\n");
  });

  test("an instance that implements an interface brings that with it", async () => {
    const model = read(await implementsImport());
    const name = model.imports.find((item) => item.implements !== undefined)?.name ?? "";
    expect(cut(model, name)).toBe(printWit(model));
  });

  test("interfaces of a WIT package are found too", async () => {
    const model = read(await witPackage());
    expect(cut(model, "acme:hi/greeting")).toBe(
      "package acme:hi@1.0.0;\n\ninterface greeting {\n  greet: func(name: string) -> string;\n}\n",
    );
    expect(cut(model, "run")).toBe("package acme:hi@1.0.0;\n\nworld greeter {\n  export run: func();\n}\n");
    expect(printWit(model, { brief: true })).toContain("interface greeting {\n  // functions: greet\n}\n");
  });
});
