import type { HttpExchange, KeptBody } from "../outside.ts";
import type { RunContext } from "../provider.ts";
import { entriesOf, type Fields } from "./provider-fields.ts";
import type { SentRequest } from "./provider-outgoing.ts";

/** How much is kept of each body, in bytes. */
const mostKept = 16 * 1024;

/** Counts a body and copies its start. */
class Keeper {
  #size = 0;
  #bytes = new Uint8Array();

  add(bytes: Uint8Array): void {
    this.#size += bytes.length;
    const room = mostKept - this.#bytes.length;
    if (room === 0 || bytes.length === 0) return;
    const kept = new Uint8Array(this.#bytes.length + Math.min(room, bytes.length));
    kept.set(this.#bytes);
    kept.set(bytes.subarray(0, room), this.#bytes.length);
    this.#bytes = kept;
  }

  get body(): KeptBody {
    return { size: this.#size, bytes: this.#bytes };
  }
}

function asText(fields: Fields): HttpExchange["requestHeaders"] {
  const decoder = new TextDecoder();
  return entriesOf(fields).map(([name, value]) => [name, decoder.decode(value)]);
}

type Context = Pick<RunContext, "elapsedMs" | "exchanged" | "atEnd">;

/** Writes down each outgoing request of a run, when it is over or the run has ended. The guest sees nothing of it. */
export class ExchangeLog {
  readonly #context: Context;
  readonly #open = new Set<Exchange>();

  constructor(context: Context) {
    this.#context = context;
    context.atEnd?.(() => {
      for (const exchange of this.#open) exchange.end();
    });
  }

  open(binding: HttpExchange["binding"], request: SentRequest): Exchange {
    const startMs = this.#context.elapsedMs();
    const exchange = new Exchange((came) => {
      this.#open.delete(exchange);
      this.#context.exchanged({
        startMs,
        durationMs: this.#context.elapsedMs() - startMs,
        binding,
        method: request.method,
        url: request.url ?? "",
        requestHeaders: asText(request.headers),
        ...came,
      });
    });
    this.#open.add(exchange);
    return exchange;
  }
}

type Came = Omit<HttpExchange, "startMs" | "durationMs" | "binding" | "method" | "url" | "requestHeaders">;

/** One request with what came of it so far. */
export class Exchange {
  readonly #write: (came: Came) => void;
  readonly #sent = new Keeper();
  readonly #received = new Keeper();
  #answer: Pick<HttpExchange, "status" | "responseHeaders" | "trailers"> = { responseHeaders: [] };
  #error: string | undefined;
  #over = false;

  constructor(write: (came: Came) => void) {
    this.#write = write;
  }

  /** Bytes of the request's body. */
  sent(bytes: Uint8Array): void {
    this.#sent.add(bytes);
  }

  answered(status: number, headers: Fields, trailers?: Fields): void {
    this.#answer = { status, responseHeaders: asText(headers), ...(trailers && { trailers: asText(trailers) }) };
  }

  /** Bytes of the response's body. */
  received(bytes: Uint8Array): void {
    if (!this.#over) this.#received.add(bytes);
  }

  /** There is no answer, or no more of it; `error` is a case of `error-code`. */
  failed(error: string): void {
    this.#error = error;
  }

  /** Nothing more comes: it is written down, once. What has neither answer nor error then was given up by the guest. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    const error = this.#error ?? (this.#answer.status === undefined ? "connection-terminated" : undefined);
    this.#write({
      requestBody: this.#sent.body,
      ...this.#answer,
      responseBody: this.#received.body,
      ...(error !== undefined && { error }),
    });
  }
}
