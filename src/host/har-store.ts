import type { HttpExchange } from "../capabilities/outside.ts";
import { harOf } from "./har.ts";

const MAX_EXCHANGES = 10_000;
const MAX_BYTES = 32 * 1024 * 1024;
/** What an exchange takes besides its texts and bytes. */
const EXCHANGE_BYTES = 500;

/** The HTTP exchanges of a run, in the order in which they ended. Beyond a cap the oldest go. */
export class ExchangeStore {
  #kept: HttpExchange[] = [];
  #bytes = 0;
  #dropped = 0;
  #wallStart = 0;

  /** How many are kept. */
  get count(): number {
    return this.#kept.length;
  }

  /** Takes what was checked; it belongs to the store then. */
  take(exchanges: readonly HttpExchange[]): void {
    for (const exchange of exchanges) {
      this.#kept.push(exchange);
      this.#bytes += sizeOf(exchange);
    }
    let gone = 0;
    for (const exchange of this.#kept) {
      if (this.#kept.length - gone <= MAX_EXCHANGES && this.#bytes <= MAX_BYTES) break;
      this.#bytes -= sizeOf(exchange);
      gone += 1;
    }
    this.#kept.splice(0, gone);
    this.#dropped += gone;
  }

  clear(): void {
    this.#kept = [];
    this.#bytes = 0;
    this.#dropped = 0;
  }

  /** The run starts, so many milliseconds after 1970. */
  begin(wallStart: number): void {
    this.#wallStart = wallStart;
  }

  /** All that is kept, as HAR 1.2 in JSON. */
  toHar(): string {
    return JSON.stringify(harOf(this.#kept, this.#wallStart, this.#dropped), undefined, 2);
  }
}

function sizeOf(exchange: HttpExchange): number {
  const { url, method, requestHeaders, responseHeaders, trailers = [], requestBody, responseBody } = exchange;
  let size = EXCHANGE_BYTES + url.length + method.length + requestBody.bytes.byteLength + responseBody.bytes.byteLength;
  for (const headers of [requestHeaders, responseHeaders, trailers])
    for (const [name, value] of headers) size += name.length + value.length;
  return size;
}
