import type { languages } from "monaco-editor/editor/editor.api";
import { BUILTIN } from "../../wit/text/builtin.ts";

const keywords = [
  "as",
  "async",
  "constructor",
  "enum",
  "export",
  "flags",
  "from",
  "func",
  "import",
  "include",
  "interface",
  "package",
  "record",
  "resource",
  "static",
  "type",
  "use",
  "variant",
  "with",
  "world",
];

/** Colours for WIT (WIT.md, "Lexical structure"). A name after `%` is never a keyword. */
export const witLanguage: languages.IMonarchLanguage = {
  keywords,
  types: [...BUILTIN.keys()],
  tokenizer: {
    root: [
      [/\/\/.*$/, "comment"],
      [/\/\*/, "comment", "@comment"],
      [/@(unstable|since|deprecated|external-id)\b/, "annotation"],
      [/"(?:[^"\\]|\\.)*"?/, "string"],
      [/%[A-Za-z][A-Za-z0-9-]*/, "identifier"],
      [/[a-z][A-Za-z0-9-]*(?=:[a-z][A-Za-z0-9-]*\s*[/@:;{])/, "namespace"],
      [/@?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z-]+(?:[.+][0-9A-Za-z-]+)*)?/, "number"],
      [/[A-Za-z][A-Za-z0-9-]*/, { cases: { "@keywords": "keyword", "@types": "type", "@default": "identifier" } }],
      [/[{}()<>]/, "@brackets"],
      [/->|[=,;:/.*_@]/, "delimiter"],
      [/\d+/, "number"],
    ],
    comment: [
      [/[^/*]+/, "comment"],
      [/\/\*/, "comment", "@push"],
      [/\*\//, "comment", "@pop"],
      [/[/*]/, "comment"],
    ],
  },
};

export const witConfiguration: languages.LanguageConfiguration = {
  comments: { lineComment: "//", blockComment: ["/*", "*/"] },
  // Not `<` and `>`: the end of `->` would count as a bracket that nothing opens.
  brackets: [
    ["{", "}"],
    ["(", ")"],
  ],
  wordPattern: /%?[A-Za-z][A-Za-z0-9-]*/,
};
