import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { component, edited, IMPORT, leb, name, section, TYPE } from "./bytes-testing.ts";
import { readComponent } from "./component.ts";
import { readCoreModule } from "./core-module.ts";
import { binaryKind } from "./kind.ts";
import { capMemories } from "./memories.ts";
import type { ReadError } from "./model.ts";
import { MAX_DEPTH } from "./scope.ts";

const preamble = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];

/** What ends the reading: an error, or something that is not known yet. */
function errorOf(bytes: Uint8Array): ReadError | undefined {
  const read = readComponent(bytes);
  return read.ok ? read.value.incomplete : read.error;
}

describe("errors say where and why", () => {
  test.each<[string, Uint8Array, Partial<ReadError>]>([
    ["nothing", new Uint8Array(), { tag: "truncated", offset: 0, section: "component" }],
    ["a core module", new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]), { tag: "malformed", offset: 4 }],
    [
      "an unknown section",
      component([13, 0]),
      { tag: "unknown", offset: 8, reason: "the section id 0x0d, which is not known yet" },
    ],
    ["a section past the end", component([TYPE, 9, 1]), { tag: "truncated", offset: 10 }],
    [
      "an unknown type",
      component(section(TYPE, [1, 0x4a])),
      { tag: "unknown", offset: 11, section: "type", reason: "the type opcode 0x4a, which is not known yet" },
    ],
    [
      "an unknown value type",
      component(section(TYPE, [1, 0x70, 0x60])),
      { tag: "unknown", offset: 12, reason: "the value type 0x60, which is not known yet" },
    ],
    [
      "an unknown built-in",
      component(section(8, [1, 0x99])),
      { tag: "unknown", section: "canon", reason: "the canonical definition opcode 0x99, which is not known yet" },
    ],
    [
      "an unknown form of name",
      component(section(IMPORT, [1, 3, 0, 1, 0])),
      {
        tag: "unknown",
        section: "import",
        reason: "the form of an import or export name 0x03, which is not known yet",
      },
    ],
    [
      "an unknown flag",
      component(section(TYPE, [1, 0x6a, 2])),
      { tag: "unknown", reason: "the flag of an optional type 0x02, which is not known yet" },
    ],
    [
      "a forward reference",
      component(section(TYPE, [1, 0x70, 0x00])),
      { tag: "malformed", offset: 12, reason: "type index 0 is out of range (0 defined)" },
    ],
    [
      "a function where a value belongs",
      component(section(TYPE, [2, 0x40, 0, 1, 0, 0x70, 0x00])),
      { tag: "malformed", reason: "a value type is expected here, but the type is: func" },
    ],
    ["an own of no resource", component(section(TYPE, [2, 0x7f, 0x69, 0])), { tag: "malformed" }],
    [
      "a count without bytes",
      component(section(TYPE, [0xff, 0xff, 0xff, 0xff, 0x0f])),
      { tag: "malformed", offset: 10 },
    ],
    [
      "an overlong index",
      component(section(TYPE, [1, 0x70, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00])),
      { tag: "malformed", offset: 12 },
    ],
    ["a negative index", component(section(TYPE, [1, 0x70, 0xff, 0x7f])), { tag: "malformed", offset: 12 }],
    [
      "a label that is not UTF-8",
      component(section(TYPE, [1, 0x6d, 1, 2, 0xc0, 0x80])),
      { tag: "malformed", offset: 13, reason: "a label is not valid UTF-8" },
    ],
    ["an empty record", component(section(TYPE, [1, 0x72, 0])), { tag: "malformed" }],
    [
      "bytes left over",
      component(section(TYPE, [0, 0])),
      { tag: "malformed", offset: 11, reason: "1 bytes are left over" },
    ],
    [
      "a name twice",
      component(section(TYPE, [1, 0x40, 0, 1, 0]), section(IMPORT, [2, 0, 1, 0x61, 1, 0, 0, 1, 0x61, 1, 0])),
      { tag: "malformed", section: "import", reason: 'the name "a" stands twice among the imports' },
    ],
    [
      "an outer alias too far out",
      component(section(6, [1, 3, 2, 0xff, 0xff, 0xff, 0xff, 0x0f, 0])),
      { tag: "malformed", section: "alias" },
    ],
    [
      "an import inside an instance type",
      component(section(TYPE, [1, 0x42, 1, 3, 0, 1, 0x61, 3, 1])),
      { tag: "malformed" },
    ],
    [
      "an export of a core function",
      component(section(11, [1, 0, 1, 0x61, 0, 0, 0, 0])),
      { tag: "malformed", section: "export" },
    ],
    [
      "start results without end",
      component(
        section(TYPE, [1, 0x40, 0, 1, 0]),
        section(IMPORT, [1, 0, 1, 0x61, 1, 0]),
        section(9, [0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f]),
      ),
      { tag: "malformed", section: "start" },
    ],
    [
      "a wrong core module inside",
      component(section(1, [0, 0x61, 0x73, 0x6d, 2, 0, 0, 0])),
      { tag: "malformed", offset: 14, section: "core module" },
    ],
  ])("%s", (_, bytes, expected) => {
    expect(errorOf(bytes)).toMatchObject(expected);
  });
});

