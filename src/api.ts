import type { Extern } from "./component/model.ts";
import type { FileChange, Report as OpenedReport } from "./protocol/index.ts";
import type { TraceOutcome } from "./protocol/trace.ts";
import type { OrreryError } from "./result.ts";
import type { Invocation, Scenario, ScenarioPatch, WorldRef } from "./scenario/schema.ts";
import type { TypeTable } from "./wit/table.ts";
import type { Comparison, Fit } from "./worlds/model.ts";

/** Every failure that a person can cause, as data. */
export interface Failure {
  readonly error: OrreryError;
}

/** What `report()` gives: the opened file with the types of its imports and exports as JSON, and its WIT text. */
export interface Report extends OpenedReport {
  readonly wit: string;
}

/** `auto` takes the native engine for whatever it can run, else jco. */
export type EngineChoice = "auto" | "native" | "jco";

export interface RunOptions {
  readonly invocation?: Invocation;
  /** For this run; what the page is set to when it is left out. */
  readonly engine?: EngineChoice;
}

/** How a run ended, and everything it left. */
export interface RunResult {
  readonly status: "exited" | "returned" | "trapped" | "stopped" | "limited" | "failed";
  readonly exitCode?: number;
  readonly value?: unknown;
  readonly error?: OrreryError;
  readonly stdout: string;
  readonly stderr: string;
  readonly files: readonly FileChange[];
  /** Calls of imports, by `interface@version#function`. */
  readonly calls: Readonly<Record<string, number>>;
  /** Which engine ran it, or would have. */
  readonly engine: "native" | "jco";
  /** Why `auto` did not take the native engine: a sentence. */
  readonly engineReason?: string;
  /** Milliseconds. `firstOutputMs` counts from the start of the run and is absent when nothing was printed. */
  readonly timings: {
    readonly readMs: number;
    readonly compileMs: number;
    readonly startMs: number;
    readonly runMs: number;
    readonly firstOutputMs?: number;
  };
}

/** A world of the catalogue, and when something is open how it stands against it. */
export interface WorldSummary {
  readonly id: string;
  readonly title: string;
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  readonly fits?: boolean;
  /** The verdict in words, every reason at once. */
  readonly verdict?: string;
}

/** A world with its types as JSON. */
export interface WorldReport {
  readonly id: string;
  readonly imports: readonly Extern[];
  readonly exports: readonly Extern[];
  readonly types: TypeTable;
}

/** A component by its bytes, as a file, or by an address or `demo:<name>`. */
export type ComponentSource = Uint8Array | Blob | string;

/** One call that crossed the boundary. */
export interface TraceEntry {
  /** Calls are numbered from 1 in the order in which they began. */
  readonly number: number;
  readonly direction: "import" | "export";
  /** With its version; empty for a function that is imported or exported by itself. */
  readonly interface: string;
  readonly function: string;
  /** Milliseconds since the run started; calls that come fast share a time, at most two earlier than their own. */
  readonly startMs: number;
  /** Where the clock was not read at a call: it may have started so many milliseconds later, or taken so much longer. Mostly absent. */
  readonly slackMs?: number;
  /** Below a millisecond mostly 0. Absent while the call is under way, and when the run ended in it. */
  readonly durationMs?: number;
  /** WAVE text: `("x", 1)`. Long bytes are cut, with their length; a resource is its type and number: `descriptor#3`. */
  readonly arguments: string;
  /** WAVE text; absent for a function without a result, and when it did not return. */
  readonly result?: string;
  readonly outcome: TraceOutcome;
  /** What the interface was bound to; absent for exports. */
  readonly binding?: "real" | "mock" | "deny";
  /** Number of the call that this one happened in. */
  readonly within?: number;
}

/** Which rows of the trace are wanted; everything that is given must hold. A text is looked for in names, arguments and results, and in bytes that are text. */
export interface TraceFilter {
  readonly interface?: string;
  readonly function?: string;
  readonly outcome?: TraceOutcome;
  /** Only calls that gave an error, also one inside an option or a result: `some(ok(err(…)))`, as for an HTTP request that failed. */
  readonly errors?: boolean;
  readonly text?: string;
}

/** A capability with what may be set about it. */
export interface CapabilityReport {
  readonly id: string;
  readonly title: string;
  readonly interfaces: readonly string[];
  readonly modes: readonly string[];
  /** Why a mode is not possible, by mode. */
  readonly impossible: Readonly<Record<string, string>>;
  /** What each mode means. */
  readonly words: Readonly<Record<string, string>>;
  /** JSON Schema (draft 2020-12) of the binding. */
  readonly schema: unknown;
  readonly defaults: unknown;
  /** Bindings that are of use as they stand, such as for `apply({ bindings: { [id]: binding } })`. */
  readonly examples: readonly { readonly title: string; readonly binding: unknown }[];
}

type Answer<T> = Promise<T | Failure>;

/**
 * `window.orrery`: the same session as the page shows. Every call gives plain data and never throws for what a person can
 * cause; what this build does not have answers `{ error: { tag: "not-available" } }`.
 */
export interface OrreryApi {
  /** Resolves when the page can be used. */
  readonly ready: Promise<void>;
  /** Opens bytes, a file, a URL or `demo:<name>`. */
  open(source: Uint8Array | Blob | string, name?: string): Answer<Report>;
  report(): Answer<Report>;
  worlds(): Answer<readonly WorldSummary[]>;
  setWorld(world: WorldRef | string): Answer<WorldReport>;
  fit(world?: WorldRef | string): Answer<Fit>;
  scenario(): Answer<Scenario>;
  /** Objects merge, arrays replace; gives the whole scenario after the call. */
  apply(patch: ScenarioPatch): Answer<Scenario>;
  reset(): Answer<Scenario>;
  capabilities(): Answer<readonly CapabilityReport[]>;
  run(options?: RunOptions): Answer<RunResult>;
  /** Bytes of a file in the virtual filesystem as it stands: as the last run left it, else as it is mounted. */
  file(path: string): Answer<Uint8Array>;
  trace(options?: {
    readonly from?: number;
    readonly count?: number;
    readonly filter?: string | TraceFilter;
  }): Answer<readonly TraceEntry[]>;
  /** Resolves when the guest is gone. */
  stop(): Answer<{ readonly stopped: boolean }>;
  shareLink(): Answer<string>;
  /** What the second component wants, offers or changed over the first. */
  compare(a: ComponentSource, b: ComponentSource): Answer<Comparison>;
  /** WIT text of what is open: whole, one interface with what it uses, or the short list of names. */
  wit(options?: { readonly interface?: string; readonly brief?: boolean }): Answer<string>;
  call(path: string, args: string | readonly unknown[]): Answer<never>;
  handles(): Answer<never>;
  drop(handle: number): Answer<never>;
  restart(): Answer<never>;
  request(request: { readonly method: string; readonly path: string }): Answer<never>;
  fromCommandLine(text: string): Answer<never>;
  commandLine(): Answer<never>;
  check(): Answer<never>;
  bridge(options?: { readonly interfaces?: readonly string[] }): Answer<never>;
  compose(options: { readonly components: readonly Uint8Array[]; readonly plugs: readonly unknown[] }): Answer<never>;
  record(): Answer<never>;
  replay(): Answer<never>;
}

export type {
  Comparison,
  Extern,
  FileChange,
  Fit,
  Invocation,
  OrreryError,
  Scenario,
  ScenarioPatch,
  TypeTable,
  WorldRef,
};
