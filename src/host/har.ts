import type { Header, HttpExchange, KeptBody } from "../capabilities/outside.ts";
import { toBase64 } from "../scenario/bytes.ts";

/** What the specification calls "not available". */
const UNKNOWN = -1;
/** The last instant that the format's ISO 8601 can name, with four digits for the year. */
const LAST_INSTANT = 253_402_300_799_999;

/**
 * Exchanges as a HAR 1.2 log, in the order in which they began. `wallStart`: the run's start in milliseconds since 1970;
 * `dropped`: how many more there were. What is not in the format has a name with `_` in front.
 */
export function harOf(exchanges: readonly HttpExchange[], wallStart: number, dropped: number) {
  return {
    log: {
      version: "1.2",
      creator: { name: "Orrery", version: "1" },
      entries: exchanges.toSorted((a, b) => a.startMs - b.startMs).map((exchange) => entryOf(exchange, wallStart)),
      ...(dropped === 0 ? {} : { comment: `${dropped.toLocaleString("en")} earlier requests were not kept.` }),
    },
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
