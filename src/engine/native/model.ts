import type { FuncType, ResourceType, ValType } from "../../component/index.ts";

/**
 * The contracts between the parts of the native engine. `abi/` moves values between memories and JavaScript, `resources/` keeps
 * handles, `calls/` makes functions that cross, `link/` instantiates. Sections named are those of CanonicalABI.md.
 */

export type CoreType = "i32" | "i64" | "f32" | "f64";

/** What core code gives and takes: `i64` as bigint. */
export type CoreValue = number | bigint;

export type CoreFunction = (...args: CoreValue[]) => CoreValue | CoreValue[] | undefined;

/** One instantiation of a root component with all that is inside (spec: `Store`). After a trap nothing in it runs again. */
export interface Store {
  /** What trapped first. */
  trapped: Error | undefined;
}

/** One component instance ("Component Instances"). */
export interface ComponentState {
  readonly store: Store;
  readonly parent: ComponentState | undefined;
  /** What a person calls it: `component-name`, the import's name, or its place. */
  readonly name: string;
  mayEnter: boolean;
  mayLeave: boolean;
  readonly handles: HandleTable;
  /** What `context.get` gives, of the call that runs ("Threads", `storage`); absent where nothing asks for it. */
  context?: number[];
  /** How often `backpressure.inc` was called more than `backpressure.dec`. */
  backpressure?: number;
}

/** A resource type at run time ("Resource State"): one for each time that its component is instantiated. */
export interface ResourceKind {
  /** As a person knows it: `wasi:io/streams@0.2.12#input-stream`, or its plain name. */
  readonly name: string;
  /** The instance that defines it; absent for resources of the host. */
  readonly impl: ComponentState | undefined;
  /**
   * Of a guest's resource: the core function itself, which takes the representation. Absent when there is none. Whoever drops a
   * handle enters `impl` around it (`resources/`), since whether that may be done depends on who drops.
   */
  readonly destructor: CoreFunction | undefined;
  /** Whether the destructor can reach an import that waits: then it must be called through `WebAssembly.promising`. */
  readonly waits: () => boolean;
  /** Of a resource of the host: its class, when the host gives one. Values of others are refused then. */
  readonly hostClass?: (abstract new (...args: never[]) => object) | undefined;
}

/** An element of a handle table ("Resource State", `ResourceHandle`). Kept in a pool: nobody holds one beyond its removal. */
export interface Handle {
  kind: ResourceKind;
  /** The representation: a number for a guest's resource, the JavaScript object itself for one of the host. */
  rep: unknown;
  own: boolean;
  /** The call that a borrowed handle must be dropped in. */
  scope: CallScope | undefined;
  /** How many borrows of it are lent out. */
  lends: number;
}

/** "Table State": one table per component instance, for resources of all types. Indices begin at 1. All failures trap. */
export interface HandleTable {
  /** How many handles are in it. */
  readonly live: number;
  add(kind: ResourceKind, rep: unknown, own: boolean, scope: CallScope | undefined): number;
  /** Traps for an unknown index or another kind. */
  get(index: number, kind: ResourceKind): Handle;
  /** The same, and takes it out. What is returned holds until the next call of the table. */
  remove(index: number, kind: ResourceKind): Handle;
  /** Every live handle: for people to look at. */
  list(): readonly {
    readonly index: number;
    readonly resource: string;
    readonly own: boolean;
    readonly lends: number;
  }[];
}

/** What one call lends and borrows ("Resource State": `Subtask.lenders`, `Task.num_borrows`). Made only for functions with handles. */
export interface CallScope {
  /** As callee: borrowed handles that are in its table. Not 0 at its end is a trap. */
  borrows: number;
  /** As caller: remembers a handle that it lent. */
  lend(handle: Handle): void;
  /** As caller: a borrowed resource that was made into an object of the host, which is of no use when the call is over. */
  expire(handle: Handle): void;
  /** As caller: gives the lent ones back. */
  giveBack(): void;
}

/** The memory of an instance, with views that follow its growth. Bounds are checked by whoever reads or writes. */
export interface LinearMemory {
  readonly memory: WebAssembly.Memory;
  /** The views of now: memory may grow during any call into core code, so they are taken anew after each. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView<ArrayBuffer>;
}

/** "Canonical ABI Options" with indices resolved. */
export interface Options {
  readonly encoding: "utf8" | "utf16" | "latin1+utf16";
  readonly memory: LinearMemory | undefined;
  readonly realloc: CoreFunction | undefined;
  readonly postReturn: CoreFunction | undefined;
}

/** "Lifting and Lowering Context". One a canonical definition; for functions with handles one a call. */
export interface Context extends Options {
  readonly state: ComponentState;
  /** What lifted and lowered borrows belong to; absent where the function's type has none. */
  readonly scope: CallScope | undefined;
  /** For words: `wasi:random/random@0.2.12#get-random-bytes`. */
  readonly path: string;
}

/**
 * How values of one type cross. Made once a type, by `codecs`. Traps are `WebAssembly.RuntimeError` (see `trap`), values of the host
 * that do not fit their type a `TypeError`; the message of both says what was done to what: the path, the place in the type, the reason.
 */
export interface Codec {
  readonly type: ValType;
  /** "Element Size" and "Alignment", in bytes. */
  readonly size: number;
  readonly alignment: number;
  /** "Flattening". */
  readonly flat: readonly CoreType[];
  /** "Loading": the pointer is aligned and in bounds, checked by the caller. */
  load(cx: Context, pointer: number): unknown;
  /** "Storing". */
  store(cx: Context, value: unknown, pointer: number): void;
  /** "Flat Lifting": its values stand in `flat` from `at` on. */
  lift(cx: Context, flat: readonly CoreValue[], at: number): unknown;
  /** "Flat Lowering": puts its values into `flat` from `at` on. */
  lower(cx: Context, value: unknown, flat: CoreValue[], at: number): void;
}

/** How handles cross: for the host as JavaScript objects, between components as bare representations. */
export interface HandleOperations {
  /** "Flat Lifting" `lift_own`: takes the handle out of the table. */
  liftOwn(cx: Context, kind: ResourceKind, index: number): unknown;
  liftBorrow(cx: Context, kind: ResourceKind, index: number): unknown;
  lowerOwn(cx: Context, kind: ResourceKind, value: unknown): number;
  lowerBorrow(cx: Context, kind: ResourceKind, value: unknown): number;
}

/** Which resource a type stands for in an instance. */
export type ResourceLookup = (resource: ResourceType) => ResourceKind;

/** What a lifted function is: the callee's side of `canon lift`. */
export interface LiftedFunction {
  readonly kind: "lifted";
  /** `acme:math/ops@1.0.0#add`, or the best name that is known: for words. */
  readonly path: string;
  readonly type: FuncType;
  readonly resources: ResourceLookup;
  readonly core: CoreFunction;
  readonly options: Options;
  readonly state: ComponentState;
  /** Whether a call can reach an import that waits. Asked when it is first called or lowered. */
  readonly waits: () => boolean;
}

/** A function of the host. */
export interface HostFunction {
  readonly kind: "host";
  readonly path: string;
  readonly type: FuncType;
  readonly resources: ResourceLookup;
  /** In jco's mapping: a result's `ok` is returned, its error thrown. A method gets its `self` as the first argument. */
  readonly call: (...args: unknown[]) => unknown;
  readonly waits: () => boolean;
}

export type ComponentFunction = LiftedFunction | HostFunction;

/** Makes an error that ends everything: the instance is poisoned by whoever catches it at the boundary. */
export function trap(message: string): WebAssembly.RuntimeError {
  return new WebAssembly.RuntimeError(message);
}
