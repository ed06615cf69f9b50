import type { Mode } from "./capability.ts";
import type { HttpExchange, Outside } from "./outside.ts";
import type { VirtualFilesystem } from "./filesystem/virtual-filesystem.ts";

/** Interface name without version (with `@0.3` of WASI 0.3) → the object of functions and resource classes that both engines take (jco's mapping of WIT to JS). */
export type Provided = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a program reads from standard input. */
export type StdinSource =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Each piece comes `delayNs` after the one before was there, in guest-visible time. */
  | {
      readonly kind: "pieces";
      readonly pieces: readonly { readonly bytes: Uint8Array<ArrayBuffer>; readonly delayNs: bigint }[];
    }
  | { readonly kind: "closed" }
  /** What the person types while the program runs, asked of `outside`. */
  | { readonly kind: "typed" };

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
    readonly stdin: StdinSource;
  };
  /** Made by `createVirtualFilesystem`; after the run it tells what changed. */
  readonly filesystem: VirtualFilesystem;
  /** Takes output, a copy of its own; throws the guest's limit when the cap is reached. */
  output(stream: "stdout" | "stderr", bytes: Uint8Array<ArrayBuffer>): void;
  /** Makes the trap for a refused call: names the interface, the function and the switch. */
  deny(interfaceName: string, functionName: string): never;
  /** Ends the run with an error that happened between the calls of the guest, so that none of them throws it. */
  trapped(error: unknown): void;
  /** Called by blocking operations that must wait for real time; throws `needs-jspi` where the browser lacks it. */
  mayWait(what: string): void;
  /** Whether `mayWait` lets them. */
  readonly canWait: boolean;
  readonly outside: Outside;
  /** Milliseconds since the run started, in the browser's own time: for what is written down, never for the component. */
  elapsedMs(): number;
  /** Writes an HTTP request down that was answered or failed. */
  exchanged(exchange: HttpExchange): void;
  /** Takes what is to be done when the program has ended: writing down what is still open. */
  atEnd(act: () => void): void;
}

/** What one provider may use. */
export interface ProviderContext<B> extends RunContext {
  readonly binding: B;
  /** Guest-visible time, shared by everything that can be waited for. */
  readonly time: Time;
  /** The wall clock as the guest sees it, in nanoseconds since 1970; reading it here moves nothing. Refused or not, it has a value. */
  wallNow(): bigint;
}

/** A directory tree given to the guest at a path. */
export interface Mount {
  /** Absolute guest path such as `/data`, without a trailing slash but for `/`. */
  readonly path: string;
  readonly writable: boolean;
  readonly tree: Tree;
}

/** A symbolic link with a relative target, or another name of a file, given by its path below the same mount. */
export type TreeLink = { readonly symlink: string } | { readonly hardlink: string };

/** A file whose bytes are elsewhere until they are needed. */
export interface SourceFile {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  /** The bytes from `start` to before `end`, both within the size. Fails with `io` when they cannot be read any more. */
  read(start: number, end: number): Uint8Array;
}

export type Leaf = Uint8Array | SourceFile | TreeLink;

/** Names to contents. Bytes are taken as they are and never written to. */
export type Tree = ReadonlyMap<string, Leaf | Tree>;

/** Guest-visible monotonic time in nanoseconds: virtual time starts at 0 and moves only when it is told to. */
export interface Time {
  /** Whether the time is virtual, so that waiting for it takes none. */
  readonly virtual: boolean;
  now(): bigint;
  /** Does nothing when `instantNs` lies in the past, nor where the time is real. */
  advanceTo(instantNs: bigint): void;
}

export type Provider<B extends { readonly mode: Mode }> = (context: ProviderContext<B>) => Provided;
