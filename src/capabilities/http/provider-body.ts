import { dispose } from "../../wit/dispose.ts";
import { type Pollable, readyPollable } from "../io/provider-pollable.ts";
import { closed, inputStream, type InputStream, outputStream, type OutputStream } from "../io/provider-streams.ts";
import { raise } from "../raise.ts";
import { errorCode, type ErrorCode, failedWith } from "./provider-errors.ts";
import { type Fields, immutable, valuesOf } from "./provider-fields.ts";

/** What all bodies that a guest writes may hold together. */
const mostBodyBytes = 64 * 1024 * 1024;

/** Counts what the bodies of one run hold. */
export class BodyBudget {
  #held = 0;

  take(bytes: number): boolean {
    if (this.#held + bytes > mostBodyBytes) return false;
    this.#held += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#held -= bytes;
  }
}

/** What a body came to: all its bytes, or the error that broke it. */
export type BodyEnd =
  | { readonly tag: "whole"; readonly bytes: Uint8Array<ArrayBuffer>; readonly trailers: Fields | undefined }
  | { readonly tag: "broken"; readonly error: ErrorCode };

/** The host's side of a body that a guest writes. */
export class BodyContent {
  readonly #budget: BodyBudget;
  readonly #tooLong: "HTTP-request-body-size" | "HTTP-response-body-size";
  readonly #expected: number | undefined;
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #size = 0;
  #held = 0;
  #end: BodyEnd | undefined;
  #listener: ((end: BodyEnd) => void) | undefined;

  /** `expected` is the size in bytes that a content-length names. */
  constructor(budget: BodyBudget, message: "request" | "response", expected: number | undefined) {
    this.#budget = budget;
    this.#tooLong = `HTTP-${message}-body-size`;
    this.#expected = expected;
  }

