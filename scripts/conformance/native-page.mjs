// @ts-check
/** The native engine in a browser: steps run in a page, wasm-tools stays in Node. */
import { chromium } from "@playwright/test";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { findBrowser, launchArguments } from "../test/find-browser.mjs";

/** @typedef {import("./reference.mjs").Check} Check */
/** @typedef {import("./reference.mjs").Assembled} Assembled */
/** @typedef {import("./native-page-entry.mjs").Steps} Steps */

/**
 * Where the native engine runs. `failure` says why a component is not instantiated.
 * @typedef {object} NativeRunner
 * @property {string} where
 * @property {(script: string) => Promise<readonly Check[]>} run
 * @property {(bytes: Uint8Array<ArrayBuffer>) => Promise<string | undefined>} failure
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<string>} The engine and the steps as one script that sets `conformance`. */
async function bundle() {
  const entry = fileURLToPath(new URL("native-page-entry.mjs", import.meta.url));
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: "error",
    build: { write: false, minify: false, target: "esnext", lib: { entry, formats: ["iife"], name: "conformance" } },
  });
  const [output] = Array.isArray(built) ? built : [];
  const [chunk] = output?.output ?? [];
  if (chunk?.type !== "chunk") throw new Error("Bundling the engine for the page gave no script.");
  return chunk.code;
}

/**
 * @param {(text: string) => Promise<Assembled>} assemble
 * @returns {Promise<NativeRunner>} Rejects where no browser starts.
 */
export async function openNativePage(assemble) {
  const executablePath = await findBrowser((line) => console.error(line));
  const script = await bundle();
  const browser = await chromium.launch({ executablePath, args: [...launchArguments] });
  const page = await browser.newPage();
  await page.exposeFunction("assembleInNode", async (/** @type {string} */ text) => {
    const made = await assemble(text);
    return made.bytes === undefined ? made : { base64: Buffer.from(made.bytes).toString("base64") };
  });
  await page.addScriptTag({ content: script });
  const steps = await page.evaluateHandle(
    // Both names stand in the page: one is exposed above, the other is the script's.
    () => /** @type {Steps} */ (Reflect.get(window, "conformance").steps(Reflect.get(window, "assembleInNode"))),
  );
  return {
    where: `Chromium ${browser.version()}`,
    run: (text) => page.evaluate(([{ run }, given]) => run(given), /** @type {const} */ ([steps, text])),
    failure: (bytes) =>
      page.evaluate(
        ([{ failure }, given]) => failure(given),
        /** @type {const} */ ([steps, Buffer.from(bytes).toString("base64")]),
      ),
    close: () => browser.close(),
  };
}
