import { inputStreamCreate } from "@bytecodealliance/preview2-shim/io";
import type { BodyPiece } from "../outside.ts";
import { type Pollable, realPollable } from "./provider-pollable.ts";
import { closed, type InputStream } from "./provider-streams.ts";
import { standingStill, type Waiter } from "./provider-turns.ts";

type Bytes = Uint8Array<ArrayBuffer>;
type Failure = Extract<BodyPiece, { readonly error: string }>;

export interface FeedOptions {
  /** Asks the outside world for the next piece; never called while an ask is under way. */
  readonly ask: () => Promise<BodyPiece>;
  /** Ends the stream operation that meets a break: throws. What follows finds the end. */
  readonly fail: (failure: Failure) => never;
  readonly waiter: Waiter;
}

/** Input that the outside world gives piece by piece, each when it is wanted. All streams of one feed share its position. */
export class Feed {
  readonly #options: FeedOptions;
  #buffer: Bytes = new Uint8Array();
  #ended = false;
  #failure: Failure | undefined;
  #asking: Promise<void> | undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** A stream that gives no promise but from `blocking-read` and `blocking-skip`. */
  stream(drop: () => void = () => {}): InputStream {
    return inputStreamCreate({
      read: (length) => this.#read(length),
      // The declared types have no promise: engines that suspend take one from a function declared to wait.
      blockingRead: (length) => this.#blockingRead(length, "blocking-read") as Bytes,
      blockingSkip: (length) => this.#blockingSkip(length) as bigint,
      subscribe: () => this.#pollable(),
      drop,
    });
  }

  get #ready(): boolean {
    return this.#buffer.length > 0 || this.#ended || this.#failure !== undefined;
  }

  /** At most `length` bytes of what is there, possibly none: then more is asked for. */
  #read(length: bigint): Bytes {
    if (length > 0n && !this.#ready) void this.#want();
    if (this.#buffer.length > 0 || !this.#ready) {
      const taken = this.#buffer.slice(0, Number(length));
      this.#buffer = this.#buffer.subarray(taken.length);
      return taken;
    }
    if (this.#failure === undefined) return closed();
    const failure = this.#failure;
    this.#failure = undefined;
    this.#ended = true;
    return this.#options.fail(failure);
  }

  #blockingRead(length: bigint, functionName: string): Bytes | Promise<Bytes> {
    if (length === 0n || this.#ready) return this.#read(length);
    const { waiter } = this.#options;
    waiter.mayWait(`wasi:io/streams#[method]input-stream.${functionName}`);
    return standingStill(waiter, this.#want()).then(() => this.#blockingRead(length, functionName));
  }

  #blockingSkip(length: bigint): bigint | Promise<bigint> {
    const read = this.#blockingRead(length, "blocking-skip");
    return read instanceof Promise ? read.then(({ length: count }) => BigInt(count)) : BigInt(read.length);
  }

  #pollable(): Pollable {
    if (!this.#ready) void this.#want();
    return realPollable({ ready: () => this.#ready, coming: () => true, wait: () => this.#want() });
  }

  /** Asks for the next piece unless that is under way; ends when it is there. */
  #want(): Promise<void> {
    this.#asking ??= this.#options.ask().then((piece) => {
      this.#asking = undefined;
      if ("bytes" in piece) this.#buffer = piece.bytes;
      else if ("error" in piece) this.#failure = piece;
      else this.#ended = true;
    });
    return this.#asking;
  }
}
