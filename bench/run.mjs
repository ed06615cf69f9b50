// @ts-check
/** `npm run bench -- <name>`: a measurement against peers. */
import process from "node:process";
import { benchRead } from "./read.mjs";
import { benchTrace } from "./trace.mjs";
import { benchVfs } from "./vfs.mjs";

/** @type {Readonly<Record<string, () => Promise<void>>>} */
const benches = { read: benchRead, vfs: benchVfs, trace: benchTrace };

const [name = ""] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  console.error(`npm run bench -- ${Object.keys(benches).join(" | ")}`);
  process.exitCode = 2;
} else {
  await bench();
}
