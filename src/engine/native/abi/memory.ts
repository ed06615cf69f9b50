import type { Context, LinearMemory } from "../model.ts";
import { trap } from "../model.ts";

/** "Loading": no list takes more bytes, and no string. */
export const MAX_BYTE_LENGTH = 2 ** 28 - 1;

/** Views of a memory that are made anew when it has grown. */
export function linearMemory(memory: WebAssembly.Memory): LinearMemory {
  // A memory of threads is not detached when it grows: it only gets another buffer.
  return memory.buffer instanceof ArrayBuffer ? new GrowingMemory(memory) : new SharedMemory(memory);
}

class GrowingMemory implements LinearMemory {
  readonly memory: WebAssembly.Memory;
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    const buffer = bufferOf(memory);
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    // Growing detaches the buffer, by 0 pages too; a memory without pages is asked each time.
    if (this.#bytes.byteLength === 0) this.#renew();
    return this.#bytes;
  }

  get view(): DataView<ArrayBuffer> {
    if (this.#bytes.byteLength === 0) this.#renew();
    return this.#view;
  }

  #renew(): void {
    const buffer = bufferOf(this.memory);
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }
}

class SharedMemory implements LinearMemory {
  readonly memory: WebAssembly.Memory;
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.#bytes = new Uint8Array(bufferOf(memory));
    this.#view = new DataView(bufferOf(memory));
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    const buffer = bufferOf(this.memory);
    if (this.#bytes.buffer !== buffer) this.#bytes = new Uint8Array(buffer);
    return this.#bytes;
  }

  get view(): DataView<ArrayBuffer> {
    const buffer = bufferOf(this.memory);
    if (this.#view.buffer !== buffer) this.#view = new DataView(buffer);
    return this.#view;
  }
}

function bufferOf(memory: WebAssembly.Memory): ArrayBuffer {
  // The views of shared memories behave the same for all that is done with them here.
  return memory.buffer as ArrayBuffer;
}

/** The memory of a definition whose types need one. */
export function memoryOf(cx: Context): LinearMemory {
  return cx.memory ?? noMemory(cx);
}

function noMemory(cx: Context): never {
  throw trap(`${cx.path}: this needs the canonical option “memory”, which is not given`);
}

/**
 * "Lifting and Lowering Context", `reallocate`: gives a pointer that is aligned and has room for `size` bytes. Anything else traps.
 */
export function reallocate(cx: Context, old: number, oldSize: number, alignment: number, size: number): number {
  const { realloc, state } = cx;
  if (realloc === undefined) throw trap(`${cx.path}: this needs the canonical option “realloc”, which is not given`);
  state.mayLeave = false;
  const given = realloc(old, oldSize, alignment, size);
  state.mayLeave = true;
  // A core function of type `i32`.
  const pointer = (given as number) >>> 0;
  checkRange(cx, pointer, size, alignment, "what realloc gave");
  return pointer;
}

export function allocate(cx: Context, alignment: number, size: number): number {
  return reallocate(cx, 0, 0, alignment, size);
}

/** Traps where a range is not aligned or not inside the memory. `what` is for words: `the string`. */
export function checkRange(cx: Context, pointer: number, size: number, alignment: number, what: string): void {
  if ((pointer & (alignment - 1)) !== 0) misaligned(cx, pointer, alignment, what);
  if (pointer + size > memoryOf(cx).bytes.byteLength) outside(cx, pointer, size, what);
}

function misaligned(cx: Context, pointer: number, alignment: number, what: string): never {
  throw trap(`${cx.path}: unaligned pointer: ${what} is at ${pointer}, which is no multiple of ${alignment}`);
}

function outside(cx: Context, pointer: number, size: number, what: string): never {
  throw trap(
    `${cx.path}: out of bounds: ${what} has ${size} bytes at ${pointer}, and the memory ${memoryOf(cx).bytes.byteLength}`,
  );
}
