import type { Limits } from "../../scenario/schema.ts";
import type { DraftPlace } from "../app/drafts.ts";

const mebi = 1_048_576;

/** A limit as a field. */
export interface LimitField {
  readonly key: keyof Limits;
  readonly label: string;
  readonly unit?: string;
  /** How much of the limit one of the unit is. */
  readonly factor?: number;
  readonly least: number;
  /** In the unit. */
  readonly most: number;
  readonly help: string;
}

/** Shown at once. */
export const firstLimits: readonly LimitField[] = [
  {
    key: "timeMs",
    label: "Time",
    unit: "ms",
    least: 1,
    most: 3_600_000,
    help: "A run that takes longer is ended.",
  },
  {
    key: "memoryBytes",
    label: "Memory",
    unit: "MiB",
    factor: mebi,
    least: 1,
    most: 4096,
    help: "What the memories of the component may grow to together.",
  },
  {
    key: "outputBytes",
    label: "Output",
    unit: "MiB",
    factor: mebi,
    least: 0,
    most: 256,
    help: "Standard output and error together. A run that prints more is ended.",
  },
];

/** Behind a fold. */
export const moreLimits: readonly LimitField[] = [
  {
    key: "fileBytes",
    label: "File contents",
    unit: "MiB",
    factor: mebi,
    least: 0,
    most: 1024,
    help: "What all files may hold together. A write beyond it fails.",
  },
  {
    key: "fileEntries",
    label: "Files",
    least: 0,
    most: 1_000_000,
    help: "How many files and directories there may be. Making one more fails.",
  },
  {
    key: "handles",
    label: "Open handles",
    least: 0,
    most: 10_000_000,
    help: "Files, streams, requests and the like that are open at once. A run that opens more is ended.",
  },
  {
    key: "calls",
    label: "Calls",
    least: 0,
    most: Number.MAX_SAFE_INTEGER,
    help: "Calls of imports. A run that makes more is ended.",
  },
  {
    key: "traceEntries",
    label: "Trace entries",
    least: 0,
    most: 10_000_000,
    help: "How many calls are kept to be read after the run. Older ones make room.",
  },
];

/** How a limit is written in its field. */
export function limitPlace({ key, label, factor = 1 }: LimitField): DraftPlace {
  return {
    key: `limits.${key}`,
    name: `Limits: ${label}`,
    tab: "limits",
    text: ({ scenario }) => String(scenario.limits[key] / factor),
  };
}
