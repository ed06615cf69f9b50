import type { languages } from "monaco-editor/editor/editor.api";

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

const types = [
  "bool",
  "borrow",
  "char",
  "error-context",
  "f32",
  "f64",
  "future",
  "list",
  "map",
  "option",
  "own",
  "result",
  "s16",
  "s32",
  "s64",
  "s8",
  "stream",
  "string",
  "tuple",
  "u16",
  "u32",
  "u64",
  "u8",
];

/** Colours for WIT (WIT.md, "Lexical structure"). A name after `%` is never a keyword. */
export const witLanguage: languages.IMonarchLanguage = {
  keywords,
  types,
  tokenizer: {
    root: [
      [/\/\/.*$/, "comment"],
      [/\/\*/, "comment", "@comment"],
      [/@(unstable|since|deprecated)\b/, "annotation"],
      [/%[A-Za-z][A-Za-z0-9-]*/, "identifier"],
      [/[a-z][A-Za-z0-9-]*(?=:[a-z])/, "namespace"],
      [/@?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?/, "number"],
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
  brackets: [
    ["{", "}"],
    ["(", ")"],
    ["<", ">"],
  ],
  wordPattern: /%?[A-Za-z][A-Za-z0-9-]*/,
};
