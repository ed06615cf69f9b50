import type { Header, HttpExchange, KeptBody } from "../outside.ts";
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

/** How much is kept of a method, of a URL, and of the texts of one list of headers together, in characters; and how many headers. */
const mostText = 65_536;
const mostHeaders = 1000;
/** Stands where something was cut. */
const cutMark = "…";

function cut(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, Math.max(0, most - 1)) + cutMark;
}

/** The headers as text. What is too long ends in `…`, and one header with the name `…` tells how many more there were. */
function asText(fields: Fields): HttpExchange["requestHeaders"] {
  const entries = entriesOf(fields);
  const decoder = new TextDecoder();
  const headers: Header[] = [];
  let room = mostText;
  for (const [name, value] of entries) {
    if (room <= 0 || (headers.length === mostHeaders - 1 && entries.length > mostHeaders)) break;
    const shownName = cut(name, room);
    room -= shownName.length;
    // A byte gives one character at most.
    const shownValue =
      value.length <= room ? decoder.decode(value) : decoder.decode(value.subarray(0, Math.max(0, room - 1))) + cutMark;
    room -= shownValue.length;
    headers.push([shownName, shownValue]);
  }
  const rest = entries.length - headers.length;
  return rest === 0 ? headers : [...headers, [cutMark, `${rest} more were not kept`]];
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
        method: cut(request.method, mostText),
        url: cut(request.url ?? "", mostText),
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
