import { inputStreamCreate, ioErrorCreate, outputStreamCreate, streams } from "@bytecodealliance/preview2-shim/io";
import { raise } from "../raise.ts";
import { readyPollable } from "./provider-pollable.ts";

export type InputStream = ReturnType<typeof inputStreamCreate>;
export type OutputStream = ReturnType<typeof outputStreamCreate>;

/** Ends a stream operation with `stream-error.closed`. */
export function closed(): never {
  return raise({ tag: "closed" });
}

/** Ends a stream operation with `stream-error.last-operation-failed`; `onError` learns the error object made for it. */
export function failed(message: string, onError?: (error: object) => void): never {
  const error = ioErrorCreate(message);
  onError?.(error);
  return raise({ tag: "last-operation-failed", val: error });
}

/**
 * A stream that is always ready. `read` gives at least one and at most `length` bytes, none only for length 0, and calls
 * `closed` at the end. `drop` is called when the guest drops it.
 */
export function inputStream(read: (length: number) => Uint8Array, drop: () => void = () => {}): InputStream {
  const take = (length: bigint): Uint8Array => read(Number(length));
  return inputStreamCreate({ read: take, blockingRead: take, subscribe: readyPollable, drop });
}

/** A stream that takes everything at once. `bytes` may be a view of guest memory: whoever keeps it copies it. */
export function outputStream(write: (bytes: Uint8Array) => void, drop: () => void = () => {}): OutputStream {
  return outputStreamCreate({ write, flush() {}, blockingFlush() {}, subscribe: readyPollable, drop });
}

/** The shim refuses a length above 2^53, which the specification allows: nothing is longer than this. */
const longest = 0xffff_ffffn;
const patched = new WeakSet<object>();

/**
 * Lets the shim's streams take any u64 as a length, and makes a `blocking-splice` that would have to wait a trap: only reads and
 * skips can. Safe to call again.
 */
export function mendStreams(): void {
  const { prototype } = streams.InputStream;
  if (patched.has(prototype)) return;
  patched.add(prototype);
  const bounded = (length: bigint): bigint => (length > longest ? longest : length);
  const { read, blockingRead, skip, blockingSkip } = prototype;
  prototype.read = function (length) {
    return read.call(this, bounded(length));
  };
  prototype.blockingRead = function (length) {
    return blockingRead.call(this, bounded(length));
  };
  prototype.skip = function (length) {
    return skip.call(this, bounded(length));
  };
  prototype.blockingSkip = function (length) {
    return blockingSkip.call(this, bounded(length));
  };
  const output = streams.OutputStream.prototype;
  const { splice } = output;
  output.splice = function (source, length) {
    return splice.call(this, source, bounded(length));
  };
  output.blockingSplice = function (source, length) {
    const permit = this.checkWrite();
    // The declared type has no promise, and some streams give one.
    const bytes: unknown = source.blockingRead(length < permit ? length : permit);
    if (!(bytes instanceof Uint8Array)) {
      throw new Error("blocking-splice cannot wait for input that comes in real time; a blocking-read and a write can");
    }
    this.write(bytes);
    return BigInt(bytes.length);
  };
}
