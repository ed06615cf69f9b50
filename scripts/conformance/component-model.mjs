// @ts-check
/** The reader of components against the component model's own tests. */
import { componentWit, parse, print } from "@bytecodealliance/jco-transpile/wasm-tools";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { loadComponentRoom } from "./load.mjs";
import { componentsIn } from "./wast.mjs";

/** @typedef {{ readonly read: number, readonly not: number, readonly refused: number, readonly unparsed: number }} Counts */
/** @typedef {{ readonly path: string, readonly counts: Counts, readonly words: readonly string[] }} Row */

/**
 * The tool's complaint, cut to what a person reads. Anything but a complaint is a trap, after which no answer of the
 * tool counts, so it ends the run.
 * @param {unknown} error
 */
function complaint(error) {
  if (typeof error !== "object" || error === null || !("payload" in error)) throw error;
  const text = String(error.payload);
  const inner = /Custom\("((?:[^"\\]|\\.)*)"\)/.exec(text)?.[1];
  return inner ?? text.split("\n").join(" ").slice(0, 200);
}

/**
 * The binary that wasm-tools makes of a component, when it can decode it too (assembling checks next to nothing).
 * @param {string} text
 * @returns {Promise<{ readonly bytes: Uint8Array } | { readonly bytes?: undefined, readonly why: string }>}
 */
async function assemble(text) {
  try {
    const bytes = await parse(text);
    await print(bytes);
    return { bytes };
  } catch (error) {
    return { why: complaint(error) };
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<boolean>} Whether wasm-tools' validator calls a component wrong.
 */
async function isInvalid(bytes) {
  try {
    await componentWit(bytes);
    return false;
  } catch (error) {
    return complaint(error).startsWith("Failed to decode wit component");
  }
}

/**
 * @param {typeof import("../../src/component/index.ts")} room
 * @param {string} folder
 * @param {string} path
 * @returns {Promise<Row>}
 */
async function judgeFile(room, folder, path) {
  const counts = { read: 0, not: 0, refused: 0, unparsed: 0 };
  /** @type {string[]} */
  const words = [];
  for (const component of componentsIn(readFileSync(join(folder, path), "utf8"))) {
    const where = `line ${component.line} (${component.directive}, ${component.form})`;
    const asserted = component.directive === "assert_invalid" || component.directive === "assert_malformed";
    // One after the other: the tool has one memory.
    // oxlint-disable-next-line no-await-in-loop
    const assembled = await assemble(component.text);
    if (assembled.bytes === undefined) {
      counts.unparsed += 1;
      if (!asserted) words.push(`${where}: not taken by wasm-tools: ${assembled.why}`);
      continue;
    }
    const result = room.readComponent(assembled.bytes);
    // What ends in something unknown is not read, though what stands before it is.
    const error = result.ok ? result.value.incomplete : result.error;
    if (error === undefined) {
      counts.read += 1;
      continue;
    }
    // oxlint-disable-next-line no-await-in-loop
    const refused = asserted && (await isInvalid(assembled.bytes));
    counts[refused ? "refused" : "not"] += 1;
    const { tag, offset, section, reason } = error;
    words.push(`${where}: ${refused ? "refused" : "not read"}: ${tag} at byte ${offset} in ${section}: ${reason}`);
  }
  return { path, counts, words };
}

/**
 * Gives every component of every script below a folder to the reader, and prints a table.
 * @param {string} folder A checkout of the tests of WebAssembly/component-model.
 * @returns {Promise<boolean>} Whether all was read.
 */
export async function componentModel(folder) {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".wast"))
    .toSorted();
  if (paths.length === 0) throw new Error(`There is no .wast file below ${folder}.`);
  const room = await loadComponentRoom();
  /** @type {Row[]} */
  const rows = [];
  for (const path of paths) {
    // As above.
    // oxlint-disable-next-line no-await-in-loop
    rows.push(await judgeFile(room, folder, path));
  }
  printTable(folder, rows);
  return rows.every(({ counts }) => counts.not === 0);
}

/**
 * @param {string} folder
 * @param {readonly Row[]} rows
 */
function printTable(folder, rows) {
  const width = Math.max(...rows.map(({ path }) => path.length), 5);
  /** @param {string} name @param {readonly (string | number)[]} cells */
  const line = (name, cells) =>
    console.log(`${name.padEnd(width)}  ${cells.map((cell) => String(cell).padStart(9)).join("")}`);
  /** @param {keyof Counts} key */
  const sum = (key) => rows.reduce((total, { counts }) => total + counts[key], 0);
  console.log(`Components in ${relative(".", folder) || "."}, by what the reader makes of them:`);
  console.log("  read      by the reader");
  console.log("  not read  though wasm-tools takes them");
  console.log("  refused   by the reader and by wasm-tools' validator: a test says that they are wrong");
  console.log("  no binary wasm-tools assembles or decodes none, so that there is nothing to read\n");
  line("file", ["read", "not read", "refused", "no binary"]);
  for (const { path, counts, words } of rows) {
    line(path, [counts.read, counts.not, counts.refused, counts.unparsed]);
    for (const text of words) console.log(`    ${text}`);
  }
  line("total", [sum("read"), sum("not"), sum("refused"), sum("unparsed")]);
}
