import type { ComponentDefinition } from "../component/index.ts";
import type { Result } from "../result.ts";

/** What a component's code is handed over as. Each engine names its own kind. */
export interface JcoSource {
  readonly kind: "jco";
  /** The JavaScript that jco generated. */
  readonly script: Uint8Array<ArrayBuffer>;
  /** The compiled core modules by the names that the script asks for. */
  readonly modules: ReadonlyMap<string, WebAssembly.Module>;
}

/** A component that was read and whose core modules were compiled. */
export interface NativeSource {
  readonly kind: "native";
  readonly definition: ComponentDefinition;
  /** By the name that `prepare` gives each (see `engine/native/prepare.ts`). */
  readonly modules: ReadonlyMap<string, WebAssembly.Module>;
}

export type ComponentSource = JcoSource | NativeSource;

/**
 * Host imports by versioned interface name (`wasi:clocks/wall-clock@0.2.12`), each an object of functions and resource
 * classes in jco's published mapping of WIT to JavaScript. A function imported by itself stands under its own name as `{ default }`.
 */
export type HostImports = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Exports by versioned interface name, or by function name where a function is exported by itself. */
export interface Instance {
  readonly exports: Readonly<Record<string, unknown>>;
  /** How many handles the component's instances hold together; engines that cannot tell leave it out. */
  readonly liveHandles?: () => number;
}

/** What an engine tells of a run while it goes on. */
export interface EngineOptions {
  /** A program of preview 1 calls `proc_exit` with this code, which its adapter does not pass on. */
  procExit?(code: number): void;
  /**
   * Imports that may answer with a promise, by interface without version and function (`wasi:io/poll#poll`): calls of them suspend
   * the guest. None where the browser lacks JavaScript Promise Integration. (jco is told when it transpiles.)
   */
  readonly suspend?: readonly string[];
}

export interface Engine<Source extends ComponentSource = ComponentSource> {
  /**
   * Links and instantiates. Fails with `unsafe-name`, `link` or `trap` (a start function trapped; `detail.thrown` is what was
   * thrown, for whoever explains it). An engine may also throw the trap itself.
   * Errors thrown by host imports pass through unchanged.
   */
  instantiate(component: Source, imports: HostImports, options?: EngineOptions): Promise<Result<Instance>>;
}
