// @ts-check
/**
 * From opening a component to its first output, in pages that have nothing cached: as soon as the page can be used, after it has
 * stood for a while, and again in the same page.
 */
import { median, row } from "./page.mjs";

/** @typedef {{ readonly first: number, readonly again: number }} Times Milliseconds. */

const rounds = 5;

/** The smallest sample, and one of a megabyte: a program of JavaScript with its interpreter. */
export const samples = /** @type {const} */ (["hello", "sums"]);

/** How long a page stands before something is opened, in ms: as long as it takes to find a file. */
const stands = { "at once": 0, "after a while": 4000 };

/**
 * @param {import("@playwright/test").Page} tab The app.
 * @param {"native" | "jco"} engine
 * @param {string} sample
 */
function throughApp(tab, engine, sample) {
  return tab.evaluate(
    async ([choice, name]) => {
      const once = async () => {
        const from = performance.now();
        // By its address: the sample would bring a world as WIT text, which only wasm-tools can build.
        await window.orrery.open(`demos/${name}/component.wasm`);
        const opened = performance.now();
        const result = await window.orrery.run({ engine: choice });
        if (!("status" in result) || result.engine !== choice || result.timings.firstOutputMs === undefined)
          throw new Error(`The run failed: ${JSON.stringify(result)}`);
        return opened - from + result.timings.firstOutputMs;
      };
      return { first: await once(), again: await once() };
    },
    /** @type {const} */ ([engine, sample]),
  );
}

/**
 * @param {import("@playwright/test").Page} tab The page that has preview2-shim for a host and nothing around it.
 * @param {"native" | "jco"} engine
 * @param {string} sample
 */
function throughPeer(tab, engine, sample) {
  return tab.evaluate(
    async ([choice, name]) => {
      const once = async () => {
        const from = performance.now();
        await window.prepare(`${name}.component.wasm`, choice);
        const printed = await window.run([]);
        if (printed === "") throw new Error("Nothing was printed.");
        return performance.now() - from;
      };
      return { first: await once(), again: await once() };
    },
    /** @type {const} */ ([engine, sample]),
  );
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} app
 * @param {string} peer
 */
export async function measureStart(browser, app, peer) {
  for (const sample of samples) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await measureSample(browser, app, peer, sample);
  }
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} app
 * @param {string} peer
 * @param {string} sample
 */
async function measureSample(browser, app, peer, sample) {
  const ready = (/** @type {import("@playwright/test").Page} */ tab) => tab.evaluate(() => window.orrery.ready);
  const loaded = (/** @type {import("@playwright/test").Page} */ tab) =>
    tab.waitForFunction(() => typeof window.prepare === "function");
  /** @typedef {import("@playwright/test").Page} Page */
  /** @type {Readonly<Record<string, readonly [string, (tab: Page) => Promise<unknown>, (tab: Page) => Promise<Times>]>>} */
  const contestants = {
    native: [app, ready, (tab) => throughApp(tab, "native", sample)],
    "jco 1.35": [app, ready, (tab) => throughApp(tab, "jco", sample)],
    "jco, no app": [peer, loaded, (tab) => throughPeer(tab, "jco", sample)],
    "native, no app": [peer, loaded, (tab) => throughPeer(tab, "native", sample)],
  };
  console.log(
    `\nFrom opening the component of the sample ${sample} to its first output, medians of ${rounds} pages, in ms:\n`,
  );
  row(["", ...Object.keys(contestants), "jco / native", "the same, no app"]);
  for (const [when, ms] of Object.entries(stands)) {
    /** @type {Record<string, Times[]>} */
    const seen = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, [address, usable, measure]] of Object.entries(contestants)) {
        // They take turns, each with a cache of its own.
        /* oxlint-disable no-await-in-loop */
        const context = await browser.newContext();
        const tab = await context.newPage();
        await tab.goto(address);
        await usable(tab);
        await tab.waitForTimeout(ms);
        seen[name]?.push(await measure(tab));
        await context.close();
        /* oxlint-enable no-await-in-loop */
      }
    }
    for (const [time, title] of /** @type {const} */ ([
      ["first", `nothing cached but the page, ${when}`],
      ["again", `again in that page`],
    ])) {
      const found = Object.values(seen).map((times) => median(times.map((each) => each[time])));
      const [native = Number.NaN, jco = Number.NaN, bareJco = Number.NaN, bareNative = Number.NaN] = found;
      const ratios = [jco / native, bareJco / bareNative].map((ratio) => `${ratio.toFixed(1)} x`);
      row([title, ...found.map((each) => each.toFixed(1)), ...ratios]);
    }
  }
}
