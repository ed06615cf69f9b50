// @ts-check
/** What the trace costs: a program that makes many calls, with the trace on and off, in the same run of the same browser. */
import { openApp, openInApp, runInApp } from "./guest.mjs";
import { median, row, withBrowser } from "./page.mjs";

const rounds = 7;

/** Parts of the program, and how many calls of imports each makes. */
const parts = /** @type {const} */ ({
  clock: { what: "the clock read a million times", calls: 1_000_000 },
  "write-bytes": { what: "16 bytes written to a file 100,000 times", calls: 100_000 },
});

export function benchTrace() {
  return withBrowser(async (browser, atEnd) => {
    console.log("Building the app …");
    const app = await openApp(browser, atEnd);
    await openInApp(app, "work");
    const names = Object.keys(parts);
    const contestants = {
      on: () => runInApp(app, names, { traced: true }),
      off: () => runInApp(app, names, { traced: false }),
    };
    /** @type {Record<keyof typeof contestants, import("./guest.mjs").Parts[]>} */
    const seen = { on: [], off: [] };
    // They take turns, the first round to warm up.
    for (let round = 0; round <= rounds; round += 1) {
      for (const name of /** @type {const} */ (["on", "off"])) {
        // oxlint-disable-next-line no-await-in-loop
        const result = await contestants[name]();
        if (round > 0) seen[name].push(result);
      }
    }

    console.log(`\n${await app.evaluate(() => navigator.userAgent)}\nMedians of ${rounds} runs, in ns for a call:\n`);
    row(["", "trace on", "trace off", "on - off", "on / off"]);
    for (const [part, { what, calls }] of Object.entries(parts)) {
      const [on, off] = [seen.on, seen.off].map((results) =>
        median(results.map((result) => (result[part] ?? Number.NaN) / calls)),
      );
      if (on === undefined || off === undefined) continue;
      row([what, ...[on, off, on - off].map((ns) => ns.toFixed(0)), `${(on / off).toFixed(2)} x`]);
    }
    console.log(
      "\nThe program measures itself. A call includes what the engine does for it. On: 100,000 rows are kept.",
    );
  });
}
