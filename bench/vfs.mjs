// @ts-check
/** Files: our filesystem against preview2-shim's, in the same run of the same browser, under the same program. */
import { fileURLToPath } from "node:url";
import { guestFile, guestFiles, openApp, partsOf, runInApp } from "./guest.mjs";
import { median, openBuilt, row, withBrowser } from "./page.mjs";

const page = fileURLToPath(new URL("vfs/", import.meta.url));
const rounds = 7;

/** Parts of the program in the order in which they run, and what they do. */
const parts = /** @type {const} */ ({
  "write-large": "64 MB written in pieces of 64 KB",
  "read-large": "64 MB read in pieces of 64 KB",
  "remove-large": "",
  "write-small": "10,000 small files written",
  "read-small": "10,000 small files read",
  list: "a directory of 10,000 listed",
});

export function benchVfs() {
  return withBrowser(async (browser, atEnd) => {
    console.log("Building the app and the page …");
    const app = await openApp(browser, atEnd);
    const peer = await openBuilt(browser, atEnd, page, await guestFiles());
    await peer.evaluate((file) => window.prepare(file), guestFile);

    const names = Object.keys(parts);
    const contestants = {
      traced: () => runInApp(app, names, { traced: true }),
      untraced: () => runInApp(app, names, { traced: false }),
      peer: async () => partsOf(await peer.evaluate((args) => window.run(args), names)),
    };
    /** @type {Record<keyof typeof contestants, import("./guest.mjs").Parts[]>} */
    const seen = { traced: [], untraced: [], peer: [] };
    // They take turns, the first round to warm up.
    for (let round = 0; round <= rounds; round += 1) {
      for (const name of /** @type {const} */ (["traced", "untraced", "peer"])) {
        // oxlint-disable-next-line no-await-in-loop
        const result = await contestants[name]();
        if (round > 0) seen[name].push(result);
      }
    }

    console.log(`\n${await app.evaluate(() => navigator.userAgent)}\nMedians of ${rounds} runs, in milliseconds:\n`);
    row(["", "Orrery", "trace off", "preview2-shim", "shim / Orrery", "shim / off"]);
    const line = (/** @type {string} */ what, /** @type {readonly string[]} */ of) => {
      const [traced, untraced, shim] = [seen.traced, seen.untraced, seen.peer].map((results) =>
        median(results.map((result) => of.reduce((sum, part) => sum + (result[part] ?? Number.NaN), 0) / 1e6)),
      );
      if (traced === undefined || untraced === undefined || shim === undefined) return;
      const times = [traced, untraced, shim].map((ms) => ms.toFixed(1));
      row([what, ...times, `${(shim / traced).toFixed(1)} x`, `${(shim / untraced).toFixed(1)} x`]);
    };
    for (const [part, what] of Object.entries(parts)) if (what !== "") line(what, [part]);
    line("64 MB written and read back", ["write-large", "read-large"]);
    console.log("\nThe program measures itself. Both were transpiled by jco in the same way; only the host differs.");
  });
}
