import { identifier } from "../names.ts";
import { BUILTIN } from "./builtin.ts";
import { describe } from "./describe.ts";
import { isScope } from "./hover.ts";
import { keywords, type Completion } from "./keywords.ts";
import { around, findItem, findType, fullName, packageAt, packagesOf, qualified, splitName } from "./lookup.ts";
import type { Found, KnownPackages, PackageText } from "./lookup.ts";
import { readWit } from "./read.ts";
import { endsLine, statements } from "./statements.ts";
import { TYPE_KINDS, type Span, type WitPath, type WitSymbol } from "./structure.ts";
import { allWitTokens, endOf, type WitToken } from "./tokens.ts";

/** What may be written at a place, best first; `start` to `end` is what an entry takes the place of. */
export interface Completions extends Span {
  readonly items: readonly Completion[];
}

/** Where in a text something is to be written. */
interface Place {
  /** The kinds of the blocks that are open; the innermost is the last. */
  readonly block: string;
  /** The tokens of the statement so far, without the word that is being written. */
  readonly statement: readonly WitToken[];
  /** Where the word that is being written begins. */
  readonly start: number;
}

/** What fits at a place of the text, which may have mistakes. `offset` counts UTF-16 units; `known` are packages at hand. */
export function complete(text: string, offset: number, known: KnownPackages): Completions {
  const place = placeOf(text.slice(0, offset));
  if (place === undefined) return { start: offset, end: offset, items: [] };
  return new Completer(text, offset, known, place).completions();
}

/** `undefined` inside comments and strings. */
function placeOf(before: string): Place | undefined {
  const tokens = allWitTokens(before);
  const last = tokens.at(-1);
  const touches = last !== undefined && endOf(last) === before.length;
  if (touches && last.kind !== "word" && endsLine(last)) return undefined;
  const word = touches && last.kind === "word" ? last : undefined;
  const start = word?.offset ?? before.length;
  const blocks: string[] = [];
  let open: readonly WitToken[] = [];
  for (const { kind, tokens: placed } of statements(before.slice(0, start))) {
    const own = placed.map(({ token }) => token).filter((token) => token.kind !== "comment");
    if (kind === "open") blocks.push(blockKind(own));
    else if (kind === "close") blocks.pop();
    if (kind !== "comment") open = kind === "plain" && !isWhole(own) ? own : [];
  }
  const end = open.at(-1);
  const isLost = end !== undefined && /^%?\w|^[)>]$/.test(end.text) && before.slice(endOf(end), start).includes("\n");
  return { block: blocks.at(-1) ?? "file", statement: isLost && !isInParentheses(open) ? [] : open, start };
}

function isWhole(tokens: readonly WitToken[]): boolean {
  const last = tokens.at(-1)?.text;
  if (tokens[0]?.text === "@") return last === ")";
  return last === ";" || (last === "," && !isInParentheses(tokens));
}

function isInParentheses(tokens: readonly WitToken[]): boolean {
  return innermost(tokens) !== undefined;
}

/** The bracket that is open at the end of a statement. */
function innermost(tokens: readonly WitToken[]): string | undefined {
  const open: string[] = [];
  for (const { text } of tokens) {
    if (text === "(" || text === "<" || text === "{") open.push(text);
    else if (text === ")" || text === ">" || text === "}") open.pop();
  }
  return open.at(-1);
}

function blockKind(tokens: readonly WitToken[]): string {
  const head = tokens[0]?.text ?? "";
  return head === "import" || head === "export" ? "interface" : head;
}

class Completer {
  readonly #text: string;
  readonly #offset: number;
  readonly #place: Place;
  readonly #packages: readonly PackageText[];
  readonly #chain: readonly WitSymbol[];
  readonly #home: PackageText | undefined;

  constructor(text: string, offset: number, known: KnownPackages, place: Place) {
    this.#text = text;
    this.#offset = offset;
    this.#place = place;
    this.#packages = packagesOf(text, known);
    this.#chain = around(readWit(text), offset);
    this.#home = packageAt(this.#packages, this.#chain, text);
  }

  completions(): Completions {
    const { statement, block, start } = this.#place;
    const head = statement[0]?.text;
    if (head === undefined) {
      const isFirst = this.#text.slice(0, start).trim() === "";
      return this.#answer(keywords(block, isFirst));
    }
    if (head === "@") return this.#answer(statement.length === 1 ? keywords("@") : []);
    if (["use", "include", "import", "export"].includes(head)) return this.#reference(head);
    return this.#answer(head === "package" ? [] : this.#signature(statement));
  }

  #answer(items: readonly Completion[], start = this.#place.start): Completions {
    return { start, end: this.#offset, items };
  }

  /** `use`, `include`, `import`, `export`. */
  #reference(head: string): Completions {
    const { statement, start } = this.#place;
    const at = statement.findIndex(({ text }, index) => text === "{" && statement[index - 1]?.text === ".");
    if (at >= 0) return this.#answer(head === "use" && innermost(statement) === "{" ? this.#usable(statement, at) : []);
    const colon = statement[2];
    const isExtern = head === "import" || head === "export";
    const isNamed = isExtern && colon?.text === ":" && endOf(colon) !== (statement[3]?.offset ?? start);
    const value = statement[3]?.text ?? "";
    if (isNamed && /^(?:func|async|interface)?$/.test(value)) {
      const paths = value === "" ? this.#paths(head, "") : [];
      return this.#answer([...this.#signature(statement.slice(1)), ...paths]);
    }
    const from = statement[isNamed ? 3 : 1]?.offset ?? start;
    if (/\s/.test(this.#text.slice(from, this.#offset))) {
      const more = head === "include" ? keywords("include") : head === "use" ? keywords("use") : [];
      return this.#answer(innermost(statement) === undefined ? more : []);
    }
    return this.#answer(this.#paths(head, this.#text.slice(from, this.#offset)), from);
  }

