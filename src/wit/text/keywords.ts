/** Something that may be written at a place. */
export interface Completion {
  readonly label: string;
  readonly kind: "keyword" | "builtin" | "type" | "package" | "interface" | "world";
  /** What is written; `$1`, `${1:name}` are places to fill in, `$0` is where one goes on. */
  readonly insert: string;
  /** A few words beside the label; empty for none. */
  readonly detail: string;
  /** Markdown. */
  readonly docs: string;
  /** What is written leads on to more of the same. */
  readonly more?: boolean;
}

type Row = readonly [label: string, insert: string, detail: string, more?: boolean];

const block = "${1:name} {\n  $0\n}";

const TYPES: readonly Row[] = [
  ["record", `record ${block}`, "named fields"],
  ["variant", `variant ${block}`, "one of several cases, with values"],
  ["enum", `enum ${block}`, "one of several names"],
  ["flags", `flags ${block}`, "any of several names"],
  ["resource", `resource ${block}`, "something behind a handle"],
  ["type", "type ${1:name} = $0;", "another name for a type"],
];

const USE: Row = ["use", "use ", "types of another interface", true];

const OUTER: readonly Row[] = [
  ["interface", `interface ${block}`, "types and functions"],
  ["world", `world ${block}`, "what is imported and exported"],
  ["use", "use ", "an interface of another package", true],
];

const FUNCTIONS: readonly Row[] = [
  ["func", "func($1)$0;", "a function"],
  ["async func", "async func($1)$0;", "a function that may wait"],
];

/** By the kind of block, or of what is being written. */
const ROWS: ReadonlyMap<string, readonly Row[]> = new Map([
  ["file", [...OUTER, ["package", "package ${1:namespace:name}$0;", "another package, nested with braces"]]],
  ["package", OUTER],
  ["interface", [["func", "${1:name}: func($2)$0;", "a function"], ...TYPES, USE]],
  [
    "world",
    [
      ["import", "import ", "what the component gets", true],
      ["export", "export ", "what the component gives", true],
      ["include", "include ", "all of another world", true],
      USE,
      ...TYPES,
    ],
  ],
  [
    "resource",
    [
      ["constructor", "constructor($1)$0;", "makes one"],
      ["func", "${1:name}: func($2)$0;", "a method"],
      ["static func", "${1:name}: static func($2)$0;", "a function that takes none"],
    ],
  ],
  ["member", FUNCTIONS],
  ["method", [...FUNCTIONS, ["static func", "static func($1)$0;", "a function that takes none"]]],
  ["import", [...FUNCTIONS, ["interface", "interface {\n  $0\n}", "an interface without a name of its own"]]],
  ["async", [["func", "func($1)$0;", ""]]],
  [
    "static",
    [
      ["func", "func($1)$0;", ""],
      ["async func", "async func($1)$0;", ""],
    ],
  ],
  ["include", [["with", "with { $1 as $2 }$0", "other names for what both have"]]],
  ["use", [["as", "as ", "another name for it here"]]],
  [
    "@",
    [
      ["since", "since(version = $0)", "part of the interface since a version"],
      ["unstable", "unstable(feature = $0)", "not part of it yet"],
      ["deprecated", "deprecated(version = $0)", "no longer to be used"],
    ],
  ],
]);

/** The words that fit in a kind of block or after a kind of word; an empty text begins with its package. */
export function keywords(where: string, isFirst = false): readonly Completion[] {
  const rows = ROWS.get(where) ?? [];
  const first: readonly Row[] = isFirst ? [["package", "package ${1:my:app};\n\n$0", "the name of what follows"]] : [];
  return [...first, ...(isFirst ? rows.filter(([label]) => label !== "package") : rows)].map(
    ([label, insert, detail, more]) => ({
      label,
      kind: "keyword",
      insert,
      detail,
      docs: "",
      ...(more === undefined ? {} : { more }),
    }),
  );
}
