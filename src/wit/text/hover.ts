import { BUILTIN } from "./builtin.ts";
import { describe, type Description } from "./describe.ts";
import { around, findItem, findType, packageAt, packagesOf, type Found, type KnownPackages } from "./lookup.ts";
import { readWit } from "./read.ts";
import type { Span, WitSymbol } from "./structure.ts";
import { bare, endOf, witTokens, type WitToken } from "./tokens.ts";

/** What stands at a place of the text, with the part of the text that it is about. */
export interface Hover extends Span, Description {}

/**
 * What the name at a place means: a type with its definition, an interface or a world with what it has, a type of WIT's own
 * with a line about it. `offset` counts UTF-16 units.
 */
export function hover(text: string, offset: number, known: KnownPackages): Hover | undefined {
  const token = tokenAt(text, offset);
  if (token === undefined) return undefined;
  const chain = around(readWit(text), offset);
  const inner = chain.at(-1);
  const packages = packagesOf(text, known);
  const home = packageAt(packages, chain, text);
  if (inner === undefined || home === undefined) return undefined;

  const { path } = inner;
  // A path that is not written yet has no letters.
  if (path !== undefined && path.start < path.end && path.start <= offset && offset <= path.end) {
    const item = findItem(packages, home, path);
    return item === undefined ? undefined : { ...describe(item), start: path.start, end: path.end };
  }
  const at = { start: token.offset, end: endOf(token) };
  const found = inner.nameAt.start <= token.offset && token.offset < inner.nameAt.end ? own() : type(token);
  if (found !== undefined) return { ...describe(found), ...at };
  const builtin = inner.kind === "use" ? undefined : BUILTIN.get(token.text);
  return builtin === undefined ? undefined : { wit: builtin.form, docs: builtin.about, place: "", ...at };

  function own(): Found | undefined {
    if (home === undefined || inner === undefined || inner.kind === "package") return undefined;
    const block = chain.at(-2);
    return { symbol: inner, package: home, ...(block === undefined || block.kind === "package" ? {} : { block }) };
  }

  function type(word: WitToken): Found | undefined {
    if (home === undefined || inner === undefined) return undefined;
    const used = inner.names?.find(({ start, end }) => start <= offset && offset <= end);
    if (used !== undefined && inner.path !== undefined) {
      const item = findItem(packages, home, inner.path);
      return item === undefined ? undefined : findType(packages, item.package, item.symbol, used.name);
    }
    const block = chain.findLast(isScope);
    return block === undefined ? undefined : findType(packages, home, block, bare(word.text));
  }
}

/** Whether types are defined and used in it. */
export function isScope({ kind, body }: WitSymbol): boolean {
  return kind === "interface" || kind === "world" || (body !== undefined && (kind === "import" || kind === "export"));
}

/** The word in which, or behind which, a place is. */
function tokenAt(text: string, offset: number): WitToken | undefined {
  const tokens = witTokens(text);
  let low = 0;
  for (let high = tokens.length; low < high;) {
    const middle = Math.floor((low + high) / 2);
    const token = tokens[middle];
    if (token !== undefined && token.offset <= offset) low = middle + 1;
    else high = middle;
  }
  const found = [tokens[low - 1], tokens[low - 2]].find((token) => token?.kind === "word" && offset <= endOf(token));
  return found;
}
