// @ts-check
/** The reader of components, and both engines, against the component model's own tests. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { assemble } from "./assemble.mjs";
import { loadComponentRoom, loadEngines, loadNames, loadPreparing } from "./load.mjs";
import { openNativePage } from "./native-page.mjs";
import { nativeTools, typeOf } from "./native-tools.mjs";
import { readAll } from "./reading.mjs";
import { runScript, startFailure } from "./reference.mjs";
import { judgeRefusals } from "./refusals.mjs";

/** @typedef {import("./native-page.mjs").NativeRunner} NativeRunner */
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
 * @param {boolean} inNode Whether the native engine runs in Node too, as jco always does, and not in a browser.
 * @returns {Promise<boolean>} Whether all was read, and the native engine fails at nothing that it says to support.
 */
export async function componentModel(folder, inNode) {
  const scripts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".wast"))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
  if (scripts.length === 0) throw new Error(`There is no .wast file below ${folder}.`);
  const room = await loadComponentRoom();
  const allRead = await readAll(room, scripts);
  const { rows, where } = await runAll(room, scripts, inNode);
  printRows(rows, where);
  const faults = rows.flatMap(({ path, native }) =>
    native.filter(({ line, outcome }) => outcome === "failed" && !contradicted.has(`${path}:${line}`)),
  );
  return allRead && faults.length === 0;
}

/** @param {WastComponent["text"]} text @returns {Promise<Assembled>} */
const assembleOnce = (() => {
  /** @type {Map<string, Promise<Assembled>>} */
  const kept = new Map();
  return (/** @type {string} */ text) => {
    const made = kept.get(text) ?? assemble(text);
    kept.set(text, made);
    return made;
  };
})();

/**
 * @param {typeof import("../../src/component/index.ts")} room
 * @param {Tools["start"]} start
 * @param {Tools["camelCase"]} camelCase
 * @param {boolean} inNode
 * @returns {Promise<NativeRunner>}
 */
async function openNative({ readComponent }, start, camelCase, inNode) {
  if (!inNode) {
    try {
      return await openNativePage(assembleOnce);
    } catch (error) {
      console.error(`${String(error)}\nThe native engine runs in Node instead.`);
    }
  }
  const tools = nativeTools({ readComponent, camelCase, assemble: ({ text }) => assembleOnce(text) }, start);
  return {
    where: `Node ${process.versions.node}`,
    run: (script) => runScript(script, tools),
    failure: (bytes) => startFailure(start, bytes),
    close: () => Promise.resolve(),
  };
}

/**
 * @param {typeof import("../../src/component/index.ts")} room
 * @param {readonly Script[]} scripts
 * @param {boolean} inNode
 */
async function runAll(room, scripts, inNode) {
  const { engines } = await loadEngines();
  const { prepare } = await loadPreparing();
  const { camelCase } = await loadNames();
  const native = await openNative(room, engines.native, camelCase, inNode);
  // Its own checks throw plain errors.
  /** @type {Tools} */
  const jco = {
    assemble: ({ text }) => assembleOnce(text),
    camelCase,
    typeOf: (bytes, name) => typeOf(room.readComponent, bytes, name),
    start: engines.jco,
    isTrap: (error) => error instanceof Error && !Object.hasOwn(error, "payload"),
  };
  /** @param {Uint8Array} bytes */
  const takesImports = (bytes) => {
    const read = room.readComponent(bytes);
    return read.ok && read.value.imports.length > 0;
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
      native: await native.run(text),
      jco: await runScript(text, jco),
      refusals: await judgeRefusals(text, native.failure, takesImports, whyNotPrepared),
    });
    /* oxlint-enable no-await-in-loop */
  }
  await native.close();
  return { rows, where: native.where };
}

const kinds = /** @type {const} */ (["component", "assert_return", "assert_trap", "assert_unlinkable"]);

/** @param {readonly Row[]} rows @param {string} where */
function printRows(rows, where) {
  console.log(`\nThe native engine in ${where}, and in brackets jco in Node: steps passed, of all.`);
  console.log("  made         components and instances that are defined or instantiated");
  console.log("  unsupported  steps on components that the native engine says not to run; they do not count as passed");
  console.log(`  not compiled the same where ${where} lacks something of core WebAssembly`);
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
    "not compiled",
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
    count("not compiled"),
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
