/** The bytes of hex digits, two a byte, with white space between bytes as one likes; `undefined` for anything else. */
export function parseHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(text.length >> 1);
  let count = 0;
  let index = 0;
  while (index < text.length) {
    if (/\s/.test(text.charAt(index))) {
      index += 1;
      continue;
    }
    const pair = text.slice(index, index + 2);
    if (!/^[0-9A-Fa-f]{2}$/.test(pair)) return undefined;
    bytes[count] = Number.parseInt(pair, 16);
    count += 1;
    index += 2;
  }
  return bytes.slice(0, count);
}
