import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { witPackage } from "../../e2e/fixtures/odd.ts";
import { wasiWit } from "../../scripts/demos/wasi-wit.mjs";
import { dummy, encodedWorld } from "../../scripts/conformance/worlds.mjs";
import { isWitPackage } from "../component/index.ts";
import { printWit } from "./index.ts";
import { read, shapeOf } from "./shape-testing.ts";

/** The text of a WIT package in binary form. */
function print(bytes: Uint8Array): string {
  const model = read(bytes);
  expect(isWitPackage(model.type)).toBe(true);
  return printWit(model);
}

async function shapeOfWorld(witSource: string, world: string): Promise<unknown> {
  return shapeOf(read(await dummy(witSource, world)).type);
}

test("a package with an interface and a world", async () => {
  expect(print(await witPackage())).toBe(`package acme:hi@1.0.0;

world greeter {
  import greeting;

  export run: func();
}

interface greeting {
  greet: func(name: string) -> string;
}
`);
});

test.each(["wasi:cli/command@0.2.12", "wasi:http/proxy@0.2.12"])(
  "the encoding of a world that includes %s",
  async (name) => {
    const wit = `package test:worlds@0.1.0; world main { include ${name}; import extra: func() -> list<u8>; }\n${wasiWit}`;
    const text = print(await encodedWorld(wit, "main"));
    expect(text).toMatch(/^package test:worlds@0\.1\.0;\n\nworld main \{\n/);
    expect(await shapeOfWorld(text, "main")).toEqual(await shapeOfWorld(wit, "main"));
  },
);

test("a world's own types, and interfaces of its own package and of another", async () => {
  const wit = `package test:worlds@0.1.0;
    interface store { use other:dep/base@2.0.0.{key}; resource bucket { constructor(k: key); all: func() -> list<key>; } }
    world main { use store.{bucket as pail}; record pair { a: own-key, b: u8 } type own-key = string;
      import store; export take: func(p: borrow<pail>, q: pair); export store; import side: interface { f: func(); } }
    package other:dep@2.0.0 { interface base { record key { k: string } make: func() -> key; } }`;
  const text = print(await encodedWorld(wit, "main"));
  expect(text).toContain("  use store.{bucket as pail};\n");
  expect(text).toContain("package other:dep@2.0.0 {\n  interface base {\n");
  expect(text).toContain("  use other:dep/base@2.0.0.{key};\n");
  expect(await shapeOfWorld(text, "main")).toEqual(await shapeOfWorld(wit, "main"));
});

test("interfaces that use one another, as the specification encodes them", async () => {
  const bytes = await parse(`(component
    (type $types (component
      (export "local:demo/types" (instance
        (export "file" (type $file (sub resource)))
        (export "[method]file.read" (func
          (param "self" (borrow $file)) (param "off" u32) (param "n" u32) (result (list u8))))))))
    (export "types" (type $types))
    (type $namespace (component
      (import "local:demo/types" (instance $types (export "file" (type (sub resource)))))
      (alias export $types "file" (type $file'))
      (import "wasi:http/types@0.2.12" (instance $http (export "request" (type (sub resource)))))
      (alias export $http "request" (type $request'))
      (export "local:demo/namespace" (instance
        (alias outer 1 $file' (type $file''))
        (export "file" (type $file (eq $file'')))
        (alias outer 1 $request' (type $request''))
        (export "req" (type $request (eq $request'')))
        (export "open" (func (param "name" (borrow $request)) (result (own $file))))))))
    (export "namespace" (type $namespace)))`);
  expect(print(bytes)).toBe(`package local:demo;

interface types {
  resource file {
    read: func(off: u32, n: u32) -> list<u8>;
  }
}

interface namespace {
  use types.{file};
  use wasi:http/types@0.2.12.{request as req};

  open: func(name: borrow<req>) -> file;
}

package wasi:http@0.2.12 {
  interface types {
    resource request;
  }
}
`);
});
