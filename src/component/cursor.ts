import type { ReadError } from "./model.ts";
import { ReadFailure } from "./failure.ts";
import { decodeUtf8, isName } from "./names.ts";

/**
 * What one file may hold, in shares of about the room that a label takes: some for any file, and some for each byte. It bounds
 * memory and time whatever the file says. Of the WASI packages' files none takes more than a third of a share for a byte outside of core modules.
 */
const MOST_SHARES = 750_000;
const LEAST_SHARES = 100_000;
const SHARES_PER_BYTE = 0.5;

/** How many shares definitions take; what stands nowhere here takes one. */
export const WEIGHT = {
  section: 6,
  bound: 2,
  canon: 3,
  type: 3,
  alias: 4,
  declaration: 4,
  argument: 8,
  extern: 18,
  instance: 20,
  scope: 30,
} as const;

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, "0")}`;
}

/** A name for an error's reason. Names are as long as the file's author likes, reasons are for people. */
export function quoted(name: string): string {
  return name.length > 100 ? `"${name.slice(0, 100)}…"` : `"${name}"`;
}

/** The allowance of a file. */
function sharesOf(bytes: Uint8Array): number {
  return Math.min(MOST_SHARES, LEAST_SHARES + bytes.length * SHARES_PER_BYTE);
}

interface Shared {
  sharesLeft: number;
}

/**
 * Reads forward through a range of a file. Every read is checked against the end of the range, and every failure
 * is a `ReadFailure` that names the offset in the file and the section.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly section: string;
  pos: number;
  /** In the outermost range, running out of bytes means that the file was cut off; inside, that a size was wrong. */
  readonly #outermost: boolean;
  readonly #shared: Shared;

  private constructor(
    bytes: Uint8Array,
    pos: number,
    end: number,
    section: string,
    outermost: boolean,
    shared: Shared,
  ) {
    this.bytes = bytes;
    this.pos = pos;
    this.end = end;
    this.section = section;
    this.#outermost = outermost;
    this.#shared = shared;
  }

  static over(bytes: Uint8Array, section: string, start = 0, end = bytes.length): Cursor {
    return new Cursor(bytes, start, end, section, true, { sharesLeft: sharesOf(bytes) });
  }

  get left(): number {
    return this.end - this.pos;
  }

  get done(): boolean {
    return this.pos >= this.end;
  }

  failure(tag: ReadError["tag"], reason: string, offset = this.pos): ReadFailure {
    return new ReadFailure({ tag, offset, section: this.section, reason });
  }

  malformed(reason: string, offset = this.pos): ReadFailure {
    return this.failure("malformed", reason, offset);
  }

  /** For a byte that the decoders do not know: `what` says what it is, such as `type opcode`. */
  unknown(value: number, what: string, offset = this.pos - 1): ReadFailure {
    return this.failure("unknown", `the ${what} ${hex(value)}, which is not known yet`, offset);
  }

  #short(size: number): ReadFailure {
    const tag = this.#outermost ? "truncated" : "malformed";
    return this.failure(tag, `${size} bytes are needed here, but only ${this.left} are left`);
  }

  peek(): number {
    if (this.pos >= this.end) throw this.#short(1);
    // The check above keeps the index inside the array.
    return this.bytes[this.pos] ?? 0;
  }

  byte(): number {
    const value = this.peek();
    this.pos += 1;
    return value;
  }

  expect(value: number, what: string): void {
    const found = this.byte();
    if (found !== value) throw this.malformed(`${what}: ${hex(value)} expected, ${hex(found)} found`, this.pos - 1);
  }

  /** One byte that is 0x00 or 0x01; `what` says where it stands. */
  flag(what: string): boolean {
    const value = this.byte();
    if (value > 1) throw this.unknown(value, `flag of ${what}`);
    return value === 1;
  }

  skip(size: number): void {
    if (size > this.end - this.pos) throw this.#short(size);
    this.pos += size;
  }

  /** The next `size` bytes as a range of their own; this cursor moves past them. */
  sub(size: number, section: string): Cursor {
    const start = this.pos;
    this.skip(size);
    return new Cursor(this.bytes, start, start + size, section, false, this.#shared);
  }

  /** Reads what a file or a file inside it begins with; `what` is what it is then. */
  preamble(wanted: readonly number[], what: string): void {
    for (const byte of wanted) {
      const found = this.byte();
      if (found !== byte) throw this.malformed(`not ${what}: ${hex(byte)} expected, ${hex(found)} found`, this.pos - 1);
    }
  }

  /** Checks that the range was used up. */
  finish(): void {
    if (!this.done) throw this.malformed(`${this.left} bytes are left over`);
  }

  u32(): number {
    const start = this.pos;
    let value = this.byte();
    if (value < 0x80) return value;
    value &= 0x7f;
    for (let shift = 7; shift < 28; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    const last = this.byte();
    // The fifth byte has room for four bits: more would not fit, and a sixth byte would be overlong.
    if (last > 0x0f) throw this.malformed("an integer is longer than 32 bits", start);
    return value + last * 2 ** 28;
  }

  /** A 33-bit signed integer that must not be negative: an index where a type opcode could stand too. */
  index33(): number {
    const start = this.pos;
    const first = this.peek();
    if (first < 0x40) {
      this.pos += 1;
      return first;
    }
    let value = 0;
    for (let i = 0; ; i += 1) {
      const byte = this.byte();
      if (i === 4 && byte > 0x1f) throw this.malformed("a type index is longer than 33 bits", start);
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) {
        const negative = i === 4 ? (byte & 0x10) !== 0 : (byte & 0x40) !== 0;
        if (negative) throw this.malformed("a type index is negative", start);
        return value;
      }
    }
  }

  u64(): bigint {
    const start = this.pos;
    let value = 0n;
    for (let i = 0; ; i += 1) {
      const byte = this.byte();
      if (i === 9 && byte > 0x01) throw this.malformed("an integer is longer than 64 bits", start);
      value |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte < 0x80) return value;
    }
  }

  /**
   * The length of a vector whose items take at least `least` bytes each, and `weight` shares of the file's allowance. Refused when the rest of the range cannot
   * hold it or the file's allowance is used up, so that nothing is allocated for a count alone.
   */
  count(what: string, least: number, weight = 1): number {
    const start = this.pos;
    const count = this.u32();
    if (count * least > this.left) {
      const tag = this.#outermost ? "truncated" : "malformed";
      throw this.failure(tag, `${count} ${what} are announced, but only ${this.left} bytes are left`, start);
    }
    this.spend(count * weight, start);
    return count;
  }

  spend(shares: number, offset = this.pos): void {
    this.#shared.sharesLeft -= shares;
    if (this.#shared.sharesLeft < 0)
      throw this.failure("limit", "the file holds more definitions than are read of a file of its size", offset);
  }

  /** A vector: its count, then its items. */
  vec<T>(what: string, least: number, item: () => T): T[] {
    const count = this.count(what, least);
    const items: T[] = [];
    for (let i = 0; i < count; i += 1) items.push(item());
    return items;
  }

  /** The bytes of a name: where they begin. The cursor moves past them. */
  #nameStart(): number {
    const size = this.u32();
    const from = this.pos;
    this.skip(size);
    return from;
  }

  name(what: string): string {
    const start = this.pos;
    const from = this.#nameStart();
    const name = decodeUtf8(this.bytes, from, this.pos);
    if (name === undefined) throw this.malformed(`${what} is not valid UTF-8`, start);
    return name;
  }

  /** Passes over a name that nobody asks for. It is checked all the same. */
  skipName(what: string): void {
    const start = this.pos;
    const from = this.#nameStart();
    if (!isName(this.bytes, from, this.pos)) throw this.malformed(`${what} is not valid UTF-8`, start);
  }
}
