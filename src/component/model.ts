import type { Composition } from "./composition.ts";
import type { ComponentType } from "./types.ts";

/** What a binary is, told from its first bytes. */
export type BinaryKind = "component" | "module" | "old-component" | "unknown";

/** Sorts of things a component can import or export (Binary.md, "externdesc"). */
export type ExternKind = "instance" | "func" | "component" | "module" | "type" | "value";

/** One top-level import or export of a component. */
export interface Extern {
  /** The name as written, with its version: `wasi:cli/stdout@0.2.12`, or a plain name such as `greet`. */
  readonly name: string;
  readonly kind: ExternKind;
  /** Names of the functions inside an instance as the specification writes them (`now`, `[method]descriptor.read`); for a `func` its own name. */
  readonly functions: readonly string[];
  /** Names of the types and resources inside an instance. */
  readonly types: readonly string[];
  /** The interface that a plainly named instance implements (Binary.md, "nameattributes"). */
  readonly implements?: string;
  /** What completes a canonical interface version to a full semantic version (Binary.md, "nameattributes"). */
  readonly versionSuffix?: string;
  /** A free name that tools give (Binary.md, "nameattributes"). */
  readonly externalId?: string;
}

/** One import or export of a core module. */
export interface CoreExtern {
  /** Module name; absent for exports. */
  readonly module?: string;
  readonly name: string;
  readonly kind: "func" | "table" | "memory" | "global" | "tag";
}

/** Where a core module lies: its byte range in the file. `readCoreModule` reads what is in it. */
export interface CoreModule {
  readonly offset: number;
  readonly size: number;
}

/** One memory of a core module, imported or defined. Sizes are in bytes; above 2^53 they are rounded. */
export interface CoreMemory {
  readonly imported: boolean;
  readonly initialBytes: number;
  /** Absent when the module declares none. */
  readonly maximumBytes?: number;
  readonly pageBytes: number;
  readonly shared: boolean;
  /** Addressed with 64 bits. */
  readonly wide: boolean;
}

/** One table of a core module, imported or defined. Sizes are in elements; above 2^53 they are rounded. */
export interface CoreTable {
  readonly imported: boolean;
  readonly initialElements: number;
  /** Absent when the module declares none. */
  readonly maximumElements?: number;
  /** Addressed with 64 bits. */
  readonly wide: boolean;
}

/** A core function's type as text: `(i32 i64) -> (f32)`; types that are no numbers, and what comes after many, are not told apart. */
export type CoreSignature = `(${string}) -> (${string})`;

/** The types of the functions that a core module imports and exports. */
export interface CoreFunctions {
  /** In the order of the module's function imports. */
  readonly imports: readonly (CoreSignature | undefined)[];
  readonly exports: ReadonlyMap<string, CoreSignature | undefined>;
}

/** All that is read of a core module. */
export interface CoreModuleDetail extends CoreModule {
  readonly imports: readonly CoreExtern[];
  readonly exports: readonly CoreExtern[];
  /** Imported ones first, as in the memory index space. */
  readonly memories: readonly CoreMemory[];
  /** Imported ones first, as in the table index space. */
  readonly tables: readonly CoreTable[];
  /** Names of the custom sections in file order. */
  readonly customSections: readonly string[];
  readonly producers: readonly Producer[];
}

/** A field of the `producers` custom section: `language`, `processed-by` or `sdk`, with its names and versions. */
export interface Producer {
  readonly field: string;
  readonly name: string;
  readonly version: string;
}

/** A custom section: the byte range is that of its contents, which follow its name. */
export interface CustomSection {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** What can be told of a component without running it. */
export interface ComponentModel {
  /** The component's own name, from its `component-name` section (Binary.md, "Name Section"). */
  readonly name?: string;
  /** The component's own type: every import and export with its full type. Resources are told apart by identity. */
  readonly type: ComponentType;
  readonly imports: readonly Extern[];
  readonly exports: readonly Extern[];
  /** Every core module, nested ones too, in file order. */
  readonly coreModules: readonly CoreModule[];
  /** How many components are nested inside, at any depth. */
  readonly nestedComponents: number;
  /** How the outermost component is put together. */
  readonly composition: Composition;
  /** Of the component and of all that is inside. */
  readonly producers: readonly Producer[];
  /** Those of the outermost component, in file order. */
  readonly customSections: readonly CustomSection[];
  /**
   * Docs by what they belong to: `ns:pkg@v`, `ns:pkg/iface@v` (or a world), `ns:pkg/iface@v#item` (a type, or a function as the
   * binary names it: `[method]fields.get`), `ns:pkg/iface@v#type.member` (a field, case or label). Empty but for WIT packages.
   */
  readonly docs: Readonly<Record<string, string>>;
  /** What ended the reading, when it was something not known yet. The rest of the model is what was read before it. */
  readonly incomplete?: ReadError;
}

/** Why bytes could not be read. `offset` is in bytes from the start of the file. */
export interface ReadError {
  readonly tag: "truncated" | "malformed" | "unknown" | "limit";
  readonly offset: number;
  readonly section: string;
  readonly reason: string;
}
