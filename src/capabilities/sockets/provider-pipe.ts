import { inputStreamCreate, outputStreamCreate } from "@bytecodealliance/preview2-shim/io";
import { closed, type InputStream, type OutputStream } from "../io/provider-streams.ts";
import { readyPollable } from "../io/provider-pollable.ts";
import type { Waiting } from "./provider-waiting.ts";

/** How much one write takes. */
const permit = 65_536n;

/** What all sockets of a run hold together at most, in bytes. */
const capacity = 16 * 1024 * 1024;

/** Counts the bytes that wait to be read. */
export interface Store {
  /** Whether `size` more bytes find room; then they are counted. */
  take(size: number): boolean;
  free(size: number): void;
}

export function createStore(): Store {
  let held = 0;
  return {
    take(size) {
      if (held + size > capacity) return false;
      held += size;
      return true;
    },
    free(size) {
      held -= size;
    },
  };
}

/** Counts bytes that a stream must keep. */
function mustTake(store: Store, size: number): void {
  if (!store.take(size)) {
    throw new Error(`The sockets of a run can hold ${capacity} bytes that nobody has read, and this is more.`);
  }
}

/** One direction of a TCP connection: what is written arrives in order, each piece at an instant. */
export class Pipe {
  readonly #waiting: Waiting;
  readonly #store: Store;
  readonly #pieces: { readonly at: bigint; readonly bytes: Uint8Array<ArrayBuffer> }[] = [];
  /** Where the next piece may arrive at the earliest. */
  #latest = 0n;
  #endAt: bigint | undefined;
  #unread = false;

  constructor(waiting: Waiting, store: Store) {
    this.#waiting = waiting;
    this.#store = store;
  }

  /** Takes bytes that the caller does not change any more; what comes after the end or without a reader is lost. */
  push(bytes: Uint8Array<ArrayBuffer>, at: bigint = this.#waiting.now()): void {
    if (this.#endAt !== undefined || this.#unread || bytes.length === 0) return;
    mustTake(this.#store, bytes.length);
    this.#pieces.push({ at: this.#inOrder(at), bytes });
  }

  end(at: bigint = this.#waiting.now()): void {
    this.#endAt ??= this.#inOrder(at);
  }

  /** Nobody reads any more. */
  abandon(): void {
    this.#unread = true;
    for (const { bytes } of this.#pieces.splice(0)) this.#store.free(bytes.length);
  }

  get abandoned(): boolean {
    return this.#unread;
  }

  /** From when on a read gives something or the end. */
  readonly next = (): bigint | undefined => (this.#unread ? 0n : (this.#pieces[0]?.at ?? this.#endAt));

  /** At most `length` bytes that are there; none when none are there yet; `closed` at the end. */
  read(length: number): Uint8Array<ArrayBuffer> {
    if (this.#unread) return closed();
    const first = this.#pieces[0];
    if (!this.#waiting.isThere(this.next)) return new Uint8Array();
    if (!first) return closed();
    const taken = first.bytes.slice(0, length);
    this.#store.free(taken.length);
    if (taken.length === first.bytes.length) this.#pieces.shift();
    else this.#pieces[0] = { at: first.at, bytes: first.bytes.subarray(taken.length) };
    return taken;
  }

  #inOrder(at: bigint): bigint {
    if (at > this.#latest) this.#latest = at;
    return this.#latest;
  }
}

/** The stream that reads a pipe. */
export function pipeInput(pipe: Pipe, waiting: Waiting): InputStream {
  const blockingRead = (length: bigint): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>> => {
    if (length === 0n) return new Uint8Array();
    const waited = waiting.until(pipe.next, "wasi:io/streams#[method]input-stream.blocking-read");
    return waited ? waited.then(() => pipe.read(Number(length))) : pipe.read(Number(length));
  };
  return inputStreamCreate({
    read: (length) => pipe.read(Number(length)),
    // The declared type has no promise: engines that suspend take one from a function declared to wait.
    blockingRead: blockingRead as (length: bigint) => Uint8Array<ArrayBuffer>,
    blockingSkip: ((length: bigint) => {
      const skipped = blockingRead(length);
      return skipped instanceof Promise ? skipped.then((bytes) => BigInt(bytes.length)) : BigInt(skipped.length);
      // As above.
    }) as (length: bigint) => bigint,
    subscribe: () => waiting.pollable(pipe.next),
  });
}

/** What takes the bytes that a program sends. */
export interface Sink {
  /** Whether nothing more is taken. */
  readonly ended: () => boolean;
  /** Gets a copy of its own. */
  readonly push: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/** The stream that fills a sink: it takes everything at once. */
export function sinkOutput(sink: Sink): OutputStream {
  const check = (): void => {
    if (sink.ended()) closed();
  };
  return outputStreamCreate({
    checkWrite() {
      check();
      return permit;
    },
    write(bytes) {
      check();
      sink.push(Uint8Array.from(bytes));
    },
    flush: check,
    blockingFlush: check,
    subscribe: readyPollable,
  });
}
