import { componentEmbed, componentNew, componentWit } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { packages as wasi } from "virtual:orrery/wasi-wit";
import { listWorlds, prepareWit } from "./custom.ts";

const small = {
  "wasi:io@0.2.12": "package wasi:io@0.2.12;\ninterface streams { resource s; }\n",
  "wasi:cli@0.2.12":
    "package wasi:cli@0.2.12;\ninterface stdout { use wasi:io/streams@0.2.12.{s}; get: func() -> s; }\n",
};

/** The imports of a world, as wasm-tools understands the prepared text. */
async function importsOf(source: string, world: string): Promise<readonly string[]> {
  const module = await componentEmbed({ witSource: prepareWit(source, wasi), world, dummy: true });
  const wit = await componentWit(await componentNew(module));
  return [...wit.slice(0, wit.indexOf("\n}")).matchAll(/^ {2}import ([^;{\s]+?);/gm)].map((match) => match[1]!);
}

test("text that names no package stays as it is", () => {
  const source = "package a:b;\nworld w { import x: func(); } // wasi:cli/stdout@0.2.12\n";
  expect(prepareWit(source, small)).toBe(source);
});

test("packages that are named follow, with those that they name", () => {
  const source = "package a:b;\nworld w { import wasi:cli/stdout@0.2.12; }\n";
  const prepared = prepareWit(source, small);
  expect(prepared.startsWith(source)).toBe(true);
  expect(prepared.match(/package \S+ \{/g)).toEqual(["package wasi:cli@0.2.12 {", "package wasi:io@0.2.12 {"]);
});

test("what the text defines itself is not added", () => {
  const source =
    "package a:b;\nworld w { import wasi:io/streams@0.2.12; }\npackage wasi:io@0.2.12 { interface streams {} }\n";
  expect(prepareWit(source, small)).toBe(source);
});

test("another compatible version gets its own copy, an incompatible or unknown one none", () => {
  const prepared = prepareWit(
    "package a:b;\nworld w { import wasi:cli/stdout@0.2.3; import wasi:io/streams@0.2.12; }",
    small,
  );
  expect(prepared).toContain("package wasi:cli@0.2.3 {");
  expect(prepared).toContain("use wasi:io/streams@0.2.3.{s}");
  expect(prepared).toContain("package wasi:io@0.2.3 {");
  expect(prepared).toContain("package wasi:io@0.2.12 {");
  for (const name of ["wasi:cli/stdout@0.3.0", "foo:bar/baz@0.2.12", "wasi:cli/stdout", "wasi:cli/stdout@0.2.0-rc-1"]) {
    const source = `package a:b;\nworld w { import ${name}; }`;
    expect(prepareWit(source, small)).toBe(source);
  }
});

test("wasm-tools takes what was prepared", async () => {
  expect(await importsOf("package a:b;\nworld w { include wasi:cli/command@0.2.12; }", "w")).toContain(
    "wasi:cli/stdout@0.2.12",
  );
  const older = await importsOf("package a:b;\nworld w {\n  import wasi:http/outgoing-handler@0.2.3;\n}", "w");
  for (const name of ["wasi:http/types@0.2.3", "wasi:io/streams@0.2.3"]) expect(older).toContain(name);
});

test("every WASI package stands alone when prepared", async () => {
  for (const name of Object.keys(wasi)) {
    const [base, version] = name.split("@");
    const world = base === "wasi:http" ? "proxy" : "imports";
    const source = `package a:b;\nworld w { include ${base}/${world}@${version}; }`;
    expect((await importsOf(source, "w")).length).toBeGreaterThan(0);
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
