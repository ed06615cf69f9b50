import type { HttpExchange, RealRequest } from "../capabilities/outside.ts";
import { exchangeSize } from "../protocol/exchange-size.ts";
import { harOf, type SentRequest } from "./har.ts";

const MAX_EXCHANGES = 10_000;
const MAX_BYTES = 32 * 1024 * 1024;
/** What a sent request takes besides its texts. */
const SENT_BYTES = 200;

/** The newest items; beyond a cap the oldest go. */
class Newest<T> {
  kept: T[] = [];
  dropped = 0;
  #bytes = 0;
  readonly #sizeOf: (item: T) => number;

  constructor(sizeOf: (item: T) => number) {
    this.#sizeOf = sizeOf;
  }

  take(items: readonly T[]): void {
    for (const item of items) {
      this.kept.push(item);
      this.#bytes += this.#sizeOf(item);
    }
    let gone = 0;
    for (const item of this.kept) {
      if (this.kept.length - gone <= MAX_EXCHANGES && this.#bytes <= MAX_BYTES) break;
      this.#bytes -= this.#sizeOf(item);
      gone += 1;
    }
    this.kept.splice(0, gone);
    this.dropped += gone;
  }
}

/**
 * The HTTP exchanges of a run as its guest tells them, in the order in which they ended, and the requests that the page itself
 * sent for it.
 */
export class ExchangeStore {
  #told = new Newest(exchangeSize);
  #sent = new Newest(sentSize);
  #wallStart = 0;

  /** How many are kept. */
  get count(): number {
    return Math.max(this.#told.kept.length, this.#sent.kept.length);
  }

  /** Takes what was checked; it belongs to the store then. */
  take(exchanges: readonly HttpExchange[]): void {
    this.#told.take(exchanges);
  }

  /** The page sends a request, to `url` as the browser spells it. What comes of it is told to the function that this gives. */
  send({ method, url: asked, body }: RealRequest, url: string): (outcome: SentRequest["outcome"]) => void {
    const elapsedMs = (): number => Math.max(0, Date.now() - this.#wallStart);
    const sent: SentRequest = {
      method,
      asked,
      url,
      bodySize: body?.byteLength ?? 0,
      startMs: elapsedMs(),
      durationMs: 0,
      outcome: {},
    };
    this.#sent.take([sent]);
    return (outcome) => {
      sent.outcome = outcome;
      sent.durationMs = Math.max(0, elapsedMs() - sent.startMs);
    };
  }

  clear(): void {
    this.#told = new Newest(exchangeSize);
    this.#sent = new Newest(sentSize);
  }

  /** The run starts, so many milliseconds after 1970. */
  begin(wallStart: number): void {
    this.#wallStart = wallStart;
  }

  /** All that is kept, as HAR 1.2 in JSON. */
  toHar(): string {
    return JSON.stringify(harOf(this.#told, this.#sent, this.#wallStart), undefined, 2);
  }
}

function sentSize({ method, asked, url }: SentRequest): number {
  return SENT_BYTES + method.length + asked.length + url.length;
}
