import { cutText, traceLimits, VALUES_FOLLOW, type TraceScalar, type TraceValue } from "../protocol/trace-values.ts";

const FIRST_BYTES = 64 * 1024;
/** More than the numbers of one call take: so much is free when a row begins, and after each text, string or list. */
const ROOM = 256;
const { maxBytes, maxChars } = traceLimits;

const U32 = 0;
const S32 = 1;
const BOOL = 2;
const U8 = 3;
const S8 = 4;
const U16 = 5;
const S16 = 6;
const U64 = 7;
const S64 = 8;
const F32 = 9;
const F64 = 10;
const CHAR = 11;
const STRING = 12;
const BYTES = 13;
const HANDLE = 14;

const kinds: Readonly<Record<TraceScalar, number>> = {
  u32: U32,
  s32: S32,
  bool: BOOL,
  u8: U8,
  s8: S8,
  u16: U16,
  s16: S16,
  u64: U64,
  s64: S64,
  f32: F32,
  f64: F64,
  char: CHAR,
  string: STRING,
  bytes: BYTES,
};

/** A kind of values as `CarriedBytes` takes it. */
export function kindOf(value: TraceValue): number {
  return typeof value === "string" ? kinds[value] : HANDLE;
}

/** What calls carry, one behind the other, in a buffer that grows and is used again. */
export class CarriedBytes {
  /** How many bytes are written. Setting it back takes what came after away. */
  length = 0;
  #bytes = new Uint8Array(FIRST_BYTES);
  #view = new DataView(this.#bytes.buffer);
  /** Up to here a row may begin. */
  #most = FIRST_BYTES - ROOM;
  readonly #encoder = new TextEncoder();
  readonly #numberOf: (resource: object) => number;

  /** `numberOf`: the number of a resource's label. */
  constructor(numberOf: (resource: object) => number) {
    this.#numberOf = numberOf;
  }

  /** A text, cut where it is too long. */
  text(whole: string): void {
    const text = cutText(whole);
    this.#reserve(3 * text.length + ROOM);
    if (!this.#utf8(text)) this.length += this.#encoder.encodeInto(text, this.#bytes.subarray(this.length)).written;
  }

  /** The values of a row begin; gives where, to go back to. */
  open(): number {
    if (this.length > this.#most) this.#reserve(ROOM);
    return this.openNext();
  }

  /** The same for those of its result. */
  openNext(): number {
    const from = this.length;
    this.#bytes[from] = VALUES_FOLLOW;
    this.length = from + 1;
    return from;
  }

  /** A value behind the others; gives `false` for one that is not of its kind or too long: then the call is to be told by texts. */
  put(kind: number, value: unknown): boolean {
    const at = this.length;
    if (kind === U32) {
      if (typeof value !== "number" || value >>> 0 !== value) return false;
      this.#view.setUint32(at, value, true);
      this.length = at + 4;
      return true;
    }
    return this.#other(kind, value, at);
  }

  /** Where the bytes from one place to another are. */
  part(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(from, to);
  }

  #other(kind: number, value: unknown, at: number): boolean {
    const view = this.#view;
    switch (kind) {
      case STRING:
        return typeof value === "string" && value.length <= maxChars && this.#string(value, at);
      case HANDLE:
        if (typeof value !== "object" || value === null) return false;
        view.setUint32(at, this.#numberOf(value), true);
        this.length = at + 4;
        return true;
      case S32:
        if (typeof value !== "number" || (value | 0) !== value) return false;
        view.setInt32(at, value, true);
        this.length = at + 4;
        return true;
      case BOOL:
        if (typeof value !== "boolean") return false;
        view.setUint8(at, value ? 1 : 0);
        this.length = at + 1;
        return true;
      case U64:
        if (typeof value !== "bigint" || value < 0n || value > 0xffff_ffff_ffff_ffffn) return false;
        view.setBigUint64(at, value, true);
        this.length = at + 8;
        return true;
      case S64:
        if (typeof value !== "bigint" || value < -0x8000_0000_0000_0000n || value > 0x7fff_ffff_ffff_ffffn)
          return false;
        view.setBigInt64(at, value, true);
        this.length = at + 8;
        return true;
      case F32:
      case F64:
        if (typeof value !== "number") return false;
        view.setFloat64(at, value, true);
        this.length = at + 8;
        return true;
      case BYTES:
        return this.#list(value, at);
      default:
        return this.#small(kind, value, at);
    }
  }

  #small(kind: number, value: unknown, at: number): boolean {
    const view = this.#view;
    if (kind === CHAR) {
      const code = typeof value === "string" ? value.codePointAt(0) : undefined;
      if (code === undefined || value !== String.fromCodePoint(code) || (code >= 0xd800 && code <= 0xdfff))
        return false;
      view.setUint32(at, code, true);
      this.length = at + 4;
      return true;
    }
    if (typeof value !== "number") return false;
    if (kind === U8 || kind === S8) {
      if ((kind === U8 ? value & 0xff : (value << 24) >> 24) !== value) return false;
      view.setInt8(at, value);
      this.length = at + 1;
      return true;
    }
    if ((kind === U16 ? value & 0xffff : (value << 16) >> 16) !== value) return false;
    view.setInt16(at, value, true);
    this.length = at + 2;
    return true;
  }

  #string(value: string, at: number): boolean {
    this.#reserve(3 * value.length + ROOM);
    this.length = at + 2;
    if (!this.#utf8(value)) return false;
    this.#view.setUint16(at, this.length - at - 2, true);
    return true;
  }

  #list(value: unknown, at: number): boolean {
    this.#reserve(maxBytes + ROOM);
    try {
      if (!(value instanceof Uint8Array)) return false;
      const { length } = value;
      const out = this.#bytes;
      const shown = Math.min(length, maxBytes);
      this.#view.setUint32(at, length, true);
      for (let index = 0; index < shown; index += 1) out[at + 4 + index] = value[index] ?? 0;
      this.length = at + 4 + shown;
      return true;
    } catch {
      // The printer says what it is that cannot be read.
      return false;
    }
  }

  /** Most texts are short and ASCII: a loop beats the encoder there. Gives `false` where there are surrogates. */
  #utf8(text: string): boolean {
    const out = this.#bytes;
    let to = this.length;
    for (let at = 0; at < text.length; at += 1) {
      // oxlint-disable-next-line unicorn/prefer-code-point -- surrogates are left to others
      const unit = text.charCodeAt(at);
      if (unit < 0x80) {
        out[to] = unit;
        to += 1;
      } else if (unit < 0x800) {
        out[to] = 0xc0 | (unit >> 6);
        out[to + 1] = 0x80 | (unit & 0x3f);
        to += 2;
      } else if (unit < 0xd800 || unit > 0xdfff) {
        out[to] = 0xe0 | (unit >> 12);
        out[to + 1] = 0x80 | ((unit >> 6) & 0x3f);
        out[to + 2] = 0x80 | (unit & 0x3f);
        to += 3;
      } else return false;
    }
    this.length = to;
    return true;
  }

  #reserve(bytes: number): void {
    const most = this.length + bytes;
    if (most <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(most, 2 * this.#bytes.length));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
    this.#most = larger.length - ROOM;
  }
}
