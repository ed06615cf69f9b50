// @ts-check
/** Engines: ours against jco of today, jco 1.8 and glue written by hand, in the same run of the same browser. */
import { componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { measureCalls } from "./engine-calls.mjs";
import { measurePrograms } from "./engine-programs.mjs";
import { measureStart, samples } from "./engine-start.mjs";
import { guestFiles, openApp } from "./guest.mjs";
import { openBuilt, withBrowser } from "./page.mjs";
import { installPeers, transpiledFiles } from "./transpile.mjs";

const page = fileURLToPath(new URL("engine/", import.meta.url));
const transpiling = fileURLToPath(new URL("vfs/", import.meta.url));

/** Everything that the pages load: cores, components, and what the two versions of jco make of them. */
async function files() {
  const core = new Uint8Array(await readFile(new URL("guests/glue.wasm", import.meta.url)));
  const component = await componentNew(core, []);
  const guests = await guestFiles();
  const made = [];
  for (const version of /** @type {const} */ (["1.35", "1.8"])) {
    // The transpilers work in one memory each.
    // oxlint-disable-next-line no-await-in-loop
    made.push(await transpiledFiles(version, component, `glue-jco-${version}`));
    for (const [name, bytes] of Object.entries(guests))
      // oxlint-disable-next-line no-await-in-loop
      made.push(await transpiledFiles(version, bytes, `${name}-jco-${version}`));
  }
  return Object.assign({ ...guests, "glue.wasm": core, "glue.component.wasm": component }, ...made);
}

/** The components of the samples whose start is measured. */
async function sampleFiles() {
  const read = samples.map(async (name) => {
    const bytes = await readFile(new URL(`../public/demos/${name}/component.wasm`, import.meta.url));
    return /** @type {const} */ ([`${name}.component.wasm`, bytes]);
  });
  return Object.fromEntries(await Promise.all(read));
}

const parts = /** @type {const} */ (["calls", "start", "programs"]);

/** @param {readonly string[]} wanted Of `calls`, `start` and `programs`; all of them when there are none. */
export async function benchEngine(wanted = []) {
  const chosen = parts.filter((part) => wanted.length === 0 || wanted.includes(part));
  installPeers();
  await withBrowser(async (browser, atEnd) => {
    console.log("Building the pages and the files …");
    const served = await files();
    const tab = await openBuilt(browser, atEnd, page, served);
    console.log(`\n${await tab.evaluate(() => navigator.userAgent)}`);
    if (chosen.includes("calls")) await measureCalls(tab);
    if (chosen.length === 1 && chosen[0] === "calls") return;
    const app = await openApp(browser, atEnd);
    if (chosen.includes("start")) {
      const peer = await openBuilt(browser, atEnd, transpiling, await sampleFiles());
      await measureStart(browser, app.url(), peer.url());
    }
    if (chosen.includes("programs")) await measurePrograms(app, tab);
  });
}
