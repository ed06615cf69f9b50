import type { Extern } from "../component/index.ts";
import { compareVersions, compatibilityKey, parseInterfaceName, type InterfaceName, type Version } from "./names.ts";

/** What one side has that answers to a name. */
export type Found =
  | { readonly kind: "same" | "newer" | "older"; readonly extern: Extern }
  /** Of the same interface, in versions that cannot stand for the one asked for; a few of them. */
  | { readonly kind: "incompatible"; readonly externs: readonly Extern[] }
  | { readonly kind: "none" };

interface Versions {
  /** The newest of those that are compatible with each other, by `compatibilityKey`; without a version under the empty key. */
  readonly newest: Map<string, { readonly extern: Extern; readonly version: Version | undefined }>;
  readonly some: Extern[];
}

const MAX_SHOWN = 5;

const read = new WeakMap<Extern, { readonly name: InterfaceName | undefined }>();

/** The name of an import or export as an interface, with the version that its suffix completes; each is read once. */
export function interfaceOf(extern: Extern): InterfaceName | undefined {
  const before = read.get(extern);
  if (before !== undefined) return before.name;
  const name = parseInterfaceName(extern.name, extern.versionSuffix);
  read.set(extern, { name });
  return name;
}

/** One side's imports or exports, to be looked up by name and compatible version. */
export class ExternIndex {
  readonly #byName = new Map<string, Extern>();
  readonly #byBase = new Map<string, Versions>();

  constructor(externs: readonly Extern[]) {
    for (const extern of externs) {
      if (this.#byName.has(extern.name)) continue;
      this.#byName.set(extern.name, extern);
      const name = interfaceOf(extern);
      if (name !== undefined) this.#add(extern, name);
    }
  }

  #add(extern: Extern, { base, version }: InterfaceName): void {
    const versions: Versions = this.#byBase.get(base) ?? { newest: new Map(), some: [] };
    this.#byBase.set(base, versions);
    if (versions.some.length < MAX_SHOWN) versions.some.push(extern);
    const key = version === undefined ? "" : compatibilityKey(version);
    const known = versions.newest.get(key);
    if (known === undefined || order(version, known.version) > 0) versions.newest.set(key, { extern, version });
  }

  /** Looks for the same name first, else for the newest compatible version. */
  find(wanted: Extern): Found {
    const exact = this.#byName.get(wanted.name);
    if (exact !== undefined) return ordered(exact, interfaceOf(exact)?.version, interfaceOf(wanted)?.version);
    const name = interfaceOf(wanted);
    return name === undefined ? { kind: "none" } : this.#findInterface(name);
  }

  /** As `find`; a plainly named instance that finds nothing looks for the interface that it implements. */
  findImplemented(wanted: Extern): Found {
    const found = this.find(wanted);
    if (found.kind !== "none" || wanted.implements === undefined) return found;
    const name = parseInterfaceName(wanted.implements);
    return name === undefined ? found : this.#findInterface(name);
  }

  #findInterface({ base, version }: InterfaceName): Found {
    const versions = this.#byBase.get(base);
    if (versions === undefined) return { kind: "none" };
    const best = versions.newest.get(version === undefined ? "" : compatibilityKey(version));
    return best === undefined
      ? { kind: "incompatible", externs: versions.some }
      : ordered(best.extern, best.version, version);
  }
}

function ordered(extern: Extern, found: Version | undefined, wanted: Version | undefined): Found {
  const by = order(found, wanted);
  return { kind: by > 0 ? "newer" : by < 0 ? "older" : "same", extern };
}

function order(one: Version | undefined, other: Version | undefined): number {
  return one === undefined || other === undefined ? 0 : compareVersions(one, other);
}
