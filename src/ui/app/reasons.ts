import { unversioned } from "../board/names.ts";
import type { Difference, Fit } from "../../worlds/model.ts";

/** One thing that stands in the way, under the import or export that it is about. */
export interface Reason {
  /** The import or export. */
  readonly name: string;
  readonly key: string;
  /** Whether it is the first one of that name. */
  readonly first: boolean;
  /** What would mend it; told once for several in a row, at the last. */
  readonly fix: string | undefined;
  readonly difference: Difference;
}

/** Everything that stands in the way, by interface. That a newer version is provided does not. */
export function reasonsOf(fit: Fit): readonly Reason[] {
  const of = (side: string, entries: Fit["imports"]): readonly Reason[] =>
    entries.flatMap(({ name, differences }) =>
      differences.map((difference, at) => ({
        name,
        key: `${side} ${name} ${at}`,
        first: at === 0,
        fix: difference.fix === differences[at + 1]?.fix ? undefined : difference.fix,
        difference,
      })),
    );
  return [...of("import", fit.imports), ...of("export", fit.exports)];
}

/** The verdict without the words that say no more than its sign: that it does not fit, and what. */
export function withoutVerdict(verdict: string): string {
  // A name that the rest begins with stays as it is written.
  return verdict
    .replace(/^Does not fit [^ ]+: /, "")
    .replace(/^(?:the|a) /, (word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
}

/** How many reasons there are, with those that are not listed. */
export function amountOf(reasons: readonly Reason[]): number {
  return reasons.reduce((sum, { difference }) => sum + (difference.unlisted?.count ?? 1), 0);
}

/** A place inside an interface, for people: `wasi:http/types.fields.get › result › ok`. Empty when it says no more than the name. */
export function pathWords(path: readonly string[], name: string): string {
  const [first, ...rest] = path;
  // The path begins with the interface without its version.
  const same = first === undefined || first === name || first === unversioned(name);
  return rest.length === 0 && same ? "" : path.join(" › ");
}
