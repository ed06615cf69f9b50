// @ts-check
/** What the measurements share: built pages open in one browser, medians and rows. */
import { chromium } from "@playwright/test";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, preview } from "vite";
import { findBrowser, launchArguments } from "../scripts/test/find-browser.mjs";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {(action: () => Promise<unknown>) => void} AtEnd */

/**
 * Starts a browser, gives it to `work`, and cleans up what `work` asks for, the last first.
 * @param {(browser: import("@playwright/test").Browser, atEnd: AtEnd) => Promise<void>} work
 */
export async function withBrowser(work) {
  /** @type {(() => Promise<unknown>)[]} */
  const closers = [];
  const atEnd = (/** @type {() => Promise<unknown>} */ action) => void closers.unshift(action);
  try {
    const browser = await chromium.launch({ executablePath: await findBrowser(console.log), args: launchArguments });
    atEnd(() => browser.close());
    await work(browser, atEnd);
  } finally {
    // oxlint-disable-next-line no-await-in-loop
    for (const close of closers) await close();
  }
}

/**
 * Builds a page into a temporary folder, puts files beside it, and opens it in a tab.
 * @param {import("@playwright/test").Browser} browser
 * @param {AtEnd} atEnd
 * @param {string} root The folder of the page, with its `vite.config.ts`.
 * @param {Readonly<Record<string, Uint8Array>>} [files] By name.
 * @returns {Promise<Page>}
 */
export async function openBuilt(browser, atEnd, root, files = {}) {
  const folder = await mkdtemp(join(tmpdir(), "orrery-bench-"));
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const settings = { root, base: "./", build: { outDir: folder, emptyOutDir: true } };
  await build({ ...settings, configFile: join(root, "vite.config.ts"), logLevel: "error" });
  await Promise.all(Object.entries(files).map(([name, bytes]) => writeFile(join(folder, name), bytes)));
  const server = await preview({ ...settings, configFile: false, preview: { host: "127.0.0.1", port: 0 } });
  atEnd(() => server.close());
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("The page could not be served.");
  const tab = await browser.newPage();
  await tab.goto(address);
  return tab;
}

/** @param {readonly number[]} values At least one. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** @param {readonly string[]} cells */
export const row = (cells) =>
  console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(60) : cell.padStart(14))).join(""));
