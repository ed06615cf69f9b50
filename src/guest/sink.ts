import type { HttpExchange } from "../capabilities/outside.ts";
import { exchangeSize } from "../protocol/exchange-size.ts";
import type { OutputChunk, Progress } from "../protocol/index.ts";
import type { TraceProgress } from "../protocol/trace.ts";
import { GuestStop } from "./stop.ts";

/** Messages that may be posted in a burst, and how long one takes to be earned back: about one a frame. */
const BURST = 64;
const EARN_MS = 16;
const COUNTS_EVERY_MS = 100;
/** So many calls at most go by between two looks at the clock, and only while as many as before took less than this. */
const MAX_UNSEEN = 63;
const UNSEEN_MS = 4;
const TRACE_EVERY_MS = 100;
const BATCH_BYTES = 65_536;
/** A message with more changes of stream than this gives each stream in one piece: every piece is an object in the page. */
const MAX_PIECES = 256;
/** So many HTTP exchanges, or bytes of them, are posted at once. */
const BATCH_EXCHANGES = 500;
const BATCH_EXCHANGE_BYTES = 4 * 1024 * 1024;

export interface SinkOptions {
  /** Cap of both streams together, in bytes. */
  readonly outputBytes: number;
  /** `buffers` are those of the message, to be transferred. */
  post(progress: Progress, buffers: ArrayBuffer[]): void;
  /** Milliseconds that only grow. */
  now(): number;
  counts(): Readonly<Record<string, number>>;
  /** Whoever writes the calls down. */
  readonly trace?: { readonly full: boolean; take(): TraceProgress | undefined };
}

/**
 * Collects output, call counts and the trace and posts them in batches, since a guest that floods would otherwise bury the page in
 * messages. There are no timers: a guest that never yields would not let them fire, so each call of the guest is a tick.
 */
export class Sink {
  readonly #options: SinkOptions;
  #pending: OutputChunk[] = [];
  #pendingBytes = 0;
  #exchanges: HttpExchange[] = [];
  #exchangeBytes = 0;
  #total = 0;
  #credit = BURST;
  #creditAt = 0;
  #lastPost = -Infinity;
  #lastTrace = -Infinity;
  #posted = 0;
  /** How many calls may go by before the next look at the clock, of how many since the last. */
  #unseen = 0;
  #unseenOf = 0;
  #seenAt = -Infinity;

  constructor(options: SinkOptions) {
    this.#options = options;
  }

  /** Takes a copy of `bytes`. Throws `output-limit` once the cap is passed; what fits under it is still shown. */
  write(stream: "stdout" | "stderr", bytes: Uint8Array): void {
    const room = this.#options.outputBytes - this.#total;
    const taken = bytes.slice(0, Math.max(0, room));
    this.#total += taken.byteLength;
    if (taken.byteLength > 0) {
      this.#pending.push({ stream, bytes: taken });
      this.#pendingBytes += taken.byteLength;
    }
    this.tick();
    if (bytes.byteLength > room) {
      throw new GuestStop({
        tag: "output-limit",
        message: `Running was stopped: the program printed more than ${this.#options.outputBytes.toLocaleString("en")} bytes, the output limit of this scenario. Raise the limit to see more.`,
      });
    }
  }

  /** Takes a request that was answered or failed; it is posted with what comes next, or when there are many. */
  exchanged(exchange: HttpExchange): void {
    this.#exchanges.push(exchange);
    this.#exchangeBytes += exchangeSize(exchange);
    if (this.#exchanges.length >= BATCH_EXCHANGES || this.#exchangeBytes >= BATCH_EXCHANGE_BYTES)
      this.#post(this.#options.now());
  }

  /**
   * The guest called. Reading the clock is much of what a call costs, so while calls come fast and no output waits, some go by
   * without; a guest that slows down is seen again within that many calls.
   */
  called(): void {
    if (this.#unseen > 0) this.#unseen -= 1;
    else this.tick();
  }

  /**
   * Posts output at once while there is credit, so that what a program prints before it falls silent is seen; a flood is
   * batched. Counts and the trace alone are posted now and then.
   */
  tick(): void {
    const now = this.#options.now();
    this.#consider(now);
    const fast = now - this.#seenAt < UNSEEN_MS;
    this.#seenAt = now;
    this.#unseenOf = fast ? Math.min(MAX_UNSEEN, 2 * this.#unseenOf + 1) : 0;
    this.#unseen = this.#pendingBytes === 0 ? this.#unseenOf : 0;
  }

  #consider(now: number): void {
    if (this.#traceIsDue(now)) {
      this.#post(now);
      return;
    }
    if (this.#pendingBytes === 0) {
      if (now - this.#lastPost >= COUNTS_EVERY_MS) this.#post(now);
      return;
    }
    this.#credit = Math.min(BURST, this.#credit + (now - this.#creditAt) / EARN_MS);
    this.#creditAt = now;
    if (this.#credit < 1 && this.#pendingBytes < BATCH_BYTES) return;
    this.#credit = Math.max(0, this.#credit - 1);
    this.#post(now);
  }

  /** Posts everything. Returns how many messages were posted in all, so that the page can wait for the last one. */
  end(): number {
    this.#lastTrace = -Infinity;
    this.#post(this.#options.now());
    return this.#posted;
  }

  #traceIsDue(now: number): boolean {
    const { trace } = this.#options;
    return trace !== undefined && (trace.full || now - this.#lastTrace >= TRACE_EVERY_MS);
  }

  #post(now: number): void {
    const output = merge(this.#pending);
    const traceIsDue = this.#traceIsDue(now);
    const trace = traceIsDue ? this.#options.trace?.take() : undefined;
    const buffers = [...output.map((chunk) => chunk.bytes.buffer), ...traceBuffers(trace)];
    const calls = this.#options.counts();
    const exchanges = this.#exchanges;
    this.#options.post(
      {
        output,
        calls,
        ...(trace === undefined ? {} : { trace }),
        ...(exchanges.length === 0 ? {} : { exchanges }),
      },
      buffers,
    );
    this.#exchanges = [];
    this.#exchangeBytes = 0;
    this.#posted += 1;
    if (traceIsDue) this.#lastTrace = now;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#lastPost = now;
  }
}

function traceBuffers(trace: TraceProgress | undefined): ArrayBuffer[] {
  if (trace?.chunk === undefined) return [];
  const { name, start, slack, duration, within, outcome, text, ends } = trace.chunk;
  return [name, start, slack, duration, within, outcome, text, ends].map((column) => column.buffer);
}

/** Joins neighbours of one stream: a program that writes byte by byte gives one chunk. */
function merge(chunks: readonly OutputChunk[]): OutputChunk[] {
  const joined = joinNeighbours(chunks);
  if (joined.length <= MAX_PIECES) return joined;
  // Sorting keeps the order within each stream.
  return joinNeighbours(joined.toSorted((a, b) => Number(a.stream === "stderr") - Number(b.stream === "stderr")));
}

function joinNeighbours(chunks: readonly OutputChunk[]): OutputChunk[] {
  const runs: OutputChunk[][] = [];
  for (const chunk of chunks) {
    const last = runs.at(-1);
    if (last?.[0]?.stream === chunk.stream) last.push(chunk);
    else runs.push([chunk]);
  }
  return runs.map((run) => {
    const bytes = new Uint8Array(run.reduce((sum, chunk) => sum + chunk.bytes.byteLength, 0));
    let at = 0;
    for (const chunk of run) {
      bytes.set(chunk.bytes, at);
      at += chunk.bytes.byteLength;
    }
    return { stream: run[0]?.stream ?? "stdout", bytes };
  });
}
