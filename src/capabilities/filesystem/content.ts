/** Growing by more than this at once would waste more than the copying saves. */
const largestStep = 32 * 1024 * 1024;

/**
 * The bytes of a file. They are shared with whoever gave them until the first change, and grow by doubling, so that writing a
 * file piece by piece takes time linear in its size.
 */
export class Content {
  #bytes: Uint8Array;
  #length: number;
  #shared: boolean;

  constructor(initial: Uint8Array = new Uint8Array()) {
    this.#bytes = initial;
    this.#length = initial.length;
    this.#shared = true;
  }

  get length(): number {
    return this.#length;
  }

  /** A copy of at most `length` bytes from `offset` on; empty past the end. */
  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const end = Math.min(this.#length, offset + length);
    return new Uint8Array(this.#bytes.subarray(Math.min(offset, end), end));
  }

  /** What lies between the old end and `offset` becomes zeros. */
  write(offset: number, bytes: Uint8Array): void {
    const end = offset + bytes.length;
    this.#reserve(Math.max(end, this.#length));
    this.#bytes.set(bytes, offset);
    if (end > this.#length) this.#length = end;
  }

  resize(length: number): void {
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

  /** Whether the bytes are those of `other`. Quick when nothing was ever written. */
  equals(other: Uint8Array): boolean {
    if (this.#length !== other.length) return false;
    if (this.#shared && this.#bytes === other) return true;
    for (let index = 0; index < other.length; index += 1) if (this.#bytes[index] !== other[index]) return false;
    return true;
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
