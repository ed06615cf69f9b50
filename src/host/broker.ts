import type { BodyPiece, RealAnswer, RealRequest } from "../capabilities/outside.ts";
import type { SessionCore } from "./core.ts";
import { targetOf, type Target } from "./origins.ts";

/** The browser's `fetch`, or what stands in for it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

type Denied = Extract<RealAnswer, { error: string }>;

/** The part of the network that one run uses. Nothing of it is answered any more after `close`. */
interface RunNetwork {
  /** `waits` is called when the person has to be asked, and once more when they have decided. */
  send(request: RealRequest, waits: (isWaiting: boolean) => void): Promise<RealAnswer>;
  read(body: number): Promise<BodyPiece>;
  drop(body: number): void;
  close(): void;
}

/** A request in the page's hands, from when the person allowed it to the end of the answer's body. */
interface Transfer {
  readonly origin: string;
  /** Aborted with its run. */
  readonly run: AbortSignal;
  readonly abort: AbortController;
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined;
  /** Bytes that came and were not asked for yet. */
  rest: Uint8Array<ArrayBuffer>;
  reading: boolean;
}

const PIECE_BYTES = 65_536;
/** Requests and bodies of one run at the same time, and the bytes that they wait to send. */
const MAX_TRANSFERS = 256;
const MAX_REQUESTS = 64;
const MAX_WAITING_BYTES = 128 * 1024 * 1024;
/** The longest that a timer of the browser can wait; a longer one would end at once. */
const MAX_TIMER_MS = 2_147_483_647;
/** RFC 9110, 5.6.2 "token". */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const MAX_URL = 65_536;
const MAX_HEADERS = 1000;
const MAX_HEADER = 65_536;
const FORBIDDEN_METHODS = ["CONNECT", "TRACE", "TRACK"];

const refusedWhy = (origin: string): string =>
  `you have refused requests to ${origin} in this session. Allow the origin to let them out`;
const unreachableWhy =
  "the browser did not give an answer, and does not tell why: the server cannot be reached, does not allow other " +
  "sites to ask it (CORS), redirects, or is not on https:";

/**
 * Sends requests for components, to origins that the person allowed in this session. Without cookies or other credentials,
 * without a referrer, without following redirects, past the cache, and only as far as the other site allows (CORS).
 */
