/** What a paste makes of a line: whole lines that are sent, and what stays in the field. */
export interface Pasted {
  readonly sent: readonly string[];
  readonly rest: string;
  /** Where the cursor stands in `rest`. */
  readonly cursor: number;
}

/** Puts pasted text in place of the part of `line` from `start` to `end`. Line ends are `\n`, `\r\n` and `\r`. */
export function paste(line: string, start: number, end: number, text: string): Pasted {
  const lines = (line.slice(0, start) + text).split(/\r\n|\n|\r/);
  const last = lines.pop() ?? "";
  return { sent: lines, rest: last + line.slice(end), cursor: last.length };
}
