import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { readDefinitions } from "../../../component/index.ts";
import { instantiate, nativeEngine } from "../index.ts";
import { coreName } from "../prepare.ts";
import { link, type Func } from "./link-testing.ts";

/** Without what `prepare` refuses before anything is linked. */
async function linkUnseen(wat: string) {
  const bytes = await parse(wat);
  const read = readDefinitions(bytes);
  if (!read.ok) throw new Error(read.error.reason);
  const modules = new Map<string, WebAssembly.Module>();
  for (const item of read.value.definitions) {
    if (item.kind !== "core-module") continue;
    const core = new Uint8Array(bytes.subarray(item.offset, item.offset + item.size));
    modules.set(coreName(item.offset), new WebAssembly.Module(core));
  }
  return nativeEngine.instantiate({ kind: "native", definition: read.value, modules }, new Map());
}

test.each([
  [
    "a core import that is not given",
    `(core module $m (import "env" "f" (func))) (core instance $e) (core instance (instantiate $m (with "env" (instance $e))))`,
    /imports "f" of "env"/,
  ],
  [
    "a core import of another sort",
    `(core module $n (memory (export "f") 1)) (core instance $e (instantiate $n))
     (core module $m (import "env" "f" (func))) (core instance (instantiate $m (with "env" (instance $e))))`,
    /as a function/,
  ],
  [
    "a core function of another type",
    `(core module $n (func (export "f") (param i64))) (core instance $e (instantiate $n))
     (core module $m (import "env" "f" (func))) (core instance (instantiate $m (with "env" (instance $e))))`,
    /could not be linked/,
  ],
  [
    "a core export that an alias names",
    `(core module $m) (core instance $i (instantiate $m)) (alias core export $i "f" (core func $f))`,
    /does not export "f"/,
  ],
  [
    "a core export of another sort",
    `(core module $m (memory (export "f") 1)) (core instance $i (instantiate $m)) (alias core export $i "f" (core func $f))`,
    /is no func/,
  ],
  [
    "an argument of an instantiation",
    `(component $c (import "f" (func))) (instance (instantiate $c))`,
    /not given its import "f"/,
  ],
  [
    "an argument of another sort",
    `(component $c (import "f" (func))) (component $d) (instance (instantiate $c (with "f" (component $d))))`,
    /should be a func/,
  ],
  [
    "a resource inside an argument",
    `(component $c (import "i" (instance (export "r" (type (sub resource)))))) (instance $e) (instance (instantiate $c (with "i" (instance $e))))`,
    /should export "r"/,
  ],
])("a file that no validator saw is refused: %s", async (_what, wat, words) => {
  const made = await linkUnseen(`(component ${wat})`);
  expect(made).toMatchObject({ ok: false, error: { tag: "link", message: expect.stringMatching(words) } });
});

test("a small file that asks for no end of instances is refused", async () => {
  let wat = `(component $c0)`;
  for (let level = 1; level <= 40; level += 1) {
    wat += ` (component $c${level} (alias outer 1 $c${level - 1} (component $in)) (instance (instantiate $in)) (instance (instantiate $in)))`;
  }
  const made = await linkUnseen(`(component ${wat} (instance (instantiate $c40)))`);
  expect(made).toMatchObject({ ok: false, error: { tag: "link", message: expect.stringContaining("definitions") } });
});

const START = `
  (core func $f (canon lower (func $f)))
  (core module $m (import "" "f" (func $f)) (start $f))
  (core instance (instantiate $m (with "" (instance (export "f" (func $f))))))`;

test("a start function that traps gives a trap, and errors of the host pass through it", async () => {
  const trapped = await link(
    await parse(`(component (core module $m (func $f unreachable) (start $f)) (core instance (instantiate $m)))`),
  );
  expect(trapped).toMatchObject({ ok: false, error: { tag: "trap", message: expect.stringContaining("unreachable") } });
  const error = new Error("of the host");
  const throwing = {
    f: {
      default: () => {
        throw error;
      },
    },
  };
  await expect(link(await parse(`(component (import "f" (func $f)) ${START})`), throwing)).rejects.toBe(error);
  // One in which something looks like a fault of linking is no fault of linking.
  const typeError = new TypeError("of the host");
  const other = {
    f: {
      default: () => {
        throw typeError;
      },
    },
  };
  await expect(link(await parse(`(component (import "f" (func $f)) ${START})`), other)).rejects.toBe(typeError);
});

test("how a program of preview 1 exits is told", async () => {
  const codes: number[] = [];
  const made = await instantiate(
    await parse(`(component
      (core module $wasi (func (export "proc_exit") (param i32)))
      (core instance $w (instantiate $wasi))
      (core module $m (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (func (export "run") (call $exit (i32.const 3))))
      (core instance $i (instantiate $m (with "wasi_snapshot_preview1" (instance $w))))
      (func (export "run") (canon lift (core func $i "run"))))`),
    new Map(),
    { procExit: (code) => codes.push(code) },
  );
  if (!made.ok) throw new Error(made.error.message);
  (made.value.exports as Record<string, Func>)["run"]?.();
  expect(codes).toEqual([3]);
});

test("a start definition runs when the definitions before it are made", async () => {
  const order: string[] = [];
  const imports = { f: { default: () => order.push("f") } };
  // The text format has no start definition that wasm-tools would write, so it is put in behind.
  const bytes = await parse(`(component (import "f" (func $f)))`);
  const made = await instantiate(
    new Uint8Array([...bytes, 0x09, 0x03, 0x00, 0x00, 0x00]),
    new Map(Object.entries(imports)),
  );
  expect(made).toMatchObject({ ok: true });
  expect(order).toEqual(["f"]);
});

test("a component that is not one is an error and not a crash", async () => {
  const made = await instantiate(new Uint8Array([1, 2, 3]), new Map());
  expect(made.ok).toBe(false);
});
