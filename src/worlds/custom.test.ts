import { componentEmbed, componentNew, componentWit } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { packages as wasi } from "virtual:orrery/wasi-wit";
import { readComponent } from "../component/index.ts";
import { printWit } from "../wit/index.ts";
import { listWorlds, prepareWit, withoutKnown } from "./custom.ts";

const small = {
  "wasi:io@0.2.12": "package wasi:io@0.2.12;\ninterface streams { resource s; }\n",
  "wasi:cli@0.2.12":
    "package wasi:cli@0.2.12;\ninterface stdout { use wasi:io/streams@0.2.12.{s}; get: func() -> s; }\n",
};

/** The text as prepared, where it can be. */
function prepared(source: string, packages: Readonly<Record<string, string>>): string {
  const result = prepareWit(source, packages);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

/** The imports of a world, as wasm-tools understands the prepared text. */
async function importsOf(source: string, world: string): Promise<readonly string[]> {
  const module = await componentEmbed({ witSource: prepared(source, wasi), world, dummy: true });
  const wit = await componentWit(await componentNew(module));
  return [...wit.slice(0, wit.indexOf("\n}")).matchAll(/^ {2}import ([^;{\s]+?);/gm)].map((match) => match[1]!);
}

test("text that names no package stays as it is", () => {
  const source = "package a:b;\nworld w { import x: func(); } // wasi:cli/stdout@0.2.12\n";
  expect(prepared(source, small)).toBe(source);
});

test("packages that are named follow, with those that they name", () => {
  const source = "package a:b;\nworld w { import wasi:cli/stdout@0.2.12; }\n";
  const text = prepared(source, small);
  expect(text.startsWith(source)).toBe(true);
  expect(text.match(/package \S+ \{/g)).toEqual(["package wasi:cli@0.2.12 {", "package wasi:io@0.2.12 {"]);
});

test("what the text defines itself is not added", () => {
  const source =
    "package a:b;\nworld w { import wasi:io/streams@0.2.12; }\npackage wasi:io@0.2.12 { interface streams {} }\n";
  expect(prepared(source, small)).toBe(source);
});

test("another compatible version gets its own copy, an incompatible or unknown one none", () => {
  const text = prepared(
    "package a:b;\nworld w { import wasi:cli/stdout@0.2.3; import wasi:io/streams@0.2.12; }",
    small,
  );
  expect(text).toContain("package wasi:cli@0.2.3 {");
  expect(text).toContain("use wasi:io/streams@0.2.3.{s}");
  expect(text).toContain("package wasi:io@0.2.3 {");
  expect(text).toContain("package wasi:io@0.2.12 {");
  for (const name of ["wasi:cli/stdout@0.3.0", "foo:bar/baz@0.2.12", "wasi:cli/stdout", "wasi:cli/stdout@0.2.0-rc-1"]) {
    const source = `package a:b;\nworld w { import ${name}; }`;
    expect(prepared(source, small)).toBe(source);
  }
});

test("more copies than are of use are not made", () => {
  const naming = (versions: number): string =>
    `package a:b;\nworld w {\n${Array.from({ length: versions }, (_, at) => `  import wasi:cli/stdout@0.2.${at};\n`).join("")}}\n`;
  expect(prepared(naming(8), small).match(/package wasi:io@/g)).toHaveLength(8);
  expect(prepareWit(naming(9), small)).toEqual({
    ok: false,
    error: "`wasi:cli` is named in more than 8 versions, which is too much to add to the text.",
  });
  const large = { ...small, "wasi:io@0.2.12": `${small["wasi:io@0.2.12"]}${"//\n".repeat(1_000_000)}` };
  expect(prepared(naming(1), large).length).toBeGreaterThan(3_000_000);
  expect(prepareWit(naming(2), large)).toEqual({
    ok: false,
    error: "The WASI packages that are named are too much to add to the text: name fewer versions.",
  });
});

test("wasm-tools takes what was prepared", async () => {
  expect(await importsOf("package a:b;\nworld w { include wasi:cli/command@0.2.12; }", "w")).toContain(
    "wasi:cli/stdout@0.2.12",
  );
  const older = await importsOf("package a:b;\nworld w {\n  import wasi:http/outgoing-handler@0.2.3;\n}", "w");
  for (const name of ["wasi:http/types@0.2.3", "wasi:io/streams@0.2.3"]) expect(older).toContain(name);
});

test("every world of the WASI packages stands alone when prepared", async () => {
  for (const [name, text] of Object.entries(wasi)) {
    const worlds = listWorlds(text);
    expect(worlds.length).toBeGreaterThan(0);
    for (const world of worlds) {
      const source = `package a:b;\nworld w { include ${name.replace("@", `/${world}@`)}; }`;
      // oxlint-disable-next-line no-await-in-loop -- the tool keeps its memory between calls
      expect((await importsOf(source, "w")).length).toBeGreaterThan(0);
    }
  }
});

test("lists the worlds of the text, not those of nested packages or comments", () => {
  const wit = `package a:b;
/* world no { } /* nested */ world no { } */
world one { import world: func(); }
// world no {
interface world { f: func(); }
world %interface {}
package c:d { world inner {} }
world two { import x: interface { f: func(); } }`;
  expect(listWorlds(wit)).toEqual(["one", "interface", "two"]);
  expect(listWorlds("")).toEqual([]);
  expect(listWorlds("world broken {")).toEqual(["broken"]);
});

test("a component's own world is left with what nobody else knows, and still builds", async () => {
  const own = await componentNew(
    await componentEmbed({
      witSource: prepared(
        "package a:b;\nworld w { include wasi:cli/command@0.2.12; import acme:store/kv@1.0.0; }\npackage acme:store@1.0.0 { interface kv { use wasi:io/poll@0.2.12.{pollable}; get: func() -> pollable; } }",
        wasi,
      ),
      world: "w",
      dummy: true,
    }),
  );
  const model = readComponent(own);
  const text = model.ok ? printWit(model.value) : "";
  const short = withoutKnown(text, wasi);
  expect(text.match(/^package \S+ \{/gm)?.length).toBeGreaterThan(6);
  expect(short.match(/^package \S+ \{/gm)).toEqual(["package acme:store@1.0.0 {"]);
  const imports = await importsOf(short, "root");
  expect(imports).toEqual(await importsOf(text, "root"));
  expect(imports).toContain("acme:store/kv@1.0.0");
  expect(withoutKnown(short, wasi)).toBe(short);
});

test("packages that are newer, or have more than is known, stay, with those that need them", () => {
  const root = "package a:b;\n\nworld w {\n  import wasi:cli/stdout@0.2.12;\n}\n";
  const cli =
    "\npackage wasi:cli@0.2.12 {\n  interface stdout {\n    use wasi:io/streams@0.2.12.{s};\n    get: func() -> s;\n  }\n}\n";
  const io = "\npackage wasi:io@0.2.12 {\n  interface streams {\n    resource s;\n  }\n}\n";
  expect(withoutKnown(root + cli + io, small)).toBe(root);
  const more = io.replace("resource s;", "resource s;\n    f: func();");
  expect(withoutKnown(root + cli + more, small)).toBe(root + cli + more);
  const newer = (root + cli + io).replaceAll("0.2.12", "0.2.13");
  expect(withoutKnown(newer, small)).toBe(newer);
  expect(withoutKnown((root + cli + io).replaceAll("0.2.12", "0.2.3"), small)).toBe(root.replace("0.2.12", "0.2.3"));
  expect(withoutKnown("", small)).toBe("\n");
});