export function makeBroker(core: SessionCore, fetch: Fetch) {
  /** Who waits for the person's decision, by origin; nobody is told when a run has ended. */
  const waiting = new Map<string, Set<(isAllowed: boolean) => void>>();
  const running = new Set<Transfer>();
  const ownOrigin = (): string => new URL(core.parts.address.base()).origin;

  function settle(origin: string, isAllowed: boolean): void {
    const waiters = waiting.get(origin) ?? [];
    waiting.delete(origin);
    for (const decide of waiters) decide(isAllowed);
  }

  /** Puts an origin into one list, or none, and out of all others. */
  function place(origin: string, list: "allowed" | "refused" | undefined): void {
    const { allowed, refused, asks } = core.get().network;
    const without = (origins: readonly string[]): string[] => origins.filter((one) => one !== origin);
    const network = { allowed: without(allowed), refused: without(refused), asks };
    if (list !== undefined) {
      network[list].push(origin);
      network.asks = asks.filter((ask) => ask.origin !== origin);
    }
    core.set({ network });
  }

  function decision(target: Target, method: string, closed: AbortSignal): Promise<boolean> {
    const { origin, url, isPrivate } = target;
    return new Promise((resolve) => {
      const waiters = waiting.get(origin) ?? new Set();
      if (waiters.size === 0) {
        waiting.set(origin, waiters);
        const { network } = core.get();
        core.set({ network: { ...network, asks: [...network.asks, { origin, method, url, isPrivate }] } });
      }
      waiters.add(resolve);
      closed.addEventListener("abort", () => {
        waiters.delete(resolve);
        if (waiters.size > 0 || waiting.get(origin) !== waiters) return;
        waiting.delete(origin);
        const { network } = core.get();
        core.set({ network: { ...network, asks: network.asks.filter((ask) => ask.origin !== origin) } });
      });
    });
  }

  /** Has the browser send it. The timeout counts from here to the first byte of the answer. */
  async function exchange(request: RealRequest, target: Target, transfer: Transfer): Promise<Response | Denied> {
    const { method, body, timeoutMs } = request;
    let headers: Headers;
    try {
      headers = new Headers(request.headers.map(([name, value]): [string, string] => [name, value]));
    } catch {
      return { error: "HTTP-protocol-error", why: "a header has a name or a value that HTTP cannot carry" };
    }
    let late = false;
    const expire = (): void => {
      late = true;
      transfer.abort.abort();
    };
    const timer =
      timeoutMs === undefined || timeoutMs > MAX_TIMER_MS ? undefined : setTimeout(expire, Math.ceil(timeoutMs));
    try {
      return await fetch(target.url, {
        method,
        headers,
        ...(body === undefined || body.byteLength === 0 ? {} : { body }),
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
        cache: "no-store",
        mode: "cors",
        signal: transfer.abort.signal,
      });
    } catch {
      if (late) return { error: "connection-read-timeout", why: `no answer came within ${timeoutMs} ms` };
      if (transfer.abort.signal.aborted) return { error: "HTTP-request-denied", why: refusedWhy(target.origin) };
      return { error: "internal-error", why: unreachableWhy };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whatever still comes for it is not wanted. */
  function end(transfer: Transfer): void {
    running.delete(transfer);
    transfer.abort.abort();
    transfer.reader?.cancel().catch(() => {});
  }

  function open(): RunNetwork {
    const closed = new AbortController();
    const bodies = new Map<number, Transfer>();
    let requests = 0;
    let waitingBytes = 0;
    let lastBody = 0;

    async function sendNow(request: RealRequest, waits: (isWaiting: boolean) => void): Promise<RealAnswer> {
      const unfit = unfitness(request);
      if (unfit !== undefined) return unfit;
      const { method, url } = request;
      const target = targetOf(url, ownOrigin());
      if ("why" in target) return { error: "HTTP-request-denied", why: target.why };
      const { allowed, refused } = core.get().network;
      if (refused.includes(target.origin)) return { error: "HTTP-request-denied", why: refusedWhy(target.origin) };
      if (!allowed.includes(target.origin)) {
        waits(true);
        const isAllowed = await decision(target, method, closed.signal);
        waits(false);
        // What was decided last counts.
        if (!isAllowed || closed.signal.aborted || core.get().network.refused.includes(target.origin))
          return { error: "HTTP-request-denied", why: refusedWhy(target.origin) };
      }
      const transfer: Transfer = {
        origin: target.origin,
        run: closed.signal,
        abort: new AbortController(),
        reader: undefined,
        rest: new Uint8Array(),
        reading: false,
      };
      running.add(transfer);
      const response = await exchange(request, target, transfer);
      if ("error" in response) {
        running.delete(transfer);
        return response;
      }
      transfer.reader = response.body?.getReader();
      // The browser may have been quicker than the person.
      if (transfer.abort.signal.aborted) end(transfer);
      lastBody += 1;
      bodies.set(lastBody, transfer);
      return { status: response.status, headers: [...response.headers], body: lastBody };
    }

    function drop(body: number): void {
      const transfer = bodies.get(body);
      bodies.delete(body);
      if (transfer !== undefined) end(transfer);
    }

    /** The next bytes as they come; none at the end. */
    async function pull(transfer: Transfer): Promise<Uint8Array<ArrayBuffer>> {
      while (transfer.rest.byteLength === 0) {
        const next = await transfer.reader?.read();
        if (next === undefined || next.done) break;
        transfer.rest = next.value;
      }
      // A copy: what is sent to the guest leaves the page.
      const bytes = transfer.rest.slice(0, PIECE_BYTES);
      transfer.rest = transfer.rest.subarray(bytes.byteLength);
      return bytes;
    }

    return {
      async send(request, waits) {
        const bytes = request.body?.byteLength ?? 0;
        if (requests >= MAX_REQUESTS || bodies.size >= MAX_TRANSFERS || waitingBytes + bytes > MAX_WAITING_BYTES)
          return { error: "connection-limit-reached", why: "too many requests and answers are under way at once" };
        requests += 1;
        waitingBytes += bytes;
        try {
          return await sendNow(request, waits);
        } finally {
          requests -= 1;
          waitingBytes -= bytes;
        }
      },
      async read(body) {
        const transfer = bodies.get(body);
        if (transfer === undefined) return { error: "internal-error", why: "there is no such body, or it has ended" };
        if (transfer.reading) return { error: "internal-error", why: "this body is being read already" };
        transfer.reading = true;
        const bytes = await pull(transfer).catch(() => undefined);
        transfer.reading = false;
        const { aborted } = transfer.abort.signal;
        if (bytes !== undefined && bytes.byteLength > 0 && !aborted) return { bytes };
        drop(body);
        if (aborted) return { error: "HTTP-request-denied", why: refusedWhy(transfer.origin) };
        if (bytes !== undefined) return { end: true };
        return { error: "HTTP-response-incomplete", why: "the connection broke off before the end of the answer" };
      },
      drop,
      close() {
        closed.abort();
        bodies.clear();
        for (const transfer of running) if (transfer.run === closed.signal) end(transfer);
      },
    };
  }

  return {
    open,
    /** Nothing happens for an origin in the private network unless `evenPrivate` says so. */
    allowOrigin(origin: string, evenPrivate: boolean): void {
      const target = targetOf(origin, ownOrigin());
      if ("why" in target || (target.isPrivate && !evenPrivate)) return;
      place(target.origin, "allowed");
      settle(target.origin, true);
    },
    /** What is under way to it breaks off, too. */
    refuseOrigin(origin: string): void {
      const target = targetOf(origin, ownOrigin());
      if ("why" in target) return;
      place(target.origin, "refused");
      settle(target.origin, false);
      for (const transfer of running) if (transfer.origin === target.origin) end(transfer);
    },
    forgetOrigin(origin: string): void {
      const target = targetOf(origin, ownOrigin());
      if (!("why" in target)) place(target.origin, undefined);
    },
  };
}

/** Why no browser would send a request, wherever it goes. */
function unfitness({ method, url, headers, body }: RealRequest): Denied | undefined {
  const upper = method.toUpperCase();
  if (!TOKEN.test(method) || method.length > MAX_HEADER || FORBIDDEN_METHODS.includes(upper))
    return { error: "HTTP-request-method-invalid", why: "browsers do not send this method" };
  if (url.length > MAX_URL)
    return { error: "HTTP-request-URI-too-long", why: `a URL has ${MAX_URL} characters at most` };
  if (headers.length > MAX_HEADERS)
    return { error: "HTTP-request-header-section-size", why: `a request has ${MAX_HEADERS} headers at most` };
  if (headers.some(([name, value]) => name.length + value.length > MAX_HEADER))
    return { error: "HTTP-request-header-size", why: `a header has ${MAX_HEADER} characters at most` };
  if ((upper === "GET" || upper === "HEAD") && body !== undefined && body.byteLength > 0)
    return { error: "internal-error", why: `browsers do not send a body with ${upper}` };
  return undefined;
}
