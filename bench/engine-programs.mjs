// @ts-check
/** Whole programs: many lines printed, and 64 MB through files. */
import { fileOf, openInApp, partsOf, runInApp } from "./guest.mjs";
import { median, row } from "./page.mjs";

/** @typedef {import("./guest.mjs").Program} Program */

const rounds = 5;

/** @type {readonly { readonly title: string, readonly program: Program, readonly parts: readonly string[] }[]} */
const works = [
  { title: "100,000 lines printed", program: "work", parts: ["print"] },
  { title: "64 MB written and read back, streams", program: "direct", parts: ["write-streams", "read-streams"] },
  { title: "64 MB written and read back, standard library", program: "work", parts: ["write-large", "read-large"] },
];

/**
 * @param {import("./page.mjs").Page} app
 * @param {import("./page.mjs").Page} peer
 */
export async function measurePrograms(app, peer) {
  /** @type {Readonly<Record<string, (program: Program, parts: readonly string[]) => Promise<import("./guest.mjs").Parts>>>} */
  const contestants = {
    "trace off": (_, parts) => runInApp(app, parts, { traced: false, engine: "native" }),
    "trace on": (_, parts) => runInApp(app, parts, { traced: true, engine: "native" }),
    "jco, off": (_, parts) => runInApp(app, parts, { traced: false, engine: "jco" }),
    "jco, on": (_, parts) => runInApp(app, parts, { traced: true, engine: "jco" }),
    "shim 1.35": (program, parts) => onShim(peer, "1.35", program, parts),
    "shim 1.8.1": (program, parts) => onShim(peer, "1.8", program, parts),
  };
  const names = Object.keys(contestants);
  console.log(`\nPrograms that measure themselves, medians of ${rounds} runs, in ms:\n`);
  row(["", ...names, "jco / off", "1.35 / off", "1.8.1 / off"]);
  for (const { title, program, parts } of works) {
    // oxlint-disable-next-line no-await-in-loop
    await openInApp(app, program);
    /** @type {Record<string, number[]>} */
    const seen = Object.fromEntries(names.map((name) => [name, []]));
    // They take turns, the first round to warm up.
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, run] of Object.entries(contestants)) {
        // oxlint-disable-next-line no-await-in-loop
        const took = await run(program, parts);
        const ms = parts.reduce((sum, part) => sum + (took[part] ?? Number.NaN), 0) / 1e6;
        if (round > 0) seen[name]?.push(ms);
      }
    }
    const found = names.map((name) => median(seen[name] ?? []));
    const [off = Number.NaN, , jco = Number.NaN, , today = Number.NaN, older = Number.NaN] = found;
    row([title, ...found.map((ms) => ms.toFixed(1)), ...[jco, today, older].map((ms) => `${(ms / off).toFixed(1)} x`)]);
  }
  console.log(
    "\nOn the shim the programs run on preview2-shim, in a worker that does nothing else; the others in the app.",
  );
}

/**
 * @param {import("./page.mjs").Page} peer
 * @param {import("./transpile.mjs").JcoVersion} version
 * @param {Program} program
 * @param {readonly string[]} parts
 */
async function onShim(peer, version, program, parts) {
  const prefix = `${fileOf(program)}-jco-${version}`;
  return partsOf(
    await peer.evaluate(([from, args]) => window.runTranspiled(from, args), /** @type {const} */ ([prefix, parts])),
  );
}
