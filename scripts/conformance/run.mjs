// @ts-check
/** `npm run conformance -- <suite> <folder>`: ours against the tests that a specification comes with. */
import { statSync } from "node:fs";
import process from "node:process";
import { componentModel } from "./component-model.mjs";
import { wasi } from "./wasi.mjs";

/** @type {Readonly<Record<string, (folder: string, inNode: boolean) => Promise<boolean>>>} */
const suites = { "component-model": componentModel, wasi };

const given = process.argv.slice(2);
const [suite = "", folder = ""] = given.filter((word) => word !== "--node");
const run = Object.hasOwn(suites, suite) ? suites[suite] : undefined;
if (run === undefined || statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
  console.error(
    "npm run conformance -- component-model [--node] <the folder test/ of a checkout of WebAssembly/component-model>\n" +
      "npm run conformance -- wasi <a checkout of WebAssembly/wasi-testsuite with its binaries>",
  );
  process.exitCode = 2;
} else if (!(await run(folder, given.includes("--node")))) {
  process.exitCode = 1;
}
