import type { Extern } from "./component/model.ts";
import type { FileChange, Report as OpenedReport } from "./protocol/index.ts";
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

export interface RunOptions {
  readonly invocation?: Invocation;
  readonly engine?: "auto" | "native" | "jco";
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
  readonly engine: "native" | "jco";
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
  readonly call: number;
  readonly name: string;
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
  run(options?: RunOptions): Answer<RunResult>;
  /** Bytes of a file in the virtual filesystem as it stands: as the last run left it, else as it is mounted. */
  file(path: string): Answer<Uint8Array>;
  trace(options?: {
    readonly from?: number;
    readonly count?: number;
    readonly filter?: string;
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
