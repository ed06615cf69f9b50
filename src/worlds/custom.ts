import { err, ok, type Result } from "../result.ts";
import { readWit } from "../wit/text/read.ts";
import type { WitSymbol } from "../wit/text/structure.ts";
import { compareVersions, compatible, parseVersion } from "./names.ts";

/** WIT text by package name with version, as `virtual:orrery/wasi-wit` gives it. */
type Packages = Readonly<Record<string, string>>;

/** How many versions of one package are added, and how much text in all, in characters. */
const MAX_VERSIONS = 8;
const MAX_ADDED = 4 * 1024 * 1024;

/**
 * Makes WIT text that stands alone: the WASI packages that it names, and those that these name, follow it as nested packages.
 * A compatible other version (`wasi:cli@0.2.3`) gets a copy under that version. What the text defines itself, and what
 * nobody knows, is left alone. The given text stays first and unchanged, so that places in it hold. Text that names so many
 * versions that the copies would be too much fails with the reason in one sentence.
 */
export function prepareWit(source: string, packages: Packages): Result<string, string> {
  const present = new Set(definedPackages(source).map(({ name }) => name));
  const appended: string[] = [];
  const versions = new Map<string, number>();
  let size = 0;
  const waiting = [source];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const name of referredPackages(text)) {
      if (present.has(name)) continue;
      const found = packageText(name, packages);
      if (found === undefined) continue;
      present.add(name);
      const [base] = split(name);
      const before = versions.get(base) ?? 0;
      size += found.length;
      if (before === MAX_VERSIONS)
        return err(`\`${base}\` is named in more than ${MAX_VERSIONS} versions, which is too much to add to the text.`);
      if (size > MAX_ADDED)
        return err("The WASI packages that are named are too much to add to the text: name fewer versions.");
      versions.set(base, before + 1);
      appended.push(nestedWit(found));
      waiting.push(found);
    }
  }
  return ok(appended.length === 0 ? source : [source, ...appended].join("\n"));
}

/**
 * The names of the worlds that the text itself describes, in order; worlds of nested packages are not among them. Works on
 * text with mistakes too.
 */
export function listWorlds(wit: string): readonly string[] {
  return readWit(wit)
    .filter(({ kind, name, body }) => kind === "world" && name !== "" && body !== undefined)
    .map(({ name }) => name);
}

/**
 * Takes the nested packages out of a component's WIT text that `prepareWit` would bring back, so that a person has to read
 * only what is its own. A package stays when nobody knows all that it has, or when another one that is known needs it.
 */
export function withoutKnown(wit: string, packages: Packages): string {
  const nested = definedPackages(wit).filter(({ body }) => body !== undefined);
  const stays = new Set(nested.filter((symbol) => !isKnown(symbol, packages)).map(({ name }) => name));
  const needsOneThatStays = ({ name }: WitSymbol): boolean =>
    [...referredPackages(packageText(name, packages) ?? "")].some((other) => stays.has(other));
  for (let more = true; more;) {
    more = false;
    for (const symbol of nested) {
      if (stays.has(symbol.name) || !needsOneThatStays(symbol)) continue;
      stays.add(symbol.name);
      more = true;
    }
  }
  const kept: string[] = [];
  let end = 0;
  for (const symbol of nested) {
    if (stays.has(symbol.name)) continue;
    kept.push(wit.slice(end, symbol.from).trimEnd());
    end = symbol.end;
  }
  return `${[...kept, wit.slice(end).trimEnd()].join("")}\n`;
}

/** Whether a compatible package, as new or newer, has all that this one has. */
function isKnown({ name, children }: WitSymbol, packages: Packages): boolean {
  const known = knownAs(name, packages);
  if (known === undefined) return false;
  const [, asked] = split(name);
  const [, has] = split(known);
  if (known !== name && (asked === undefined || has === undefined || compareVersions(has, asked) < 0)) return false;
  return covers(readWit(packages[known] ?? ""), children);
}

function covers(known: readonly WitSymbol[], wanted: readonly WitSymbol[]): boolean {
  return wanted.every(({ kind, name, children, names }) => {
    // A name that is used here is used or defined there.
    if (kind === "use") return names !== undefined;
    return known.some((each) => each.kind === kind && each.name === name && covers(each.children, children));
  });
}

/** The packages that a text is of or has nested in it. */
function definedPackages(wit: string): readonly WitSymbol[] {
  return readWit(wit).filter(({ kind, name }) => kind === "package" && name !== "");
}

/** The packages with version that a text names anywhere. */
function referredPackages(wit: string): ReadonlySet<string> {
  const referred = new Set<string>();
  const collect = (symbols: readonly WitSymbol[]): void => {
    for (const { path, children } of symbols) {
      if (path?.package !== undefined && path.version !== undefined) referred.add(`${path.package}@${path.version}`);
      collect(children);
    }
  };
  collect(readWit(wit));
  return referred;
}

/** The package itself, else one of a compatible version. */
function knownAs(name: string, packages: Packages): string | undefined {
  if (Object.hasOwn(packages, name)) return name;
  const [base, asked] = split(name);
  return Object.keys(packages).find((known) => {
    const [knownBase, has] = split(known);
    return base === knownBase && asked !== undefined && has !== undefined && compatible(asked, has);
  });
}

function packageText(name: string, packages: Packages): string | undefined {
  const known = knownAs(name, packages);
  const text = known === undefined ? undefined : packages[known];
  if (known === undefined || text === undefined || known === name) return text;
  // The packages of one WASI release name each other by its version, so all of them move together.
  return text.replaceAll(known.slice(known.indexOf("@")), name.slice(name.indexOf("@")));
}

function split(name: string): readonly [string, ReturnType<typeof parseVersion>] {
  const at = name.indexOf("@");
  return at < 0 ? [name, undefined] : [name.slice(0, at), parseVersion(name.slice(at + 1))];
}

/** `package a:b@1.0.0; …` as `package a:b@1.0.0 { … }`. */
function nestedWit(wit: string): string {
  const header = readWit(wit).find(({ kind, body }) => kind === "package" && body === undefined);
  if (header === undefined) return wit;
  return `${wit.slice(0, header.nameAt.end)} {${wit.slice(header.end)}\n}\n`;
}
