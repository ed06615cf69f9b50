/** A token of WIT text (WIT.md, "Lexical structure"). Lines and columns count from 1, columns in UTF-16 units as editors do. */
export interface WitToken {
  readonly text: string;
  /** UTF-16 units from the start of the text. */
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Comments and spaces, a name or a version with its digits and dots, an arrow, or any one character. */
const pattern = /(\s+|\/\/[^\n]*)|(\/\*)|(%?[A-Za-z0-9][A-Za-z0-9_-]*|->|[^])/gu;

/** Cuts WIT text into tokens, comments left out. Takes any text: what WIT does not know becomes tokens of one character. */
export function witTokens(text: string): readonly WitToken[] {
  const tokens: WitToken[] = [];
  let line = 1;
  let lineStart = 0;
  let counted = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[2] !== undefined) {
      pattern.lastIndex = endOfBlockComment(text, match.index);
    } else if (match[3] !== undefined) {
      for (
        let feed = text.indexOf("\n", counted);
        feed >= 0 && feed < match.index;
        feed = text.indexOf("\n", counted)
      ) {
        line++;
        counted = feed + 1;
        lineStart = counted;
      }
      tokens.push({ text: match[3], offset: match.index, line, column: match.index - lineStart + 1 });
    }
  }
  return tokens;
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

/** The text with every comment turned into spaces, so that offsets hold. */
export function blankComments(text: string): string {
  const out: string[] = [];
  let end = 0;
  for (const token of witTokens(text)) {
    out.push(text.slice(end, token.offset).replace(/\S/g, " "), token.text);
    end = token.offset + token.text.length;
  }
  out.push(text.slice(end).replace(/\S/g, " "));
  return out.join("");
}
