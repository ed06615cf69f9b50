import styles from "./marked.module.css";

interface Props {
  readonly text: string;
  /** Global; what it finds is marked. Without one nothing is. */
  readonly pattern: RegExp | undefined;
}

/** A text with what was searched for marked in it. */
export function Marked({ text, pattern }: Props) {
  if (pattern === undefined) return text;
  return markedParts(text, pattern).map(({ part, start, found }) =>
    found ? (
      <mark key={start} className={styles["mark"]}>
        {part}
      </mark>
    ) : (
      part
    ),
  );
}

function markedParts(text: string, pattern: RegExp) {
  const parts: { readonly part: string; readonly start: number; readonly found: boolean }[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match[0] === "") continue;
    if (match.index > end) parts.push({ part: text.slice(end, match.index), start: end, found: false });
    parts.push({ part: match[0], start: match.index, found: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ part: text.slice(end), start: end, found: false });
  return parts;
}
