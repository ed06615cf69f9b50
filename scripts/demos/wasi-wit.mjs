import { readFileSync, readdirSync } from "node:fs";

const folder = new URL("../../node_modules/@bytecodealliance/jco/lib/wit/builtin/0.2.12/", import.meta.url);

/** The WIT of WASI 0.2.12, every package nested (`package x { … }`) so that it can follow another package in one text. */
export const wasiWit = readdirSync(folder)
  .toSorted()
  .map(
    (name) =>
      readFileSync(new URL(`${name}/package.wit`, folder), "utf8").replace(/^\s*package ([^;]+);/, "package $1 {") +
      "}\n",
  )
  .join("\n");