test("names carry their attributes", () => {
  const attributes = [3, 0, ...name("a:b/c@1.0.0"), 1, ...name(".1"), 2, ...name("x y")];
  const bytes = component(
    section(TYPE, [1, 0x42, 0]),
    section(IMPORT, [3, 2, ...name("one"), ...attributes, 5, 0, 1, ...name("two"), 5, 0, 2, ...name("three"), 0, 5, 0]),
  );
  const common = { kind: "instance", functions: [], types: [] };
  expect(readComponent(bytes)).toMatchObject({
    ok: true,
    value: {
      imports: [
        { name: "one", implements: "a:b/c@1.0.0", versionSuffix: ".1", externalId: "x y", ...common },
        { name: "two", ...common },
        { name: "three", ...common },
      ],
    },
  });
  const twice = component(
    section(TYPE, [1, 0x42, 0]),
    section(IMPORT, [1, 2, ...name("one"), 2, 1, 1, 0x61, 1, 1, 0x62, 5, 0]),
  );
  expect(errorOf(twice)).toMatchObject({ tag: "malformed", reason: "the attribute versionSuffix stands twice" });
});

test("a reason stays short however long a name is", () => {
  const item = [0, ...name("x".repeat(10_000)), 1, 0];
  const error = errorOf(component(section(TYPE, [1, 0x40, 0, 1, 0]), section(IMPORT, [2, ...item, ...item])));
  expect(error?.reason).toMatch(/stands twice/);
  expect(error?.reason.length).toBeLessThan(200);
});

test("maps are decoded, and their keys checked", () => {
  expect(errorOf(component(section(TYPE, [1, 0x63, 0x73, 0x7d])))).toBeUndefined();
  expect(errorOf(component(section(TYPE, [1, 0x63, 0x75, 0x7d])))).toMatchObject({ tag: "malformed" });
});

test("values and a start function are passed over, and their indices counted", () => {
  const bytes = component(
    section(TYPE, [1, 0x40, 1, ...name("x"), 0x7d, 0, 0x7d]),
    section(IMPORT, [1, 0, ...name("f"), 1, 0]),
    section(12, [1, 0x7d, 1, 42]),
    section(9, [0, 1, 0, 1]),
    section(11, [2, 0, ...name("given"), 2, 0, 0, 0, ...name("started"), 2, 1, 0]),
  );
  expect(readComponent(bytes)).toMatchObject({
    ok: true,
    value: {
      exports: [
        { name: "given", kind: "value" },
        { name: "started", kind: "value" },
      ],
    },
  });
});

function nestedComponents(depth: number): Uint8Array {
  let bytes = component();
  for (let i = 0; i < depth; i += 1) {
    const size = leb(bytes.length);
    const outer = new Uint8Array(preamble.length + 1 + size.length + bytes.length);
    outer.set([...preamble, 4, ...size]);
    outer.set(bytes, preamble.length + 1 + size.length);
    bytes = outer;
  }
  return bytes;
}

test("components may be nested to a bounded depth", () => {
  const deepest = readComponent(nestedComponents(MAX_DEPTH));
  expect(deepest).toMatchObject({ ok: true, value: { nestedComponents: MAX_DEPTH } });
  expect(errorOf(nestedComponents(MAX_DEPTH + 1))?.tag).toBe("limit");
  expect(errorOf(nestedComponents(5000))?.tag).toBe("limit");
});

test("types may be nested to a bounded depth", () => {
  const nested = (depth: number): Uint8Array => {
    const opening = Array.from({ length: depth }, () => [0x41, 1, 1]).flat();
    return component(section(TYPE, [1, ...opening, 0x7f]));
  };
  expect(errorOf(nested(MAX_DEPTH))).toBeUndefined();
  expect(errorOf(nested(MAX_DEPTH + 1))?.tag).toBe("limit");
  expect(errorOf(nested(100_000))?.tag).toBe("limit");
});

describe("the number of definitions is bounded, over all sections together", () => {
  /** A file with two sections of types, and a custom section of some size. */
  function file(types: number, padding: number): Uint8Array {
    const count = leb(types);
    const one = [TYPE, ...leb(count.length + types), ...count];
    const custom = [0, ...leb(padding + 1), 0];
    const bytes = new Uint8Array(preamble.length + 2 * (one.length + types) + custom.length + padding);
    bytes.set(preamble);
    let at = preamble.length;
    for (let times = 0; times < 2; times += 1) {
      bytes.set(one, at);
      bytes.fill(0x7f, at + one.length, at + one.length + types);
      at += one.length + types;
    }
    bytes.set(custom, at);
    return bytes;
  }

  test.each([
    ["by the size of the file", 19_000, 23_000, 0],
    ["more in a larger one", 24_000, 30_000, 60_000],
    ["whatever the size of the file", 120_000, 130_000, 5_000_000],
  ])("%s", (_, few, many, padding) => {
    expect(errorOf(file(few, padding))).toBeUndefined();
    expect(errorOf(file(many, padding))?.tag).toBe("limit");
  });
});

