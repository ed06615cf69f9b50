import type { Difference, FitEntry } from "./model.ts";
import { withoutVersion } from "../component/index.ts";
import { shown } from "./places.ts";

/** How many names or clauses one sentence may hold. */
const MAX_NAMES = 100;
const MAX_CLAUSES = 20;

/**
 * The verdict in words, every reason at once: `Fits wasi:cli/command@0.2.12.`, or `Does not fit none: the world does not
 * provide a:b/c, a:b/d; the component does not export run.`
 */
export function verdict(
  worldId: string,
  imports: readonly FitEntry[],
  exports: readonly FitEntry[],
  incomplete: boolean,
): string {
  const clauses = [
    ...together(imports, "missing-import", "the world does not provide"),
    ...imports.flatMap((entry) => clausesOf(entry, `the world's ${entry.by ?? ""}`)),
    ...together(exports, "missing-export", "the component does not export"),
    ...exports.flatMap((entry) => clausesOf(entry, `the component's ${entry.name}`)),
  ];
  const unread = "a part of the file could not be read";
  if (clauses.length === 0)
    return incomplete ? `Nobody can tell whether it fits ${worldId}: ${unread}.` : `Fits ${worldId}.`;
  if (incomplete) clauses.push(unread);
  return `Does not fit ${worldId}: ${some(clauses, MAX_CLAUSES, "; ")}.`;
}

export function stands(entry: FitEntry): boolean {
  return entry.status === "provided" || entry.status === "newer";
}

/** Names that have the same thing wrong are told in one clause. */
function together(entries: readonly FitEntry[], kind: Difference["kind"], start: string): readonly string[] {
  const names = entries
    .filter(({ differences }) => differences.some((difference) => difference.kind === kind))
    .map(({ name }) => shown(name));
  return names.length === 0 ? [] : [`${start} ${some(names, MAX_NAMES, ", ")}`];
}

function clausesOf({ differences, name }: FitEntry, owner: string): readonly string[] {
  const lacking = differences
    .filter(({ kind }) => kind === "missing-function")
    // The path begins with the interface and a dot.
    .map(({ path }) => (path[0] ?? "").slice(withoutVersion(name).length + 1));
  const functions = lacking.length === 1 ? "function" : "functions";
  const others = differences.filter(
    ({ kind }) => kind !== "missing-import" && kind !== "missing-export" && kind !== "missing-function",
  );
  return [
    ...(lacking.length === 0 ? [] : [`${owner} has no ${functions} ${some(lacking, MAX_NAMES, ", ")}`]),
    ...others.map(({ explanation }) => asClause(explanation)),
  ];
}

function some(parts: readonly string[], most: number, separator: string): string {
  const more = parts.length - most;
  return more > 0 ? `${parts.slice(0, most).join(separator)}${separator}and ${more} more` : parts.join(separator);
}

function asClause(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, "")}`;
}
