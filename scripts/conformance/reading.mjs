// @ts-check
/** What the reader of components makes of those in the component model's own tests. */
import { assemble, isInvalid } from "./assemble.mjs";
import { componentsIn } from "./wast.mjs";

/** @typedef {{ readonly path: string, readonly text: string }} Script */

/** @typedef {{ readonly read: number, readonly not: number, readonly refused: number, readonly unparsed: number }} Counts */
/** @typedef {{ readonly path: string, readonly counts: Counts, readonly words: readonly string[] }} Row */

/**
 * @param {typeof import("../../src/component/index.ts")} room
 * @param {Script} script
 * @returns {Promise<Row>}
 */
async function judgeFile(room, { path, text }) {
  const counts = { read: 0, not: 0, refused: 0, unparsed: 0 };
  /** @type {string[]} */
  const words = [];
  for (const component of componentsIn(text)) {
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
    const refused = asserted && (await isInvalid(assembled.bytes)) === true;
    counts[refused ? "refused" : "not"] += 1;
    const { tag, offset, section, reason } = error;
    words.push(`${where}: ${refused ? "refused" : "not read"}: ${tag} at byte ${offset} in ${section}: ${reason}`);
  }
  return { path, counts, words };
}

/**
 * Gives every component of every script to the reader, and prints a table.
 * @param {typeof import("../../src/component/index.ts")} room
 * @param {readonly Script[]} scripts
 * @returns {Promise<boolean>} Whether all was read.
 */
export async function readAll(room, scripts) {
  /** @type {Row[]} */
  const rows = [];
  for (const script of scripts) {
    // As above.
    // oxlint-disable-next-line no-await-in-loop
    rows.push(await judgeFile(room, script));
  }
  printTable(rows);
  return rows.every(({ counts }) => counts.not === 0);
}

/**
 * @param {readonly Row[]} rows
 */
function printTable(rows) {
  const width = Math.max(...rows.map(({ path }) => path.length), 5);
  /** @param {string} name @param {readonly (string | number)[]} cells */
  const line = (name, cells) =>
    console.log(`${name.padEnd(width)}  ${cells.map((cell) => String(cell).padStart(9)).join("")}`);
  /** @param {keyof Counts} key */
  const sum = (key) => rows.reduce((total, { counts }) => total + counts[key], 0);
  console.log("Components, by what the reader makes of them:");
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
