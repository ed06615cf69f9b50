// @ts-check
/** The reader of components, and both engines, against the component model's own tests. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assemble } from "./assemble.mjs";
import { loadComponentRoom, loadEngines, loadNames, loadPreparing } from "./load.mjs";
import { readAll } from "./reading.mjs";
import { runScript } from "./reference.mjs";
import { judgeRefusals } from "./refusals.mjs";

/** @typedef {import("./reading.mjs").Script} Script */
/** @typedef {import("./reference.mjs").Assembled} Assembled */
/** @typedef {import("./reference.mjs").Check} Check */
/** @typedef {import("./reference.mjs").Tools} Tools */
/** @typedef {import("./refusals.mjs").Refusal} Refusal */
/** @typedef {import("./wast.mjs").WastComponent} WastComponent */
/** @typedef {{ readonly path: string, readonly native: readonly Check[], readonly jco: readonly Check[], readonly refusals: readonly Refusal[] }} Row */

/** Where a test contradicts the specification's text, which is followed: by file and line. */
/** @type {ReadonlyMap<string, string>} */
const contradicted = new Map(
  [86, 110].map((line) => [
    `async/trap-on-reenter.wast:${line}`,
    "the test says “for now”: by CanonicalABI.md, “Component Instances”, a parent and its child may call each other",
  ]),
);

const memoryBytes = 256 * 1024 * 1024;

/**
 * Gives every script below a folder to the reader and to both engines, and prints tables.
 * @param {string} folder A checkout of the tests of WebAssembly/component-model.
 * @returns {Promise<boolean>} Whether all was read, and the native engine fails at nothing that it says to support.
 */
export async function componentModel(folder) {
  const scripts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".wast"))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
  if (scripts.length === 0) throw new Error(`There is no .wast file below ${folder}.`);
  const room = await loadComponentRoom();
  const allRead = await readAll(room, scripts);
  const rows = await runAll(room, scripts);
  printRows(rows);
  const faults = rows.flatMap(({ path, native }) =>
    native.filter(({ line, outcome }) => outcome === "failed" && !contradicted.has(`${path}:${line}`)),
  );
  return allRead && faults.length === 0;
}

/**
 * @param {typeof import("../../src/component/index.ts")} room
 * @param {readonly Script[]} scripts
 */
async function runAll(room, scripts) {
  const { engines } = await loadEngines();
  const { prepare } = await loadPreparing();
  const { camelCase } = await loadNames();
  /** @type {Map<string, Assembled>} */
  const kept = new Map();
  /** @param {WastComponent} component */
  const assembleOnce = async ({ text }) => {
    const known = kept.get(text) ?? (await assemble(text));
    kept.set(text, known);
    return known;
  };
  /** @param {Uint8Array} bytes */
  const modelOf = (bytes) => {
    const read = room.readComponent(bytes);
    return read.ok ? read.value : undefined;
  };
  /** @type {Pick<Tools, "assemble" | "typeOf" | "camelCase">} */
  const shared = {
    assemble: assembleOnce,
    camelCase,
    typeOf: (bytes, name) => {
      const entity = modelOf(bytes)?.type.exports.get(name);
      return entity?.sort === "func" ? entity.type : undefined;
    },
  };
  /** @type {Tools} */
  const native = {
    ...shared,
    start: engines.native,
    // A stack that overflows is a RangeError in JavaScript.
    isTrap: (error) =>
      error instanceof WebAssembly.RuntimeError || (error instanceof RangeError && /call stack/.test(error.message)),
  };
  // Its own checks throw plain errors.
  /** @type {Tools} */
  const jco = {
    ...shared,
    start: engines.jco,
    isTrap: (error) => error instanceof Error && !Object.hasOwn(error, "payload"),
  };
  /** @param {Uint8Array} bytes */
  const whyNotPrepared = (bytes) => {
    const result = prepare(new Uint8Array(bytes), { memoryBytes });
    if (result.ok) return undefined;
    const { tag, message, detail } = result.error;
    // What the reader does not know it refuses; the rest that is unsupported may well be right.
    const known = tag === "unsupported" && Reflect.get(Object(detail), "feature") !== "unknown";
    return known ? undefined : `${tag}: ${message}`;
  };
  /** @type {Row[]} */
  const rows = [];
  for (const { path, text } of scripts) {
    // Both share the processor, and wasm-tools has one memory.
    /* oxlint-disable no-await-in-loop */
    rows.push({
      path,
      native: await runScript(text, native),
      jco: await runScript(text, jco),
      refusals: await judgeRefusals(
        text,
        engines.native,
        (bytes) => (modelOf(bytes)?.imports.length ?? 0) > 0,
        whyNotPrepared,
      ),
    });
    /* oxlint-enable no-await-in-loop */
  }
  return rows;
}

