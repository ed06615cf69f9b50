// Rebuilds the samples: `node scripts/demos/build.mjs [name …]` from the repository's root.
//
// Prerequisites beside the npm packages: clang, lld and wasi-libc with the compiler's runtime for
// wasm32 (Debian: apt-get install clang lld wasi-libc libclang-rt-14-dev-wasm32), for the samples in C.
//
// The same sources and tools give the same bytes. The one exception is `sums`: the snapshot of QuickJS
// inside it holds random seeds, so it is left alone while its recorded inputs are unchanged.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { wasiWit } from "./wasi-wit.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const demos = join(root, "public/demos");
const adapters = join(root, "node_modules/@bytecodealliance/jco/lib");
const largest = 2 * 1024 * 1024;
const scratch = mkdtempSync(join(tmpdir(), "demos-"));

const text = (path) => readFileSync(join(demos, path), "utf8");

/** A C program as a preview 1 module. Paths are given relative, so that none from this machine gets in. */
function clang(folder, source) {
  const out = join(scratch, `${folder}.wasm`);
  execFileSync("clang", ["--target=wasm32-wasi", "-Oz", "-s", "-Wall", "-Wextra", "-Werror", "-o", out, source], {
    cwd: join(demos, folder),
    stdio: ["ignore", "inherit", "inherit"],
  });
  return readFileSync(out);
}

/** A core module with imports of its world, as a component; the adapter stands in for preview 1. */
async function componentOfModule(module, witSource, world) {
  const embedded = await componentEmbed({ binary: module, witSource: `${witSource}\n${wasiWit}`, world });
  const adapter = readFileSync(join(adapters, "wasi_snapshot_preview1.command.wasm"));
  return componentNew(embedded, [["wasi_snapshot_preview1", adapter]]);
}

const sourcesSection = "orrery:sources";

/** A custom section (core specification, "Custom Section"): id 0, size, name, contents. */
function customSection(name, contents) {
  const leb = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]);
  const nameBytes = Buffer.from(name);
  const body = [...leb(nameBytes.length), ...nameBytes, ...Buffer.from(contents)];
  return Buffer.from([0, ...leb(body.length), ...body]);
}

/** JavaScript as a component with QuickJS inside, or what stands already when nothing that goes into it has changed. */
async function componentOfScript(folder, source, world) {
  const require = createRequire(import.meta.url);
  const { version } = require("componentize-qjs/package.json");
  const wit = `${text(`${folder}/world.wit`)}\n${wasiWit}`;
  const script = text(`${folder}/${source}`);
  const inputs = createHash("sha256")
    .update(JSON.stringify([version, wit, script]))
    .digest("hex");
  const mark = customSection(sourcesSection, inputs);
  const path = join(demos, folder, "component.wasm");
  if (existsSync(path)) {
    const standing = readFileSync(path);
    if (standing.subarray(-mark.length).equals(mark)) return standing;
  }
  const { componentize } = require("componentize-qjs");
  const witPath = join(scratch, `${folder}.wit`);
  writeFileSync(witPath, wit);
  const { component } = await componentize({ witPath, jsSource: script, world, sync: true, optSize: true });
  return Buffer.concat([component, mark]);
}

/** A scenario with a world of its own carries the text of `world.wit`. */
function putWorldInScenario(name) {
  const path = join(demos, name, "scenario.json");
  const scenario = JSON.parse(readFileSync(path, "utf8"));
  if (scenario.world?.wit === undefined) return;
  scenario.world.wit = text(`${name}/world.wit`);
  writeFileSync(path, `${JSON.stringify(scenario, undefined, 2)}\n`);
}

/** In the order of the menu. */
const recipes = {
  hello: () => parse(text("hello/hello.wat")),
  greet: () => parse(text("greet/greet.wat")),
  notes: async () => clang("notes", "notes.c"),
  sums: () => componentOfScript("sums", "sums.mjs", "sums"),
  hostile: () => componentOfModule(clang("hostile", "hostile.c"), text("hostile/world.wit"), "code"),
};

const wanted = process.argv.slice(2);
for (const name of wanted)
  if (!(name in recipes)) throw new Error(`no sample ${name}; there are ${Object.keys(recipes).join(", ")}`);

try {
  for (const [name, build] of Object.entries(recipes)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const bytes = await build();
    if (bytes.length > largest) throw new Error(`${name} has ${bytes.length} bytes; a sample may have ${largest}`);
    writeFileSync(join(demos, name, "component.wasm"), bytes);
    console.log(
      `${name.padEnd(10)} ${String(bytes.length).padStart(8)} bytes  ${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}`,
    );
  }
  for (const name of Object.keys(recipes)) putWorldInScenario(name);
  const index = Object.keys(recipes).map((name) => ({ name, ...JSON.parse(text(`${name}/demo.json`)) }));
  writeFileSync(join(demos, "index.json"), `${JSON.stringify(index, undefined, 2)}\n`);
} finally {
  rmSync(scratch, { recursive: true });
}
