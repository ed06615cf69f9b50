import { BEGINS, INSIDE } from "./structure.ts";
import type { SymbolKind, UsedName, WitPath, WitSymbol } from "./structure.ts";
import { allWitTokens, bare, endOf, type WitToken } from "./tokens.ts";

interface Cache {
  readonly text: string;
  readonly symbols: readonly WitSymbol[];
}

let last: Cache | undefined;

/**
 * Reads what WIT text describes (WIT.md, "Top-level items"), as far as it can be made out: mistakes are passed over, a brace
 * that is missing is thought to stand before the next interface or world. Linear in the text.
 */
export function readWit(text: string): readonly WitSymbol[] {
  if (last?.text !== text) last = { text, symbols: new Reader(text).block("file") };
  return last.symbols;
}

/** Goes over the tokens once. It calls itself no deeper than WIT nests: package, world, interface, resource, function. */
class Reader {
  readonly #text: string;
  readonly #tokens: WitToken[] = [];
  /** For each token, the comments right before it. */
  readonly #comments: (readonly WitToken[])[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    let comments: WitToken[] = [];
    for (const token of allWitTokens(text)) {
      if (token.kind === "comment") comments.push(token);
      else {
        this.#tokens.push(token);
        this.#comments.push(comments);
        comments = [];
      }
    }
  }

  #peek(ahead = 0): string {
    return this.#tokens[this.#at + ahead]?.text ?? "";
  }

  #isWord(ahead = 0): boolean {
    return this.#tokens[this.#at + ahead]?.kind === "word";
  }

  #isAdjacent(): boolean {
    const before = this.#tokens[this.#at - 1];
    return before !== undefined && endOf(before) === this.#tokens[this.#at]?.offset;
  }

  #startsLine(): boolean {
    return this.#tokens[this.#at]?.line !== this.#tokens[this.#at - 1]?.line;
  }

  get #offset(): number {
    return this.#tokens[this.#at]?.offset ?? this.#text.length;
  }

  get #endBefore(): number {
    const before = this.#tokens[this.#at - 1];
    return before === undefined ? 0 : endOf(before);
  }

  get #done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  #take(text: string): boolean {
    if (this.#peek() !== text) return false;
    this.#at++;
    return true;
  }

  /** The items up to the brace that closes the block, which is taken; of the `file`, to the end. */
  block(kind: string): WitSymbol[] {
    const items: WitSymbol[] = [];
    while (!this.#done) {
      if (kind !== "file" && this.#take("}")) break;
      const before = this.#at;
      this.#attributes();
      if (this.#isForAnOuterBlock(kind)) {
        this.#at = before;
        break;
      }
      const item = this.#item(kind, before);
      if (item !== undefined) items.push(item);
      else if (this.#at === before || this.#peek() !== "}") this.#skip();
    }
    return items;
  }

  #isForAnOuterBlock(kind: string): boolean {
    if (kind === "file" || !this.#isWord(1)) return false;
    const word = this.#peek();
    if (word === "package") return true;
    return kind !== "package" && (word === "interface" || word === "world");
  }

  #attributes(): void {
    while (this.#peek() === "@" && this.#isWord(1)) {
      this.#at += 2;
      if (this.#peek() !== "(") continue;
      while (!this.#done && !["{", "}", ";", ")"].includes(this.#peek())) this.#at++;
      this.#take(")");
    }
  }

  /** Passes over what cannot be read: a token, or all between two braces. */
  #skip(): void {
    let depth = 0;
    do {
      const text = this.#peek();
      this.#at++;
      if (text === "{") depth++;
      else if (text === "}") depth--;
    } while (depth > 0 && !this.#done);
  }

  #item(block: string, begin: number): WitSymbol | undefined {
    if (!this.#isWord()) return undefined;
    const word = this.#peek();
    const known = INSIDE[block];
    if (known?.includes(word) === true && this.#peek(1) !== ":") return this.#keyword(word, begin);
    if (block === "resource" && word === "constructor") return this.#named("constructor", begin, () => this.#toEnd());
    if (block === "interface" || block === "resource") {
      if (this.#peek(1) !== ":") return undefined;
      const isStatic = this.#peek(2) === "static" || this.#peek(3) === "static";
      const kind = block === "interface" ? "func" : isStatic ? "static" : "method";
      return this.#named(kind, begin, () => this.#toEnd());
    }
    if (block === "record") return this.#named("field", begin, () => this.#toComma());
    if (known === undefined) return this.#named("case", begin, () => this.#toComma());
    return undefined;
  }

  #keyword(word: string, begin: number): WitSymbol {
    switch (word) {
      case "package":
        return this.#package(begin);
      case "use":
      case "include":
        return this.#reference(word, begin);
      case "import":
      case "export":
        return this.#extern(word, begin);
      case "type":
        return this.#defined(word, begin, false);
      default:
        // The words of INSIDE that are left are kinds of blocks.
        return this.#defined(word as SymbolKind, begin, true);
    }
  }

  /** A symbol of which the name comes first; `rest` reads what follows. */
  #named(kind: SymbolKind, begin: number, rest: () => void): WitSymbol {
    const start = this.#offset;
    const name = this.#peek();
    this.#at++;
    const nameAt = { start, end: this.#endBefore };
    rest();
    return { kind, name: bare(name), nameAt, start, ...this.#around(begin), children: [] };
  }

  /** `keyword name`, with a block of its own or to the end of the statement. */
  #defined(kind: SymbolKind, begin: number, hasBlock: boolean): WitSymbol {
    const start = this.#offset;
    this.#at++;
    const nameAt = { start: this.#offset, end: this.#offset };
    let name = "";
    if (this.#isWord()) {
      name = bare(this.#peek());
      this.#at++;
      nameAt.end = this.#endBefore;
    }
    if (!hasBlock || this.#peek() !== "{") {
      this.#toEnd();
      return { kind, name, nameAt, start, ...this.#around(begin), children: [] };
    }
    return { kind, name, nameAt, start, ...this.#braces(kind, begin) };
  }

  /** From the opening brace on. */
  #braces(kind: string, begin: number): Pick<WitSymbol, "children" | "body" | "end" | "docs" | "from"> {
    this.#at++;
    const start = this.#endBefore;
    const children = this.block(kind);
    const isClosed = this.#tokens[this.#at - 1]?.text === "}";
    const body = { start, end: Math.max(start, isClosed ? this.#endBefore - 1 : this.#offset) };
    return { children, body, ...this.#around(begin) };
  }

  #package(begin: number): WitSymbol {
    const start = this.#offset;
    this.#at++;
    const path = this.#path();
    const name = this.#text.slice(path.start, path.end).replace(/[\s%]+/g, "");
    const symbol = { kind: "package", name, nameAt: path, start } as const;
    if (this.#peek() === "{") return { ...symbol, ...this.#braces("package", begin) };
    this.#take(";");
    return { ...symbol, ...this.#around(begin), children: [] };
  }

  /** `use` and `include`. */
  #reference(kind: "use" | "include", begin: number): WitSymbol {
    const start = this.#offset;
    this.#at++;
    const path = this.#path();
    const name = this.#text.slice(path.start, path.end);
    this.#take(".");
    const names = this.#peek() === "{" ? this.#names() : undefined;
    this.#toEnd();
    const symbol = { kind, name, nameAt: path, start, path, children: [], ...this.#around(begin) };
    return names === undefined ? symbol : { ...symbol, names };
  }

  #names(): readonly UsedName[] {
    const names: UsedName[] = [];
    this.#at++;
    while (!this.#done && !["}", "{", ";"].includes(this.#peek())) {
      const start = this.#offset;
      const name = this.#peek();
      const isName = this.#isWord();
      this.#at++;
      if (!isName) continue;
      let as = name;
      if (this.#peek() === "as" && this.#isWord(1)) {
        as = this.#peek(1);
        this.#at += 2;
      }
      names.push({ name: bare(name), as: bare(as), start, end: this.#endBefore });
    }
    this.#take("}");
    return names;
  }

  /** `import` and `export`: a path, or a name with what it is. */
  #extern(kind: "import" | "export", begin: number): WitSymbol {
    const start = this.#offset;
    this.#at++;
    const nameAt = { start: this.#offset, end: this.#offset };
    if (!this.#isNamed()) {
      const path = this.#path();
      this.#toEnd();
      const name = this.#text.slice(path.start, path.end);
      return { kind, name, nameAt: path, start, path, ...this.#around(begin), children: [] };
    }
    const name = bare(this.#peek());
    this.#at++;
    nameAt.end = this.#endBefore;
    this.#at++;
    const symbol = { kind, name, nameAt, start };
    if (this.#peek() === "interface") {
      this.#at++;
      if (this.#peek() === "{") return { ...symbol, ...this.#braces("interface", begin) };
    } else if (this.#peek() !== "func" && this.#peek() !== "async") {
      const path = this.#path();
      this.#toEnd();
      return { ...symbol, path, ...this.#around(begin), children: [] };
    }
    this.#toEnd();
    return { ...symbol, ...this.#around(begin), children: [] };
  }

  /** Whether `name:` stands here, and not `namespace:`. */
  #isNamed(): boolean {
    if (!this.#isWord() || this.#peek(1) !== ":") return false;
    if (["func", "async", "interface", "static", "{"].includes(this.#peek(2))) return true;
    if (this.#isWord(2) && this.#peek(3) === ":") return true;
    const colon = this.#tokens[this.#at + 1];
    const next = this.#tokens[this.#at + 2];
    return this.#peek(3) !== "/" && colon !== undefined && next !== undefined && endOf(colon) !== next.offset;
  }

  #path(): WitPath {
    const start = this.#isWord() ? this.#offset : this.#endBefore;
    const parts: string[] = [];
    let joint = "";
    while (this.#isWord()) {
      if (joint === "" && this.#startsLine() && BEGINS.has(this.#peek())) break;
      parts.push(joint, bare(this.#peek()));
      this.#at++;
      joint = this.#peek();
      if (joint !== ":" && joint !== "/") break;
      this.#at++;
      if (this.#isWord() && !this.#isAdjacent()) break;
    }
    const written = parts.join("");
    const slash = written.lastIndexOf("/");
    const isPackage = written.includes(":");
    const version = this.#version();
    return {
      package: isPackage ? (slash < 0 ? written : written.slice(0, slash)) : undefined,
      item: isPackage ? (slash < 0 ? "" : written.slice(slash + 1)) : written,
      version,
      start,
      end: Math.max(start, this.#endBefore),
    };
  }

  #version(): string | undefined {
    if (!this.#take("@") || !this.#isWord() || !this.#isAdjacent()) return undefined;
    const start = this.#offset;
    this.#at++;
    while ((this.#peek() === "." || this.#peek() === "+") && this.#isWord(1) && this.#isAdjacent()) this.#at += 2;
    return this.#text.slice(start, this.#endBefore);
  }

  /** To the semicolon that ends the statement, or to where it must have ended. */
  #toEnd(): void {
    for (let depth = 0; !this.#done; this.#at++) {
      const text = this.#peek();
      if (text === "{" || text === "}") return;
      if (depth <= 0 && this.#startsLine() && this.#endsHere()) return;
      if (text === "(") depth++;
      else if (text === ")") depth--;
      else if (text === ";") {
        this.#at++;
        return;
      }
    }
  }

  /** What begins something new when it stands at the beginning of a line. */
  #endsHere(): boolean {
    if (this.#peek() === "@") return true;
    return this.#isWord() && (this.#peek(1) === ":" || BEGINS.has(this.#peek()));
  }

  /** To the comma that ends a field or a case, or to the brace. */
  #toComma(): void {
    for (let depth = 0; !this.#done; this.#at++) {
      const text = this.#peek();
      if (text === "{" || text === "}") return;
      if (text === "(" || text === "<") depth++;
      else if (text === ")" || text === ">") depth--;
      else if (text === ";" || (text === "," && depth <= 0)) {
        this.#at++;
        return;
      }
    }
  }

  #around(begin: number): Pick<WitSymbol, "end" | "docs" | "from"> {
    const comments = this.#comments[begin] ?? [];
    const docs = comments.filter(({ text }) => /^\/\/\/(?!\/)|^\/\*\*(?![*/])/.test(text));
    return {
      end: this.#endBefore,
      docs: docs.map(({ text }) => words(text)).join("\n"),
      from: docs[0]?.offset ?? this.#tokens[begin]?.offset ?? this.#text.length,
    };
  }
}

/** What a doc comment says, without its marks. */
function words(comment: string): string {
  if (comment.startsWith("///")) return comment.slice(3).replace(/^ /, "");
  const lines = comment
    .replace(/^\/\*\*/, "")
    .replace(/\*\/$/, "")
    .split("\n");
  return lines
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .join("\n")
    .trim();
}
