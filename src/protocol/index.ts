import type { HttpExchange } from "../capabilities/outside.ts";
import type {
  ComponentDefinition,
  Composition,
  CustomSection,
  Extern,
  Producer,
  ReadError,
} from "../component/index.ts";
import type { OrreryError, Result } from "../result.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { TypeTable } from "../wit/table.ts";
import type { TraceProgress } from "./trace.ts";

/** What was read of an opened file. */
export interface Reading {
  readonly name: string;
  /** The name that the component has for itself. */
  readonly componentName?: string;
  /** Bytes of the file as it was given. */
  readonly size: number;
  readonly kind: "command" | "proxy" | "library";
  /** A WIT package has its text to show and nothing to run. */
  readonly artifact: "component" | "wit-package";
  /** True when a preview 1 core module was wrapped with an adapter. */
  readonly adapted: boolean;
  /** What was done to the file on opening and what to know of it, a sentence each. */
  readonly notices: readonly string[];
  readonly imports: readonly Extern[];
  readonly exports: readonly Extern[];
  /** The full types of all imports and exports. */
  readonly types: TypeTable;
  readonly producers: readonly Producer[];
  readonly coreModules: number;
  readonly nestedComponents: number;
  /** How the outermost component is put together. */
  readonly composition: Composition;
  readonly customSections: readonly CustomSection[];
  /** Docs by what they belong to: `ns:pkg/iface@v`, `ns:pkg/iface@v#item`, `ns:pkg/iface@v#type.member`. */
  readonly docs: Readonly<Record<string, string>>;
  /** What ended the reading, when it was something not known yet: what stands before it is here. */
  readonly incomplete?: ReadError;
}

/** What the page knows of an opened file. */
export interface Report extends Reading {
  /** Lower-case hex of the file as it was given. Empty for the moment that hashing takes longer than reading. */
  readonly sha256: string;
}

/** A file that was read. */
export interface Opened {
  readonly report: Reading;
  /** The bytes of the component that the file became; absent when the file is one itself. */
  readonly component?: Uint8Array<ArrayBuffer>;
}

/** A world that was built out of WIT text. */
export interface Built {
  readonly id: string;
  readonly types: TypeTable;
}

/** Which part of a WIT text is wanted: one interface with what it uses, or the short list of names; without either the whole. */
export interface WitPart {
  readonly interface?: string;
  readonly brief?: boolean;
}

/** A mistake in WIT or WAT text at its place; lines and columns count from 1. */
export interface TextMistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface TranspileOptions {
  /** Upper bound for all memories of the component's core instances together, in bytes. */
  readonly memoryBytes: number;
  /**
   * Imports that are wrapped for JavaScript Promise Integration, by interface without version and function
   * (`wasi:io/poll#poll`); none where nothing has to wait.
   */
  readonly suspend: readonly string[];
}

/** What `engine/jco` needs in the guest: the generated text and the core modules, memories capped. */
export interface Transpiled {
  readonly script: Uint8Array<ArrayBuffer>;
  readonly cores: readonly CoreFile[];
}

export interface PrepareOptions {
  /** Upper bound for all memories of the component's core instances together, in bytes. */
  readonly memoryBytes: number;
  /** Takes a component too that has built-ins of async functions, streams or futures: they trap when they are called. */
  readonly partly?: boolean;
}

/** What `engine/native` needs in the guest: what the component is made of, and its core modules, memories capped. */
export interface Prepared {
  readonly definition: ComponentDefinition;
  readonly cores: readonly CoreFile[];
}

