import { readFileSync, readdirSync } from "node:fs";

const folder = new URL("../../node_modules/@bytecodealliance/jco/lib/wit/builtin/", import.meta.url);

/** The WIT of WASI 0.2.12, every package nested (`package x { … }`) so that it can follow another package in one text. */
export const wasiWit = witOf("0.2.12");

/** The same of WASI 0.3.0. */
export const thirdWasiWit = witOf("0.3.0");

/** @param {string} version */
function witOf(version) {
  return readdirSync(new URL(version, folder))
    .toSorted()
    .map(
      (name) =>
        readFileSync(new URL(`${version}/${name}/package.wit`, folder), "utf8").replace(
          /^\s*package ([^;]+);/,
          "package $1 {",
        ) + "}\n",
    )
    .join("\n");
}
