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
