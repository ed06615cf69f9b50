// @ts-check
/** Runs a preview 1 program as a component in Node, with `jco run`. */
import { componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** @typedef {import("./wasi-programs.mjs").Program} Program */
/** @typedef {import("./wasi-programs.mjs").Outcome} Outcome */

const timeoutMs = 120_000;
const jco = import.meta.resolve("@bytecodealliance/jco");
const command = fileURLToPath(new URL("jco.js", jco));
const adapter = readFileSync(new URL("../lib/wasi_snapshot_preview1.command.wasm", jco));

/**
 * Its folder is copied first. `jco run` has no option for directories and variables: the module that `--jco-import`
 * takes gives them to jco's WASI.
 * @param {Program} program
 * @returns {Promise<Outcome>}
 */
export async function runWithJco(program) {
  const folder = mkdtempSync(join(tmpdir(), "orrery-jco-"));
  try {
    const component = join(folder, "program.wasm");
    writeFileSync(component, await componentNew(readFileSync(program.path), [["wasi_snapshot_preview1", adapter]]));
    const root = join(folder, "root");
    mkdirSync(root);
    if (program.root !== undefined) cpSync(program.root, root, { recursive: true });
    const setup = join(folder, "setup.mjs");
    writeFileSync(
      setup,
      `import { _setEnv } from ${JSON.stringify(import.meta.resolve("@bytecodealliance/preview2-shim/cli"))};
import { _setPreopens } from ${JSON.stringify(import.meta.resolve("@bytecodealliance/preview2-shim/filesystem"))};
_setEnv(${JSON.stringify(program.env)});
_setPreopens(${JSON.stringify(program.root === undefined ? {} : { "/": root })});
`,
    );
    const options = ["run", "--jco-dir", join(folder, "out"), "--jco-import", setup, component, ...program.args];
    return await runChild(options, program.stdin);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {readonly string[]} options
 * @param {string} stdin
 * @returns {Promise<Outcome>}
 */
function runChild(options, stdin) {
  return new Promise((resolve, reject) => {
    // A group of its own: jco starts another process, which must not outlive it.
    const child = spawn(process.execPath, [command, ...options], { stdio: "pipe", detached: true });
    let stdout = "";
    let stderr = "";
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, timeoutMs);
    child.stdout.on("data", (chunk) => (stdout += String(chunk)));
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    child.stdin.on("error", () => {});
    child.stdin.end(stdin);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      const reason = `${stderr}\n${late ? `no end in ${timeoutMs / 1000} s` : `exited ${code}`}`;
      resolve({ ...(code === null ? {} : { exitCode: code }), stdout, reason });
    });
  });
}
