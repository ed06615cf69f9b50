const encoder = new TextEncoder();

/** ASCII letters as small ones, all other bytes as they are: UTF-8 stays UTF-8. */
const small = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

/** A text as it is looked for: in UTF-8, with small ASCII letters. */
export function foldText(text: string): Uint8Array {
  return encoder.encode(text).map((byte) => small[byte] ?? byte);
}

/** Whether a part of UTF-8 bytes holds what `foldText` made, capital and small ASCII letters being alike. */
export function holdsText(bytes: Uint8Array, wanted: Uint8Array, from = 0, to: number = bytes.length): boolean {
  const first = wanted[0];
  if (first === undefined) return true;
  for (let at = from; at <= to - wanted.length; at += 1) {
    if (small[bytes[at] ?? 0] !== first) continue;
    let same = 1;
    while (same < wanted.length && small[bytes[at + same] ?? 0] === wanted[same]) same += 1;
    if (same === wanted.length) return true;
  }
  return false;
}

const [OPEN, CLOSE, COMMA, SPACE, ZERO, NINE] = [0x5b, 0x5d, 0x2c, 0x20, 0x30, 0x39] as const;
const [PAREN_OPEN, PAREN_CLOSE] = [0x28, 0x29] as const;

/** Whether a list of bytes in a part of traced text, `[115, 97, 121]`, holds what `foldText` made. */
export function holdsBytes(text: Uint8Array, wanted: Uint8Array, from = 0, to: number = text.length): boolean {
  for (let open = from; open < to; open += 1) {
    if (text[open] !== OPEN) continue;
    const values: number[] = [];
    let value = -1;
    for (let at = open + 1; at < to; at += 1) {
      const code = text[at] ?? 0;
      if (code >= ZERO && code <= NINE) value = Math.max(value, 0) * 10 + code - ZERO;
      else if ((code === COMMA || code === CLOSE) && value >= 0 && value < 256) {
        values.push(value);
        value = -1;
        if (code === CLOSE) break;
      } else if (code !== SPACE) break;
    }
    if (values.length >= wanted.length && holdsText(Uint8Array.from(values), wanted)) return true;
  }
  return false;
}

const words = { ok: encoder.encode("ok("), some: encoder.encode("some("), err: encoder.encode("err") };

/** Whether a traced result is an error, also inside options and other results: `some(ok(err(…)))`. */
export function givesError(text: Uint8Array, from = 0, to: number = text.length): boolean {
  const stands = (word: Uint8Array, at: number) =>
    at + word.length <= to && word.every((byte, index) => text[at + index] === byte);
  let at = from;
  for (;;) {
    if (stands(words.ok, at)) at += words.ok.length;
    else if (stands(words.some, at)) at += words.some.length;
    else break;
  }
  if (!stands(words.err, at)) return false;
  // An enum may have a case whose name only begins like that.
  const next = at + words.err.length;
  return next >= to || text[next] === PAREN_OPEN || text[next] === PAREN_CLOSE;
}

/** The same of a text. */
export function isErrorText(result: string): boolean {
  return givesError(encoder.encode(result));
}
