// @ts-check
/** Rebuilds `work.wasm`: `node bench/guests/build.mjs`. Wants Rust with the target wasm32-wasip1. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const target = ["--target", "wasm32-wasip1", "--edition", "2021"];
const small = ["-O", "-C", "panic=abort", "-C", "lto=fat", "-C", "codegen-units=1", "-C", "strip=symbols"];
execFileSync("rustc", [...target, ...small, "-o", "work.wasm", "work.rs"], {
  cwd: fileURLToPath(new URL(".", import.meta.url)),
  stdio: "inherit",
});
