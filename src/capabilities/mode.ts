import { z } from "zod";
import type { Mode } from "./capability.ts";

const every = ["real", "mock", "deny"] as const;

/**
 * The `mode` field of a binding. A mode that this build cannot give is refused with the reason a person also reads on the board.
 * Left out it is `fallback`.
 */
export function modeSchema(
  modes: readonly Mode[],
  fallback: Mode,
  impossible: Partial<Record<Mode, string>> = {},
): z.ZodType<Mode> {
  return z
    .enum(every)
    .refine((mode) => modes.includes(mode), {
      error: (issue) => {
        const mode = every.find((candidate) => candidate === issue.input);
        return (mode && impossible[mode]) ?? `Not possible here: choose ${modes.join(" or ")}.`;
      },
    })
    .default(fallback);
}
