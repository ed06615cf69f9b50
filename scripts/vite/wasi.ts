import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { normalizePath, type Plugin } from "vite";
import { toTable, type TypeTable } from "../../src/wit/table.ts";
import { buildWorld } from "../../src/worlds/build.ts";
import { listWorlds, prepareWit } from "../../src/worlds/custom.ts";

/** The releases of WASI whose packages and worlds are at hand, in the order they are offered. */
const wasiVersions = ["0.2.12", "0.3.0"];

/** Worlds put together of those of WASI: a package like theirs. */
const ownWorlds = ["orrery.wit", "orrery-third.wit"].map((name) =>
  fileURLToPath(new URL(`../../src/worlds/${name}`, import.meta.url)),
);

/**
 * Serves what the page knows of WASI, taken from the `@bytecodealliance/jco` package when the app is built:
 * `virtual:orrery/worlds`, `virtual:orrery/wasi-wit` and `virtual:orrery/adapters` (declared in `src/virtual-modules.d.ts`).
 */
export function wasiPlugin(): Plugin {
  const modules: Record<string, () => Promise<string>> = {
    "virtual:orrery/worlds": async () => `export const worlds = ${asParsed(await worlds())};`,
    "virtual:orrery/wasi-wit": async () => `export const packages = ${JSON.stringify(await wasiPackages())};`,
    "virtual:orrery/adapters": adapters,
  };
  return {
    name: "orrery:wasi",
    resolveId: (id) => (Object.hasOwn(modules, id) ? `\0${id}` : undefined),
    load: (id) => (id.startsWith("\0") ? modules[id.slice(1)]?.() : undefined),
  };
}

/** An expression for plain data: a large one is quicker to parse as JSON than as a program. */
function asParsed(data: unknown): string {
  return `JSON.parse(${JSON.stringify(JSON.stringify(data))})`;
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

/** WIT text by package name with version: `wasi:cli@0.2.12`; the package of the worlds put together here is the last. */
function wasiPackages(): Promise<Record<string, string>> {
  return (packagesOnce ??= readPackages());
}

async function readPackages(): Promise<Record<string, string>> {
  const packages: Record<string, string> = {};
  const add = async (path: string): Promise<void> => {
    const text = await readFile(path, "utf8");
    const name = /^package\s+([^;\s]+)\s*;/m.exec(text)?.[1];
    if (name === undefined) throw new Error(`${path} names no package.`);
    packages[name] = text;
  };
  for (const version of wasiVersions) {
    const builtin = join(jcoLib(), "wit", "builtin", version);
    // oxlint-disable-next-line no-await-in-loop
    for (const folder of (await readdir(builtin)).toSorted()) {
      // oxlint-disable-next-line no-await-in-loop
      await add(join(builtin, folder, "package.wit"));
    }
  }
  for (const path of ownWorlds) {
    // oxlint-disable-next-line no-await-in-loop
    await add(path);
  }
  return packages;
}

interface CatalogueWorld {
  readonly id: string;
  readonly types: TypeTable;
}

let worldsOnce: Promise<readonly CatalogueWorld[]> | undefined;

/** Both plugin instances of a build, the page's and the workers', share one making of the worlds. */
function worlds(): Promise<readonly CatalogueWorld[]> {
  return (worldsOnce ??= makeWorlds());
}

/** Every world of the packages, features that are not stable left out. */
async function makeWorlds(): Promise<readonly CatalogueWorld[]> {
  const { componentEmbed } = await import("@bytecodealliance/jco-transpile/wasm-tools");
  const packages = await wasiPackages();
  const ids = Object.entries(packages).flatMap(([name, text]) =>
    listWorlds(text).map((world) => name.replace("@", `/${world}@`)),
  );
  const made: CatalogueWorld[] = [];
  for (const id of ids) {
    const prepared = prepareWit(`package orrery:catalogue;\nworld chosen { include ${id}; }\n`, packages);
    if (!prepared.ok) throw new Error(`The packages of the world ${id} could not be put together: ${prepared.error}`);
    // One after the other: the tool keeps its memory between calls.
    // oxlint-disable-next-line no-await-in-loop
    const world = await buildWorld(componentEmbed, prepared.value, "chosen");
    const types = world.ok ? toTable(world.value.type) : undefined;
    if (types === undefined) throw new Error(`The world ${id} could not be read: ${JSON.stringify(world)}`);
    made.push({ id, types });
  }
  return made;
}

/** The adapters reach the page as files of their own, by address. */
async function adapters(): Promise<string> {
  const address = (kind: string): string =>
    JSON.stringify(`${normalizePath(join(jcoLib(), `wasi_snapshot_preview1.${kind}.wasm`))}?url`);
  return `export { default as command } from ${address("command")};\nexport { default as reactor } from ${address("reactor")};\n`;
}
