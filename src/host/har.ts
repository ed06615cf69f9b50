import type { Header, HttpExchange, KeptBody } from "../capabilities/outside.ts";
import { toBase64 } from "../scenario/bytes.ts";

/** What the specification calls "not available". */
const UNKNOWN = -1;
/** The last instant that the format's ISO 8601 can name, with four digits for the year. */
const LAST_INSTANT = 253_402_300_799_999;

/** A request that the page handed to the browser, which is all that it knows for certain. */
export interface SentRequest {
  readonly method: string;
  /** As the guest asked for it, and as the browser spells it. */
  readonly asked: string;
  readonly url: string;
  readonly bodySize: number;
  /** Milliseconds since the run started. */
  readonly startMs: number;
  durationMs: number;
  /** Empty while there is none; `error` is a case of `wasi:http/types.error-code`. */
  outcome: { readonly status?: number; readonly error?: string };
}

interface Kept<T> {
  readonly kept: readonly T[];
  /** How many more there were. */
  readonly dropped: number;
}

/**
 * Exchanges as a HAR 1.2 log, in the order in which they began. The guest tells them: a real one that the page has not sent is
 * marked, and what the page has sent without being told of it is added. `wallStart`: the run's start in milliseconds since
 * 1970. What is not in the format has a name with `_` in front.
 */
export function harOf(told: Kept<HttpExchange>, sent: Kept<SentRequest>, wallStart: number) {
  const { pairs, untold } = paired(told.kept, sent.kept);
  const entries = [
    ...told.kept.map((exchange) => ({ exchange, ...confirmation(exchange, pairs.get(exchange)) })),
    ...untold.map((request) => ({ exchange: exchangeOf(request), comment: untoldComment })),
  ];
  const comments = [
    ...(entries.some(({ exchange }) => exchange.binding === "real") ? [realComment] : []),
    ...(told.dropped === 0 ? [] : [`${told.dropped.toLocaleString("en")} earlier requests were not kept.`]),
    ...(sent.dropped === 0
      ? []
      : [`Of ${sent.dropped.toLocaleString("en")} earlier requests it is not known any more that they were sent.`]),
  ];
  return {
    log: {
      version: "1.2",
      creator: { name: "Orrery", version: "1" },
      entries: entries
        .toSorted((a, b) => a.exchange.startMs - b.exchange.startMs)
        .map(({ exchange, ...marks }) => ({ ...entryOf(exchange, wallStart), ...marks })),
      ...(comments.length === 0 ? {} : { comment: comments.join(" ") }),
    },
  };
}

const realComment =
  "Requests are written down in the sandbox that the component runs in. The page knows the method, the URL and the status of " +
  "each request that it sent: an entry with _unconfirmed is none of them. It was refused before it was sent, or it is not true.";
const untoldComment =
  "The page sent this request, and the sandbox did not tell of it. Headers and bodies are not known.";

/** Sets what the guest tells against what the page sent, each request once. */
function paired(told: readonly HttpExchange[], sent: readonly SentRequest[]) {
  const pairs = new Map<HttpExchange, SentRequest>();
  const open = new Set(sent);
  const pair = (
    exchanges: readonly HttpExchange[],
    keyOf: (request: { readonly method: string; readonly url: string }, status: number | undefined) => string,
  ): void => {
    const waiting = new Map<string, SentRequest[]>();
    for (const request of [...open].toReversed()) {
      const key = keyOf({ method: request.method, url: request.asked }, request.outcome.status);
      const same = waiting.get(key);
      if (same === undefined) waiting.set(key, [request]);
      else same.push(request);
    }
    for (const exchange of exchanges) {
      const request = waiting.get(keyOf(exchange, exchange.status))?.pop();
      if (request === undefined) continue;
      pairs.set(exchange, request);
      open.delete(request);
    }
  };
  const real = told.filter(({ binding }) => binding === "real");
  pair(real, ({ method, url }, status) => `${method} ${status ?? ""} ${url}`);
  // The guest may have given an answer up that the page got.
  pair(
    real.filter((exchange) => exchange.status === undefined && !pairs.has(exchange)),
    ({ method, url }) => `${method} ${url}`,
  );
  return { pairs, untold: [...open] };
}

