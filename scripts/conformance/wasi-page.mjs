// @ts-check
/** Runs a preview 1 program in the built page, through `window.orrery`. */
import { chromium } from "@playwright/test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { preview } from "vite";
import { findBrowser, launchArguments } from "../test/find-browser.mjs";

/** @typedef {import("./wasi-programs.mjs").Program} Program */
/** @typedef {import("./wasi-programs.mjs").Outcome} Outcome */

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * What `wasmtime run` gives: real clocks and random numbers, files with the time of the clock, no network. The waiting of
 * preview 1 needs the real clock.
 */
const bindings = {
  "wall-clock": { mode: "real" },
  "monotonic-clock": { mode: "real" },
  random: { mode: "real" },
  filesystem: { mode: "mock", timestamps: "clock" },
  http: { mode: "deny" },
  sockets: { mode: "deny" },
};

/**
 * Serves `dist/` and opens it in a browser.
 * @returns {Promise<{ readonly run: (program: Program) => Promise<Outcome>, readonly close: () => Promise<void> }>}
 */
export async function openPage() {
  if (!existsSync(join(root, "dist", "index.html"))) throw new Error("There is no build to run. Run: npm run build");
  const executablePath = await findBrowser((line) => console.error(line));
  const server = await preview({ root, logLevel: "error", preview: { host: "127.0.0.1", port: 4390 } });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("The built page is not served.");
  const browser = await chromium.launch({ executablePath, args: [...launchArguments] });
  const page = await browser.newPage();
  await page.goto(address);
  await page.waitForFunction(() => "orrery" in window);
  await page.evaluate(() => window.orrery.ready);
  return {
    run: (program) => runIn(page, program),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/**
 * @param {import("@playwright/test").Page} page
 * @param {Program} program
 * @returns {Promise<Outcome>}
 */
async function runIn(page, program) {
  const patch = {
    program: { arguments: program.args, environment: program.env, stdin: { text: program.stdin } },
    files: program.root === undefined ? [] : [{ mount: "/", writable: true, tree: treeOf(program.root) }],
    bindings,
  };
  const base64 = readFileSync(program.path).toString("base64");
  const name = `${program.name.split("/").at(-1)}.wasm`;
  const result = await page.evaluate(
    async ([text, file, scenario]) => {
      const failed = (/** @type {object} */ answer) => "error" in answer && !("status" in answer);
      const opened = await window.orrery.open(
        Uint8Array.from(atob(text), (char) => char.charCodeAt(0)),
        file,
      );
      if (failed(opened)) return opened;
      await window.orrery.reset();
      const applied = await window.orrery.apply(scenario);
      return failed(applied) ? applied : window.orrery.run();
    },
    /** @type {const} */ ([base64, name, patch]),
  );
  if (!("status" in result)) return { stdout: "", reason: "error" in result ? result.error.message : "no answer" };
  const { status, exitCode, stdout, stderr, error } = result;
  const reason = `${stderr}\n${status === "exited" ? `exited ${exitCode}` : `${status}: ${error?.message ?? ""}`}`;
  return { ...(exitCode === undefined ? {} : { exitCode }), stdout, reason };
}

/**
 * @param {string} folder
 * @returns {Record<string, unknown>} The folder as a mount's tree.
 */
function treeOf(folder) {
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true }).map((entry) => {
      const path = join(folder, entry.name);
      return [
        entry.name,
        entry.isDirectory() ? { tree: treeOf(path) } : { base64: readFileSync(path).toString("base64") },
      ];
    }),
  );
}
