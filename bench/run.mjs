// @ts-check
/** `npm run bench -- <name>`: a measurement against peers; `engine` takes the names of its parts too. */
import process from "node:process";
import { benchEngine } from "./engine.mjs";
import { benchRead } from "./read.mjs";
import { benchTrace } from "./trace.mjs";
import { benchVfs } from "./vfs.mjs";

/** @type {Readonly<Record<string, (parts: readonly string[]) => Promise<void>>>} */
const benches = { read: benchRead, vfs: benchVfs, trace: benchTrace, engine: benchEngine };

const [name = "", ...rest] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  console.error(`npm run bench -- ${Object.keys(benches).join(" | ")}`);
  process.exitCode = 2;
} else {
  await bench(rest);
}
