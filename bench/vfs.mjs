// @ts-check
/** Files: our filesystem against preview2-shim's, in the same run of the same browser, under the same programs. */
import { fileURLToPath } from "node:url";
import { fileOf, guestFiles, openApp, openInApp, partsOf, runInApp } from "./guest.mjs";
import { median, openBuilt, row, withBrowser } from "./page.mjs";

/** @typedef {import("./guest.mjs").Parts} Parts */
/** @typedef {Readonly<Record<string, string>>} Told What the parts do, in the order in which they run; "" is not shown. */
/**
 * @typedef {object} Way
 * @property {string} title
 * @property {import("./guest.mjs").Program} program
 * @property {number} rounds
 * @property {Told} parts
 * @property {readonly [string, string]} both The parts that write 64 MB and read them back.
 */

const page = fileURLToPath(new URL("vfs/", import.meta.url));

/** @type {Told} */
const small = {
  "write-small": "10,000 small files written",
  "read-small": "10,000 small files read",
  list: "a directory of 10,000 listed",
};

/** @type {readonly Way[]} */
const ways = [
  {
    title: "WASI 0.2: descriptor.write and descriptor.read, pieces of 64 KB",
    program: "direct",
    // On the shim each takes as long as hundreds of runs of the others.
    rounds: 3,
    parts: { "write-calls": "64 MB written", "read-calls": "64 MB read" },
    both: ["write-calls", "read-calls"],
  },
  {
    title: "WASI 0.2: streams, pieces as large as they permit",
    program: "direct",
    rounds: 7,
    parts: { "write-streams": "64 MB written", "read-streams": "64 MB read", "remove-large": "", ...small },
    both: ["write-streams", "read-streams"],
  },
  {
    title: "Rust's standard library: preview 1, whose adapter writes pieces of 4 KB to a stream",
    program: "work",
    rounds: 7,
    parts: { "write-large": "64 MB written", "read-large": "64 MB read", "remove-large": "", ...small },
    both: ["write-large", "read-large"],
  },
];

export function benchVfs() {
  return withBrowser(async (browser, atEnd) => {
    console.log("Building the app and the page …");
    const app = await openApp(browser, atEnd);
    const peer = await openBuilt(browser, atEnd, page, await guestFiles());
    console.log(`\n${await app.evaluate(() => navigator.userAgent)}\nMedians, in milliseconds:`);
    // One after the other: they share a processor.
    for (const way of ways) {
      // oxlint-disable-next-line no-await-in-loop
      await openInApp(app, way.program);
      // oxlint-disable-next-line no-await-in-loop
      await peer.evaluate((file) => window.prepare(file), fileOf(way.program));
      // oxlint-disable-next-line no-await-in-loop
      print(way, await measured(way, app, peer));
    }
    console.log(
      "\nThe programs measure themselves. The app runs them with the native engine; on preview2-shim they were transpiled by jco.",
    );
  });
}

/**
 * @param {Way} way
 * @param {import("./guest.mjs").Page} app
 * @param {import("./guest.mjs").Page} peer
 */
async function measured({ parts, rounds }, app, peer) {
  const names = Object.keys(parts);
  const contestants = {
    traced: () => runInApp(app, names, { traced: true }),
    untraced: () => runInApp(app, names, { traced: false }),
    peer: async () => partsOf(await peer.evaluate((args) => window.run(args), names)),
  };
  /** @type {Record<keyof typeof contestants, Parts[]>} */
  const seen = { traced: [], untraced: [], peer: [] };
  // They take turns, the first round to warm up.
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of /** @type {const} */ (["traced", "untraced", "peer"])) {
      // oxlint-disable-next-line no-await-in-loop
      const result = await contestants[name]();
      if (round > 0) seen[name].push(result);
    }
  }
  return seen;
}

/**
 * @param {Way} way
 * @param {Readonly<Record<"traced" | "untraced" | "peer", readonly Parts[]>>} seen
 */
function print({ title, rounds, parts, both }, seen) {
  console.log(`\n${title} (${rounds} runs)`);
  row(["", "Orrery", "trace off", "preview2-shim", "shim / Orrery", "shim / off"]);
  const line = (/** @type {string} */ what, /** @type {readonly string[]} */ of) => {
    const [traced, untraced, shim] = [seen.traced, seen.untraced, seen.peer].map((results) =>
      median(results.map((result) => of.reduce((sum, part) => sum + (result[part] ?? Number.NaN), 0) / 1e6)),
    );
    if (traced === undefined || untraced === undefined || shim === undefined) return;
    const times = [traced, untraced, shim].map((ms) => ms.toFixed(1));
    row([what, ...times, `${(shim / traced).toFixed(1)} x`, `${(shim / untraced).toFixed(1)} x`]);
  };
  line("64 MB written and read back", both);
  for (const [part, what] of Object.entries(parts)) if (what !== "") line(what, [part]);
}
