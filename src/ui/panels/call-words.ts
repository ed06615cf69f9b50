import type { TraceEntry } from "../../api.ts";
import { isErrorText } from "../../host/trace-search.ts";
import { formatDuration } from "../primitives/format.ts";
import { withBytesAsText } from "./call-bytes.ts";

/** A traced call in the parts of a line. */
export interface CallWords {
  /** `clocks/wall-clock`, without namespace and version where they are WASI's; empty for a plain function. */
  readonly interface: string;
  readonly function: string;
  readonly arguments: string;
  /** With the arrow in front; how it ended when it did not return. */
  readonly result: string;
}

/** `isText`: lists of bytes are shown as text where they are readable. */
export function callWords(entry: TraceEntry, isText: boolean): CallWords {
  const shown = isText ? withBytesAsText : (text: string) => text;
  return {
    interface: entry.interface.replace(/^wasi:/, "").replace(/@.*$/, ""),
    function: entry.function,
    arguments: shown(entry.arguments),
    result:
      entry.outcome === "trapped"
        ? " → ended the run"
        : entry.outcome === "running"
          ? " → did not return"
          : entry.result === undefined
            ? ""
            : ` → ${shown(entry.result)}`,
  };
}

/** How a call counts: one that returned an error inside an option or a result has failed, too. */
export function lookOf(entry: TraceEntry): TraceEntry["outcome"] {
  return entry.outcome === "returned" && entry.result !== undefined && isErrorText(entry.result)
    ? "error"
    : entry.outcome;
}

/** How a call ended, as a part of a list of facts. */
export function endWords(entry: TraceEntry): string {
  switch (entry.outcome) {
    case "returned":
      return lookOf(entry) === "error" ? "returned, with an error inside" : "returned";
    case "error":
      return "returned an error";
    case "trapped":
      return "ended the run";
    case "running":
      return "did not return";
  }
}

/** When it started, so far as is known: `12 ms`, `12 ms to 40 ms`. */
export function startWords({ startMs, slackMs = 0 }: TraceEntry): string {
  const from = formatDuration(startMs);
  const to = formatDuration(startMs + slackMs);
  return from === to ? from : `${from} to ${to}`;
}

/** How long it took, so far as is known: `12 ms`, `up to 28 ms`; nothing for a call that is not over. */
export function durationWords({ durationMs, slackMs = 0 }: TraceEntry): string | undefined {
  if (durationMs === undefined) return undefined;
  const longest = durationMs + slackMs;
  if (longest < 1) return "under 1 ms";
  return slackMs > 0 ? `up to ${formatDuration(longest)}` : formatDuration(durationMs);
}
