import type { SourceFile } from "../provider.ts";

/** Bytes of a source that are compared at a time. */
const piece = 1024 * 1024;

/** Growing by more than this at once would waste more than the copying saves. */
const largestStep = 32 * 1024 * 1024;

/**
 * The bytes of a file. Those of a source are read where they are needed, and held from the first change on. Others are shared with
 * whoever gave them until the first change. They grow by doubling, so that writing a file piece by piece takes time linear in its
 * size.
 */
export class Content {
  #bytes: Uint8Array;
  #length: number;
  #shared = true;
  #source: SourceFile | undefined;

  constructor(initial: Uint8Array | SourceFile = new Uint8Array()) {
    const given = initial instanceof Uint8Array;
    this.#bytes = given ? initial : new Uint8Array();
    this.#length = given ? initial.length : initial.size;
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
    const end = Math.min(this.#length, offset + length);
    const start = Math.min(offset, end);
    if (!this.#source) return new Uint8Array(this.#bytes.subarray(start, end));
    return start === end ? new Uint8Array() : new Uint8Array(this.#source.read(start, end));
  }

  /** What lies between the old end and `offset` becomes zeros. */
  write(offset: number, bytes: Uint8Array): void {
    this.#hold(this.#length);
    const end = offset + bytes.length;
    this.#reserve(Math.max(end, this.#length));
    this.#bytes.set(bytes, offset);
    if (end > this.#length) this.#length = end;
  }

  resize(length: number): void {
    this.#hold(Math.min(length, this.#length));
    if (length < this.#length) {
      if (length < this.#bytes.length / 2) {
        this.#bytes = new Uint8Array(this.#bytes.subarray(0, length));
        this.#shared = false;
      } else {
        this.#reserve(this.#length);
        // Beyond the end there are always zeros, so that growing again shows nothing old.
        this.#bytes.fill(0, length, this.#length);
      }
    } else {
      this.#reserve(length);
    }
    this.#length = length;
  }

  /**
   * Whether the bytes are those of `other`. Quick when nothing was ever written; of two sources only each equals itself. Fails as
   * reading `other` does.
   */
  equals(other: Uint8Array | SourceFile): boolean {
    if (this.#source) return this.#source === other;
    if (this.#length !== (other instanceof Uint8Array ? other.length : other.size)) return false;
    if (other instanceof Uint8Array) return (this.#shared && this.#bytes === other) || this.#holds(other, 0);
    for (let start = 0; start < other.size; start += piece) {
      if (!this.#holds(other.read(start, Math.min(start + piece, other.size)), start)) return false;
    }
    return true;
  }

  #holds(bytes: Uint8Array, offset: number): boolean {
    for (let index = 0; index < bytes.length; index += 1)
      if (this.#bytes[offset + index] !== bytes[index]) return false;
    return true;
  }

  /** Takes the first `length` bytes of a source in, and is without the source from then on. */
  #hold(length: number): void {
    if (!this.#source) return;
    this.#bytes = this.read(0, length);
    this.#length = length;
    this.#shared = false;
    this.#source = undefined;
  }

  /** Makes the bytes our own, with room for `length`. */
  #reserve(length: number): void {
    if (!this.#shared && length <= this.#bytes.length) return;
    const current = this.#bytes.length;
    const room =
      length <= current ? current : Math.max(length, current + Math.min(Math.max(current, 256), largestStep));
    const bytes = new Uint8Array(room);
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
    this.#shared = false;
  }
}
