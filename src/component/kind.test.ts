import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { isWitPackage, readComponent } from "./component.ts";
import { componentTypes } from "./core-module.ts";
import { binaryKind } from "./kind.ts";
import type { ComponentType } from "./types.ts";

const wit = "package a:b; interface i { f: func(); } world w { import i; export g: func() -> u32; }";

function preamble(...rest: number[]): Uint8Array {
  return new Uint8Array([0x00, 0x61, 0x73, 0x6d, ...rest]);
}

test("kinds by preamble", async () => {
  expect(binaryKind(preamble(1, 0, 0, 0))).toBe("module");
  expect(binaryKind(preamble(0x0d, 0, 1, 0))).toBe("component");
  for (const version of [0x0a, 0x0b, 0x0c]) expect(binaryKind(preamble(version, 0, 1, 0))).toBe("old-component");
  expect(binaryKind(preamble(2, 0, 0, 0))).toBe("unknown");
  expect(binaryKind(preamble(1, 0, 2, 0))).toBe("unknown");
  expect(binaryKind(preamble(1, 0, 0))).toBe("unknown");
  expect(binaryKind(new Uint8Array())).toBe("unknown");
  expect(binaryKind(new TextEncoder().encode("(component)"))).toBe("unknown");
  expect(binaryKind(await parse("(module)"))).toBe("module");
});

test("the preamble is read at the view's own offset", () => {
  const shifted = new Uint8Array([9, 9, 9, ...preamble(0x0d, 0, 1, 0)]).subarray(3);
  expect(binaryKind(shifted)).toBe("component");
});

function readType(bytes: Uint8Array): ComponentType {
  const read = readComponent(bytes);
  if (!read.ok) throw new Error(read.error.reason);
  return read.value.type;
}

test("WIT encoded as wasm is told from a component", async () => {
  const module = await componentEmbed({ witSource: wit, world: "w", dummy: true });
  const [encoded] = componentTypes(module);
  expect(isWitPackage(readType(encoded!))).toBe(true);
  const component = await componentNew(module);
  expect(isWitPackage(readType(component))).toBe(false);
  expect([encoded!, component].map(binaryKind)).toEqual(["component", "component"]);
});

test.each([
  [
    true,
    "a package as wit-component lays it out: only component types are exported",
    `(component
      (type (component (export "a:b/i" (instance (export "f" (func))))))
      (export "i" (type 0))
      (type (component (type (component (import "a:b/i" (instance)))) (export "a:b/w" (component (type 0)))))
      (export "w" (type 2)))`,
  ],
  [false, "a component that exports other types", `(component (type (enum "a")) (export "e" (type 0)))`],
  [false, "a component that imports", `(component (import "f" (func)) (type (component)) (export "c" (type 0)))`],
  [false, "a component that exports nothing", "(component (core module))"],
])("whether it is a package, %s: %s", async (is, _, text) => {
  expect(isWitPackage(readType(await parse(text)))).toBe(is);
});

test("a damaged component is a component", () => {
  expect(binaryKind(preamble(0x0d, 0, 1, 0, 0x07, 0x20))).toBe("component");
});
