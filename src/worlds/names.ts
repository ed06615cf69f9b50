/** A semantic version as WIT package names carry it (semver 2.0.0; build metadata takes no part in matching). */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** What stands after the hyphen, such as `rc-2023-11-10`; empty for a release. */
  readonly prerelease: string;
  /** The version as written, with build metadata. */
  readonly text: string;
}

/** A name such as `wasi:cli/stdout@0.2.12` in parts (WIT.md, "Package names"). */
export interface InterfaceName {
  /** `wasi:cli`. */
  readonly package: string;
  /** `stdout`; a path when interfaces are nested. */
  readonly interface: string;
  /** The name without its version: `wasi:cli/stdout`. */
  readonly base: string;
  readonly version: Version | undefined;
}

const versionPattern =
  /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;
/** A canonical version that is not a whole one (Explainer.md, "canonversion"): `1`, `0.2`. */
const canonicalPattern = /^(?:[1-9]\d{0,8}|0\.[1-9]\d{0,8})$/;
const label = "%?[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*";
const namePattern = new RegExp(`^(${label}(?::${label})+)/(${label}(?:/${label})*)(?:@(.+))?$`);

/** Reads `1.2.3`, `0.2.0-rc-2023-11-10` or `1.0.0+build`; `undefined` for anything else. */
export function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch, prerelease = ""] = versionPattern.exec(text) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return { major: Number(major), minor: Number(minor), patch: Number(patch), prerelease, text };
}

/** A whole version, or a canonical one, which counts as the first of its releases. */
function parseAnyVersion(text: string): Version | undefined {
  if (!canonicalPattern.test(text)) return parseVersion(text);
  const [major = 0, minor = 0] = text.split(".").map(Number);
  return { major, minor, patch: 0, prerelease: "", text };
}

/**
 * Reads `ns:pkg/iface` with or without `@version`; `undefined` for plain names such as `greet` and for anything malformed.
 * `suffix` completes a canonical version: `ns:pkg/iface@0.2` with `.12` (Explainer.md, "Canonical Interface Name").
 */
export function parseInterfaceName(text: string, suffix = ""): InterfaceName | undefined {
  const [, pkg, iface, versionText] = namePattern.exec(text) ?? [];
  if (pkg === undefined || iface === undefined) return undefined;
  if (versionText === undefined) return { package: pkg, interface: iface, base: `${pkg}/${iface}`, version: undefined };
  // A suffix that completes nothing takes no part.
  const version = parseAnyVersion(versionText + suffix) ?? parseAnyVersion(versionText);
  return version && { package: pkg, interface: iface, base: `${pkg}/${iface}`, version };
}

/** What versions that are compatible with each other have in common; prereleases have it for themselves. */
export function compatibilityKey({ major, minor, patch, prerelease }: Version): string {
  if (prerelease !== "") return `${major}.${minor}.${patch}-${prerelease}`;
  if (major > 0) return `${major}`;
  return minor > 0 ? `0.${minor}` : `0.0.${patch}`;
}

/**
 * Whether one version may stand for the other: the same up to the first part that is not zero, and prereleases only for
 * themselves. `0.2.3` and `0.2.12` are compatible, `0.0.1` and `0.0.2` are not.
 */
export function compatible(a: Version, b: Version): boolean {
  return compatibilityKey(a) === compatibilityKey(b);
}

/** Orders versions (semver 2.0.0, section 11): negative when `a` is older, 0 when neither is. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "") return 1;
  if (b === "") return -1;
  const left = a.split(".");
  const right = b.split(".");
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const one = left[index];
    const other = right[index];
    if (one === undefined) return -1;
    if (other === undefined) return 1;
    const order = compareIdentifiers(one, other);
    if (order !== 0) return order;
  }
  return 0;
}

function compareIdentifiers(a: string, b: string): number {
  const numericA = /^\d+$/.test(a);
  const numericB = /^\d+$/.test(b);
  if (numericA && numericB) return Math.sign(Number(a) - Number(b));
  if (numericA !== numericB) return numericA ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}
