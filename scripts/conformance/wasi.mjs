// @ts-check
/** Preview 1 programs of WebAssembly/wasi-testsuite: in the built page, and beside it with `jco run` in Node. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { runWithJco } from "./wasi-jco.mjs";
import { openPage } from "./wasi-page.mjs";
import { passes, programsIn } from "./wasi-programs.mjs";

/** @typedef {import("./wasi-programs.mjs").Program} Program */
/** @typedef {import("./wasi-programs.mjs").Outcome} Outcome */
/** @typedef {{ readonly program: Program, readonly here: Outcome, readonly jco: Outcome }} Row */

const docs = fileURLToPath(new URL("../../docs/wasi-testsuite.md", import.meta.url));

/** @returns {ReadonlySet<string>} The programs whose failure the docs explain: the rows of their table that start with a name. */
function explained() {
  return new Set([...readFileSync(docs, "utf8").matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name ?? ""));
}

/**
 * Runs every program below a folder both ways, and prints a table.
 * @param {string} folder A checkout of WebAssembly/wasi-testsuite with its binaries.
 * @returns {Promise<boolean>} Whether every program that passes with jco passes here, or its failure is explained.
 */
export async function wasi(folder) {
  const programs = programsIn(folder);
  if (programs.length === 0) throw new Error(`There is no folder wasm32-wasip1 with programs below ${folder}.`);
  const here = await runHere(programs);
  const jco = await runAll(programs, availableParallelism(), runWithJco);
  const rows = programs.map((program, index) => ({ program, here: at(here, index), jco: at(jco, index) }));
  return report(rows, explained());
}

/** @param {readonly Program[]} programs */
async function runHere(programs) {
  const page = await openPage();
  try {
    // The page has one component at a time.
    return await runAll(programs, 1, page.run);
  } finally {
    await page.close();
  }
}

/**
 * @param {readonly Program[]} programs
 * @param {number} width How many run at once.
 * @param {(program: Program) => Promise<Outcome>} run
 * @returns {Promise<readonly Outcome[]>} In the order of the programs.
 */
async function runAll(programs, width, run) {
  /** @type {Outcome[]} */
  const outcomes = [];
  const waiting = programs.entries();
  const worker = async () => {
    for (const [index, program] of waiting) {
      // A worker does one after the other.
      // oxlint-disable-next-line no-await-in-loop
      outcomes[index] = await run(program);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return outcomes;
}

/** @param {readonly Outcome[]} outcomes @param {number} index @returns {Outcome} */
function at(outcomes, index) {
  const outcome = outcomes[index];
  if (outcome === undefined) throw new Error(`Program ${index} did not run.`);
  return outcome;
}

/**
 * @param {readonly Row[]} rows
 * @param {ReadonlySet<string>} known
 * @returns {boolean}
 */
function report(rows, known) {
  const width = Math.max(...rows.map(({ program }) => program.name.length));
  const counts = { both: 0, here: 0, jco: 0, neither: 0 };
  /** @type {string[]} */
  const unexplained = [];
  /** @type {string[]} */
  const outdated = [];
  console.log("Preview 1 programs, adapted: in the page, and with jco run in Node (directories by --jco-import)\n");
  console.log(`${"program".padEnd(width)}  here  jco`);
  for (const { program, here, jco } of rows) {
    const passed = { here: passes(program, here), jco: passes(program, jco) };
    counts[passed.here ? (passed.jco ? "both" : "here") : passed.jco ? "jco" : "neither"] += 1;
    if (!passed.here && passed.jco && !known.has(program.name)) unexplained.push(program.name);
    if (passed.here && known.has(program.name)) outdated.push(program.name);
    console.log(`${program.name.padEnd(width)}  ${passed.here ? "pass" : "FAIL"}  ${passed.jco ? "pass" : "FAIL"}`);
    if (!passed.here) console.log(`    here: ${told(here)}`);
    if (!passed.jco) console.log(`    jco:  ${told(jco)}`);
  }
  console.log(
    `\n${rows.length} programs: ${counts.both} passed by both, ${counts.here} only here, ${counts.jco} only with jco, ${counts.neither} by neither`,
  );
  if (unexplained.length > 0)
    console.log(`Not explained in docs/wasi-testsuite.md, though jco passes: ${unexplained.join(", ")}`);
  if (outdated.length > 0) console.log(`Explained in docs/wasi-testsuite.md, though passed: ${outdated.join(", ")}`);
  return unexplained.length === 0;
}

/** @param {Outcome} outcome @returns {string} The lines that say most, cut. */
function told({ reason }) {
  const lines = reason.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("note:"));
  return lines.join(" / ").slice(0, 600);
}
