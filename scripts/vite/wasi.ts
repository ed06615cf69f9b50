import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { normalizePath, type Plugin } from "vite";
import { readComponent } from "../../src/component/index.ts";
import { prepareWit } from "../../src/worlds/custom.ts";
import type { World } from "../../src/worlds/model.ts";

const wasiVersion = "0.2.12";

/** The worlds of the catalogue that WIT text describes, in the order they are offered. */
const worldIds = [`wasi:cli/command@${wasiVersion}`, `wasi:http/proxy@${wasiVersion}`];

/**
 * Serves what the page knows of WASI, taken from the `@bytecodealliance/jco` package when the app is built:
 * `virtual:orrery/worlds`, `virtual:orrery/wasi-wit` and `virtual:orrery/adapters` (declared in `src/virtual-modules.d.ts`).
 */
export function wasiPlugin(): Plugin {
  const modules: Record<string, () => Promise<string>> = {
    "virtual:orrery/worlds": async () => `export const worlds = ${JSON.stringify(await worlds())};`,
    "virtual:orrery/wasi-wit": async () => `export const packages = ${JSON.stringify(await wasiPackages())};`,
    "virtual:orrery/adapters": adapters,
  };
  return {
    name: "orrery:wasi",
    resolveId: (id) => (Object.hasOwn(modules, id) ? `\0${id}` : undefined),
    load: (id) => (id.startsWith("\0") ? modules[id.slice(1)]?.() : undefined),
  };
}

/** The folder `lib` of jco, which its `exports` do not name: the package's main file leads to it. */
function jcoLib(): string {
  const main = createRequire(import.meta.url).resolve("@bytecodealliance/jco");
  for (let folder = dirname(main); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json")) && existsSync(join(folder, "lib", "wit"))) return join(folder, "lib");
  }
  throw new Error(`The WIT files of @bytecodealliance/jco were not found above ${main}.`);
}

let packagesOnce: Promise<Record<string, string>> | undefined;

/** WIT text by package name with version: `wasi:cli@0.2.12`. */
function wasiPackages(): Promise<Record<string, string>> {
  return (packagesOnce ??= readPackages());
}

async function readPackages(): Promise<Record<string, string>> {
  const builtin = join(jcoLib(), "wit", "builtin", wasiVersion);
  const packages: Record<string, string> = {};
  for (const folder of (await readdir(builtin)).toSorted()) {
    const text = await readFile(join(builtin, folder, "package.wit"), "utf8");
    const name = /^package\s+([^;\s]+)\s*;/m.exec(text)?.[1];
    if (name === undefined) throw new Error(`${folder}/package.wit of @bytecodealliance/jco names no package.`);
    packages[name] = text;
  }
  return packages;
}

let worldsOnce: Promise<readonly World[]> | undefined;

/** Both plugin instances of a build, the page's and the workers', share one making of the worlds. */
function worlds(): Promise<readonly World[]> {
  return (worldsOnce ??= makeWorlds());
}

async function makeWorlds(): Promise<readonly World[]> {
  const { componentEmbed, componentNew } = await import("@bytecodealliance/jco-transpile/wasm-tools");
  const packages = await wasiPackages();
  const made: World[] = [];
  for (const id of worldIds) {
    // A component that does nothing shows what its world imports and exports, features that are not stable left out.
    const witSource = prepareWit(`package orrery:catalogue;\nworld chosen { include ${id}; }\n`, packages);
    const module = await componentEmbed({ witSource, world: "chosen", dummy: true });
    const model = readComponent(await componentNew(module));
    if (!model.ok) throw new Error(`The world ${id} could not be read: ${JSON.stringify(model.error)}`);
    made.push({ id, imports: model.value.imports, exports: model.value.exports });
  }
  return made;
}

/** The adapters reach the page as files of their own, by address. */
async function adapters(): Promise<string> {
  const address = (kind: string): string =>
    JSON.stringify(`${normalizePath(join(jcoLib(), `wasi_snapshot_preview1.${kind}.wasm`))}?url`);
  return `export { default as command } from ${address("command")};\nexport { default as reactor } from ${address("reactor")};\n`;
}
