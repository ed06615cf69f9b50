import { describe, expect, test } from "vitest";
import { allocator, component, guest, linked } from "./echo-testing.ts";
import { type EngineName, functionsOf, started } from "./engine-testing.ts";

/** Each place where jco 1.35 departs from the specification or from its own mapping, as docs/engines.md tells it. */

/** What is thrown, as words. */
async function words(act: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await act());
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : `thrown as it is: ${String(error)}`;
  }
}

async function call(engine: EngineName, bytes: Uint8Array, name: string): Promise<unknown> {
  return functionsOf(await started(engine, bytes))[name]?.();
}

/** A function `f` of a component, lifted from core code. */
const lifted = (type: string, body: string, options = ""): Promise<Uint8Array<ArrayBuffer>> =>
  component(`
    (core module $m ${allocator} (func (export "f") ${body}))
    (core instance $i (instantiate $m))
    (func (export "f") ${type} (canon lift (core func $i "f") ${options}))`);

const memory = `(memory (core memory $i "memory"))`;

const refused = /transpile: /;

/** What each engine gives, in words. */
const rows: readonly {
  readonly what: string;
  readonly make: () => Promise<Uint8Array<ArrayBuffer>>;
  readonly native: string | RegExp;
  readonly jco: string | RegExp;
}[] = [
  {
    what: "a bool of core code that is neither 0 nor 1",
    make: () => lifted("(result bool)", "(result i32) (i32.const 2)"),
    native: "true",
    jco: /^TypeError: invalid variant discriminant for bool/,
  },
  {
    what: "a u8 of core code with more bits",
    make: () => lifted("(result u8)", "(result i32) (i32.const 0x1ff)"),
    native: "255",
    jco: /^TypeError: must be between 0 and 255/,
  },
  {
    what: "a string of core code that is not UTF-8",
    make: () =>
      lifted(
        "(result string)",
        "(result i32) (i32.store8 (i32.const 64) (i32.const 0xff)) (i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const 1)) (i32.const 0)",
        memory,
      ),
    native: /^RuntimeError: .*utf-?8/i,
    jco: '"\uFFFD"',
  },
  {
    what: "dropping a handle that there is not",
    make: () =>
      component(`
        (type $r (resource (rep i32)))
        (core func $drop (canon resource.drop $r))
        (core module $m (import "" "drop" (func $drop (param i32))) (func (export "f") (call $drop (i32.const 5))))
        (core instance $i (instantiate $m (with "" (instance (export "drop" (func $drop))))))
        (func (export "f") (canon lift (core func $i "f")))`),
    native: /^RuntimeError: .*unknown handle/,
    jco: "undefined",
  },
  {
    what: "an exported type",
    make: () =>
      component(`
        (type $r (record (field "a" u32)))
        (export "r" (type $r))
        (core module $m (func (export "f") (result i32) (i32.const 1)))
        (core instance $i (instantiate $m))
        (func (export "f") (result u32) (canon lift (core func $i "f")))`),
    native: "1",
    jco: refused,
  },
];

describe.each(rows)("$what", ({ make, native, jco }) => {
  test.each([
    ["native", native],
    ["jco", jco],
  ] as const)("in %s", async (engine, expected) => {
    const bytes = await make();
    expect(`${await words(() => call(engine, bytes, "f"))}`).toMatch(expected);
  });
});

test("strings in latin1+utf16, and in utf16 on both sides of a link", async () => {
  for (const [first, second] of [
    ["latin1+utf16", "utf8"],
    ["utf8", "latin1+utf16"],
    ["latin1+utf16", "latin1+utf16"],
    ["utf16", "latin1+utf16"],
    ["latin1+utf16", "utf16"],
    ["utf16", "utf16"],
  ] as const) {
    const bytes = await linked(first, second);
    const exports = functionsOf(await started("native", bytes));
    for (const text of ["", "plain", "Grüße", "你好 🦀", "é".repeat(3000), "é".repeat(3000) + "語"])
      expect(exports["same"]?.(text)).toBe(text);
    expect(await words(() => started("jco", bytes))).toMatch(refused);
  }
});

test("a result by a type that another interface defines", async () => {
  const wit = `package t:t;
interface types { type outcome = result<u32, string>; }
interface e { use types.{outcome}; f: func() -> outcome; }
world w { export e; }`;
  const core = `(module ${allocator}
    (data (i32.const 64) "\\00\\00\\00\\00\\07\\00\\00\\00")
    (func (export "t:t/e#f") (result i32) (i32.const 64)))`;
  const bytes = await guest(wit, "w", core);
  const through = async (engine: EngineName): Promise<unknown> =>
    functionsOf((await started(engine, bytes))["t:t/e"])["f"]?.();
  expect(await through("native")).toBe(7);
  expect(await through("jco")).toEqual({ tag: "ok", val: 7 });
});
