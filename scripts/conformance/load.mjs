// @ts-check
/** Loads rooms of `src/` into Node, also where Node itself takes no TypeScript. */
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

/** @returns {Promise<typeof import("../../src/component/index.ts")>} */
export async function loadComponentRoom() {
  const path = fileURLToPath(new URL("../../src/component/index.ts", import.meta.url));
  const { module } = await runnerImport(path, { configFile: false, logLevel: "error" });
  // What the file exports is what its type says.
  return /** @type {typeof import("../../src/component/index.ts")} */ (module);
}
