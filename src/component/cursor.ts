import type { ReadError } from "./model.ts";
import { ReadFailure } from "./failure.ts";

/** What one file may hold in all its vectors together. It bounds memory and time whatever the file says. */
export const MAX_ITEMS = 1_000_000;

// `ignoreBOM` keeps a leading U+FEFF: it is part of the name.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, "0")}`;
}

/** A name for an error's reason. Names are as long as the file's author likes, reasons are for people. */
export function quoted(name: string): string {
  return name.length > 100 ? `"${name.slice(0, 100)}…"` : `"${name}"`;
}

interface Shared {
  itemsLeft: number;
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
    return new Cursor(bytes, start, end, section, true, { itemsLeft: MAX_ITEMS });
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

  /** For an opcode that the decoders do not know: `what` says where it stands. */
  unknown(opcode: number, what: string, offset = this.pos - 1): ReadFailure {
    return this.failure("unknown", `${what} uses ${hex(opcode)}, which is not known yet`, offset);
  }

  #need(size: number): void {
    if (size <= this.left) return;
    const tag = this.#outermost ? "truncated" : "malformed";
    throw this.failure(tag, `${size} bytes are needed here, but only ${this.left} are left`);
  }

  peek(): number {
    this.#need(1);
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

  /** One byte that is 0x00 or 0x01. */
  flag(what: string): boolean {
    const value = this.byte();
    if (value > 1) throw this.unknown(value, what);
    return value === 1;
  }

  skip(size: number): void {
    this.#need(size);
    this.pos += size;
  }

  /** The next `size` bytes as a range of their own; this cursor moves past them. */
  sub(size: number, section: string): Cursor {
    const start = this.pos;
    this.skip(size);
    return new Cursor(this.bytes, start, start + size, section, false, this.#shared);
  }

  /** Checks that the range was used up. */
  finish(): void {
    if (!this.done) throw this.malformed(`${this.left} bytes are left over`);
  }

  u32(): number {
    const start = this.pos;
    let value = 0;
    for (let i = 0; ; i += 1) {
      const byte = this.byte();
      // The fifth byte has room for four bits: more would not fit, and a sixth byte would be overlong.
      if (i === 4 && byte > 0x0f) throw this.malformed("an integer is longer than 32 bits", start);
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
  }

  /** A 33-bit signed integer that must not be negative: an index where a type opcode could stand too. */
  index33(): number {
    const start = this.pos;
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
   * The length of a vector whose items take at least `least` bytes each. Refused when the rest of the range cannot
   * hold it or the file's allowance is used up, so that nothing is allocated for a count alone.
   */
  count(what: string, least: number): number {
    const start = this.pos;
    const count = this.u32();
    if (count * least > this.left) {
      const tag = this.#outermost ? "truncated" : "malformed";
      throw this.failure(tag, `${count} ${what} are announced, but only ${this.left} bytes are left`, start);
    }
    this.spend(count, start);
    return count;
  }

  spend(items: number, offset = this.pos): void {
    this.#shared.itemsLeft -= items;
    if (this.#shared.itemsLeft < 0)
      throw this.failure("limit", `the file holds more than ${MAX_ITEMS} definitions`, offset);
  }

  /** A vector: its count, then its items. */
  vec<T>(what: string, least: number, item: () => T): T[] {
    const count = this.count(what, least);
    const items: T[] = [];
    for (let i = 0; i < count; i += 1) items.push(item());
    return items;
  }

  name(what: string): string {
    const start = this.pos;
    const size = this.u32();
    const from = this.pos;
    this.skip(size);
    try {
      return utf8.decode(this.bytes.subarray(from, from + size));
    } catch {
      throw this.malformed(`${what} is not valid UTF-8`, start);
    }
  }
}
