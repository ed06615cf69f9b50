import type { ComponentType, Extern, ReadError } from "../component/index.ts";

/** What is compared: a component, or anything else with imports and exports (`ComponentModel` is one). */
export interface Subject {
  readonly imports: readonly Extern[];
  readonly exports: readonly Extern[];
  readonly type: ComponentType;
  /** Why a part of the file could not be read, when only what stands before it is known. */
  readonly incomplete?: ReadError;
}

/** A WIT world: what a host provides (`imports`) and what it expects (`exports`). */
export interface World extends Subject {
  /** `none`, `wasi:cli/command@0.2.12`, … or, for a world typed by a person, its own name. */
  readonly id: string;
}

export type FitStatus = "provided" | "newer" | "missing" | "mismatched";

/** What is wrong at a place. Each kind has its own sentence (`words.ts`). */
export type DifferenceKind =
  /** The other side has nothing of that name. */
  | "missing-import"
  | "missing-export"
  /** It has the interface in versions that cannot stand for the one asked for. */
  | "version"
  /** It was not found, but part of the file could not be read. */
  | "unread"
  /** A function where an interface is expected, and the like. */
  | "sort"
  /** An interface lacks a function, a type, or something else that it can hold. */
  | "missing-function"
  | "missing-type"
  | "missing-member"
  /** Functions. */
  | "async"
  | "parameter-count"
  | "parameter-name"
  | "parameter-order"
  | "result-presence"
  /** Value types. */
  | "type"
  /** Named parts: gone, new, under another name in the same place, in another order. */
  | "field-missing"
  | "field-extra"
  | "field-name"
  | "field-order"
  | "case-missing"
  | "case-extra"
  | "case-name"
  | "case-order"
  | "flag-missing"
  | "flag-extra"
  | "flag-name"
  | "flag-order"
  /** Something is carried on one side only. */
  | "payload"
  | "tuple-size"
  | "list-length"
  /** Another resource than the one that is meant. */
  | "resource"
  /** A type that another import or export has too, where its differences are told. */
  | "told"
  /** They differ, deeper inside than is told. */
  | "too-deep"
  /** Core modules, which are not compared: nobody can tell. */
  | "module"
  /** More than is compared: nobody can tell. */
  | "too-large"
  /** So many that not all are listed. */
  | "more";

/** What stands for many that are not listed. */
export interface Unlisted {
  readonly count: number;
  /** There may be still more: they are not counted to the end. */
  readonly open: boolean;
}

/** One difference between what is expected and what is found. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** From the outside inward: `wasi:http/types.fields.get`, `result`, `ok`, `list element`. The first is an import, an export or a function in one. */
  readonly path: readonly string[];
  /** What the one who wants it expects, as WIT or in words: `string`. */
  readonly expected: string;
  /** What is there: `list<u8>`; `nothing` for what is missing. */
  readonly found: string;
  /** One line, a whole sentence. */
  readonly explanation: string;
  /** One sentence: what would mend it. */
  readonly fix: string;
  /** Of `more`: how many. */
  readonly unlisted?: Unlisted;
}

/** How one import or export stands against the world. */
export interface FitEntry {
  /** The component's name for it; for an export that only the world expects, the world's. */
  readonly name: string;
  readonly status: FitStatus;
  /** The world's name for it, where it has one. */
  readonly by?: string;
  readonly functions: readonly string[];
  /** One sentence a reason: the explanations of all differences, or that a newer version is provided. Empty when provided. */
  readonly reasons: readonly string[];
  /**
   * Everything that differs; of very many the first ones, and one of the kind `more`. Empty when provided, also by a newer
   * version.
   */
  readonly differences: readonly Difference[];
}

export interface Fit {
  readonly fits: boolean;
  /** One entry for each import of the component. */
  readonly imports: readonly FitEntry[];
  /** One entry for each export that the world expects. */
  readonly exports: readonly FitEntry[];
  /** Exports of the component that the world does not ask for. */
  readonly extraExports: readonly string[];
  /** What the world provides and the component does not want: interfaces and functions by name. */
  readonly unused: readonly string[];
  /** The whole verdict in words, every reason at once. */
  readonly verdict: string;
}

/** How a component stands against one world among several. */
export interface WorldFit {
  readonly id: string;
  readonly fits: boolean;
  /** How many imports and expected exports stand in the way; 0 only when it fits. */
  readonly misfits: number;
  /** The verdict in words. */
  readonly verdict: string;
}

/**
 * Whether a second component can stand in for a first: `same`, nothing differs; `compatible`, wherever the first runs the second
 * does, and it offers all that the first does; `wider`, it offers all that the first does but wants more; `breaking`, the rest.
 */
export type Verdict = "same" | "compatible" | "wider" | "breaking";

export type ChangeKind =
  | "import-added"
  | "import-removed"
  | "import-changed"
  | "import-version"
  | "export-added"
  | "export-removed"
  | "export-changed"
  | "export-version";

/** One thing that the second component wants, offers or changed over the first. */
export interface Change {
  /** The second's name for it; for what was removed, the first's. */
  readonly name: string;
  readonly kind: ChangeKind;
  /** Where inside, as a `Difference` has it. */
  readonly path?: readonly string[];
  /** The verdict that this change alone would give. */
  readonly weight: Exclude<Verdict, "same">;
  /** One line, a whole sentence: `It newly wants wasi:sockets/tcp@0.2.12.` */
  readonly explanation: string;
  /** Only of what stands for changes that are not listed: how many. */
  readonly unlisted?: Unlisted;
}

export interface Comparison {
  readonly verdict: Verdict;
  /** The verdict in words, for a person. */
  readonly summary: string;
  readonly changes: readonly Change[];
}
