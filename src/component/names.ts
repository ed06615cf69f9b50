/** A power of two: how many short names are remembered. */
const SLOTS = 2048;
/** Longer names are rare and not worth remembering. */
const LONGEST = 64;

// `ignoreBOM` keeps a leading U+FEFF: it is part of the name.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Short ASCII names that were read before, each in the slot that its hash gives; a later one takes the place of an earlier.
 * Files repeat names, and share those of the standard interfaces: finding one again is cheaper than decoding it, and
 * what is the same string is quickly looked up. It holds at most `SLOTS` names of `LONGEST` letters, whatever is read.
 */
const remembered: string[] = Array.from({ length: SLOTS }, () => "");

/** By length: room for the codes of a name, so that none is allocated for each. */
const codes: readonly number[][] = Array.from({ length: LONGEST + 1 }, (_, length) => Array.from({ length }, () => 0));

function fromAscii(bytes: Uint8Array, from: number, to: number): string {
  const room = codes[to - from] ?? [];
  for (let at = from; at < to; at += 1) room[at - from] = bytes[at] ?? 0;
  return String.fromCharCode(...room);
}

function isSame(name: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (name.length !== to - from) return false;
  for (let at = from; at < to; at += 1) if (name.charCodeAt(at - from) !== bytes[at]) return false;
  return true;
}

/** Decodes UTF-8. Undefined when it is none. */
export function decodeUtf8(bytes: Uint8Array, from: number, to: number): string | undefined {
  if (to - from <= LONGEST) {
    let hash = to - from;
    let any = 0;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] ?? 0;
      hash = (Math.imul(hash, 31) + byte) | 0;
      any |= byte;
    }
    if (any < 0x80) {
      const slot = (hash ^ (hash >>> 11)) & (SLOTS - 1);
      const known = remembered[slot] ?? "";
      if (isSame(known, bytes, from, to)) return known;
      const name = fromAscii(bytes, from, to);
      remembered[slot] = name;
      return name;
    }
  }
  try {
    return utf8.decode(bytes.subarray(from, to));
  } catch {
    return undefined;
  }
}

/** Whether bytes are a name, for names that nobody asks for. */
export function isName(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    if ((bytes[at] ?? 0) >= 0x80) return decodeUtf8(bytes, at, to) !== undefined;
  }
  return true;
}
