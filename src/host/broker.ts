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
/** Origins that the person is asked for in one run, those left out that they allow. */
const MAX_ASKED = 32;
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
const allRefusedWhy =
  "you have refused all requests of this run to origins that you have not allowed. The next run asks again";
const tooManyWhy = `it goes to one more origin after ${MAX_ASKED} that you have not allowed. You are not asked for more in this run`;
const unreachableWhy =
  "the browser did not give an answer, and does not tell why: the server cannot be reached, does not allow other " +
  "sites to ask it (CORS), or redirects";
const mixedWhy =
  "the browser did not give an answer, and does not tell why. The address begins with http:, and from a page on https: " +
  "browsers reach few such servers, mostly those of this computer";

/**
 * Sends requests for components, to origins that the person allowed in this session. Without cookies or other credentials,
 * without a referrer, without following redirects, past the cache, and only as far as the other site allows (CORS).
 */
export function makeBroker(core: SessionCore, fetch: Fetch) {
  /** Who waits for the person's decision, by origin; nobody is told when a run has ended. */
  const waiting = new Map<string, Set<(isAllowed: boolean) => void>>();
  const running = new Set<Transfer>();
  /** For each run that is open: what makes it ask no more. */
  const refusals = new Set<() => void>();
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

  function decision(target: Target, method: string, isFurther: boolean, closed: AbortSignal): Promise<boolean> {
    const { origin, url, isPrivate } = target;
    return new Promise((resolve) => {
      const waiters = waiting.get(origin) ?? new Set();
      if (waiters.size === 0) {
        waiting.set(origin, waiters);
        const { network } = core.get();
        core.set({ network: { ...network, asks: [...network.asks, { origin, method, url, isPrivate, isFurther }] } });
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
    const came = core.exchanges.send(request, target.url);
    core.set({ exchanges: core.exchanges.count });
    const fail = (denied: Denied): Denied => {
      came({ error: denied.error });
      return denied;
    };
    try {
      const response = await fetch(target.url, {
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
      came({ status: response.status });
      return response;
    } catch {
      if (late) return fail({ error: "connection-read-timeout", why: `no answer came within ${timeoutMs} ms` });
      if (transfer.abort.signal.aborted) return fail(refusal(refusedWhy(target.origin)));
      const isMixed = ownOrigin().startsWith("https:") && target.url.startsWith("http:");
      return fail({ error: "internal-error", why: isMixed ? mixedWhy : unreachableWhy });
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
    /** The origins that the person was asked for. */
    const asked = new Set<string>();
    let refusesAll = false;
    const refuseRest = (): void => void (refusesAll = true);
    refusals.add(refuseRest);
    /** What the person was told of requests that failed without their doing. */
    const told = new Set<string>();

    function tell(denied: Denied): Denied {
      if (closed.signal.aborted || told.has(denied.why)) return denied;
      told.add(denied.why);
      core.notify(`A request of the component failed: ${denied.why}.`);
      return denied;
    }

    /** Why a request to an origin does not leave, as far as that is known without asking; `ask` where the person decides. */
    function standing(origin: string): Denied | "allowed" | "ask" {
      const { allowed, refused } = core.get().network;
      if (refused.includes(origin)) return refusal(refusedWhy(origin));
      if (allowed.includes(origin)) return "allowed";
      if (refusesAll) return refusal(allRefusedWhy);
      if (asked.has(origin) || [...asked].filter((one) => !allowed.includes(one)).length < MAX_ASKED) return "ask";
      return tell(refusal(tooManyWhy));
    }

    async function sendNow(request: RealRequest, waits: (isWaiting: boolean) => void): Promise<RealAnswer> {
      const unfit = unfitness(request);
      if (unfit !== undefined) return tell(unfit);
      const target = targetOf(request.url, ownOrigin());
      if ("why" in target) return tell(target);
      const { origin } = target;
      const known = standing(origin);
      if (typeof known === "object") return known;
      if (known === "ask") {
        const isFurther = [...asked].some((one) => one !== origin);
        asked.add(origin);
        waits(true);
        const isAllowed = await decision(target, request.method, isFurther, closed.signal);
        waits(false);
        // What was decided last counts.
        if (!isAllowed || closed.signal.aborted || core.get().network.refused.includes(origin))
          return refusal(refusesAll ? allRefusedWhy : refusedWhy(origin));
      }
      const transfer: Transfer = {
        origin,
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
        // What the person did, or the guest's own timeout, needs no word.
        return ["internal-error", "HTTP-protocol-error"].includes(response.error) ? tell(response) : response;
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
        if (aborted) return refusal(refusedWhy(transfer.origin));
        if (bytes !== undefined) return { end: true };
        return { error: "HTTP-response-incomplete", why: "the connection broke off before the end of the answer" };
      },
      drop,
      close() {
        closed.abort();
        refusals.delete(refuseRest);
        bodies.clear();
        for (const transfer of running) if (transfer.run === closed.signal) end(transfer);
      },
    };
  }

  function refuseAll(): void {
    for (const refuse of refusals) refuse();
    core.set({ network: { ...core.get().network, asks: [] } });
    for (const origin of waiting.keys()) settle(origin, false);
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
    /** What is under way to it breaks off, too. With `*`, the run under way reaches nothing that is not allowed, and asks no more. */
    refuseOrigin(origin: string): void {
      if (origin === "*") return refuseAll();
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

function refusal(why: string): Denied {
  return { error: "HTTP-request-denied", why };
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
