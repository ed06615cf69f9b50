import type { TraceEntry } from "../../api.ts";

/** A traced call in the parts of a line. */
export interface CallWords {
  /** `clocks/wall-clock` and a space, without namespace and version where they are WASI's; empty for a plain function. */
  readonly interface: string;
  readonly function: string;
  readonly arguments: string;
  /** With the arrow in front; how it ended when it did not return. */
  readonly result: string;
  /** Everything, with the whole name. */
  readonly whole: string;
}

export function callWords(entry: TraceEntry): CallWords {
  const result =
    entry.outcome === "trapped"
      ? " → ended the run"
      : entry.outcome === "running"
        ? " → did not return"
        : entry.result === undefined
          ? ""
          : ` → ${entry.result}`;
  const name = entry.interface === "" ? entry.function : `${entry.interface}#${entry.function}`;
  return {
    interface: entry.interface === "" ? "" : `${entry.interface.replace(/^wasi:/, "").replace(/@.*$/, "")} `,
    function: entry.function,
    arguments: entry.arguments,
    result,
    whole: `${name}${entry.arguments}${result}`,
  };
}
