/** What random numbers are taken from. */
export interface Source {
  u64(): bigint;
  bytes(length: number): Uint8Array<ArrayBuffer>;
}

/**
 * The generator behind seeded random numbers, the same in every browser and from now on: xoshiro128** (Blackman and Vigna,
 * 2018) with its 128 bits of state from splitmix64.
 */
export interface Generator extends Source {
  /** The next 32 bits, as a number from 0 to 2^32 - 1. */
  word(): number;
  /** Two words, the first one low. */
  u64(): bigint;
  /** Words in little-endian order; what is left of the last one is thrown away. */
  bytes(length: number): Uint8Array<ArrayBuffer>;
}

/** The bytes of a list in turn, beginning again at its end; a u64 is eight of them, the first one low. `list` has one at least. */
export function repeating(list: Uint8Array): Source {
  let position = 0;
  const take = (length: number): Uint8Array<ArrayBuffer> => {
    const bytes = new Uint8Array(length);
    const round = Math.min(length, list.length);
    for (let index = 0; index < round; index += 1) bytes[index] = list[(position + index) % list.length] ?? 0;
    // One whole round stands: doubling what is there keeps the order.
    for (let filled = list.length; filled < length; filled *= 2) bytes.copyWithin(filled, 0, filled);
    position = (position + length) % list.length;
    return bytes;
  };
  return { bytes: take, u64: () => new DataView(take(8).buffer).getBigUint64(0, true) };
}

/** xoshiro128** from a state of four words, low word first. A state of zeros only ever gives zeros. */
export function xoshiro128(state: readonly [number, number, number, number]): Generator {
  let [a, b, c, d] = state;
  const word = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
  return {
    word,
    u64() {
      const first = BigInt(word());
      return (BigInt(word()) << 32n) | first;
    },
    bytes(length) {
      const bytes = new Uint8Array(length);
      const view = new DataView(bytes.buffer);
      let offset = 0;
      for (; offset + 4 <= length; offset += 4) view.setUint32(offset, word(), true);
      for (let rest = offset < length ? word() : 0; offset < length; offset += 1, rest >>>= 8)
        bytes[offset] = rest & 0xff;
      return bytes;
    },
  };
}

/** Independent generators of one seed: each takes the next two numbers of splitmix64(seed), the low word first. */
export function generators(seed: number): () => Generator {
  const next = splitmix64(BigInt(seed));
  return () => {
    const first = next();
    const second = next();
    return xoshiro128([low(first), low(first >> 32n), low(second), low(second >> 32n)]);
  };
}

/** splitmix64 (Steele, Lea and Flood, 2014). */
export function splitmix64(seed: bigint): () => bigint {
  let state = seed;
  return () => {
    state = u64(state + 0x9e3779b97f4a7c15n);
    let mixed = state;
    mixed = u64((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = u64((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return mixed ^ (mixed >> 31n);
  };
}

function u64(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

function low(value: bigint): number {
  return Number(BigInt.asUintN(32, value));
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
