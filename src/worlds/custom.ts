import { compatible, parseVersion } from "./names.ts";
import { blankComments, witTokens } from "./wit-tokens.ts";

// The look-behind keeps a long run of letters from being tried from each of its letters.
const label = "(?<![A-Za-z0-9-])%?[A-Za-z][A-Za-z0-9-]*";
const version = "[0-9]+\\.[0-9]+\\.[0-9]+(?:[-+][0-9A-Za-z.+-]*[0-9A-Za-z])?";
/** `ns:pkg/iface@1.2.3`, wherever it stands. */
const reference = new RegExp(`(${label}:${label})/${label}(?:@(${version}))`, "g");
const packageHeader = new RegExp(`\\bpackage\\s+(${label}:${label})(?:@(${version}))?\\s*[;{]`, "g");

/**
 * Makes WIT text that stands alone: the WASI packages that it names, and those that these name, follow it as nested packages.
 * `packages` holds WIT text by name with version, as `virtual:orrery/wasi-wit` gives it. A compatible other version
 * (`wasi:cli@0.2.3`) gets a copy under that version. What the text defines itself, and what nobody knows, is left alone.
 * The given text stays first and unchanged, so that places in it hold.
 */
export function prepareWit(source: string, packages: Readonly<Record<string, string>>): string {
  const present = definedPackages(source);
  const appended: string[] = [];
  const waiting = [source];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const name of referredPackages(text)) {
      if (present.has(name)) continue;
      const found = packageText(name, packages);
      if (found === undefined) continue;
      present.add(name);
      appended.push(nested(found));
      waiting.push(found);
    }
  }
  return appended.length === 0 ? source : [source, ...appended].join("\n");
}

/**
 * The names of the worlds that the text itself describes, in order; worlds of nested packages are not among them. A quick
 * look that works on text with mistakes too.
 */
export function listWorlds(wit: string): readonly string[] {
  const tokens = witTokens(wit).map((token) => token.text);
  const found: string[] = [];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token === "{") depth++;
    else if (token === "}") depth--;
    else if (depth === 0 && token === "world" && tokens[index + 2] === "{")
      found.push((tokens[index + 1] ?? "").replace(/^%/, ""));
  }
  return found;
}

function definedPackages(source: string): Set<string> {
  const defined = new Set<string>();
  for (const [, name, at] of blankComments(source).matchAll(packageHeader)) {
    if (name !== undefined) defined.add(at === undefined ? name : `${name}@${at}`);
  }
  return defined;
}

function referredPackages(text: string): ReadonlySet<string> {
  const referred = new Set<string>();
  for (const [, name, at] of blankComments(text).matchAll(reference)) {
    if (name !== undefined && at !== undefined) referred.add(`${name}@${at}`);
  }
  return referred;
}

function packageText(name: string, packages: Readonly<Record<string, string>>): string | undefined {
  if (Object.hasOwn(packages, name)) return packages[name];
  const [base, asked] = split(name);
  for (const [known, text] of Object.entries(packages)) {
    const [knownBase, has] = split(known);
    if (base !== knownBase || asked === undefined || has === undefined || !compatible(asked, has)) continue;
    // The packages of one WASI release name each other by its version, so all of them move together.
    return text.replaceAll(`@${has.text}`, `@${asked.text}`);
  }
  return undefined;
}

function split(name: string): readonly [string, ReturnType<typeof parseVersion>] {
  const at = name.indexOf("@");
  return at < 0 ? [name, undefined] : [name.slice(0, at), parseVersion(name.slice(at + 1))];
}

/** `package a:b@1.0.0; …` as `package a:b@1.0.0 { … }`. */
function nested(text: string): string {
  return `${text.replace(/^(\s*package\s+[^;\s]+)\s*;/m, "$1 {")}\n}\n`;
}
