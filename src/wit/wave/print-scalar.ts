/** Text of single values. Called once for each value of each traced call: no patterns, and nothing is made but the text. */

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const BACKSLASH = 0x5c;

/** `"text"` with its escapes. What stands after `maxChars` UTF-16 units is told by the length of the whole. */
export function printString(value: string, maxChars: number): string {
  if (value.length <= maxChars) return `"${escaped(value, value.length, QUOTE)}"`;
  // A pair of surrogates is not cut in two.
  const end = maxChars > 0 && isHighSurrogate(value.charCodeAt(maxChars - 1)) ? maxChars - 1 : maxChars;
  return `"${escaped(value, end, QUOTE)}" … ${value.length} chars`;
}

/** `'x'`, or nothing if it is not one Unicode scalar value. */
export function printChar(value: string): string | undefined {
  const code = value.codePointAt(0);
  if (code === undefined || value.length !== (code > 0xffff ? 2 : 1) || isSurrogate(code)) return undefined;
  return `'${escaped(value, value.length, APOSTROPHE)}'`;
}

/** The shortest decimal number that reads back as the same 64-bit float. */
export function printFloat(value: number): string {
  if (Number.isFinite(value)) return value === 0 && Object.is(value, -0) ? "-0" : String(value);
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}

/** The same for a 32-bit float, which mostly needs fewer digits. */
export function printFloat32(value: number): string {
  if (!Number.isFinite(value) || value === 0) return printFloat(value);
  const single = Math.fround(value);
  // No 32-bit float: all digits of what is there.
  if (single !== value) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 24) return String(value);
  for (let digits = 1; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

function escaped(value: string, end: number, quote: number): string {
  let text = "";
  let done = 0;
  for (let at = 0; at < end; at += 1) {
    const code = value.charCodeAt(at);
    if (code >= 0x20 && code < 0x7f && code !== quote && code !== BACKSLASH) continue;
    let escape: string | undefined;
    if (code >= 0xd800 && code <= 0xdfff) {
      const next = at + 1 < end ? value.charCodeAt(at + 1) : 0;
      if (isHighSurrogate(code) && next >= 0xdc00 && next <= 0xdfff) {
        at += 1;
        continue;
      }
      // Half a pair is lowered as the replacement character.
      escape = "\\u{fffd}";
    } else escape = escapeOf(code, quote);
    if (escape === undefined) continue;
    text += value.slice(done, at) + escape;
    done = at + 1;
  }
  if (done === 0) return end === value.length ? value : value.slice(0, end);
  return text + value.slice(done, end);
}

function escapeOf(code: number, quote: number): string | undefined {
  switch (code) {
    case 0x09:
      return "\\t";
    case 0x0a:
      return "\\n";
    case 0x0d:
      return "\\r";
    case BACKSLASH:
      return "\\\\";
    case quote:
      return quote === QUOTE ? '\\"' : "\\'";
    default:
      return isUnseen(code) ? `\\u{${code.toString(16)}}` : undefined;
  }
}

/** Control characters, line ends of Unicode, and marks that change the direction of what follows: text must show what it holds. */
function isUnseen(code: number): boolean {
  if (code < 0x20) return true;
  if (code < 0x7f) return false;
  return (
    code < 0xa0 ||
    (code >= 0x200e && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    code === 0x061c ||
    code === 0xfeff
  );
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
