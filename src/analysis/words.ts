import type { ReadError } from "../component/index.ts";
import type { OrreryError } from "../result.ts";
import type { ToolFailure } from "./tools.ts";

/** Wording for a binary whose structure cannot be read. */
export function unreadable(name: string, error: ReadError): OrreryError {
  const place = `at byte ${error.offset.toLocaleString("en")}, in the ${error.section}`;
  if (error.tag === "truncated") {
    return {
      tag: "truncated",
      message: `Opening ${name} failed: the file ends too early (${place}: ${error.reason}). Was it downloaded whole?`,
      detail: error,
    };
  }
  return {
    tag: "invalid-component",
    message: `Opening ${name} failed: the binary is damaged or uses something unknown (${place}: ${error.reason}).`,
    detail: error,
  };
}

/** Wording for a file of which only a beginning could be read. */
export function partlyRead(error: ReadError): string {
  return `It was read up to byte ${error.offset.toLocaleString("en")} (${error.section}): ${error.reason}. What comes after is not shown.`;
}

/** Wording for a component with more types than the page takes. */
export function tooManyTypes(name: string): OrreryError {
  return {
    tag: "too-large",
    message: `Opening ${name} failed: its imports and exports have more than 200,000 types, fields and functions, which is more than is shown and compared here.`,
  };
}

/** Wording for a tool that trapped over a file. */
export function crashed(name: string, failure: ToolFailure): OrreryError {
  return {
    tag: "analysis-crashed",
    message: `Reading ${name} failed: the file made a tool crash (${failure.text}). The tool has been started afresh; the file is damaged, of a kind that the tool does not foresee, or made to do this.`,
  };
}

/**
 * What a person reads of wasm-tools' complaint about WebAssembly text. The tool gives the debug form of its error, with
 * line and column from 0; people count from 1.
 */
export function watMistake(text: string): string {
  const place = /line: (\d+), col: (\d+)/.exec(text);
  const custom = /kind: Custom\("((?:[^"\\]|\\.)*)"\)/.exec(text)?.[1];
  const lexical = /kind: Lex\((\w+)(?:\((.*?)\))?\) \}/.exec(text);
  let reason = text.slice(0, 500);
  if (custom !== undefined) reason = custom.replaceAll(/\\(["\\'])/g, "$1");
  else if (lexical !== null) reason = `${inWords(lexical[1] ?? "")} ${lexical[2] ?? ""}`.trim();
  return place === null ? reason : `line ${Number(place[1]) + 1}, column ${Number(place[2]) + 1}: ${reason}`;
}

/** `InvalidStringEscape` → `invalid string escape`. */
function inWords(variant: string): string {
  return variant.replaceAll(/(?<!^)([A-Z])/g, " $1").toLowerCase();
}
