import type { FitEntry } from "./model.ts";

/** `a`, `a, b`, …, all of them. */
export function list(names: readonly string[]): string {
  return names.join(", ");
}

/**
 * The verdict in words, every reason at once: `Fits wasi:cli/command@0.2.12.`, or `Does not fit none: the world does not
 * provide a:b/c, a:b/d; the component does not export run.`
 */
export function verdict(
  worldId: string,
  fits: boolean,
  imports: readonly FitEntry[],
  exports: readonly FitEntry[],
): string {
  if (fits) return `Fits ${worldId}.`;
  const parts = [
    ...together(imports, "The world does not provide "),
    ...together(exports, "The component does not export "),
  ];
  return `Does not fit ${worldId}: ${parts.map(asClause).join("; ")}.`;
}

/** Reasons that differ in the name only become one. */
function together(entries: readonly FitEntry[], start: string): readonly string[] {
  const bad = entries.filter((entry) => entry.status === "missing" || entry.status === "mismatched");
  const reasons = bad.flatMap((entry) => entry.reasons);
  const alike = reasons.filter((reason) => reason.startsWith(start));
  const others = reasons.filter((reason) => !reason.startsWith(start));
  if (alike.length === 0) return others;
  return [`${start}${list(alike.map((reason) => reason.slice(start.length).replace(/\.$/, "")))}.`, ...others];
}

function asClause(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, "")}`;
}
