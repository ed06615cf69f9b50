// @ts-check
/** Worlds in WIT, and components of them that do nothing. */
import { componentEmbed, componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { readFileSync, readdirSync } from "node:fs";

const builtin = new URL("../../node_modules/@bytecodealliance/jco/lib/wit/builtin/", import.meta.url);

/** The releases of WASI whose packages are at hand. */
export const wasiVersions = /** @type {const} */ (["0.2.12", "0.3.0"]);

/**
 * The WIT of a release of WASI, every package nested (`package x { … }`) so that it can follow another package in one text.
 * @param {typeof wasiVersions[number]} version
 * @returns {string}
 */
export function wasiText(version) {
  const folder = new URL(`${version}/`, builtin);
  const texts = readdirSync(folder).map((name) => readFileSync(new URL(`${name}/package.wit`, folder), "utf8"));
  return texts.map((text) => `${text.replace(/^\s*package ([^;]+);/, "package $1 {")}}\n`).join("\n");
}

/**
 * The names of all worlds in a release: `wasi:cli/command@0.2.12`.
 * @param {typeof wasiVersions[number]} version
 * @returns {readonly string[]}
 */
export function wasiWorlds(version) {
  /** @type {string[]} */
  const names = [];
  let home = "";
  for (const [, name, world] of wasiText(version).matchAll(/^package ([a-z:]+)@|^ *world ([a-z-]+) \{/gm)) {
    home = name ?? home;
    if (world !== undefined) names.push(`${home}/${world}@${version}`);
  }
  return names;
}

/**
 * A component of a world whose functions do nothing.
 * @param {string} witSource
 * @param {string} world
 * @returns {Promise<Uint8Array>}
 */
export async function dummy(witSource, world) {
  return componentNew(await componentEmbed({ witSource, world, dummy: true }));
}

/**
 * A component of a world of WASI that does nothing.
 * @param {string} world
 * @returns {Promise<Uint8Array>}
 */
export function wasiDummy(world) {
  const version = wasiVersions.find((each) => world.endsWith(`@${each}`));
  if (version === undefined) throw new Error(`${world} is of no release of WASI that is at hand`);
  return dummy(`package test:root;\nworld root { include ${world}; }\n${wasiText(version)}`, "root");
}

/**
 * The encoding of a world as a WIT package, as it is embedded into a core module.
 * @param {string} witSource
 * @param {string} world
 * @returns {Promise<Uint8Array>}
 */
export async function encodedWorld(witSource, world) {
  const module = await componentEmbed({ witSource, world, dummy: true });
  const [section] = WebAssembly.Module.customSections(new WebAssembly.Module(new Uint8Array(module)), "component-type");
  if (section === undefined) throw new Error("nothing is embedded");
  return new Uint8Array(section);
}
