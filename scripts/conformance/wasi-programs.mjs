// @ts-check
/** The preview 1 programs of a checkout of WebAssembly/wasi-testsuite, each with what it is given and what it must do. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/**
 * @typedef {object} Program
 * @property {string} name `rust/path_link`.
 * @property {string} path Of the core module.
 * @property {readonly string[]} args
 * @property {Readonly<Record<string, string>>} env
 * @property {string | undefined} root The folder that is the program's `/`; without one it has no directory at all.
 * @property {string} stdin
 * @property {number} exitCode
 * @property {string | undefined} stdout Not compared when no text is asked for.
 */

/** @typedef {{ readonly exitCode?: number, readonly stdout: string, readonly reason: string }} Outcome How a program ended; the reason is what it said of a failure. */

/**
 * @param {string} folder The checkout, or a folder in it.
 * @returns {readonly Program[]} In the order of their names.
 */
export function programsIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.split(sep))
    .filter((parts) => parts.at(-2) === "wasm32-wasip1" && parts.at(-1)?.endsWith(".wasm"))
    .map((parts) => {
      const path = join(folder, ...parts);
      // tests/<language>/testsuite/wasm32-wasip1/<name>.wasm
      const language = dirname(dirname(dirname(path)))
        .split(sep)
        .at(-1);
      return { ...specification(path), name: `${language}/${parts.at(-1)?.slice(0, -".wasm".length)}` };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The file beside a program, with the defaults that the suite's own `doc/specification.md` gives.
 * @param {string} path
 * @returns {Omit<Program, "name">}
 */
function specification(path) {
  const beside = path.replace(/\.wasm$/, ".json");
  const given = existsSync(beside) ? JSON.parse(readFileSync(beside, "utf8")) : {};
  if ("operations" in given) throw new Error(`${beside} is written as operations, which are not read here.`);
  const { args = [], env = {}, root, stdin = "", exit_code: exitCode = 0, stdout } = given;
  return { path, args, env, root: root && join(dirname(path), root), stdin, exitCode, stdout };
}

/**
 * @param {Program} program
 * @param {Outcome} outcome
 */
export function passes(program, outcome) {
  return outcome.exitCode === program.exitCode && (program.stdout === undefined || outcome.stdout === program.stdout);
}
