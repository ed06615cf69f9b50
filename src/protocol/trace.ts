import type { TraceValue } from "./trace-values.ts";

/**
 * Calls that crossed the boundary, in columns: the guest posts them in batches while it runs. Row `i` is the call with the
 * number `first + i`; calls are numbered from 1 in the order in which they began. All columns have one length and a buffer of their own.
 */
export interface TraceChunk {
  readonly first: number;
  /** Index into the run's `TraceName`s, which are posted once each, before the first row that needs them. */
  readonly name: Uint32Array<ArrayBuffer>;
  /** Milliseconds since the run started, at most two less than the truth where `slack` is 0. */
  readonly start: Float64Array<ArrayBuffer>;
  /** How many milliseconds later it may have started, or longer have taken: the clock is not read at each of many short calls. */
  readonly slack: Float32Array<ArrayBuffer>;
  /** Milliseconds; NaN while the call is under way. */
  readonly duration: Float64Array<ArrayBuffer>;
  /** Number of the call that it happened in; 0 for none. */
  readonly within: Uint32Array<ArrayBuffer>;
  /** An index into `traceOutcomes`. */
  readonly outcome: Uint8Array<ArrayBuffer>;
  /**
   * What the calls carried, one after the other: the arguments of row 0, its result, the arguments of row 1 … Each is a text in
   * UTF-8 or, after a byte of 0, the values that the function's `TraceName` tells the kinds of.
   */
  readonly text: Uint8Array<ArrayBuffer>;
  /** Where each of them ends in `text`: two for each row, so twice as long as the other columns. */
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
  /** Kinds of the arguments, the `self` of a method first, where they may stand as values. */
  readonly params?: readonly TraceValue[];
  /** The same of the result. `ok`: it is the good end of a WIT `result`, which may be without a value. */
  readonly result?: { readonly ok: boolean; readonly value?: TraceValue };
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
