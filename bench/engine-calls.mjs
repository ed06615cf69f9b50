// @ts-check
/** What a call across the boundary costs, and a computation that makes none. */
import { median, row } from "./page.mjs";

const rounds = 9;
/** How long one measurement takes at least, in milliseconds. */
const least = 60;

/** @type {Readonly<Record<string, import("./engine/main.ts").How>>} */
const contestants = {
  "jco 1.35": { kind: "jco", folder: "glue-jco-1.35" },
  "jco 1.8.1": { kind: "jco", folder: "glue-jco-1.8" },
  "trace off": { kind: "native", component: "glue.component.wasm", traceEntries: 0 },
  "trace on": { kind: "native", component: "glue.component.wasm", traceEntries: 100_000 },
  bare: { kind: "native", component: "glue.component.wasm" },
  "by hand": { kind: "by-hand", core: "glue.wasm" },
};

/** @type {Readonly<Record<import("./engine/worker.ts").Row, string>>} */
const rows = {
  "import-scalar": "import call, two u32 and one back",
  "import-string": "import call, a string of 12 characters",
  "import-list": "import call, 1 KB of list<u8> and back",
  "import-method": "import call, a resource's method",
  "export-scalar": "export call, two u32 and one back",
  hash: "SHA-256 of 64 KB, no calls",
};

/** @param {import("./page.mjs").Page} tab */
export async function measureCalls(tab) {
  for (const [name, how] of Object.entries(contestants))
    // oxlint-disable-next-line no-await-in-loop
    await tab.evaluate(([title, way]) => window.startContestant(title, way), /** @type {const} */ ([name, how]));
  console.log(
    `\nMedians of ${rounds} rounds, in ns a call (64 KB for SHA-256); trace off, on and bare are the native engine's:\n`,
  );
  row(["", ...Object.keys(contestants), "1.35 / off", "off / 1.8.1", "off / hand", "on / off"]);
  for (const [what, title] of /** @type {[import("./engine/worker.ts").Row, string][]} */ (Object.entries(rows))) {
    /** @type {Record<string, number[]>} */
    const seen = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
    // They take turns, the first rounds to warm up.
    for (let round = -2; round < rounds; round += 1) {
      for (const name of Object.keys(contestants)) {
        // oxlint-disable-next-line no-await-in-loop
        const ns = await tab.evaluate(
          ([of, part, ms]) => window.measureCall(of, part, ms),
          /** @type {const} */ ([name, what, least]),
        );
        if (round >= 0) seen[name]?.push(ns);
      }
    }
    const [old, older, off, on, bare, hand] = Object.keys(contestants).map((name) => median(seen[name] ?? []));
    if ([old, older, off, on, bare, hand].includes(undefined)) continue;
    const ratio = (/** @type {number} */ above, /** @type {number} */ below) => `${(above / below).toFixed(2)} x`;
    const [a, b, c, d, e, f] = /** @type {number[]} */ ([old, older, off, on, bare, hand]);
    if (a === undefined || b === undefined || c === undefined || d === undefined || f === undefined) continue;
    row([
      title,
      ...[a, b, c, d, e ?? Number.NaN, f].map((ns) => ns.toFixed(ns < 100 ? 1 : 0)),
      ratio(a, c),
      ratio(c, b),
      ratio(c, f),
      ratio(d, c),
    ]);
  }
}
