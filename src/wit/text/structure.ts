/** A part of a text: UTF-16 units, the end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type SymbolKind =
  | "package"
  | "interface"
  | "world"
  | "use"
  | "include"
  | "import"
  | "export"
  | "record"
  | "variant"
  | "enum"
  | "flags"
  | "resource"
  | "type"
  | "func"
  | "method"
  | "static"
  | "constructor"
  | "field"
  | "case";

/** `wasi:cli/stdout@0.2.12`, `stdout`, or the beginning of one, where it stands. */
export interface WitPath extends Span {
  /** `wasi:cli`; absent for what stands in the same package. */
  readonly package: string | undefined;
  /** Empty as long as only the package is written. */
  readonly item: string;
  readonly version: string | undefined;
}

/** A name that `use` brings in. */
export interface UsedName extends Span {
  readonly name: string;
  /** What it is called here. */
  readonly as: string;
}

/** Something that WIT text describes, where it stands: from its keyword or its name to its last character. */
export interface WitSymbol extends Span {
  readonly kind: SymbolKind;
  /** Without `%`; of a package with its version; of what only has a path, that as written. */
  readonly name: string;
  readonly nameAt: Span;
  /** Where its comments and attributes begin. */
  readonly from: number;
  /** What its doc comments say; empty without any. */
  readonly docs: string;
  /** Of `use`, `include`, and of `import` and `export` that name an interface. */
  readonly path?: WitPath;
  /** Of `use` inside an interface or a world. */
  readonly names?: readonly UsedName[];
  /** What stands between its braces. */
  readonly body?: Span;
  readonly children: readonly WitSymbol[];
}

export const TYPE_KINDS: ReadonlySet<string> = new Set<SymbolKind>([
  "record",
  "variant",
  "enum",
  "flags",
  "resource",
  "type",
]);

/** Which words begin something in a block, by the block's kind; `file` is the text itself. */
export const INSIDE: Readonly<Record<string, readonly string[]>> = {
  file: ["package", "interface", "world", "use"],
  package: ["interface", "world", "use"],
  interface: ["use", "record", "variant", "enum", "flags", "resource", "type"],
  world: ["import", "export", "include", "use", "record", "variant", "enum", "flags", "resource", "type"],
};

/** All words that begin something. */
export const BEGINS: ReadonlySet<string> = new Set(Object.values(INSIDE).flat());
