// @ts-check
/** Components to damage: the demos, worlds of WASI that do nothing, an adapted module, and one of everything. */
import { componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { readdirSync, readFileSync } from "node:fs";
import { wasiDummy } from "./worlds.mjs";

/** @typedef {import("./mutations.mjs").Sample} Sample */

const worlds = ["wasi:cli/command@0.2.12", "wasi:http/proxy@0.2.12"];

/** Where a core module has the version 1, and a component a larger one. */
const coreVersion = 4;

const command = `(module
  (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")))`;

const everything = `(component
  (core module $m (import "a" "b" (func)) (memory 1) (func (export "f") (result i32) i32.const 0))
  (core type (module (import "x" "y" (func)) (export "z" (table 1 funcref))))
  (import "h" (func $h async (param "s" (stream u8)) (result (future))))
  (component $c (import "h" (func $h)) (export "x" (func $h)) (type $t (list u8 3)))
  (import "i" (instance $i (export "r" (type (sub resource))) (export "f" (func))))
  (alias export $i "f" (func $f))
  (type $v (variant (case "a" (record (field "x" u8) (field "y" string))) (case "b")))
  (type $r (result (list (tuple char f64)) (error (enum "p" "q"))))
  (type $fn (func (param "v" (option u8)) (result error-context)))
  (import "g" (func (type $fn)))
  (component $d
    (import "t" (type $t (sub resource)))
    (import "make" (func $make (result (own $t))))
    (instance $out (export "t" (type $t)) (export "make" (func $make)))
    (export "out" (instance $out)))
  (alias export $i "r" (type $res))
  (import "make" (func $make (result (own $res))))
  (instance $made (instantiate $d (with "t" (type $res)) (with "make" (func $make))))
  (alias export $made "out" (instance $out))
  (export "out" (instance $out))
  (instance $both (export "f" (func $f)) (export "i" (instance $i)))
  (export "again" (instance $i) (instance (export "f" (func)))))`;

const modules = new URL("../../node_modules/", import.meta.url);
const adapter = new URL("@bytecodealliance/jco/lib/wasi_snapshot_preview1.command.wasm", modules);

/**
 * A preview 1 module made into a component, as it is when opened.
 * @param {Uint8Array} module
 * @returns {Promise<Uint8Array>}
 */
export function adapted(module) {
  return componentNew(module, [["wasi_snapshot_preview1", readFileSync(adapter)]]);
}

/** @returns {Promise<readonly Sample[]>} */
export async function samples() {
  const demos = new URL("../../public/demos/", import.meta.url);
  const folders = readdirSync(demos, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const made = await Promise.all(worlds.map(async (world) => ({ name: world, bytes: await wasiDummy(world) })));
  const shown = await Promise.all(
    folders.map(async ({ name }) => {
      // A Buffer's own `slice` would share its memory.
      const bytes = new Uint8Array(readFileSync(new URL(`${name}/component.wasm`, demos)));
      return { name, bytes: bytes[coreVersion] === 1 ? await adapted(bytes) : bytes };
    }),
  );
  return [
    ...shown,
    ...made,
    { name: "an adapted module", bytes: await adapted(await parse(command)) },
    { name: "one of everything", bytes: await parse(everything) },
  ];
}
