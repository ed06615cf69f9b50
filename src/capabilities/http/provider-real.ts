import { Feed } from "../io/provider-feed.ts";
import type { Waiter } from "../io/provider-turns.ts";
import type { BodyPiece, Header, Outside, RealAnswer } from "../outside.ts";
import { OutsideArrival } from "./provider-arrival.ts";
import type { IncomingContent } from "./provider-body.ts";
import { type ErrorCode, errorCode, errorCodeNamed, failedWith } from "./provider-errors.ts";
import type { Exchange } from "./provider-exchanges.ts";
import { type Fields, fromHeaders, toHeaders } from "./provider-fields.ts";
import type { Answer, Pending } from "./provider-incoming.ts";
import { type AddressedRequest, type RequestOptions, whenSent } from "./provider-outgoing.ts";

/** What the page takes of one request, in characters and headers. */
const mostUrl = 65_536;
const mostMethod = 1000;
const mostHeaders = 1000;
const mostHeader = 65_536;

/** What the browser has undone before it gives a body away: these describe bytes that the guest does not get. */
const undone: ReadonlySet<string> = new Set(["content-encoding", "content-length"]);

/** The headers that browsers do not take from a page (the Fetch standard, "forbidden request-header"). */
const kept: ReadonlySet<string> = new Set([
  "accept-charset",
  "accept-encoding",
  "access-control-request-headers",
  "access-control-request-method",
  "access-control-request-private-network",
  "connection",
  "content-length",
  "cookie",
  "cookie2",
  "date",
  "dnt",
  "expect",
  "host",
  "keep-alive",
  "origin",
  "referer",
  "set-cookie",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);

/** Timers of browsers take no more milliseconds at once. */
const longestMs = 0x7fff_ffff;

/** What a browser sends of the headers of a request. Names that begin with `proxy-` or `sec-` are its own too. */
export function sentByBrowsers(headers: Fields): Fields {
  const sent = toHeaders(headers).filter(([name]) => !kept.has(name.toLowerCase()) && !/^(?:proxy|sec)-/i.test(name));
  return fromHeaders(sent) ?? headers;
}

/**
 * Sends a request by the page when its body has ended, with the whole body; trailers are not sent, since browsers have none. Nor do
 * they tell when they are connected: the timeout of the connection is added to that of the first byte and does not count alone. Timeouts are of real
 * time. A future that is dropped before the answer is there lets the answer go. Bodies come decoded, so their answers have neither a
 * content-encoding nor a content-length.
 */
export function sendReal(
  context: Waiter,
  request: AddressedRequest,
  options: RequestOptions | undefined,
  exchange: Exchange,
): Pending {
  const { outside } = context;
  const arrival = new OutsideArrival();
  const timeoutMs = milliseconds(limitOf(options?.connectTimeout(), options?.firstByteTimeout()));
  const pauseMs = milliseconds(options?.betweenBytesTimeout());
  let answer: Answer | undefined;
  let wanted = true;

  const fail = (error: ErrorCode): void => {
    answer = { tag: "err", val: error };
    exchange.failed(error.tag);
    exchange.end();
  };
  const settle = (came: RealAnswer): void => {
    if ("error" in came) return fail(errorCodeNamed(came.error, came.why));
    const whole = request.method.toUpperCase() === "HEAD";
    const headers = fromHeaders(came.headers.filter(([name]) => whole || !undone.has(name.toLowerCase())));
    if (!wanted || headers === undefined) outside.dropBody(came.body);
    if (headers === undefined) return fail(errorCode("HTTP-response-header-section-size"));
    if (!wanted) return;
    exchange.answered(came.status, headers);
    const content = realContent(context, { body: came.body, pauseMs }, exchange);
    answer = { tag: "ok", val: { status: came.status, headers, content } };
  };
  whenSent(request, (end) => {
    if (!wanted) return;
    const { method, url } = request;
    const headers = toHeaders(request.headers);
    const refuse = (error: ErrorCode): void => {
      fail(error);
      arrival.give();
    };
    if (end.tag === "broken") return refuse(end.error);
    const refusal = unsendable(method, url, headers);
    if (refusal !== undefined) return refuse(refusal);
    exchange.sent(end.bytes);
    const body = end.bytes.length > 0 ? end.bytes : undefined;
    arrival.expect(outside.sendRequest({ method, url, headers, body, timeoutMs }).then(settle));
  });
  return {
    arrival,
    answer: () => answer,
    end() {
      wanted = false;
      if (answer?.tag === "ok") answer.val.content.drop();
      exchange.end();
    },
  };
}

/** Why a request cannot leave, whatever the person says. */
function unsendable(method: string, url: string, headers: readonly Header[]): ErrorCode | undefined {
  if (!/^https?:/.test(url)) return errorCode("HTTP-protocol-error");
  if (url.length > mostUrl) return errorCode("HTTP-request-URI-too-long");
  if (method.length > mostMethod) return errorCode("HTTP-request-method-invalid");
  if (headers.length > mostHeaders) return errorCode("HTTP-request-header-section-size");
  if (headers.some(([name, value]) => name.length > mostHeader || value.length > mostHeader))
    return errorCode("HTTP-request-header-size");
  return undefined;
}

/** A timeout that is not set is no limit; of the connection alone nothing can be said. */
function limitOf(connect: bigint | undefined, firstByte: bigint | undefined): bigint | undefined {
  return firstByte === undefined ? undefined : firstByte + (connect ?? 0n);
}

function milliseconds(durationNs: bigint | undefined): number | undefined {
  return durationNs === undefined ? undefined : Math.min(Math.ceil(Number(durationNs) / 1e6), longestMs);
}

/** The next piece of a body, or an error when it takes longer than it may: then the rest is not wanted. */
async function nextPiece(outside: Outside, { body, pauseMs }: RealBody): Promise<BodyPiece> {
  const coming = outside.readBody(body);
  if (pauseMs === undefined) return coming;
  const { promise: late, resolve } = Promise.withResolvers<BodyPiece>();
  const timer = setTimeout(() => {
    outside.dropBody(body);
    resolve({ error: "connection-read-timeout", why: `nothing more of the body came within ${pauseMs} ms` });
  }, pauseMs);
  return Promise.race([coming, late]).finally(() => clearTimeout(timer));
}

interface RealBody {
  /** As the page names it. */
  readonly body: number;
  /** How long its next piece may take. */
  readonly pauseMs: number | undefined;
}

/** The body of an answer, read from the page piece by piece. It has no trailers: browsers do not show them. */
function realContent(waiter: Waiter, from: RealBody, exchange: Exchange): IncomingContent {
  const { outside } = waiter;
  let over = false;
  let broken: ErrorCode | undefined;
  const feed = new Feed({
    waiter,
    fail: ({ error, why }) => failedWith(why, errorCodeNamed(error, why)),
    async ask() {
      const piece = await nextPiece(outside, from);
      if ("bytes" in piece) {
        exchange.received(piece.bytes);
        return piece;
      }
      over = true;
      if ("error" in piece) {
        broken = errorCodeNamed(piece.error, piece.why);
        exchange.failed(broken.tag);
      }
      exchange.end();
      return piece;
    },
  });
  return {
    stream: (dropped) => feed.stream(dropped),
    trailers: () => (broken === undefined ? { tag: "ok", val: undefined } : { tag: "err", val: broken }),
    drop() {
      if (!over) outside.dropBody(from.body);
      over = true;
      exchange.end();
    },
  };
}
