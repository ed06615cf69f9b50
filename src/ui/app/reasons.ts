import type { Difference, Fit } from "../../worlds/model.ts";

/** One thing that stands in the way, under the import or export that it is about. */
export interface Reason {
  /** The import or export. */
  readonly name: string;
  readonly key: string;
  /** Whether it is the first one of that name. */
  readonly first: boolean;
  readonly difference: Difference;
}

/** Everything that stands in the way, by interface. That a newer version is provided does not. */
export function reasonsOf(fit: Fit): readonly Reason[] {
  const of = (side: string, entries: Fit["imports"]): readonly Reason[] =>
    entries.flatMap(({ name, differences }) =>
      differences.map((difference, at) => ({ name, key: `${side} ${name} ${at}`, first: at === 0, difference })),
    );
  return [...of("import", fit.imports), ...of("export", fit.exports)];
}

/** A place inside an interface, for people: `wasi:http/types.fields.get → result → ok`. Empty when it says no more than the name. */
export function pathWords(path: readonly string[], name: string): string {
  const [first, ...rest] = path;
  // The path begins with the interface without its version.
  const same = first === undefined || first === name || first === name.replace(/@[^@]*$/, "");
  return rest.length === 0 && same ? "" : path.join(" → ");
}
