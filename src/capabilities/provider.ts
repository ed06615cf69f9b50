import type { Mode } from "./capability.ts";
import type { VirtualFilesystem } from "./filesystem/virtual-filesystem.ts";

/** Interface name without version → the object of functions and resource classes that both engines take (jco's mapping of WIT to JS). */
export type Provided = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * What the guest gives for one run. Everything here lives in the guest worker. The functions are called without a `this`.
 *
 * An `Error` that is thrown here (by `output`, `deny` or `mayWait`) must have no own field named `payload`: engines take such an
 * error for a WIT `err`, and any other error for a trap.
 */
export interface RunContext {
  readonly program: {
    readonly name: string;
    readonly arguments: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    readonly directory: string;
    readonly stdin: Uint8Array;
  };
  /** Made by `createVirtualFilesystem`; after the run it tells what changed. */
  readonly filesystem: VirtualFilesystem;
  /** Takes output, a copy of its own; throws the guest's limit when the cap is reached. */
  output(stream: "stdout" | "stderr", bytes: Uint8Array<ArrayBuffer>): void;
  /** Makes the trap for a refused call: names the interface, the function and the switch. */
  deny(interfaceName: string, functionName: string): never;
  /** Called by blocking operations that must wait for real time; throws `needs-jspi` where the browser lacks it. */
  mayWait(what: string): void;
}

/** What one provider may use. */
export interface ProviderContext<B> extends RunContext {
  readonly binding: B;
  /** Guest-visible virtual time, shared by everything that can be waited for. */
  readonly time: Time;
}

/** A directory tree given to the guest at a path. */
export interface Mount {
  /** Absolute guest path such as `/data`, without a trailing slash but for `/`. */
  readonly path: string;
  readonly writable: boolean;
  readonly tree: Tree;
}

/** Names to contents. Bytes are taken as they are and never written to. */
export type Tree = ReadonlyMap<string, Uint8Array | Tree>;

/** Virtual monotonic time in nanoseconds, from 0. It moves only when it is told to. */
export interface Time {
  now(): bigint;
  /** Does nothing when `instantNs` lies in the past. */
  advanceTo(instantNs: bigint): void;
}

export type Provider<B extends { readonly mode: Mode }> = (context: ProviderContext<B>) => Provided;
