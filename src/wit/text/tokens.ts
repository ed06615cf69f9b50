/** A token of WIT text (WIT.md, "Lexical structure"). Lines and columns count from 1, columns in UTF-16 units as editors do. */
export interface WitToken {
  /** A name, keyword or number is a `word`; a version is several tokens. What WIT does not know is a `mark`. */
  readonly kind: "word" | "string" | "mark" | "comment";
  readonly text: string;
  /** UTF-16 units from the start of the text. */
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * Spaces, a line comment, the start of a block comment, a name or a part of a version, a string, an arrow, or any one
 * character. A string that does not end takes the rest of its line.
 */
const pattern =
  /(\s+)|(\/\/(?:[^\r\n]|\r(?!\n))*)|(\/\*)|(%?[A-Za-z0-9][A-Za-z0-9_-]*)|("(?:[^"\\\r\n]|\\[^\r\n])*"?)|->|[^]/gu;

/** Cuts WIT text into tokens, comments among them. Takes any text: every character but white space is in a token. */
export function allWitTokens(text: string): readonly WitToken[] {
  const tokens: WitToken[] = [];
  let line = 1;
  let lineStart = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [found, space, lineComment, blockComment, word, string] = match;
    const offset = match.index;
    if (blockComment !== undefined) pattern.lastIndex = endOfBlockComment(text, offset);
    const piece = blockComment === undefined ? found : text.slice(offset, pattern.lastIndex);
    if (space === undefined) {
      const isComment = lineComment !== undefined || blockComment !== undefined;
      const kind = isComment ? "comment" : word !== undefined ? "word" : string !== undefined ? "string" : "mark";
      tokens.push({ kind, text: piece, offset, line, column: offset - lineStart + 1 });
    }
    if (space === undefined && blockComment === undefined) continue;
    for (let feed = piece.indexOf("\n"); feed >= 0; feed = piece.indexOf("\n", feed + 1)) {
      line++;
      lineStart = offset + feed + 1;
    }
  }
  return tokens;
}

/** The tokens of WIT text without its comments. */
export function witTokens(text: string): readonly WitToken[] {
  return allWitTokens(text).filter((token) => token.kind !== "comment");
}

export function endOf(token: WitToken): number {
  return token.offset + token.text.length;
}

/** A name without the `%` that keeps it from being a keyword. */
export function bare(name: string): string {
  return name.startsWith("%") ? name.slice(1) : name;
}

/** Block comments nest; one that does not end takes the rest of the text. */
function endOfBlockComment(text: string, start: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}
