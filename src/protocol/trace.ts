/**
 * Calls that crossed the boundary, in columns: the guest posts them in batches while it runs. Row `i` is the call with the
 * number `first + i`; calls are numbered from 1 in the order in which they began. All columns have one length and a buffer of their own.
 */
export interface TraceChunk {
  readonly first: number;
  /** Index into the run's `TraceName`s, which are posted once each, before the first row that needs them. */
  readonly name: Uint32Array<ArrayBuffer>;
  /** Milliseconds since the run started. */
  readonly start: Float64Array<ArrayBuffer>;
  /** Milliseconds; NaN while the call is under way. */
  readonly duration: Float64Array<ArrayBuffer>;
  /** Number of the call that it happened in; 0 for none. */
  readonly within: Uint32Array<ArrayBuffer>;
  /** An index into `traceOutcomes`. */
  readonly outcome: Uint8Array<ArrayBuffer>;
  /** UTF-8 of all texts, one after the other: the arguments of row 0, its result, the arguments of row 1 … */
  readonly text: Uint8Array<ArrayBuffer>;
  /** Where each text ends in `text`: two for each row, so twice as long as the other columns. */
  readonly ends: Uint32Array<ArrayBuffer>;
}

export const traceOutcomes = ["running", "returned", "error", "trapped"] as const;

export type TraceOutcome = (typeof traceOutcomes)[number];

/** A function that calls in the trace refer to. */
export interface TraceName {
  readonly direction: "import" | "export";
  /** With its version; empty for a function that is imported or exported by itself. */
  readonly interface: string;
  /** As the specification writes it: `[method]descriptor.read`. */
  readonly function: string;
  /** What the interface was bound to. Absent for exports and for what only carries other interfaces' values. */
  readonly binding?: "real" | "mock" | "deny";
}

/** How a call ended whose row was posted while it was under way. */
export interface TraceEnding {
  readonly number: number;
  readonly duration: number;
  readonly outcome: TraceOutcome;
  readonly result: string;
}

/** What the guest adds to the trace at once. */
export interface TraceProgress {
  readonly names: readonly TraceName[];
  readonly chunk?: TraceChunk;
  readonly endings: readonly TraceEnding[];
  /** Rows before this number were thrown away, since the trace has a cap. */
  readonly keptFrom: number;
}
