import type { Extern } from "../component/model.ts";

/** A WIT world: what a host provides and what it expects. */
export interface World {
  /** `none`, `wasi:cli/command@0.2.12`, … or, for a world typed by a person, its own name. */
  readonly id: string;
  readonly imports: readonly Extern[];
  readonly exports: readonly Extern[];
}

export type FitStatus = "provided" | "newer" | "missing" | "mismatched";

/** How one import or export stands against the world. */
export interface FitEntry {
  /** The component's name for it; for an export that only the world expects, the world's. */
  readonly name: string;
  readonly status: FitStatus;
  /** The world's name for it, where it has one. */
  readonly by?: string;
  readonly functions: readonly string[];
  /** One sentence a reason. Empty when provided. */
  readonly reasons: readonly string[];
}

export interface Fit {
  readonly fits: boolean;
  /** One entry for each import of the component. */
  readonly imports: readonly FitEntry[];
  /** One entry for each export that the world expects. */
  readonly exports: readonly FitEntry[];
  /** Exports of the component that the world does not ask for. */
  readonly extraExports: readonly string[];
  /** What the world provides and the component does not want. */
  readonly unused: readonly string[];
  /** The whole verdict in words, every reason at once. */
  readonly verdict: string;
}
