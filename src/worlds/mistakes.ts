import { witTokens, type WitToken } from "../wit/text/tokens.ts";

/** A mistake at its place in the text (the protocol's `TextMistake`); lines and columns count from 1. */
export interface WitMistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * What a person reads of an error that wasm-tools gave for WIT text: always at least one mistake. wasm-tools tells the reason
 * but not the place; with `source` the place of a name that the reason speaks of is looked up, else it is the text's start.
 * `locateWitMistakes` finds the exact place of a syntax error.
 */
export function witMistakes(message: string, source = ""): readonly WitMistake[] {
  const given = /(?:-->|at) [^\n]*?:(\d+):(\d+)/.exec(message);
  if (given !== null) return [{ line: Number(given[1]), column: Number(given[2]), message: readable(message) }];
  const token = namedToken(message, witTokens(source));
  return [{ line: token?.line ?? 1, column: token?.column ?? 1, message: readable(message) }];
}

/**
 * Finds the place of a mistake by asking the parser again: the shortest beginning of the text that gives the same reason ends
 * where the mistake is. `probe` gives wasm-tools' error for a text, or `undefined` when there is none; it is asked about
 * log2(tokens) times, with the text as typed (no packages added).
 */
export async function locateWitMistakes(
  message: string,
  source: string,
  probe: (text: string) => Promise<string | undefined>,
): Promise<readonly WitMistake[]> {
  const tokens = witTokens(source);
  if (/found eof/.test(message)) return [{ ...endOf(source, tokens), message: readable(message) }];
  if (!isSyntax(message)) return witMistakes(message, source);
  const upTo = (count: number): string => {
    const last = tokens[count - 1];
    return last === undefined ? "" : source.slice(0, last.offset + last.text.length);
  };
  // Only what follows the last token, a comment without an end, can make the difference.
  if ((await probe(upTo(tokens.length))) !== message) return [{ ...endOf(source, tokens), message: readable(message) }];
  let without = 0;
  let withIt = tokens.length;
  while (withIt - without > 1) {
    const middle = Math.floor((without + withIt) / 2);
    if ((await probe(upTo(middle))) === message) withIt = middle;
    else without = middle;
  }
  const token = tokens[withIt - 1];
  return [{ line: token?.line ?? 1, column: token?.column ?? 1, message: readable(message) }];
}

/** Reasons that the parser gives as soon as it meets the token, whatever follows. */
function isSyntax(message: string): boolean {
  return /^(expected |unexpected character|invalid character|unterminated|invalid (?:number|version)|unknown (?:attribute|escape))/.test(
    message,
  );
}

const keywords = new Set([
  "interface",
  "world",
  "resource",
  "record",
  "variant",
  "enum",
  "flags",
  "type",
  "func",
  "package",
]);

/** The token that the reason speaks of: for a name given twice its second giving, else its first use that gives it no meaning. */
function namedToken(message: string, tokens: readonly WitToken[]): WitToken | undefined {
  const quoted = /[`'"]([^`'"]+)[`'"]/.exec(message)?.[1];
  if (quoted === undefined) return undefined;
  const [start, ...rest] = witTokens(quoted).map((token) => token.text);
  if (start === undefined) return undefined;
  const found = tokens.filter(
    (token, index) => token.text === start && rest.every((text, step) => tokens[index + 1 + step]?.text === text),
  );
  const giving = givingTokens(tokens);
  const gives = (token: WitToken): boolean => giving.has(token);
  if (/more than once|duplicate|already|conflict|shadow/.test(message))
    return found.filter(gives)[1] ?? found[1] ?? found[0];
  if (rest.length > 0) return found[0];
  return found.find((token) => !gives(token)) ?? found[0];
}

/** The tokens that give a name a meaning: after a keyword, or before a colon outside a parameter list. */
function givingTokens(tokens: readonly WitToken[]): ReadonlySet<WitToken> {
  const giving = new Set<WitToken>();
  let parentheses = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.text === "(") parentheses++;
    else if (token.text === ")") parentheses--;
    else if (keywords.has(tokens[index - 1]?.text ?? "")) giving.add(token);
    else if (parentheses === 0 && tokens[index + 1]?.text === ":") giving.add(token);
  }
  return giving;
}

function endOf(source: string, tokens: readonly WitToken[]): { readonly line: number; readonly column: number } {
  const last = tokens.at(-1);
  if (last === undefined || source === "") return { line: 1, column: 1 };
  return { line: last.line, column: last.column + last.text.length };
}

/** The first paragraph without Rust's wrapping, as a sentence. */
function readable(message: string): string {
  const text = message
    .replace(/^(?:Error|ComponentError):\s*/i, "")
    .replace(/\n\s*-->[^]*$/, "")
    .replace(/\n\s*(?:stack backtrace|note:|thread ')[^]*$/i, "")
    .replace(/\s*Caused by:\s*/g, ": ")
    .replace(/\s*\n\s*/g, " ")
    .trim();
  if (text === "") return "The text is not valid WIT.";
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}`.slice(0, 1000);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
