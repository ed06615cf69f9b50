import type { Entity, FuncType, InstanceType, ResourceType } from "./types.ts";

/**
 * What a component is made of, definition by definition, for whoever instantiates it (Binary.md, "Component Definitions"). Each
 * definition takes the next index of its sort's space, in the order of the file. Types are resolved already, so that the type
 * index space is not needed: wherever a definition names a type, the type itself stands there.
 */
export interface ComponentDefinition {
  /** From its `component-name` section. */
  readonly name?: string;
  readonly definitions: readonly Definition[];
}

/** The core sorts that an instance can export or be given (Binary.md, `core:sort`). */
export type CoreSort = "func" | "table" | "memory" | "global" | "tag" | "type" | "module" | "instance";

/** Something of a component by its place in its index space; `module` counts core modules. `entity` is its type as it is seen here. */
export interface ItemReference {
  readonly index: number;
  readonly entity: Entity;
}

/** A name that is given something: an argument or an inline export. */
export interface Supplied extends ItemReference {
  readonly name: string;
}

export interface CoreSupplied {
  readonly name: string;
  readonly sort: CoreSort;
  readonly index: number;
}

/** Binary.md, `canonopt`. Indices are those of core functions and memories. */
export interface CanonOptions {
  readonly encoding: "utf8" | "utf16" | "latin1+utf16";
  readonly memory?: number;
  readonly realloc?: number;
  readonly postReturn?: number;
  readonly callback?: number;
  readonly async: boolean;
}

export type Definition =
  /** A core module by its byte range in the file. */
  | { readonly kind: "core-module"; readonly offset: number; readonly size: number }
  /** Core instance; arguments are core instances by index. */
  | {
      readonly kind: "core-instance";
      readonly module: number;
      readonly args: readonly { readonly name: string; readonly instance: number }[];
    }
  /** A core instance made of inline exports. */
  | { readonly kind: "core-bundle"; readonly exports: readonly CoreSupplied[] }
  | { readonly kind: "core-alias"; readonly sort: CoreSort; readonly instance: number; readonly name: string }
  | { readonly kind: "component"; readonly component: ComponentDefinition }
  /** `type` is what the instance exports, as it is seen here: its resources are those of this instance. */
  | {
      readonly kind: "instance";
      readonly component: number;
      readonly args: readonly Supplied[];
      readonly type: InstanceType;
    }
  /** An instance made of inline exports. */
  | { readonly kind: "bundle"; readonly exports: readonly Supplied[] }
  | { readonly kind: "alias"; readonly instance: number; readonly name: string; readonly entity: Entity }
  /** Something of a component around this one, `depth` levels outward (0 is this one); of the core sorts only modules. */
  | { readonly kind: "outer"; readonly depth: number; readonly index: number; readonly entity: Entity }
  /** A resource that the component defines; `destructor` is a core function. Other types are definitions of no kind. */
  | {
      readonly kind: "resource";
      readonly resource: ResourceType;
      readonly representation: "i32" | "i64";
      readonly destructor?: number;
    }
  /** A component function out of a core function. */
  | { readonly kind: "lift"; readonly core: number; readonly options: CanonOptions; readonly type: FuncType }
  /** A core function out of a component function. */
  | { readonly kind: "lower"; readonly func: number; readonly options: CanonOptions }
  | {
      readonly kind: "resource-new" | "resource-drop" | "resource-rep";
      readonly resource: ResourceType;
    }
  /**
   * A canonical built-in of another kind, which makes a core function: `task.return`, `context.get` and the like. `slot` is which
   * of a thread's values `context.get` and `context.set` are about; those that are not of type i32 have a name of their own.
   */
  | { readonly kind: "built-in"; readonly name: string; readonly slot?: number }
  /** Values are not supported anywhere yet; the start function of a component without them. */
  | { readonly kind: "start"; readonly func: number; readonly args: readonly number[]; readonly results: number }
  | { readonly kind: "value" }
  | { readonly kind: "import"; readonly name: string; readonly entity: Entity }
  /** `entity` is the type that it is exported with: an ascribed resource is another one to look at. It takes an index too. */
  | { readonly kind: "export"; readonly name: string; readonly item: ItemReference; readonly entity: Entity };
