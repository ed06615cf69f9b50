import type { RunResult } from "../../api.ts";

/** How a run ended, in a few words. */
export function statusWords(result: RunResult): string {
  switch (result.status) {
    case "exited":
      return `exited ${result.exitCode ?? 0}`;
    case "returned":
      return "returned";
    case "trapped":
      return "trapped";
    case "stopped":
      return "stopped";
    case "limited":
      return "limit reached";
    case "failed":
      return "failed";
  }
}
