// @ts-check
/** From opening a component to its first output, in pages that have nothing cached and again in the same page. */
import { median, row } from "./page.mjs";

/** @typedef {{ readonly first: number, readonly again: number }} Times Milliseconds. */

const rounds = 7;

/**
 * @param {import("@playwright/test").Page} tab The app.
 * @param {"native" | "jco"} engine
 */
function throughApp(tab, engine) {
  return tab.evaluate(async (choice) => {
    await window.orrery.ready;
    const once = async () => {
      const from = performance.now();
      await window.orrery.open("demo:hello");
      const opened = performance.now();
      const result = await window.orrery.run({ engine: choice });
      if (!("status" in result) || result.engine !== choice || result.timings.firstOutputMs === undefined)
        throw new Error(`The run failed: ${JSON.stringify(result)}`);
      return opened - from + result.timings.firstOutputMs;
    };
    return { first: await once(), again: await once() };
  }, engine);
}

/** @param {import("@playwright/test").Page} tab The page that transpiles and has preview2-shim for a host. */
function throughPeer(tab) {
  return tab.evaluate(async () => {
    const once = async () => {
      const from = performance.now();
      await window.prepare("hello.component.wasm");
      const printed = await window.run([]);
      if (printed === "") throw new Error("Nothing was printed.");
      return performance.now() - from;
    };
    return { first: await once(), again: await once() };
  });
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} app
 * @param {string} peer
 */
export async function measureStart(browser, app, peer) {
  /** @type {Readonly<Record<string, readonly [string, (tab: import("@playwright/test").Page) => Promise<Times>]>>} */
  const contestants = {
    native: [app, (tab) => throughApp(tab, "native")],
    "jco 1.35": [app, (tab) => throughApp(tab, "jco")],
    "jco, no app": [peer, throughPeer],
  };
  /** @type {Record<string, Times[]>} */
  const seen = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, [address, measure]] of Object.entries(contestants)) {
      // They take turns, each with a cache of its own.
      // oxlint-disable-next-line no-await-in-loop
      const context = await browser.newContext();
      // oxlint-disable-next-line no-await-in-loop
      const tab = await context.newPage();
      // oxlint-disable-next-line no-await-in-loop
      await tab.goto(address);
      // oxlint-disable-next-line no-await-in-loop
      seen[name]?.push(await measure(tab));
      // oxlint-disable-next-line no-await-in-loop
      await context.close();
    }
  }
  console.log(`\nFrom opening the demo hello to its first output, medians of ${rounds} pages, in ms:\n`);
  row(["", ...Object.keys(contestants), "1.35 / native", "no app / native"]);
  for (const [time, title] of /** @type {const} */ ([
    ["first", "nothing cached but the page itself"],
    ["again", "again in the same page"],
  ])) {
    const found = Object.values(seen).map((times) => median(times.map((each) => each[time])));
    const [native = Number.NaN, ...others] = found;
    row([title, ...found.map((ms) => ms.toFixed(1)), ...others.map((ms) => `${(ms / native).toFixed(1)} x`)]);
  }
}
