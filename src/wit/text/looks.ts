/** White space, comments and attributes: what may stand before the first word that tells. */
const before = [/^\s+/, /^\/\/[^\n]*(\n|$)/, /^\/\*[^]*?\*\//, /^@[a-z-]+(\s*\([^)]*\))?/];

/** Whether this is WIT text: it begins with a package, a world or an interface (WIT.md, "Package declaration"). */
export function looksLikeWit(text: string): boolean {
  let rest = text.slice(0, 65_536).replace(/^\ufeff/, "");
  for (;;) {
    const next = before.reduce((left, each) => left.replace(each, ""), rest);
    if (next === rest) break;
    rest = next;
  }
  return /^(package\s+%?[a-z][\w%-]*\s*:|(world|interface)\s+%?[a-z][\w-]*\s*\{)/i.test(rest);
}
