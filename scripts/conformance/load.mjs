// @ts-check
/** Loads rooms of `src/` into Node, also where Node itself takes no TypeScript. */
import { fileURLToPath } from "node:url";
import { createServer, runnerImport } from "vite";

/** @param {string} path Inside `src/`. @returns {Promise<unknown>} */
async function load(path) {
  const file = fileURLToPath(new URL(`../../src/${path}`, import.meta.url));
  const { module } = await runnerImport(file, { configFile: false, logLevel: "error" });
  return module;
}

// What a file exports is what its type says.

/** @returns {Promise<typeof import("../../src/component/index.ts")>} */
export async function loadComponentRoom() {
  return /** @type {typeof import("../../src/component/index.ts")} */ (await load("component/index.ts"));
}

/**
 * For what loads more as it runs: the server stays until the program ends. It listens to nothing.
 * @returns {Promise<(path: string) => Promise<unknown>>}
 */
async function loader() {
  const server = await createServer({
    configFile: false,
    logLevel: "error",
    appType: "custom",
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  return (path) => server.ssrLoadModule(fileURLToPath(new URL(`../../src/${path}`, import.meta.url)));
}

/** @returns {Promise<typeof import("../../src/engine/engine-testing.ts")>} */
export async function loadEngines() {
  const module = await (await loader())("engine/engine-testing.ts");
  return /** @type {typeof import("../../src/engine/engine-testing.ts")} */ (module);
}

/** @returns {Promise<import("./engine-mutants.mjs").Parts>} */
export async function loadParts() {
  const { instantiate } = await loadNativeEngine();
  const { readComponent } = await loadComponentRoom();
  const { parseFunctionName, camelCase } = await loadNames();
  const module = await load("engine/echo-testing.ts");
  const { echoComponent, linked } = /** @type {typeof import("../../src/engine/echo-testing.ts")} */ (module);
  return { instantiate, readComponent, parseFunctionName, camelCase, echoComponent, linked };
}

/** @returns {Promise<typeof import("../../src/engine/native/index.ts")>} */
async function loadNativeEngine() {
  return /** @type {typeof import("../../src/engine/native/index.ts")} */ (await load("engine/native/index.ts"));
}

/** @returns {Promise<typeof import("../../src/engine/native/prepare.ts")>} */
export async function loadPreparing() {
  return /** @type {typeof import("../../src/engine/native/prepare.ts")} */ (await load("engine/native/prepare.ts"));
}

/** @returns {Promise<typeof import("../../src/wit/js-names.ts")>} */
export async function loadNames() {
  return /** @type {typeof import("../../src/wit/js-names.ts")} */ (await load("wit/js-names.ts"));
}