const kinds = /** @type {const} */ (["component", "assert_return", "assert_trap", "assert_unlinkable"]);

/** @param {readonly Row[]} rows */
function printRows(rows) {
  console.log("\nThe native engine, and jco beside it in brackets: steps passed, of all.");
  console.log("  made         components and instances that are defined or instantiated");
  console.log("  unsupported  steps on components that the native engine says not to run; they do not count as passed");
  console.log("  not in Node  the same where this release of Node lacks something of core WebAssembly");
  console.log(
    "Of components that the tests call wrong, how many our reader or engine refuses, and how many wasm-tools does,",
  );
  console.log("in its text parser, its decoder or its validator:\n");
  const width = Math.max(...rows.map(({ path }) => path.length), 5);
  /** @param {string} name @param {readonly string[]} cells */
  const line = (name, cells) => console.log(`${name.padEnd(width)}${cells.map((cell) => cell.padStart(19)).join("")}`);
  line("file", [
    "made",
    "assert_return",
    "assert_trap",
    "all",
    "unsupported",
    "not in Node",
    "wrong: ours",
    "wasm-tools",
  ]);
  for (const row of rows) {
    line(row.path, cellsOf([row]));
    for (const text of reasons(row.native, row.path)) console.log(`    ${text}`);
    for (const { line: at, kind, ours, tool, why } of row.refusals)
      if (ours !== true)
        console.log(`    line ${at} (${kind}): not refused by us${tool ? "" : " nor by wasm-tools"}: ${why}`);
  }
  for (const group of new Set(rows.map(({ path }) => path.slice(0, path.lastIndexOf("/") + 1))))
    line(`${group}*`, cellsOf(rows.filter(({ path }) => path.startsWith(group))));
  line("total", cellsOf(rows));
}

/** @param {readonly Row[]} rows */
function cellsOf(rows) {
  /** @param {readonly Check[]} checks */
  const passed = (checks) => checks.filter(({ outcome }) => outcome === "passed").length;
  /** @param {readonly (typeof kinds[number])[]} wanted */
  const cell = (wanted) => {
    /** @param {readonly Check[]} checks */
    const of = (checks) => checks.filter(({ kind }) => wanted.includes(kind));
    const native = of(rows.flatMap((row) => row.native));
    const jco = of(rows.flatMap((row) => row.jco));
    return native.length === 0 ? "-" : `${passed(native)} (${passed(jco)}) of ${native.length}`;
  };
  /** @param {string} wanted */
  const count = (wanted) => {
    const steps = rows.flatMap(({ native }) => native).filter(({ outcome }) => outcome === wanted).length;
    return steps === 0 ? "-" : String(steps);
  };
  const refusals = rows.flatMap((row) => row.refusals);
  const none = refusals.length === 0;
  return [
    cell(["component"]),
    cell(["assert_return"]),
    cell(["assert_trap", "assert_unlinkable"]),
    cell(kinds),
    count("unsupported"),
    count("not in Node"),
    none ? "-" : `${refusals.filter(({ ours }) => ours === true).length} of ${refusals.length}`,
    none ? "-" : `${refusals.filter(({ tool }) => tool).length} of ${refusals.length}`,
  ];
}

/**
 * Why steps did not pass; those that follow one another and have the same reason stand in one line.
 * @param {readonly Check[]} checks
 * @param {string} path
 */
function reasons(checks, path) {
  /** @type {{ first: Check, last: Check, steps: number }[]} */
  const runs = [];
  for (const check of checks) {
    if (check.outcome === "passed") continue;
    const run = runs.at(-1);
    if (run !== undefined && run.first.why === check.why) {
      run.last = check;
      run.steps += 1;
    } else {
      runs.push({ first: check, last: check, steps: 1 });
    }
  }
  return runs.flatMap(({ first: { line, kind, outcome, why }, last, steps }) => {
    const where = steps === 1 ? `line ${line} (${kind})` : `lines ${line} to ${last.line} (${steps} steps)`;
    const because = contradicted.get(`${path}:${line}`);
    return [`${where}: ${outcome}: ${why}`, ...(because === undefined ? [] : [`  ${because}`])];
  });
}