test("the names that instances show are bounded, though they can share one large type", () => {
  const labels = 2000;
  const exports = Array.from({ length: labels }, (_, i) => [4, 0, ...name(`f${i}`), 1, 0]).flat();
  const instance = [0x42, ...leb(labels + 1), 1, 0x40, 0, 1, 0, ...exports];
  const imports = (count: number): number[] => [
    ...leb(count),
    ...Array.from({ length: count }, (_, i) => [0, ...name(`i${i}`), 5, 0]).flat(),
  ];
  const file = (count: number): Uint8Array =>
    component(section(TYPE, [1, ...instance]), section(IMPORT, imports(count)));
  expect(errorOf(file(500))).toBeUndefined();
  expect(errorOf(file(501))?.tag).toBe("limit");
});

test("an instance type with many resources is not used without end: each use has its own", () => {
  const resources = 2000;
  const exports = Array.from({ length: resources }, (_, i) => [4, 0, ...name(`r${i}`), 3, 1]).flat();
  const instance = [0x42, ...leb(resources), ...exports];
  const imports = (count: number): number[] => [
    ...leb(count),
    ...Array.from({ length: count }, (_, i) => [0, ...name(`i${i}`), 5, 0]).flat(),
  ];
  const file = (count: number): Uint8Array =>
    component(section(TYPE, [1, ...instance]), section(IMPORT, imports(count)));
  expect(errorOf(file(5))).toBeUndefined();
  expect(errorOf(file(500))?.tag).toBe("limit");
});

const wit = `package a:b@0.1.0;
  interface i { resource r { constructor(); m: func(x: list<option<string>>) -> result<u8, string>; }
    record p { x: f32, y: f32 } variant v { a(p), b } flags fl { q, w } f: func(v: v, f: fl) -> tuple<u8, char>; }
  world w { import i; export i; export g: func() -> u32; }`;

const wat = `(component
  (core module $m (import "a" "b" (func)) (memory 1 (pagesize 1)) (memory i64 2 5) (type (func (param (ref null func)))) (func (export "f") (result i32) i32.const 0))
  (core type (module (import "x" "y" (func)) (export "z" (table 1 funcref))))
  (import "h" (func $h async (param "s" (stream u8)) (result (future))))
  (component $c (import "h" (func $h)) (export "x" (func $h)) (type $t (list u8 3)))
  (import "i" (instance $i (export "r" (type (sub resource))) (export "f" (func))))
  (alias export $i "f" (func $f))
  (instance (export "f" (func $f)) (export "i" (instance $i)))
  (export "again" (instance $i) (instance (export "f" (func)))))`;

describe("damaged files never throw", () => {
  let files: readonly Uint8Array[];
  beforeAll(async () => {
    const module = await componentEmbed({ witSource: wit, world: "w", dummy: true });
    files = [
      await componentNew(module),
      module,
      await parse(wat),
      await parse("(module (memory 1) (memory i64 2 5) (memory 3 (pagesize 1)))"),
    ];
  });

  /** What is wrong with the answers: every reader must give a value, and an error must lie inside the file. */
  function wrongs(bytes: Uint8Array): string[] {
    const found: string[] = [];
    if (bytes.length >= 8 && preamble.every((byte, i) => bytes[i] === byte) && binaryKind(bytes) === "unknown")
      found.push("kind");
    const capped = capMemories(bytes, 65536 * 10);
    const module = readCoreModule(bytes);
    for (const result of [readComponent(bytes), module]) {
      if (result.ok) continue;
      const { offset, reason, section: where } = result.error;
      if (!(offset >= 0 && offset <= bytes.length) || reason === "" || where === "")
        found.push(JSON.stringify(result.error));
    }
    if (capped.ok && module.ok && !readCoreModule(capped.value).ok) found.push("capping damaged the module");
    return found;
  }

  test("the files are sound before they are damaged", () => {
    expect(files.map((file) => [binaryKind(file), readComponent(file).ok || readCoreModule(file).ok])).toEqual([
      ["component", true],
      ["module", true],
      ["component", true],
      ["module", true],
    ]);
  });

  test("cut off anywhere", () => {
    for (const file of files)
      for (let size = 0; size < file.length; size += 1) expect(wrongs(file.subarray(0, size))).toEqual([]);
  });

  test("with bytes changed, put in or taken out", () => {
    const edit = fc.record({
      at: fc.nat(),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(0x7f, 0x80, 0xff)),
      kind: fc.constantFrom("set" as const, "insert" as const, "remove" as const),
    });
    fc.assert(
      fc.property(fc.nat(3), fc.array(edit, { minLength: 1, maxLength: 6 }), (which, edits) => {
        expect(wrongs(edited(files[which]!, edits))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  test("with any sections at all", () => {
    const any = fc.array(fc.tuple(fc.nat(13), fc.uint8Array({ maxLength: 40 })), { maxLength: 6 });
    fc.assert(
      fc.property(any, (sections) => {
        expect(wrongs(component(...sections.map(([id, body]) => section(id, [...body]))))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test("any bytes at all", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(wrongs(bytes)).toEqual([]);
      }),
    );
  });
});
