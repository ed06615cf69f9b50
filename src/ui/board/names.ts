/** A name of an import or export in parts. A plain name has no package. */
export interface NameParts {
  /** `wasi:clocks`; empty for a plain name. */
  readonly package: string;
  /** `wall-clock`. */
  readonly name: string;
  /** `0.2.12`; empty when there is none. */
  readonly version: string;
}

export function splitName(full: string): NameParts {
  const slash = full.indexOf("/");
  if (slash < 0) return { package: "", name: full, version: "" };
  const at = full.indexOf("@", slash);
  return {
    package: full.slice(0, slash),
    name: at < 0 ? full.slice(slash + 1) : full.slice(slash + 1, at),
    version: at < 0 ? "" : full.slice(at + 1),
  };
}

/** A name without its version. */
export function unversioned(name: string): string {
  return name.replace(/@[^@]*$/, "");
}

/**
 * Calls by import name. Keys of `calls` are `interface@version#function`, or the bare name for an imported function.
 */
export function callsByImport(calls: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [key, amount] of Object.entries(calls)) {
    const hash = key.lastIndexOf("#");
    const name = hash <= 0 ? key.slice(hash + 1) : key.slice(0, hash);
    sums.set(name, (sums.get(name) ?? 0) + amount);
  }
  return sums;
}