  write(bytes: Uint8Array): void {
    if (this.#end !== undefined) closed();
    const size = this.#size + bytes.length;
    if (this.#expected !== undefined && size > this.#expected) {
      failedWith(`the body is longer than its content-length, ${this.#expected}`, this.#sizeError(size));
    }
    if (!this.#budget.take(bytes.length)) {
      failedWith(`bodies hold more than ${mostBodyBytes} bytes`, this.#sizeError(size));
    }
    this.#held += bytes.length;
    this.#size = size;
    this.#chunks.push(bytes.slice());
  }

  /** Gives the error of a body that is not as long as its content-length says. */
  finish(trailers: Fields | undefined): ErrorCode | undefined {
    if (this.#expected !== undefined && this.#size !== this.#expected) {
      const error = this.#sizeError(this.#size);
      this.#settle({ tag: "broken", error });
      return error;
    }
    this.#settle({ tag: "whole", bytes: joined(this.#chunks, this.#size), trailers });
    return undefined;
  }

  /** Nobody writes any more. Does nothing to a body that was finished. */
  breakOff(): void {
    this.#settle({ tag: "broken", error: errorCode("HTTP-protocol-error") });
  }

  /** Nobody reads any more. */
  discard(): void {
    this.breakOff();
    this.whenEnded(() => {});
  }

  /** Calls `listener` once, now or when the body has ended. What the body held is let go after that. */
  whenEnded(listener: (end: BodyEnd) => void): void {
    this.#listener = listener;
    this.#tell();
  }

  #settle(end: BodyEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#chunks = [];
    if (end.tag === "broken") this.#release();
    this.#tell();
  }

  #tell(): void {
    if (this.#end === undefined || this.#listener === undefined) return;
    this.#listener(this.#end);
    this.#listener = undefined;
    this.#release();
  }

  #release(): void {
    this.#budget.give(this.#held);
    this.#held = 0;
    if (this.#end?.tag === "whole") this.#end = { ...this.#end, bytes: new Uint8Array() };
  }

  #sizeError(size: number): ErrorCode {
    return { tag: this.#tooLong, val: BigInt(size) };
  }
}

function joined(chunks: readonly Uint8Array<ArrayBuffer>[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** The size that a content-length names: `none` without one, `invalid` when it is no number or there are several. */
export function contentLength(headers: Fields): number | "none" | "invalid" {
  const values = new Set(valuesOf(headers, "content-length").map((value) => new TextDecoder().decode(value).trim()));
  const [value] = values;
  if (value === undefined) return "none";
  return values.size === 1 && /^[0-9]{1,15}$/.test(value) ? Number(value) : "invalid";
}

/** `wasi:http/types.outgoing-body`. Dropped without `finish` it counts as broken. */
export class OutgoingBody {
  readonly #content: BodyContent;
  #stream: "none" | "open" | "dropped" = "none";

  /** For hosts: a guest gets its bodies from messages. */
  constructor(content: BodyContent) {
    this.#content = content;
  }

  write(): OutputStream {
    if (this.#stream !== "none") raise(undefined);
    this.#stream = "open";
    return outputStream(
      (bytes) => this.#content.write(bytes),
      () => {
        this.#stream = "dropped";
      },
    );
  }

  /** A trap while the stream lives: it is a child, and must be dropped before. */
  static finish(body: OutgoingBody, trailers: Fields | undefined): void {
    if (body.#stream === "open")
      throw new Error("outgoing-body.finish was called before the body's stream was dropped");
    const error = body.#content.finish(trailers);
    if (error !== undefined) raise(error);
  }

  [dispose](): void {
    this.#content.breakOff();
  }
}

/** The trailers of a body, or the error that it broke off with. */
type Trailers =
  | { readonly tag: "ok"; readonly val: Fields | undefined }
  | { readonly tag: "err"; readonly val: ErrorCode };

/** The host's side of a body that a guest reads. */
export interface IncomingContent {
  /** Called once at most; `dropped` is to be told when the guest drops the stream. */
  stream(dropped: () => void): InputStream;
  trailers(): Trailers;
  /** Nobody reads any more. Safe to call again. */
  drop(): void;
}

/** A body that is all there. `over` is told, once or more, when it was read to its end or dropped. */
export function wholeContent(
  bytes: Uint8Array<ArrayBuffer>,
  trailers: Fields | undefined,
  over: () => void,
): IncomingContent {
  let position = 0;
  const read = (length: number): Uint8Array<ArrayBuffer> => {
    if (position >= bytes.length) {
      over();
      return closed();
    }
    const taken = bytes.slice(position, position + length);
    position += taken.length;
    return taken;
  };
  return {
    stream: (dropped) => inputStream(read, dropped),
    trailers: () => ({ tag: "ok", val: trailers }),
    drop: over,
  };
}

/** `wasi:http/types.incoming-body`. */
export class IncomingBody {
  readonly #content: IncomingContent;
  #stream: "none" | "open" | "dropped" = "none";

  /** For hosts: a guest gets its bodies from messages. */
  constructor(content: IncomingContent) {
    this.#content = content;
  }

  stream(): InputStream {
    if (this.#stream !== "none") raise(undefined);
    this.#stream = "open";
    return this.#content.stream(() => {
      this.#stream = "dropped";
      this.#content.drop();
    });
  }

  /** A trap while the stream lives: it is a child, and must be dropped before. */
  static finish(body: IncomingBody): FutureTrailers {
    if (body.#stream === "open")
      throw new Error("incoming-body.finish was called before the body's stream was dropped");
    body.#content.drop();
    return new FutureTrailers(body.#content.trailers());
  }

  [dispose](): void {
    this.#content.drop();
  }
}

type Got<T> = { readonly tag: "ok"; readonly val: T } | { readonly tag: "err"; readonly val: undefined };

/** `wasi:http/types.future-trailers`: always ready. */
export class FutureTrailers {
  readonly #trailers: Trailers;
  #taken = false;

  constructor(trailers: Trailers) {
    this.#trailers = trailers;
  }

  subscribe(): Pollable {
    return readyPollable();
  }

  get(): Got<Trailers> {
    if (this.#taken) return { tag: "err", val: undefined };
    this.#taken = true;
    const { tag, val } = this.#trailers;
    return { tag: "ok", val: tag === "ok" ? { tag, val: val && immutable(val) } : { tag, val } };
  }
}
