import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { component, IMPORT, name, section, TYPE } from "./bytes-testing.ts";
import { readComponent } from "./component.ts";
import type { ComponentModel } from "./model.ts";

function modelOf(bytes: Uint8Array): ComponentModel {
  const read = readComponent(bytes);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

const func = section(TYPE, [1, 0x40, 0, 1, 0]);
const imported = section(IMPORT, [1, 0, ...name("a"), 1, 0]);
const exported = section(11, [1, 0, ...name("b"), 1, 0, 0]);

test("what stands before something unknown is shown, and what is unknown is named", () => {
  const unknownType = section(TYPE, [2, 0x7f, 0x5a]);
  const model = modelOf(component(func, imported, exported, unknownType, section(IMPORT, [1, 0, ...name("c"), 1, 0])));
  expect(model.imports.map((item) => item.name)).toEqual(["a"]);
  expect(model.exports.map((item) => item.name)).toEqual(["b"]);
  expect([...model.type.imports.keys(), ...model.type.exports.keys()]).toEqual(["a", "b"]);
  expect(model.composition.exports).toEqual([{ name: "b", from: { kind: "import", name: "a" } }]);
  const offset = 8 + func.length + imported.length + exported.length + 4;
  expect(model.incomplete).toEqual({
    tag: "unknown",
    offset,
    section: "type",
    reason: "the type opcode 0x5a, which is not known yet",
  });
});

test("the imports before an unknown one in the same section are shown", () => {
  const model = modelOf(component(func, section(IMPORT, [2, 0, ...name("a"), 1, 0, 0, ...name("b"), 9, 0])));
  expect(model.imports.map((item) => item.name)).toEqual(["a"]);
  expect(model.incomplete?.reason).toBe("the sort of an import or export 0x09, which is not known yet");
});

test("something unknown in a nested component ends the reading there", () => {
  const inner = component(section(TYPE, [1, 0x5a]));
  const model = modelOf(component(func, imported, section(4, [...inner]), exported));
  expect(model.imports.map((item) => item.name)).toEqual(["a"]);
  expect(model.exports).toEqual([]);
  expect(model.nestedComponents).toBe(1);
  expect(model.incomplete?.tag).toBe("unknown");
});

test("an unknown section of a core module is passed over", () => {
  const module = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0x60, 1, 0xff];
  const model = modelOf(component(section(1, module), func, imported));
  expect(model.coreModules).toEqual([{ offset: 10, size: module.length }]);
  expect(model.imports.map((item) => item.name)).toEqual(["a"]);
  expect(model).not.toHaveProperty("incomplete");
});

test.each([
  ["truncated", component(func, imported, [TYPE, 9, 1])],
  ["malformed", component(func, imported, section(TYPE, [1, 0x70, 0x20]))],
])("what is %s is an error", (tag, bytes) => {
  expect(readComponent(bytes)).toMatchObject({ ok: false, error: { tag } });
});

test("custom sections and the component's name are told", async () => {
  const bytes = await parse(`(component $hello
    (@custom "one" "abc") (component $inner (@custom "other" "d")) (@custom "two" ""))`);
  const model = modelOf(bytes);
  expect(model.name).toBe("hello");
  expect(model.composition.name).toBe("hello");
  expect(model.composition.components.map((inner) => inner.name)).toEqual(["inner"]);
  expect(model.customSections.map((custom) => custom.name)).toEqual(["one", "two", "component-name"]);
  const texts = model.customSections.map(({ offset, size }) =>
    new TextDecoder().decode(bytes.subarray(offset, offset + size)),
  );
  expect(texts.slice(0, 2)).toEqual(["abc", ""]);
});

test.each([
  ["empty", []],
  ["without a name of the component", [1, 2, 0, 0]],
  ["cut off", [0, 9, 3, 0x61]],
  ["not UTF-8", [0, 2, 1, 0xff]],
])("a component-name section that is %s gives no name", (_, body) => {
  const model = modelOf(component(section(0, [...name("component-name"), ...body]), func, imported));
  expect(model).not.toHaveProperty("name");
  expect(model.imports).toHaveLength(1);
});
