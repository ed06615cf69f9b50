// @ts-check
/** The programs of `guests/`, and runs of them in the app. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { adapted } from "../scripts/conformance/samples.mjs";
import { openBuilt } from "./page.mjs";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {Readonly<Record<string, number>>} Parts Nanoseconds by part. */

/** @typedef {"work" | "direct"} Program */

/** @param {Program} program */
export const fileOf = (program) => `${program}.component.wasm`;

/** The programs as components: what is served beside a page that runs them. */
export async function guestFiles() {
  const made = /** @type {const} */ (["work", "direct"]).map(
    async (program) =>
      /** @type {const} */ ([
        fileOf(program),
        await adapted(await readFile(new URL(`guests/${program}.wasm`, import.meta.url))),
      ]),
  );
  return Object.fromEntries(await Promise.all(made));
}

/**
 * Builds the app and opens it.
 * @param {import("@playwright/test").Browser} browser
 * @param {import("./page.mjs").AtEnd} atEnd
 * @returns {Promise<Page>}
 */
export async function openApp(browser, atEnd) {
  const tab = await openBuilt(browser, atEnd, fileURLToPath(new URL("../", import.meta.url)), await guestFiles());
  await tab.waitForFunction(() => "orrery" in window);
  return tab;
}

/**
 * Opens a program in the app.
 * @param {Page} tab
 * @param {Program} program
 */
export async function openInApp(tab, program) {
  await tab.evaluate(async (file) => {
    await window.orrery.ready;
    await window.orrery.open(await (await fetch(file)).blob(), file);
  }, fileOf(program));
}

/**
 * Runs parts of the open program in the app, on its own filesystem and with the real monotonic clock.
 * @param {Page} tab
 * @param {readonly string[]} parts
 * @param {{ readonly traced: boolean, readonly engine?: "auto" | "native" | "jco" }} options
 * @returns {Promise<Parts>}
 */
export async function runInApp(tab, parts, { traced, engine = "auto" }) {
  const result = await tab.evaluate(
    async ([choice, patch]) => {
      await window.orrery.apply(patch);
      return window.orrery.run({ engine: choice });
    },
    /** @type {const} */ ([
      engine,
      {
        program: { arguments: [...parts] },
        bindings: { "monotonic-clock": { mode: "real" } },
        files: [{ mount: "/work", writable: true, tree: {} }],
        // Null is the default; left out, it would stay as the run before had it.
        limits: { timeMs: 600_000, traceEntries: traced ? null : 0 },
      },
    ]),
  );
  if (!("status" in result) || result.status !== "exited" || result.exitCode !== 0)
    throw new Error(`The run failed: ${JSON.stringify(result)}`);
  return partsOf(result.stdout);
}

/**
 * @param {string} printed A line for each part.
 * @returns {Parts}
 */
export function partsOf(printed) {
  return Object.fromEntries(
    printed
      .trim()
      .split("\n")
      .map((line) => line.split(" "))
      .map(([part = "", ns]) => [part, Number(ns)]),
  );
}
