import type { Look } from "./types.ts";

/** What stands where something is there, but not as it is wanted. */
export const misfit = "does not fit";

/** What stands where the world names something that nothing plays until a person chooses what does. */
export const unplayed = "not set";

/** The word for a look. */
export function wordOf(look: Look): string {
  return look === "passed" ? "passed along" : look;
}
