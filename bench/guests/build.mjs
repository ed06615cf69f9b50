// @ts-check
/**
 * Rebuilds `work.wasm`, `direct.wasm` and `glue.wasm`: `node bench/guests/build.mjs`. Wants Rust with the target wasm32-wasip1; without a
 * network, the crates of their `Cargo.lock` too.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { wasiWit } from "../../scripts/demos/wasi-wit.mjs";

const guests = fileURLToPath(new URL(".", import.meta.url));
const wasip1 = ["--target", "wasm32-wasip1"];

/** The program of preview 1. */
function buildWork() {
  const small = ["-O", "-C", "panic=abort", "-C", "lto=fat", "-C", "codegen-units=1", "-C", "strip=symbols"];
  execFileSync("rustc", [...wasip1, "--edition", "2021", ...small, "-o", "work.wasm", "work.rs"], {
    cwd: guests,
    stdio: "inherit",
  });
}

/**
 * A crate, built in a folder apart.
 * @param {string} name
 * @param {(crate: string) => void} [ready] Puts beside it what it needs.
 */
function buildCrate(name, ready) {
  const scratch = join(tmpdir(), "orrery-bench-guests");
  const crate = join(scratch, name);
  rmSync(crate, { recursive: true, force: true });
  cpSync(join(guests, name), crate, { recursive: true });
  ready?.(crate);
  // Paths of this machine stay out of the binary.
  const flags = [`--remap-path-prefix=${crate}=.`, `--remap-path-prefix=${homedir()}=.`];
  const target = join(scratch, "target");
  execFileSync("cargo", ["build", "--release", "--locked", ...wasip1], {
    cwd: crate,
    env: { ...process.env, RUSTFLAGS: flags.join(" "), CARGO_TARGET_DIR: target },
    stdio: "inherit",
  });
  copyFileSync(join(target, `wasm32-wasip1/release/${name}.wasm`), join(guests, `${name}.wasm`));
}

/**
 * What the program that asks WASI 0.2 itself needs: WASI's WIT beside its own.
 * @param {string} crate
 */
function addWasi(crate) {
  mkdirSync(join(crate, "wit/deps/wasi"), { recursive: true });
  // A package needs a header of its own in front of those that are nested. Nothing here waits for a feature to be switched on.
  const wit = wasiWit.replaceAll(/^\s*@unstable\([^)]*\)\n/gm, "");
  writeFileSync(join(crate, "wit/deps/wasi/package.wit"), `package orrery:wasi;\n\n${wit}`);
}

buildWork();
buildCrate("direct", addWasi);
buildCrate("glue");
