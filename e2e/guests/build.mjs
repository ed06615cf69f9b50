// Rebuilds the guests of the browser tests: `node e2e/guests/build.mjs [name …]` from the repository's root.
//
// Prerequisites beside the npm packages: Rust with the target wasm32-wasip1 (rustup target add wasm32-wasip1).
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { thirdWasiWit, wasiWit } from "../../scripts/demos/wasi-wit.mjs";

const guests = fileURLToPath(new URL("./", import.meta.url));
const adapters = new URL("../../node_modules/@bytecodealliance/jco/lib/", import.meta.url);
const largest = 256 * 1024;

// Kept between two builds, so that the crates are not compiled again.
const scratch = join(tmpdir(), "orrery-guests");

/** Puts WASI's WIT of one version beside a crate's own. */
function addWit(crate, label, wit) {
  const folder = join(crate, "wit/deps", label);
  mkdirSync(folder, { recursive: true });
  // A package needs a header of its own in front of those that are nested. Nothing here waits for a feature to be switched on.
  writeFileSync(
    join(folder, "package.wit"),
    `package orrery:${label};\n\n${wit.replace(/^\s*@unstable\([^)]*\)\n/gm, "")}`,
  );
}

/** The crate with WASI's WIT beside its own, built as a preview 1 module, as a component. */
async function build(name) {
  const crate = join(scratch, name);
  rmSync(crate, { recursive: true, force: true });
  for (const part of ["Cargo.toml", "Cargo.lock", "src", "wit"])
    cpSync(join(guests, name, part), join(crate, part), { recursive: true });
  addWit(crate, "wasi", wasiWit);
  // A program of WASI 0.3 is a library to its linker: it has entry points in place of a main function.
  const isThird = name === "third";
  if (isThird) addWit(crate, "third", thirdWasiWit);
  // Paths of this machine stay out of the binary.
  const flags = [`--remap-path-prefix=${crate}=.`, `--remap-path-prefix=${process.env["HOME"]}=.`];
  execFileSync("cargo", ["build", "--release", "--locked", "--target", "wasm32-wasip1"], {
    cwd: crate,
    env: { ...process.env, RUSTFLAGS: flags.join(" "), CARGO_TARGET_DIR: join(scratch, "target") },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const module = readFileSync(join(scratch, `target/wasm32-wasip1/release/${name}.wasm`));
  const adapter = new URL(`wasi_snapshot_preview1.${isThird ? "reactor" : "command"}.wasm`, adapters);
  return componentNew(module, [["wasi_snapshot_preview1", readFileSync(adapter)]]);
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : ["probe", "custom", "chance", "third"];
for (const name of wanted) {
  const bytes = await build(name);
  if (bytes.length > largest) throw new Error(`${name} has ${bytes.length} bytes; a guest may have ${largest}`);
  writeFileSync(join(guests, `${name}.wasm`), bytes);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  console.log(`${name.padEnd(10)} ${String(bytes.length).padStart(8)} bytes  ${hash}`);
}
