import type { SourceFile } from "../provider.ts";

const nothing = new Uint8Array();

/**
 * The bytes of a file. Those of a source are read where they are needed, and held from the first change on. Others are shared with
 * whoever gave them, piece by piece, until a piece changes. They lie in pieces of one size, so that a file grows without being
 * copied; only the first piece grows, by doubling, since most files are smaller. What a piece lacks are zeros.
 */
export class Content {
  readonly #pieceBytes: number;
  #pieces: Uint8Array[];
  #length: number;
  /** What was given, as long as nothing was changed. */
  #given: Uint8Array | undefined;
  /** The pieces in this buffer are not our own. Asking a small array for its buffer is slow, so a file that was given nothing has none. */
  readonly #shared: ArrayBufferLike | undefined;
  #source: SourceFile | undefined;

  /** Bytes of a source are compared in pieces of that size too. */
  constructor(initial: Uint8Array | SourceFile = nothing, pieceBytes = 1024 * 1024) {
    const given = initial instanceof Uint8Array;
    this.#pieceBytes = pieceBytes;
    this.#pieces = given ? split(initial, pieceBytes) : [];
    this.#length = given ? initial.length : initial.size;
    this.#given = given ? initial : undefined;
    this.#shared = given && initial.length > 0 ? initial.buffer : undefined;
    this.#source = given ? undefined : initial;
  }

  /** Where the bytes are as long as nobody changed them. */
  get source(): SourceFile | undefined {
    return this.#source;
  }

  /** Bytes that take room here. */
  get held(): number {
    return this.#source ? 0 : this.#length;
  }

  get length(): number {
    return this.#length;
  }

  /** A copy of at most `length` bytes from `offset` on; empty past the end. */
  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const { start, end } = this.#range(offset, length);
    if (this.#source) return start === end ? new Uint8Array() : new Uint8Array(this.#source.read(start, end));
    const bytes = new Uint8Array(end - start);
    for (let at = start; at < end;) {
      const index = Math.floor(at / this.#pieceBytes);
      const from = at - index * this.#pieceBytes;
      const until = Math.min(this.#pieceBytes, end - index * this.#pieceBytes);
      const piece = this.#pieces[index];
      if (piece && from < piece.length) bytes.set(piece.subarray(from, Math.min(until, piece.length)), at - start);
      at = index * this.#pieceBytes + until;
    }
    return bytes;
  }

  /** What `read` gives, without a copy where it lies in one piece: to be looked at before the next change and not to be changed. */
  view(offset: number, length: number): Uint8Array {
    const { start, end } = this.#range(offset, length);
    const index = Math.floor(start / this.#pieceBytes);
    const piece = this.#pieces[index];
    const until = end - index * this.#pieceBytes;
    return piece && until <= piece.length
      ? piece.subarray(start - index * this.#pieceBytes, until)
      : this.read(start, length);
  }

  /** What lies between the old end and `offset` becomes zeros. */
  write(offset: number, bytes: Uint8Array): void {
    this.#hold(this.#length);
    const end = offset + bytes.length;
    const first = Math.floor(offset / this.#pieceBytes);
    if (end <= (first + 1) * this.#pieceBytes) {
      this.#own(first, end - first * this.#pieceBytes).set(bytes, offset - first * this.#pieceBytes);
    } else {
      // A view of this file would change while it is written piece by piece.
      const fixed = this.#pieces.some((piece) => piece.buffer === bytes.buffer) ? bytes.slice() : bytes;
      for (let at = offset; at < end;) {
        const index = Math.floor(at / this.#pieceBytes);
        const until = Math.min(end, (index + 1) * this.#pieceBytes);
        const part = fixed.subarray(at - offset, until - offset);
        this.#own(index, until - index * this.#pieceBytes).set(part, at - index * this.#pieceBytes);
        at = until;
      }
    }
    if (end > this.#length) this.#length = end;
  }

  resize(length: number): void {
    this.#hold(Math.min(length, this.#length));
    if (length < this.#length) {
      const kept = Math.ceil(length / this.#pieceBytes);
      if (this.#pieces.length > kept) this.#pieces.length = kept;
      const last = this.#pieces[kept - 1];
      if (last) this.#pieces[kept - 1] = this.#cut(last, length - (kept - 1) * this.#pieceBytes);
    }
    this.#length = length;
  }

  /**
   * Whether the bytes are those of `other`. Quick when nothing was ever written; of two sources only each equals itself. Fails as
   * reading `other` does.
   */
  equals(other: Uint8Array | SourceFile): boolean {
    if (this.#source) return this.#source === other;
    const whole = other instanceof Uint8Array;
    if (this.#length !== (whole ? other.length : other.size)) return false;
    if (whole && this.#given === other) return true;
    for (let start = 0; start < this.#length; start += this.#pieceBytes) {
      const end = Math.min(start + this.#pieceBytes, this.#length);
      if (!same(this.view(start, this.#pieceBytes), whole ? other.subarray(start, end) : other.read(start, end)))
        return false;
    }
    return true;
  }

  #range(offset: number, length: number): { readonly start: number; readonly end: number } {
    const end = Math.min(this.#length, offset + length);
    return { start: Math.min(offset, end), end };
  }

  /** Before a change: takes the first `length` bytes of a source in, and is without the source from then on. */
  #hold(length: number): void {
    this.#given = undefined;
    if (!this.#source) return;
    this.#pieces = split(this.read(0, length), this.#pieceBytes);
    this.#length = length;
    this.#source = undefined;
  }

  /** A piece that is our own, with room for `length` bytes. */
  #own(index: number, length: number): Uint8Array {
    const old = this.#pieces[index] ?? nothing;
    const large = length <= old.length;
    if (large && !this.#isShared(old)) return old;
    const room = large ? old.length : index > 0 ? this.#pieceBytes : Math.max(length, 2 * old.length);
    const piece = new Uint8Array(Math.min(room, this.#pieceBytes));
    piece.set(old);
    while (this.#pieces.length < index) this.#pieces.push(nothing);
    this.#pieces[index] = piece;
    return piece;
  }

  #isShared(piece: Uint8Array): boolean {
    return this.#shared !== undefined && piece.buffer === this.#shared;
  }

  /** A piece without what comes after `length`: growing again shows nothing old. */
  #cut(piece: Uint8Array, length: number): Uint8Array {
    if (length >= piece.length) return piece;
    if (this.#isShared(piece)) return piece.subarray(0, length);
    return length < piece.length / 2 ? piece.slice(0, length) : piece.fill(0, length);
  }
}

/** Views of the pieces of some bytes. */
function split(bytes: Uint8Array, pieceBytes: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
  return pieces;
}

function same(left: Uint8Array, right: Uint8Array): boolean {
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}
