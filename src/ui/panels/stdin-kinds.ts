import type { Stdin } from "../../scenario/schema.ts";

type KeysOf<S> = S extends unknown ? keyof S : never;

/** The field that tells the kinds of standard input apart. */
export type StdinKind = KeysOf<Stdin>;
export type StdinOf<K extends StdinKind> = Extract<Stdin, { readonly [key in K]: unknown }>;

export function kindOf(stdin: Stdin): StdinKind {
  if ("text" in stdin) return "text";
  if ("lines" in stdin) return "lines";
  if ("file" in stdin) return "file";
  return "base64" in stdin ? "base64" : "closed";
}

type Lines = StdinOf<"lines">["lines"];

/** A text line by line. The last line end closes a line and begins none. */
export function linesOf(text: string): Lines {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n").map((line) => ({ text: line }));
}

export function textOf(lines: Lines): string {
  return lines.map((line) => `${line.text}\n`).join("");
}
