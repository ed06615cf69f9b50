import type { Pollable } from "../io/provider-pollable.ts";
import type { InputStream, OutputStream } from "../io/provider-streams.ts";
import { drop, type StreamMethods } from "./provider-methods.ts";
import type { Waits } from "./provider-waits.ts";

/** A `result<_, E>` as what a future holds. */
export type Ended<E> = { readonly tag: "ok"; readonly val: undefined } | { readonly tag: "err"; readonly val: E };

/** A stream that the guest writes, as the engine gives it: what was read, or the end. */
export interface GuestStream {
  read(options: { readonly count: number }): Promise<{ readonly value?: unknown; readonly done?: boolean }>;
}

/** A stream that the guest reads, as the engine takes it: piece by piece; `return` when the guest drops its end. */
export interface HostStream<T> extends AsyncIterator<T, undefined> {
  [Symbol.asyncIterator](): HostStream<T>;
  return(): Promise<IteratorResult<T, undefined>>;
}

/** What moving bytes between the streams of both versions needs. */
export interface Streaming {
  readonly waits: Waits;
  readonly methods: StreamMethods;
  /** Ends the run with an error that no call of the guest would take: a trap of the host in the middle of a stream. */
  trapped(error: unknown): void;
}

/** Bytes that are moved at once. */
const pieceBytes = 65_536;

export const done = { tag: "ok", val: undefined } as const;

/** A stream of what `pull` gives until it gives nothing. `over` is told once when nobody reads any more. */
export function hostStream<T>(pull: () => Promise<T | undefined>, over: () => void): HostStream<T> {
  let ended = false;
  const end = (): IteratorResult<T, undefined> => {
    if (!ended) over();
    ended = true;
    return { done: true, value: undefined };
  };
  const stream: HostStream<T> = {
    [Symbol.asyncIterator]: () => stream,
    async next() {
      if (ended) return end();
      const value = await pull();
      return value === undefined ? end() : { done: false, value };
    },
    async return() {
      return end();
    },
  };
  return stream;
}

/** Whether a stream of 0.2 ended with this: it is at its end. */
function isClosed(thrown: unknown): boolean {
  return typeof thrown === "object" && thrown !== null && "tag" in thrown && thrown.tag === "closed";
}

/** What an operation of 0.2 has failed with; an `Error` is a trap and goes on. */
function failure(thrown: unknown): unknown {
  if (thrown instanceof Error) throw thrown;
  const isStreamError =
    typeof thrown === "object" && thrown !== null && "tag" in thrown && thrown.tag === "last-operation-failed";
  return isStreamError && "val" in thrown ? thrown.val : thrown;
}

/**
 * What a stream of 0.2 gives as a stream and a future of 0.3. `open` may fail with an error code, which is then what the future
 * holds. `codeOf` makes the error code of what a call has thrown or of a stream's error.
 */
export function readFrom<E>(
  { waits, methods, trapped }: Streaming,
  open: () => InputStream,
  codeOf: (error: unknown) => E,
): [HostStream<Uint8Array>, Promise<Ended<E>>] {
  const result = Promise.withResolvers<Ended<E>>();
  let input: InputStream | undefined;
  let reading = false;
  let over = false;
  const close = (): void => {
    over = true;
    result.resolve(done);
    // A read that is under way lets go of the stream itself.
    if (!reading && input !== undefined) drop(input);
  };
  const piece = async (from: InputStream): Promise<Uint8Array | undefined> => {
    for (;;) {
      // The declared type is of the WIT; all pollables are of one class.
      // oxlint-disable-next-line no-await-in-loop -- each look follows a wait
      await waits.until(methods.input(from, "subscribe") as Pollable);
      if (over) return undefined;
      const bytes = methods.input(from, "read", BigInt(pieceBytes));
      // The bytes may change before the engine takes them.
      if (bytes.length > 0) return bytes.slice();
    }
  };
  const pull = async (): Promise<Uint8Array | undefined> => {
    if (input === undefined) return undefined;
    reading = true;
    try {
      return await piece(input);
    } catch (thrown) {
      if (!isClosed(thrown)) settle(thrown);
      return undefined;
    } finally {
      reading = false;
      if (over) drop(input);
    }
  };
  const settle = (thrown: unknown): void => {
    try {
      result.resolve({ tag: "err", val: codeOf(failure(thrown)) });
    } catch (trap) {
      trapped(trap);
    }
  };
  try {
    input = open();
  } catch (thrown) {
    settle(thrown);
  }
  return [hostStream(pull, close), result.promise];
}

/** Writes what the guest writes into a stream of 0.2, which is dropped in the end; otherwise as `readFrom`. */
export async function writeTo<E>(
  { methods, trapped }: Pick<Streaming, "methods" | "trapped">,
  data: GuestStream,
  open: () => OutputStream,
  codeOf: (error: unknown) => E,
  closedCode: E,
): Promise<Ended<E>> {
  let output: OutputStream | undefined;
  try {
    output = open();
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- a stream has an order
      const { value, done: ended } = await data.read({ count: pieceBytes });
      if (value !== undefined) writeWhole(methods, output, bytesOf(value));
      if (ended === true) break;
    }
    methods.output(output, "blockingFlush");
    return done;
  } catch (thrown) {
    try {
      return { tag: "err", val: isClosed(thrown) ? closedCode : codeOf(failure(thrown)) };
    } catch (trap) {
      trapped(trap);
      // The run is over: nobody hears of this any more.
      return new Promise<never>(() => {});
    }
  } finally {
    // The guest's writing end hears that nobody reads any more.
    drop(data);
    if (output !== undefined) drop(output);
  }
}

function writeWhole({ output: call }: StreamMethods, output: OutputStream, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    const permit = call(output, "checkWrite");
    const part = bytes.subarray(at, at + Number(permit));
    call(output, "write", part);
    at += part.length;
  }
}

/** What the engine has read of a stream of bytes: an array of one kind or another, or a single byte. */
function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "number") return Uint8Array.of(value);
  if (Array.isArray(value)) return Uint8Array.from(value);
  throw new TypeError("a stream of bytes gave something else");
}
