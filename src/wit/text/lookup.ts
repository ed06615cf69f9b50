import { readWit } from "./read.ts";
import { TYPE_KINDS, type WitPath, type WitSymbol } from "./structure.ts";

/** WIT texts of packages by name with version, `wasi:cli@0.2.12`. */
export type KnownPackages = Readonly<Record<string, string>>;

/** A package with what it describes; `text` is where its symbols stand. */
export interface PackageText {
  /** `wasi:cli`; empty for a text that names no package. */
  readonly name: string;
  readonly version: string | undefined;
  readonly text: string;
  /** Its interfaces and worlds. */
  readonly items: readonly WitSymbol[];
}

/** A symbol with the package in which it stands; for what stands in an interface, with that too. */
export interface Found {
  readonly symbol: WitSymbol;
  readonly package: PackageText;
  readonly block?: WitSymbol;
}

/** `use` may lead on to another `use`; further than this nobody follows. */
const MOST_STEPS = 16;

const read = new WeakMap<KnownPackages, readonly PackageText[]>();

/** The packages of the text itself, its own first, and then those that are known. */
export function packagesOf(text: string, known: KnownPackages): readonly PackageText[] {
  let others = read.get(known);
  if (others === undefined) {
    others = Object.values(known).flatMap((each) => packagesIn(each));
    read.set(known, others);
  }
  return [...packagesIn(text), ...others];
}

/** The packages that a text describes: first the one it is of, then those nested in it. */
export function packagesIn(text: string): readonly PackageText[] {
  const symbols = readWit(text);
  const header = symbols.find((symbol) => symbol.kind === "package" && symbol.body === undefined);
  const items = symbols.filter(isItem);
  const own = { ...splitName(header?.name ?? ""), text, items };
  const nested = symbols
    .filter((symbol) => symbol.body !== undefined && symbol.kind === "package")
    .map((symbol) => ({ ...splitName(symbol.name), text, items: symbol.children.filter(isItem) }));
  return [own, ...nested];
}

function isItem({ kind }: WitSymbol): boolean {
  return kind === "interface" || kind === "world";
}

/** `wasi:cli@0.2.12` in its two parts. */
export function splitName(name: string): { readonly name: string; readonly version: string | undefined } {
  const at = name.indexOf("@");
  return at < 0 ? { name, version: undefined } : { name: name.slice(0, at), version: name.slice(at + 1) };
}

/** `wasi:cli/stdout@0.2.12`, or `stdout` in a text that names no package. */
export function qualified({ name, version }: PackageText, item: string): string {
  return name === "" ? item : `${name}/${item}${version === undefined ? "" : `@${version}`}`;
}

/** What is open around a place, from the outside inward. */
export function around(symbols: readonly WitSymbol[], offset: number): readonly WitSymbol[] {
  const chain: WitSymbol[] = [];
  for (let level = symbols; ;) {
    const next =
      level.find(({ from, end }) => from <= offset && offset < end) ?? level.find(({ end }) => end === offset);
    if (next === undefined) return chain;
    chain.push(next);
    level = next.children;
  }
}

/** The package of the text in which a place is. */
export function packageAt(
  packages: readonly PackageText[],
  chain: readonly WitSymbol[],
  text: string,
): PackageText | undefined {
  const outer = chain[0];
  const own = packages.filter((each) => each.text === text);
  if (outer?.kind !== "package" || outer.body === undefined) return own[0];
  return own.find((each) => fullName(each) === outer.name);
}

/** `wasi:cli@0.2.12` */
export function fullName({ name, version }: PackageText): string {
  return version === undefined ? name : `${name}@${version}`;
}

/** The interface or world that a path names. Without that version the one that begins most alike is taken. */
export function findItem(packages: readonly PackageText[], home: PackageText, path: WitPath): Found | undefined {
  if (path.package === undefined) return itemIn(home, path.item) ?? renamed(packages, home, path.item);
  const same = packages.filter(({ name }) => name === path.package);
  const wanted = path.version ?? "";
  const likeness = ({ version = "" }: PackageText): number => {
    let length = 0;
    while (length < wanted.length && version[length] === wanted[length]) length++;
    return version === wanted ? Number.POSITIVE_INFINITY : length;
  };
  for (const each of same.toSorted((a, b) => likeness(b) - likeness(a))) {
    const found = itemIn(each, path.item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function itemIn(home: PackageText, name: string): Found | undefined {
  const symbol = home.items.find((item) => item.name === name);
  return symbol === undefined ? undefined : { symbol, package: home };
}

/** An interface under the name that a `use` outside of interfaces gives it. */
function renamed(packages: readonly PackageText[], home: PackageText, name: string): Found | undefined {
  for (const { kind, path, end } of readWit(home.text)) {
    if (kind !== "use" || path?.package === undefined) continue;
    const as = /\sas\s+%?([\w-]+)\s*;?$/.exec(home.text.slice(path.end, end))?.[1] ?? path.item;
    if (as === name) return findItem(packages, home, path);
  }
  return undefined;
}

/** The type that a name stands for inside an interface or a world. */
export function findType(
  packages: readonly PackageText[],
  home: PackageText,
  block: WitSymbol,
  name: string,
): Found | undefined {
  let at: Found = { symbol: block, package: home };
  let wanted = name;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { children } = at.symbol;
    const own = children.find((child) => TYPE_KINDS.has(child.kind) && child.name === wanted);
    if (own !== undefined) return { symbol: own, package: at.package, block: at.symbol };
    const use = children.find((child) => child.names?.some(({ as }) => as === wanted));
    const used = use?.names?.find(({ as }) => as === wanted);
    if (use?.path === undefined || used === undefined) return undefined;
    const next = findItem(packages, at.package, use.path);
    if (next === undefined) return undefined;
    at = next;
    wanted = used.name;
  }
  return undefined;
}