  /** What follows a name, or `type name`. */
  #signature(statement: readonly WitToken[]): readonly Completion[] {
    const { block } = this.#place;
    const texts = statement.map(({ text }) => text);
    const last = texts.at(-1) ?? "";
    const bracket = innermost(statement);
    if (bracket === "<" && (last === "<" || last === ",")) return this.#types();
    const isFunction = texts.includes("func") || texts[0] === "constructor";
    if (last === ":") {
      if (bracket === "(" || block === "record") return this.#types();
      return isFunction ? [] : keywords(block === "world" ? "import" : block === "resource" ? "method" : "member");
    }
    if (last === "async" || last === "static") return keywords(last);
    if (last === "->" || (last === "=" && texts[0] === "type")) return this.#types();
    return last === "(" && block === "variant" ? this.#types() : [];
  }

  /** Types by their names: those of the block, then WIT's own. */
  #types(): readonly Completion[] {
    const own = this.#scopeTypes(this.#chain.findLast(isScope)).map((name) => this.#type(name));
    const builtin = [...BUILTIN].map(([name, { form, about }]): Completion => ({
      label: name,
      kind: "builtin",
      insert: form.includes("<") ? `${name}<$0>` : name,
      detail: form,
      docs: about,
    }));
    return [...own, ...builtin];
  }

  #type(name: string, home = this.#home, block = this.#chain.findLast(isScope)): Completion {
    const found = home && block && findType(this.#packages, home, block, name);
    return { label: name, kind: "type", insert: identifier(name), ...told(found) };
  }

  #scopeTypes(block: WitSymbol | undefined): readonly string[] {
    const names = new Set<string>();
    for (const child of block?.children ?? []) {
      // Only a resource may speak of itself.
      const isOpen = child.kind !== "resource" && this.#chain.includes(child);
      if (TYPE_KINDS.has(child.kind) && child.name !== "" && !isOpen) names.add(child.name);
      for (const { as } of child.names ?? []) names.add(as);
    }
    return [...names];
  }

  /** The types that `use path.{` may name, those named already left out. */
  #usable(statement: readonly WitToken[], brace: number): readonly Completion[] {
    const first = statement[1];
    const dot = statement[brace - 1];
    if (first === undefined || dot === undefined || this.#home === undefined) return [];
    if (!["{", ","].includes(statement.at(-1)?.text ?? "")) return [];
    const item = findItem(this.#packages, this.#home, pathOf(this.#text.slice(first.offset, dot.offset)));
    if (item === undefined) return [];
    const named = new Set(statement.slice(brace).map(({ text }) => text));
    return this.#scopeTypes(item.symbol)
      .filter((name) => !named.has(name))
      .map((name) => this.#type(name, item.package, item.symbol));
  }

  #paths(head: string, written: string): readonly Completion[] {
    const kind = head === "include" ? "world" : "interface";
    const fits = (symbol: WitSymbol): boolean => symbol.kind === kind && !this.#chain.includes(symbol);
    const suffix =
      head === "use" && !/^\s*[.;@]/.test(this.#text.slice(this.#offset)) && this.#inBlock() ? ".{$0}" : "";
    if (written.includes("/")) {
      const name = splitName(written.slice(0, written.indexOf("/"))).name;
      return this.#packages
        .filter((each) => each.name === name)
        .flatMap((each) =>
          each.items.filter(fits).map((symbol) => this.#item(each, symbol, qualified(each, symbol.name), suffix)),
        );
    }
    const local = written.includes(":") ? [] : (this.#home?.items.filter(fits) ?? []);
    const others = this.#packages.filter((each) => each.name !== "" && each !== this.#home && each.items.some(fits));
    const home = this.#home;
    return [
      ...(home === undefined ? [] : local.map((symbol) => this.#item(home, symbol, identifier(symbol.name), suffix))),
      ...[...new Set(others.map(({ name }) => name))].map((name): Completion => ({
        label: name,
        kind: "package",
        insert: `${name}/`,
        detail: others
          .filter((each) => each.name === name)
          .map(fullName)
          .join(", "),
        docs: "",
        more: true,
      })),
    ];
  }

  #inBlock(): boolean {
    return this.#place.block === "interface" || this.#place.block === "world";
  }

  #item(home: PackageText, symbol: WitSymbol, label: string, suffix: string): Completion {
    return {
      label,
      kind: symbol.kind === "world" ? "world" : "interface",
      insert: `${label}${suffix}`,
      ...told({ symbol, package: home }),
      more: suffix !== "",
    };
  }
}

function pathOf(written: string): WitPath {
  const { name, version } = splitName(written.trim());
  const slash = name.lastIndexOf("/");
  const span = { start: 0, end: 0, version };
  return slash < 0
    ? { package: undefined, item: name, ...span }
    : { package: name.slice(0, slash), item: name.slice(slash + 1), ...span };
}

function told(found: Found | undefined): { readonly detail: string; readonly docs: string } {
  if (found === undefined) return { detail: "", docs: "" };
  const { wit, docs, place } = describe(found);
  return { detail: place, docs: `\`\`\`wit\n${wit}\n\`\`\`\n${docs}` };
}
