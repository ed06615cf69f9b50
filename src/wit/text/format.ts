import { endsLine, statements, type Placed, type Statement } from "./statements.ts";
import { allWitTokens } from "./tokens.ts";

const WIDTH = 100;
/** Deeper blocks are not moved further in: WIT nests four deep. */
const MOST_LEVELS = 32;

/**
 * Formats WIT text as `printWit` writes it: two spaces a level, one item a line, at most one empty line between items, and
 * parameters and used names that need more than 100 columns, or end in a comma, on lines of their own. Comments and all
 * other tokens stay as they are; text with mistakes is formatted as far as it can be read. Formatting twice changes nothing.
 */
export function formatWit(text: string): string {
  const formatted = layOut(statements(text));
  return isSame(text, formatted) ? formatted : text;
}

/** Whether both texts have the same tokens: what is written must not change, whatever the text is. */
function isSame(text: string, formatted: string): boolean {
  const after = allWitTokens(formatted);
  const before = allWitTokens(text);
  return before.length === after.length && before.every((token, index) => token.text === after[index]?.text);
}

function layOut(all: readonly Statement[]): string {
  const lines: string[] = [];
  /** The first words of the blocks that are open. */
  const blocks: string[] = [];
  let before: Statement | undefined;
  for (const statement of all) {
    if (statement.kind === "close") blocks.pop();
    if (before !== undefined && needsEmptyLine(before, statement, blocks.at(-1))) lines.push("");
    const level = Math.min(blocks.length, MOST_LEVELS);
    lines.push(new Line(statement.tokens, "  ".repeat(level)).text());
    if (statement.kind === "open") blocks.push(headOf(statement));
    before = statement;
  }
  const last = all.at(-1)?.tokens.at(-1)?.token;
  if (last === undefined) return "";
  const isOpenComment = last.text.startsWith("/*") && endsLine(last);
  return `${lines.join("\n")}${isOpenComment ? "" : "\n"}`;
}

function headOf({ tokens }: Statement): string {
  return tokens.find(({ token }) => token.kind !== "comment")?.token.text ?? "";
}

function needsEmptyLine(before: Statement, statement: Statement, block: string | undefined): boolean {
  if (before.kind === "open" || statement.kind === "close") return false;
  if ((statement.tokens[0]?.lines ?? 0) > 1) return true;
  const isOuter = block === undefined || block === "package";
  return isOuter && (before.kind === "close" || headOf(before) === "package");
}

/** One statement as one or more lines. */
class Line {
  readonly #tokens: readonly Placed[];
  readonly #indent: string;
  readonly #head: string;
  /** Where lists of parameters or of names open and close. */
  readonly #lists = new Map<number, number>();
  readonly #ends: ReadonlySet<number>;

  constructor(tokens: readonly Placed[], indent: string) {
    this.#tokens = tokens;
    this.#indent = indent;
    this.#head = tokens.find(({ token }) => token.kind !== "comment")?.token.text ?? "";
    this.#findLists();
    this.#ends = new Set(this.#lists.values());
  }

  text(): string {
    if (this.#lists.size === 0 || !this.#mustBreak()) {
      const flat = this.#write(false);
      if (this.#lists.size === 0 || flat.length - this.#trailing() <= WIDTH) return flat;
    }
    return this.#write(true);
  }

  #findLists(): void {
    const open: number[] = [];
    for (const [at, { token }] of this.#tokens.entries()) {
      const { text } = token;
      if (text === "(" || text === "{") open.push(at);
      else if (text === ")" || text === "}") {
        const from = open.pop();
        if (from === undefined || open.length > 0 || at === from + 1) continue;
        if (text === "}" || /^(?:func|constructor)$/.test(this.#tokens[from - 1]?.token.text ?? ""))
          this.#lists.set(from, at);
      }
    }
  }

  /** A list that ends in a comma, or that has a comment which ends a line or has several, cannot stand on one line. */
  #mustBreak(): boolean {
    for (const [from, to] of this.#lists) {
      if (this.#tokens[to - 1]?.token.text === ",") return true;
      for (let at = from; at <= to; at++) {
        const placed = this.#tokens[at];
        if (placed === undefined) continue;
        const { token } = placed;
        if (endsLine(token) || (token.kind === "comment" && (token.text.includes("\n") || placed.lines > 0)))
          return true;
      }
    }
    return false;
  }

  /** The length of the comments at the end, which may reach beyond the width. */
  #trailing(): number {
    let length = 0;
    for (let at = this.#tokens.length - 1; this.#tokens[at]?.token.kind === "comment"; at--)
      length += (this.#tokens[at]?.token.text.length ?? 0) + 1;
    return length;
  }

  #write(isBroken: boolean): string {
    const parts = [this.#indent];
    const more = `\n${this.#indent}  `;
    let listEnd: number | undefined;
    let depth = 0;
    let isDue = false;
    for (const [at, { token, lines }] of this.#tokens.entries()) {
      const before = this.#tokens[at - 1]?.token;
      const isComment = token.kind === "comment";
      if (at === listEnd) listEnd = undefined;
      if (before !== undefined) {
        const closes = isBroken && this.#ends.has(at);
        const isApart = lines > 0 && (isComment || before.kind === "comment");
        if (closes) parts.push(`\n${this.#indent}`);
        else if (endsLine(before) || isApart || (isDue && !isComment)) parts.push(more);
        else if (isComment || before.kind === "comment" || this.#space(at, depth)) parts.push(" ");
        if (closes || !isComment || (lines > 0 && isDue)) isDue = false;
      }
      parts.push(token.text);
      if (isBroken && this.#lists.has(at)) {
        listEnd = this.#lists.get(at);
        isDue = true;
      }
      if (["(", "<", "{"].includes(token.text)) depth++;
      else if ([")", ">", "}"].includes(token.text)) depth--;
      else if (isBroken && token.text === "," && listEnd !== undefined && depth === 1) isDue = true;
    }
    return parts.join("");
  }

  /** Whether a space stands before the token, which is not the first. */
  #space(at: number, depth: number): boolean {
    const cur = this.#tokens[at];
    const before = this.#tokens[at - 1];
    if (cur === undefined || before === undefined) return false;
    const a = before.token.text;
    const b = cur.token.text;
    const asWritten = cur.lines > 0 || before.token.offset + a.length !== cur.token.offset;
    if (b === "," || b === ";") return false;
    if (a === "{" || b === "}") return this.#head === "include" && (a === "{") !== (b === "}");
    // What stood apart would become an arrow or a comment.
    if ((a === "-" && b === ">") || (a === "/" && /^[/*]$/.test(b))) return true;
    if (/^[(<]$/.test(a) || /^[)>]$/.test(b)) return false;
    if (isUnknown(a) || isUnknown(b)) return asWritten;
    if (b === "<") return false;
    if (b === "(") return !/^%?\w/.test(a);
    if (/^[./@]$/.test(a) || /^[./@:]$/.test(b)) return false;
    if (a === ":") return this.#spaceAfterColon(b, depth, asWritten);
    return true;
  }

  /** `name: type`, but `namespace:package`. */
  #spaceAfterColon(next: string, depth: number, asWritten: boolean): boolean {
    if (depth > 0) return true;
    if (["package", "use", "include"].includes(this.#head)) return false;
    if (this.#head !== "import" && this.#head !== "export") return true;
    return asWritten || ["func", "async", "interface", "static"].includes(next);
  }
}

/** A character that WIT has no use for, or `_`. */
function isUnknown(text: string): boolean {
  return !/^(?:[%"A-Za-z0-9]|->|[=,:;(){}<>*/.@]$)/.test(text) || text === "%";
}
