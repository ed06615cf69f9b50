import { componentEmbed, componentNew, componentWit } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { witTokens } from "../wit/text/tokens.ts";
import { combineWit, type WitFile } from "./files.ts";

function combined(files: Readonly<Record<string, string>>): string {
  const result = combineWit(Object.entries(files).map(([path, text]) => ({ path, text })));
  return result.ok ? result.value : result.error.message;
}

async function build(witSource: string, world: string): Promise<string> {
  const module = await componentEmbed({ witSource, world, dummy: true });
  return componentWit(await componentNew(module));
}

test("a folder with its deps becomes one text that builds", async () => {
  const folder = fileURLToPath(
    new URL("../../node_modules/@bytecodealliance/jco/lib/wit/builtin/wasi-tls-0.2.0-draft/", import.meta.url),
  );
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.\w+$/.test(path))
    .map((path): WitFile => ({ path: `tls/${path}`, text: readFileSync(`${folder}${path}`, "utf8") }));
  expect(files.map(({ path }) => path)).toContain("tls/deps/io/package.wit");
  const result = combineWit(files);
  const text = result.ok ? result.value : result.error.message;
  expect(text).toContain("package wasi:tls@0.2.0-draft;\n");
  expect(text).toContain("package wasi:io@0.2.12 {\n");
  expect(text).toContain("// Local change: omit unstable-feature gates; see README.md.");
  expect(await build(text, "imports")).toContain("import wasi:tls/types@0.2.0-draft;");
});

test("loose files: the package that no other one names comes first", async () => {
  const text = combined({
    "store.wit": "package acme:store@1.0.0;\ninterface kv { get: func() -> string; }\n// end",
    "types.wit": "package acme:types;\ninterface t { type x = u32; }",
    "world.wit": "/// Docs.\npackage my:app;\nworld w { import acme:store/kv@1.0.0; import acme:types/t; }",
  });
  expect(text).toBe(`/// Docs.
package my:app;

world w {
  import acme:store/kv@1.0.0;
  import acme:types/t;
}

package acme:store@1.0.0 {
  interface kv {
    get: func() -> string;
  }

  // end
}

package acme:types {
  interface t {
    type x = u32;
  }
}
`);
  expect(await build(text, "w")).toContain("import acme:store/kv@1.0.0;");
});

test("files of one package are joined, what several of them bring in once", async () => {
  const text = combined({
    "wit/a.wit": "package a:b;\nuse c:d/e;\ninterface i { use e.{t}; }",
    "wit/b.wit":
      "package a:b;\nuse  c:d/e ;\nworld w { import i; import j; }\ninterface j { use e.{t}; f: func() -> t; }",
    "wit/deps/d.wit": "package c:d;\ninterface e { type t = u8; }",
    "wit/deps/x/again.wit": "package c:d;\ninterface e { type t = u8; }",
    "wit/deps/nested.wit": "package e:f { interface g {} }",
    "wit/README.md": "no WIT",
  });
  expect(text.match(/package \S+/g)).toEqual(["package a:b;", "package c:d", "package e:f"]);
  expect(text.match(/use c:d\/e;/g)).toHaveLength(1);
  expect(await build(text, "w")).toContain("import a:b/j;");
});

test("a single file stays as it is", () => {
  expect(combined({ "x.WIT": "\uFEFFworld  w {}" })).toBe("world  w {}");
});

test.each([
  [{ "a.txt": "x" }, "there is no .wit file among them (a.txt)."],
  [
    { "wit/a.wit": "interface i {}", "wit/deps/b.wit": "package a:b;" },
    "wit/a.wit does not say of which package it is, and no file beside it does. It begins with “package …;”.",
  ],
  [
    { "a.wit": "interface i {}", "b.wit": "package a:b;", "c.wit": "package c:d;" },
    "a.wit does not say of which package it is, and the files beside it are of a:b, c:d.",
  ],
  [
    { "b.wit": "package a:b;\nworld w {}", "c.wit": "package c:d;\nworld w {}" },
    "a:b (b.wit), c:d (c.wit) do not name each other, so nobody can tell which one is meant. Open one of them with those that it needs.",
  ],
  [
    { "b.wit": "package a:b {}", "c.wit": "package c:d {}" },
    "no file says of which package it is. One of them begins with “package …;”.",
  ],
  [{ "big.wit": "x".repeat(5_000_000) }, "they are larger than 4 MB."],
])("files that make no package: %#", (files, expected) => {
  expect(combined(files)).toBe(`Opening the WIT files failed: ${expected}`);
});

test("nothing is lost, and the order of the files does not matter", () => {
  const name = fc.constantFrom("a", "b", "c");
  const item = fc.constantFrom(
    "interface i { f: func(); }",
    "world w { }",
    "// note\n",
    "interface k { record r { a: u8 } }",
  );
  const file = fc.record({ folder: fc.constantFrom("", "deps/x/", "deps/y/"), package: name, body: fc.array(item) });
  fc.assert(
    fc.property(fc.uniqueArray(file, { minLength: 2, selector: (each) => JSON.stringify(each) }), (all) => {
      const files = all.map(({ folder, package: own, body }, at) => ({
        path: `${folder}${at}.wit`,
        text: `package x:${own};\n${body.join("\n")}\n// file ${at}`,
      }));
      const result = combineWit(files);
      expect(combineWit(files.toReversed())).toEqual(result);
      if (!result.ok) {
        expect(result.error.message).toContain(".wit");
        return;
      }
      const count = (text: string, word: string): number =>
        witTokens(text).filter((token) => token.text === word).length;
      for (const word of ["interface", "world", "record", "func"])
        expect(count(result.value, word)).toBe(files.reduce((sum, { text }) => sum + count(text, word), 0));
      for (const at of files.keys()) expect(result.value).toContain(`// file ${at}`);
      expect(count(result.value, "package")).toBe(new Set(all.map((each) => each.package)).size);
    }),
  );
});
