import { BEGINS } from "./structure.ts";
import { allWitTokens, type WitToken } from "./tokens.ts";

/** A token with how many line ends stand before it. */
export interface Placed {
  readonly token: WitToken;
  readonly lines: number;
}

/**
 * What stands on a line of its own: a statement, a field or a case with what ends it, an attribute, a comment, the beginning
 * of a block up to its brace, or the brace that ends a block. A comment behind it on the same line is a part of it.
 */
export interface Statement {
  readonly kind: "plain" | "open" | "close" | "comment";
  readonly tokens: Placed[];
}

/** Cuts a text into statements; every token is in one of them, in order. Text with mistakes is cut as well as can be. */
export function statements(text: string): readonly Statement[] {
  const cutter = new Cutter();
  let end = 0;
  let at = 0;
  const tokens = allWitTokens(text);
  for (const token of tokens) {
    const lines = text.slice(end, token.offset).split("\n").length - 1;
    at++;
    cutter.add({ token, lines }, tokens[at]?.text ?? "");
    end = token.offset + token.text.length;
  }
  cutter.end();
  return cutter.done;
}

const CLOSES: Readonly<Record<string, string>> = { ")": "(", ">": "<", "}": "{" };

class Cutter {
  readonly done: Statement[] = [];
  #tokens: Placed[] = [];
  /** Brackets that are open inside the statement, and how many of each. */
  #open: string[] = [];
  #count: Record<string, number> = { "(": 0, "<": 0, "{": 0 };

  add(placed: Placed, next: string): void {
    const { kind, text } = placed.token;
    if (kind === "comment") {
      this.#comment(placed);
      return;
    }
    if (this.#tokens.length === 0 && (text === ";" || text === ",") && this.#takesMore()) {
      this.done.at(-1)?.tokens.push(placed);
      return;
    }
    if (this.#beginsAnew(placed, next)) this.end();
    if (text === "}" && this.#count["{"] === 0) {
      this.end();
      this.done.push({ kind: "close", tokens: [placed] });
      return;
    }
    const isList = text === "{" && this.#opensList();
    this.#tokens.push(placed);
    if (text === "(" || text === "<" || isList) this.#push(text);
    else if (text === "{") this.end("open");
    else if (text === ";" || (text === "," && this.#open.length === 0)) this.end();
    else {
      const opener = Object.hasOwn(CLOSES, text) ? CLOSES[text] : undefined;
      if (opener !== undefined) this.#pop(opener);
      if (this.#endsAttribute(next)) this.end();
    }
  }

  end(kind: Statement["kind"] = "plain"): void {
    let count = this.#tokens.length;
    while (this.#tokens[count - 1]?.token.kind === "comment") count--;
    // Comments that follow on lines of their own belong to nobody.
    while (count < this.#tokens.length && this.#tokens[count]?.lines === 0) count++;
    const after = this.#tokens.splice(count);
    if (this.#tokens.length > 0) this.done.push({ kind, tokens: this.#tokens });
    for (const placed of after) this.done.push({ kind: "comment", tokens: [placed] });
    this.#tokens = [];
    this.#open = [];
    this.#count = { "(": 0, "<": 0, "{": 0 };
  }

  #comment(placed: Placed): void {
    if (this.#tokens.length > 0) this.#tokens.push(placed);
    else if (placed.lines === 0 && this.#takesMore()) this.done.at(-1)?.tokens.push(placed);
    else this.done.push({ kind: "comment", tokens: [placed] });
  }

  #takesMore(): boolean {
    const last = this.done.at(-1);
    const token = last?.tokens.at(-1)?.token;
    return token !== undefined && !endsLine(token);
  }

  #previous(): string {
    return this.#tokens.findLast(({ token }) => token.kind !== "comment")?.token.text ?? "";
  }

  /** A brace that opens a list of names, not a block. */
  #opensList(): boolean {
    const before = this.#previous();
    return before === "." || (before === "with" && this.#tokens[0]?.token.text === "include");
  }

  /** Something new begins on this line, so the statement before lacks its semicolon. */
  #beginsAnew({ token, lines }: Placed, next: string): boolean {
    if (lines === 0 || this.#open.length > 0 || token.kind !== "word") return false;
    const before = this.#previous();
    if (!/^%?[A-Za-z0-9]|^[)>]$/.test(before) || BEGINS.has(before)) return false;
    return BEGINS.has(token.text) || next === ":";
  }

  #endsAttribute(next: string): boolean {
    if (this.#tokens[0]?.token.text !== "@" || this.#open.length > 0) return false;
    const last = this.#previous();
    return last === ")" || (last !== "@" && next !== "(");
  }

  #push(opener: string): void {
    this.#open.push(opener);
    this.#count[opener] = (this.#count[opener] ?? 0) + 1;
  }

  #pop(opener: string): void {
    if ((this.#count[opener] ?? 0) === 0) return;
    for (let open = this.#open.pop(); open !== undefined; open = this.#open.pop()) {
      this.#count[open] = (this.#count[open] ?? 0) - 1;
      if (open === opener) return;
    }
  }
}

/** After a line comment, and after a string that does not end, the line must end. */
export function endsLine({ kind, text }: WitToken): boolean {
  if (kind === "comment") return text.startsWith("//") || !text.endsWith("*/");
  return kind === "string" && !/^"(?:[^"\\]|\\.)*"$/.test(text);
}
