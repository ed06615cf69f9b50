const FIRST_BYTES = 64 * 1024;
/** No text is longer than this; printers cut earlier and better. */
const MAX_TEXT = 500;
/** More than the digits of any number below, with its sign. */
const MAX_DIGITS = 21;
const ZERO = 0x30;
const MINUS = 0x2d;
const COMMA = 0x2c;
const SPACE = 0x20;

/** Texts that stand one behind the other as UTF-8, in a buffer that grows and is used again. */
export class TextBytes {
  /** How many bytes are written. Setting it back takes what came after away. */
  length = 0;
  #bytes = new Uint8Array(FIRST_BYTES);
  readonly #encoder = new TextEncoder();

  /** A text, cut where it is too long. */
  put(whole: string): void {
    const text = cut(whole);
    this.#reserve(3 * text.length);
    const out = this.#bytes;
    let to = this.length;
    // Most texts are short and ASCII but for the sign of what was left out: a loop beats the encoder there.
    for (let at = 0; at < text.length; at += 1) {
      // oxlint-disable-next-line unicorn/prefer-code-point -- surrogates go to the encoder
      const unit = text.charCodeAt(at);
      if (unit < 0x80) {
        out[to] = unit;
        to += 1;
      } else if (unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff)) {
        out[to] = 0xe0 | (unit >> 12);
        out[to + 1] = 0x80 | ((unit >> 6) & 0x3f);
        out[to + 2] = 0x80 | (unit & 0x3f);
        to += 3;
      } else {
        this.length += this.#encoder.encodeInto(text, out.subarray(this.length)).written;
        return;
      }
    }
    this.length = to;
  }

  /** One ASCII character. */
  ascii(code: number): void {
    this.#reserve(1);
    this.#bytes[this.length] = code;
    this.length += 1;
  }

  /** A string without its quotes if all of it is printable ASCII that needs no escape in them; otherwise gives `false`. */
  unescaped(text: string): boolean {
    this.#reserve(text.length);
    const out = this.#bytes;
    const from = this.length;
    for (let at = 0; at < text.length; at += 1) {
      // oxlint-disable-next-line unicorn/prefer-code-point -- what is not ASCII is refused
      const unit = text.charCodeAt(at);
      if (unit < 0x20 || unit >= 0x7f || unit === 0x22 || unit === 0x5c) return false;
      out[from + at] = unit;
    }
    this.length = from + text.length;
    return true;
  }

  /** An integer of at most 53 bits, in decimal. */
  integer(value: number): void {
    this.#reserve(MAX_DIGITS);
    if (value < 0) {
      this.#bytes[this.length] = MINUS;
      this.length += 1;
      value = -value;
    }
    if (value >= 1e9) {
      const high = Math.floor(value / 1e9);
      // What is left has nine digits, the first of them perhaps zeros; above may stand more than nine again.
      this.integer(high);
      this.#digits(value - high * 1e9, 9);
      return;
    }
    this.#digits(value, countDigits(value));
  }

  /** `, ` */
  separator(): void {
    this.#reserve(2);
    this.#bytes[this.length] = COMMA;
    this.#bytes[this.length + 1] = SPACE;
    this.length += 2;
  }

  /** The first of some bytes, in decimal with commas between them. */
  bytes(values: Uint8Array, count: number): void {
    this.#reserve(5 * count);
    const out = this.#bytes;
    let to = this.length;
    for (let at = 0; at < count; at += 1) {
      if (at > 0) {
        out[to] = COMMA;
        out[to + 1] = SPACE;
        to += 2;
      }
      const value = values[at] ?? 0;
      const hundreds = (value / 100) | 0;
      const tens = ((value / 10) | 0) % 10;
      if (value >= 100) {
        out[to] = ZERO + hundreds;
        to += 1;
      }
      if (value >= 10) {
        out[to] = ZERO + tens;
        to += 1;
      }
      out[to] = ZERO + (value % 10);
      to += 1;
    }
    this.length = to;
  }

  /** Throws the first bytes away. */
  drop(bytes: number): void {
    this.#bytes.copyWithin(0, bytes, this.length);
    this.length -= bytes;
  }

  /** A copy of what is written; then there is nothing. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  #digits(value: number, digits: number): void {
    const out = this.#bytes;
    let rest = value | 0;
    for (let at = this.length + digits - 1; at >= this.length; at -= 1) {
      const tenth = (rest / 10) | 0;
      out[at] = ZERO + rest - 10 * tenth;
      rest = tenth;
    }
    this.length += digits;
  }

  #reserve(bytes: number): void {
    const most = this.length + bytes;
    if (most <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(most, 2 * this.#bytes.length));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Of an integer from 0 to below 1e9. */
function countDigits(value: number): number {
  if (value < 10) return 1;
  if (value < 100) return 2;
  if (value < 1000) return 3;
  if (value < 10_000) return 4;
  if (value < 100_000) return 5;
  if (value < 1_000_000) return 6;
  if (value < 10_000_000) return 7;
  return value < 100_000_000 ? 8 : 9;
}

/** Cuts what is too long, not inside a character. */
export function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
