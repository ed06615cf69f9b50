// @ts-check
/** Runs steps inside a page; `native-page.mjs` bundles this and calls it there. */
import { readComponent } from "../../src/component/index.ts";
import { instantiate } from "../../src/engine/native/index.ts";
import { camelCase } from "../../src/wit/js-names.ts";
import { nativeTools } from "./native-tools.mjs";
import { runScript, startFailure } from "./reference.mjs";

/** @typedef {{ readonly base64: string } | { readonly base64?: undefined, readonly why: string }} Crossing */
/**
 * @typedef {object} Steps
 * @property {(script: string) => Promise<readonly import("./reference.mjs").Check[]>} run
 * @property {(base64: string) => Promise<string | undefined>} failure
 */

/** @param {string} base64 */
const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** @type {import("./reference.mjs").Tools["start"]} */
const start = (bytes, imports = new Map(), options = {}) => instantiate(bytes, imports, { ...options, partly: true });

/**
 * @param {(text: string) => Promise<Crossing>} assembleInNode
 * @returns {Steps}
 */
export function steps(assembleInNode) {
  const tools = nativeTools(
    {
      readComponent,
      camelCase,
      assemble: async ({ text }) => {
        const made = await assembleInNode(text);
        return made.base64 === undefined ? made : { bytes: bytesOf(made.base64) };
      },
    },
    start,
  );
  return {
    run: (script) => runScript(script, tools),
    failure: (base64) => startFailure(start, bytesOf(base64)),
  };
}