export interface CoreFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The analysis worker. It can be killed at any time; every call may fail with `analysis-crashed`. */
export interface Analysis {
  /** Reads a file of any kind that is accepted, adapting what needs it. */
  open(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<Opened>>;
  /** The WIT text of a component or of a WIT package, whole or cut. */
  wit(component: Uint8Array<ArrayBuffer>, part: WitPart): Promise<Result<string>>;
  /** Builds a world out of WIT text; WASI packages it names are at hand. On failure `error.detail` is `TextMistake[]`. */
  world(wit: string, world: string | undefined): Promise<Result<Built>>;
  transpile(component: Uint8Array<ArrayBuffer>, options: TranspileOptions): Promise<Result<Transpiled>>;
  /** Reads a component for the native engine. Fails with `unsupported` and the reason when that engine cannot run it. */
  prepare(component: Uint8Array<ArrayBuffer>, options: PrepareOptions): Promise<Result<Prepared>>;
}

/** What runs a component. */
export type EngineName = "native" | "jco";

/** A component's code but for its compiled modules, which stay in the sandbox. */
export type GuestCode =
  | { readonly engine: "jco"; readonly script: Uint8Array<ArrayBuffer> }
  | { readonly engine: "native"; readonly definition: ComponentDefinition };

/** The sandbox frame: compiles modules and keeps workers. It runs no guest code. */
export interface Frame {
  /** Compiles the core modules and keeps them under `key` until `forget`. */
  load(key: string, cores: readonly CoreFile[]): Promise<Result<void>>;
  forget(key: string): Promise<void>;
  /** Starts a worker that answers as `Guest` on `port`. */
  spawn(id: string, port: MessagePort): Promise<void>;
  /** Hands the modules kept under `key` to a worker. */
  give(id: string, key: string): Promise<void>;
  kill(id: string): Promise<void>;
}

export interface GuestRequest {
  readonly code: GuestCode;
  readonly scenario: Scenario;
  /** The component's imports, with the functions it really takes. */
  readonly imports: readonly Extern[];
  readonly exports: readonly Extern[];
  /** The full types of the imports and exports. */
  readonly types: TypeTable;
  /** The imports that may wait (JSPI), as in `TranspileOptions`: jco's script was made for them. */
  readonly suspend: readonly string[];
  /** The folder that the person gave, with `filesystem` real. */
  readonly folder?: RealFolder;
}

/** A folder as it stood when the run began: files by their path below it (`a/b.txt`), read when the guest reads them, and its directories. */
export interface RealFolder {
  readonly files: ReadonlyMap<string, RealFile>;
  /** Paths below the folder, every directory at any depth; the folder itself is not named. */
  readonly directories: readonly string[];
  /** Whether it may be changed: the scenario says so, and the browser lets the page do it. */
  readonly writable: boolean;
}

/** A browser's `File`, by what can be said of it where there are none. */
export interface RealFile {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

/** What the guest tells while it runs. Sent in batches. */
export interface Progress {
  readonly output: readonly OutputChunk[];
  readonly calls: Readonly<Record<string, number>>;
  readonly trace?: TraceProgress;
  readonly exchanges?: readonly HttpExchange[];
}

export interface OutputChunk {
  readonly stream: "stdout" | "stderr";
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface FileChange {
  readonly path: string;
  readonly change: "created" | "modified" | "deleted" | "unchanged";
  readonly size: number;
}

/** What a run did to the folder that the person gave, whatever nested mounts hide of it: whole guest paths, bytes in `contents`. */
export interface FolderChanges {
  /** Files that changed, sorted. */
  readonly files: readonly FileChange[];
  /** Directories that are there at the end and were not at the beginning, and the other way around, sorted. */
  readonly directories: { readonly created: readonly string[]; readonly deleted: readonly string[] };
  /** Which of the files are symbolic links. */
  readonly links: readonly string[];
  /** Which of the files hold what a file of the folder held at the beginning, with the path it had: nobody read it. */
  readonly copies: ReadonlyMap<string, string>;
}

export interface GuestResult {
  readonly status: "exited" | "returned" | "trapped" | "limited" | "failed";
  readonly exitCode?: number;
  readonly value?: unknown;
  readonly error?: OrreryError;
  readonly files: readonly FileChange[];
  /** With a folder that may be changed. */
  readonly folder?: FolderChanges;
  /** Contents of the files that are not unchanged, by path; without those that are copies of files of the folder. */
  readonly contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  readonly startMs: number;
  readonly runMs: number;
  /** How many `Progress` messages were posted: the last ones may arrive after this. */
  readonly progressMessages: number;
}

/** The guest worker: one component, one run, then it is thrown away. */
export interface Guest {
  /** Resolves when the worker can take a run; tells whether it can suspend (JSPI). */
  ready(): Promise<{ readonly jspi: boolean }>;
  /**
   * `progress` gets `Progress` messages while the component runs, even while it never yields. `outside` is where the guest asks
   * for what is real: it sends `OutsideAsk` and gets `OutsideReply`.
   */
  run(request: GuestRequest, progress: MessagePort, outside: MessagePort): Promise<GuestResult>;
}