/** What the page adds to what the guest tells. */
function confirmation({ binding, status }: HttpExchange, sent: SentRequest | undefined) {
  if (binding !== "real") return {};
  if (sent === undefined) return { _unconfirmed: true };
  const { outcome } = sent;
  return outcome.status === status ? {} : { comment: `The page got an answer with the status ${outcome.status}.` };
}

function exchangeOf({ method, url, bodySize, startMs, durationMs, outcome }: SentRequest): HttpExchange {
  const nothing = new Uint8Array();
  return {
    startMs,
    durationMs,
    binding: "real",
    method,
    url,
    requestHeaders: [],
    requestBody: { size: bodySize, bytes: nothing },
    ...outcome,
    responseHeaders: [],
    responseBody: { size: 0, bytes: nothing },
  };
}

function entryOf(exchange: HttpExchange, wallStart: number) {
  const { startMs, durationMs, binding, error, trailers } = exchange;
  return {
    startedDateTime: new Date(Math.min(wallStart + startMs, LAST_INSTANT)).toISOString(),
    time: durationMs,
    request: requestOf(exchange),
    response: responseOf(exchange),
    cache: {},
    // Only the whole is known; these three must not be unknown.
    timings: { blocked: UNKNOWN, dns: UNKNOWN, connect: UNKNOWN, ssl: UNKNOWN, send: 0, wait: durationMs, receive: 0 },
    _binding: binding,
    ...(error === undefined ? {} : { _error: error }),
    ...(trailers === undefined ? {} : { _trailers: pairsOf(trailers) }),
  };
}

function requestOf({ method, url, requestHeaders, requestBody }: HttpExchange) {
  const { size } = requestBody;
  const { encoding, ...text } = textOf(requestBody);
  return {
    method,
    url,
    httpVersion: "",
    cookies: [],
    headers: pairsOf(requestHeaders),
    queryString: URL.canParse(url) ? pairsOf([...new URL(url).searchParams]) : [],
    headersSize: UNKNOWN,
    bodySize: size,
    ...(size === 0
      ? {}
      : {
          // The format has no encoding here.
          postData: {
            mimeType: mimeTypeOf(requestHeaders),
            params: [],
            ...text,
            ...(encoding === undefined ? {} : { _encoding: encoding }),
          },
        }),
  };
}

function responseOf({ status, responseHeaders, responseBody }: HttpExchange) {
  return {
    status: status ?? 0,
    statusText: "",
    httpVersion: "",
    cookies: [],
    headers: pairsOf(responseHeaders),
    content: {
      size: responseBody.size,
      mimeType: mimeTypeOf(responseHeaders),
      ...(responseBody.size === 0 ? {} : textOf(responseBody)),
    },
    redirectURL: valueOf(responseHeaders, "location") ?? "",
    headersSize: UNKNOWN,
    bodySize: status === undefined ? UNKNOWN : responseBody.size,
  };
}

/** What is kept of a body: as text where all of it is UTF-8, else in base64. */
function textOf({ size, bytes }: KeptBody): {
  readonly text: string;
  readonly encoding?: "base64";
  readonly comment?: string;
} {
  const isCut = bytes.byteLength < size;
  const comment = isCut
    ? {
        comment: `Only the first ${bytes.byteLength.toLocaleString("en")} of ${size.toLocaleString("en")} bytes were kept.`,
      }
    : {};
  try {
    // The cut may go through a character: that is left out.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isCut });
    return { text, ...comment };
  } catch {
    return { text: toBase64(bytes), encoding: "base64", ...comment };
  }
}

function pairsOf(pairs: readonly Header[]) {
  return pairs.map(([name, value]) => ({ name, value }));
}

function mimeTypeOf(headers: readonly Header[]): string {
  return valueOf(headers, "content-type") ?? "x-unknown";
}

function valueOf(headers: readonly Header[], name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1];
}
