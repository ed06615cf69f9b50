// @ts-check
/** Transpiles components in Node, with jco as it is and with jco 1.8, as the app does it in its page. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** @typedef {"1.35" | "1.8"} JcoVersion */
/** @typedef {{ readonly files: readonly (readonly [string, Uint8Array])[] }} Made */
/** @typedef {(component: Uint8Array, options: object) => Promise<Made>} Generate */

const peers = fileURLToPath(new URL("peers/", import.meta.url));
const older = new URL("peers/node_modules/jco-1.8/src/browser.js", import.meta.url);

/** Installs the peers that the app does not have, once. */
export function installPeers() {
  if (existsSync(older)) return;
  console.log("Installing jco 1.8 into bench/peers …");
  execFileSync("npm", ["ci", "--prefix", peers, "--ignore-scripts", "--no-audit", "--no-fund"], { stdio: "inherit" });
}

/** @type {Readonly<Record<JcoVersion, () => Promise<Generate>>>} */
const transpilers = {
  1.35: async () => {
    const { $init, generate } = await import("@bytecodealliance/jco-transpile/component");
    await $init;
    // Its options have a type of their own.
    return async (component, options) => generate(component, /** @type {Parameters<typeof generate>[1]} */ (options));
  },
  // It stands in a folder of its own, which is not there until it is installed.
  1.8: async () => /** @type {{ generate: Generate }} */ (await import(older.href)).generate,
};

/**
 * What to serve beside a page: the script, the core modules, and a list of their names, all beginning with `prefix`.
 * @param {JcoVersion} version
 * @param {Uint8Array} component
 * @param {string} prefix
 * @returns {Promise<Readonly<Record<string, Uint8Array>>>}
 */
export async function transpiledFiles(version, component, prefix) {
  const generate = await transpilers[version]();
  const { files } = await generate(component, {
    name: "component",
    noTypescript: true,
    noNodejsCompat: true,
    base64Cutoff: 0,
    instantiation: { tag: "async" },
    asyncMode: { tag: "sync" },
  });
  const script = files.find(([name]) => name.endsWith(".js"))?.[1];
  if (script === undefined) throw new Error("The transpiler gave no script.");
  const cores = files.filter(([name]) => name.endsWith(".wasm"));
  return {
    [`${prefix}.js`]: script,
    [`${prefix}.json`]: new TextEncoder().encode(JSON.stringify(cores.map(([name]) => name))),
    ...Object.fromEntries(cores.map(([name, bytes]) => [`${prefix}.${name}`, bytes])),
  };
}
