import { afterEach, expect, test, vi } from "vitest";
import type { RealAnswer, RealRequest } from "../capabilities/outside.ts";
import { makeBroker, type Fetch } from "./broker.ts";
import { makeFake } from "./session-testing.ts";

afterEach(() => void vi.useRealTimers());

function make(answer: Fetch = async () => new Response("hi", { headers: { "X-A": "1" } })) {
  const { session, state } = makeFake();
  const fetch = vi.fn<Fetch>(answer);
  const broker = makeBroker(session.core, fetch);
  const waits: boolean[] = [];
  const run = broker.open();
  const send = (part: Partial<RealRequest> = {}): Promise<RealAnswer> =>
    run.send({ ...get, ...part }, (isWaiting) => waits.push(isWaiting));
  const notices: string[] = [];
  session.store.subscribe(({ notice }, { notice: before }) => {
    if (notice !== undefined && notice !== before) notices.push(notice.text);
  });
  return { session, broker, fetch, run, send, waits, notices, network: () => state().network };
}

const get: RealRequest = {
  method: "GET",
  url: "https://a.example/x",
  headers: [["accept", "text/plain"]],
  body: undefined,
  timeoutMs: undefined,
};

/** A body that the test feeds. */
function fed() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start: (made) => void (controller = made),
    cancel: () => void (cancelled = true),
  });
  return {
    stream,
    push: (bytes: Uint8Array) => controller?.enqueue(bytes),
    break: () => controller?.error(new TypeError("network error")),
    cancelled: () => cancelled,
  };
}

const bodyOf = (answer: RealAnswer): number => ("body" in answer ? answer.body : -1);

test("nothing is sent until the person has allowed the origin, and one decision is for all that wait", async () => {
  const { broker, fetch, send, network, waits } = make();
  const answers = [send(), send({ url: "https://a.example/y" }), send({ url: "https://b.example/z" })];
  expect(network().asks).toEqual([
    { origin: "https://a.example", method: "GET", url: "https://a.example/x", isPrivate: false, isFurther: false },
    { origin: "https://b.example", method: "GET", url: "https://b.example/z", isPrivate: false, isFurther: true },
  ]);
  expect(fetch).not.toHaveBeenCalled();
  broker.allowOrigin("https://a.example", false);
  expect(await answers[0]).toMatchObject({ status: 200 });
  expect(await answers[1]).toMatchObject({ status: 200 });
  expect(fetch.mock.calls.map(([url]) => url)).toEqual(["https://a.example/x", "https://a.example/y"]);
  expect(network()).toMatchObject({ allowed: ["https://a.example"], asks: [{ origin: "https://b.example" }] });
  broker.refuseOrigin("https://b.example/");
  expect(await answers[2]).toMatchObject({ error: "HTTP-request-denied" });
  expect(network()).toEqual({ allowed: ["https://a.example"], refused: ["https://b.example"], asks: [] });
  expect(waits).toEqual([true, true, true, false, false, false]);
  // What is decided stays so for the session.
  expect(await send()).toMatchObject({ status: 200 });
  expect(await send({ url: "https://b.example/" })).toMatchObject({ error: "HTTP-request-denied" });
  expect(waits).toHaveLength(6);
});

test("a request takes nothing of the person along", async () => {
  const { broker, fetch, send } = make();
  broker.allowOrigin("https://a.example", false);
  await send({
    method: "POST",
    body: new Uint8Array([1, 2]),
    headers: [
      ["x-b", "1"],
      ["X-B", "2"],
    ],
    url: "https://a.example/#f",
  });
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect(url).toBe("https://a.example/");
  expect(init).toMatchObject({
    method: "POST",
    body: new Uint8Array([1, 2]),
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    mode: "cors",
  });
  expect([...new Headers(init?.headers)]).toEqual([["x-b", "1, 2"]]);
});

test("a decision that is taken back is asked for again; an allowed origin can be refused", async () => {
  const { broker, send, network } = make();
  broker.allowOrigin("https://a.example", false);
  broker.forgetOrigin("https://a.example");
  expect(network()).toEqual({ allowed: [], refused: [], asks: [] });
  const answer = send();
  expect(network().asks).toHaveLength(1);
  broker.allowOrigin("https://a.example", false);
  broker.refuseOrigin("https://a.example");
  expect(network()).toEqual({ allowed: [], refused: ["https://a.example"], asks: [] });
  // It was allowed before it was refused, and refused before it was answered.
  expect(await answer).not.toHaveProperty("status");
  broker.allowOrigin("https://a.example", false);
  expect(network()).toEqual({ allowed: ["https://a.example"], refused: [], asks: [] });
});

test("the private network takes a consent of its own", async () => {
  const { broker, fetch, send, network } = make();
  const answer = send({ url: "http://2130706433:8080/x" });
  expect(network().asks).toMatchObject([{ origin: "http://127.0.0.1:8080", isPrivate: true }]);
  broker.allowOrigin("http://127.0.0.1:8080", false);
  broker.allowOrigin("http://0x7f.1:8080", false);
  expect(network()).toMatchObject({ allowed: [], asks: [{}] });
  expect(fetch).not.toHaveBeenCalled();
  broker.allowOrigin("http://127.0.0.1:8080", true);
  expect(await answer).toMatchObject({ status: 200 });
});

test("what no consent can allow is denied without asking", async () => {
  const { broker, fetch, send, network } = make();
  for (const url of ["https://orrery.test/x", "https://me:pw@a.example/", "ftp://a.example/", "file:///x"]) {
    broker.allowOrigin(url, true);
    expect(await send({ url })).toMatchObject({ error: "HTTP-request-denied" });
  }
  for (const url of ["nonsense", "http://[::1", "https://a b/"])
    expect(await send({ url })).toMatchObject({ error: "HTTP-request-URI-invalid" });
  for (const method of ["CONNECT", "TRACE", "track", "GE T", ""])
    expect(await send({ method })).toMatchObject({ error: "HTTP-request-method-invalid" });
  for (const method of ["GET", "head"])
    expect(await send({ method, body: new Uint8Array(1) })).toMatchObject({ error: "internal-error" });
  const long = "x".repeat(65_537);
  expect(await send({ url: `https://a.example/${long}` })).toMatchObject({ error: "HTTP-request-URI-too-long" });
  expect(await send({ headers: [["a", long]] })).toMatchObject({ error: "HTTP-request-header-size" });
  expect(await send({ headers: Array.from({ length: 1001 }, () => ["a", "b"] as const) })).toMatchObject({
    error: "HTTP-request-header-section-size",
  });
  expect(network()).toEqual({ allowed: [], refused: [], asks: [] });
  broker.allowOrigin("https://a.example", false);
  expect(await send({ headers: [["a b", "c"]] })).toMatchObject({ error: "HTTP-protocol-error" });
  expect(fetch).not.toHaveBeenCalled();
  expect(await send({ body: new Uint8Array() })).toMatchObject({ status: 200 });
});

test("a failure of the browser is told without guessing", async () => {
  const { broker, send } = make(async () => {
    throw new TypeError("Failed to fetch");
  });
  broker.allowOrigin("https://a.example", false);
  expect(await send()).toMatchObject({ error: "internal-error", why: expect.stringContaining("CORS") });
});

test("the timeout counts from the consent to the answer", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { broker, send, fetch } = make(
    (_url, { signal }) =>
      new Promise((_resolve, reject) =>
        signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError"))),
      ),
  );
  const answer = send({ timeoutMs: 1000 });
  vi.advanceTimersByTime(60_000);
  broker.allowOrigin("https://a.example", false);
  await expect.poll(() => fetch.mock.calls.length).toBe(1);
  vi.advanceTimersByTime(999);
  expect(fetch.mock.calls[0]?.[1].signal?.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(await answer).toMatchObject({ error: "connection-read-timeout" });
});

test("a body comes in pieces as it arrives, at most 64 KiB each, and ends once", async () => {
  const body = fed();
  const { broker, run, send } = make(async () => new Response(body.stream));
  broker.allowOrigin("https://a.example", false);
  const id = bodyOf(await send());
  const first = run.read(id);
  expect(await run.read(id)).toMatchObject({ error: "internal-error" });
  body.push(new Uint8Array([1, 2, 3]));
  expect(await first).toEqual({ bytes: new Uint8Array([1, 2, 3]) });
  body.push(new Uint8Array(0));
  body.push(new Uint8Array(65_537).fill(7));
  expect(await run.read(id)).toEqual({ bytes: new Uint8Array(65_536).fill(7) });
  expect(await run.read(id)).toEqual({ bytes: new Uint8Array([7]) });
  const last = run.read(id);
  body.break();
  expect(await last).toMatchObject({ error: "HTTP-response-incomplete" });
  expect(await run.read(id)).toMatchObject({ error: "internal-error" });
});

test("an answer without a body ends at once, with its status and headers", async () => {
  const { broker, run, send } = make(async () => new Response(undefined, { status: 204, headers: { "X-A": "1" } }));
  broker.allowOrigin("https://a.example", false);
  const answer = await send();
  expect(answer).toMatchObject({ status: 204, headers: [["x-a", "1"]] });
  expect(await run.read(bodyOf(answer))).toEqual({ end: true });
});

test("a body that is dropped, or whose origin is refused, is not fetched further", async () => {
  const bodies = [fed(), fed()];
  let next = 0;
  const { broker, run, send } = make(async () => new Response(bodies[next++]?.stream));
  broker.allowOrigin("https://a.example", false);
  run.drop(bodyOf(await send()));
  expect(bodies[0]?.cancelled()).toBe(true);
  const id = bodyOf(await send());
  const piece = run.read(id);
  broker.refuseOrigin("https://a.example");
  expect(await piece).toMatchObject({ error: "HTTP-request-denied" });
  expect(bodies[1]?.cancelled()).toBe(true);
});

test("with its run, everything ends that was under way", async () => {
  const body = fed();
  const signals: (AbortSignal | null | undefined)[] = [];
  const { broker, run, send, network } = make(async (url, { signal }) => {
    signals.push(signal);
    return url.endsWith("/never") ? new Promise<Response>(() => {}) : new Response(body.stream);
  });
  broker.allowOrigin("https://a.example", false);
  await send();
  void send({ url: "https://a.example/never" });
  void send({ url: "https://b.example/" });
  expect(network().asks).toHaveLength(1);
  run.close();
  expect(network()).toEqual({ allowed: ["https://a.example"], refused: [], asks: [] });
  expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
  expect(body.cancelled()).toBe(true);
});

test("what one run can have under way is capped", async () => {
  const { broker, fetch, send } = make(() => new Promise(() => {}));
  broker.allowOrigin("https://a.example", false);
  const body = new Uint8Array(64 * 1024 * 1024);
  for (let count = 0; count < 2; count += 1) void send({ method: "POST", body });
  expect(await send({ method: "POST", body: new Uint8Array(1) })).toMatchObject({ error: "connection-limit-reached" });
  for (let count = 2; count < 64; count += 1) void send();
  expect(await send()).toMatchObject({ error: "connection-limit-reached" });
  expect(fetch).toHaveBeenCalledTimes(64);
});

const denied = { error: "HTTP-request-denied" };

test("the person may refuse all that a run asks for, until it ends", async () => {
  const { broker, fetch, send, network, run } = make();
  broker.allowOrigin("https://a.example", false);
  const answers = [send({ url: "https://b.example/" }), send({ url: "https://c.example/" })];
  broker.refuseOrigin("*");
  expect(await Promise.all(answers)).toMatchObject([denied, denied]);
  expect(await send({ url: "https://d.example/" })).toMatchObject(denied);
  expect(network()).toEqual({ allowed: ["https://a.example"], refused: [], asks: [] });
  expect(await send()).toMatchObject({ status: 200 });
  expect(fetch).toHaveBeenCalledTimes(1);
  run.close();
  // The next run asks again.
  void broker.open().send({ ...get, url: "https://b.example/" }, () => {});
  expect(network().asks).toMatchObject([{ origin: "https://b.example", isFurther: false }]);
});

test("a run asks for 32 origins that are not allowed, and the person hears once that there are more", async () => {
  const { broker, send, network, notices } = make();
  const at = (index: number) => ({ url: `https://o${index}.example/` });
  broker.allowOrigin("https://a.example", false);
  const answers = Array.from({ length: 32 }, (_, index) => send(at(index)));
  broker.refuseOrigin("https://o0.example");
  expect(await answers[0]).toMatchObject(denied);
  broker.forgetOrigin("https://o0.example");
  expect(await send(at(32))).toMatchObject(denied);
  expect(await send(at(33))).toMatchObject(denied);
  expect(network().asks).toHaveLength(31);
  expect(notices).toEqual([expect.stringContaining("after 32 that you have not allowed")]);
  // What was asked for is asked for again, and what is allowed does not count.
  void send(at(0));
  expect(network().asks).toHaveLength(32);
  broker.allowOrigin("https://o1.example", false);
  expect(await answers[1]).toMatchObject({ status: 200 });
  expect(await send()).toMatchObject({ status: 200 });
  void send(at(34));
  expect(network().asks).toHaveLength(32);
});

test("why a request failed without the person's doing is told, once in each run", async () => {
  const { broker, run, send, notices, network } = make(async () => {
    throw new TypeError("Failed to fetch");
  });
  for (let time = 0; time < 2; time += 1) {
    await send({ url: "https://orrery.test/" });
    await send({ url: "https://me:pw@a.example/" });
    await send({ method: "TRACE" });
  }
  expect(notices).toEqual([
    expect.stringContaining("the origin of this page"),
    expect.stringContaining("a user name or a password"),
    expect.stringContaining("do not send this method"),
  ]);
  const refused = send({ url: "https://b.example/" });
  broker.refuseOrigin("https://b.example");
  await refused;
  expect(notices).toHaveLength(3);
  broker.allowOrigin("https://a.example", false);
  broker.allowOrigin("http://a.example", false);
  await send();
  await send({ url: "http://a.example/" });
  expect(notices.slice(3)).toEqual([expect.stringContaining("CORS"), expect.stringContaining("begins with http:")]);
  run.close();
  await broker.open().send({ ...get, method: "TRACE" }, () => {});
  expect(notices).toHaveLength(6);
  expect(network().asks).toEqual([]);
});

test("what leaves is written down as the page knows it, and nothing else is", async () => {
  let next = 0;
  const { session, broker, send } = make(async () => {
    next += 1;
    if (next === 2) throw new TypeError("Failed to fetch");
    return new Response("hi", { status: 201 });
  });
  broker.allowOrigin("https://a.example", false);
  await send({ method: "POST", url: "https://A.example/x#f", body: new Uint8Array(3) });
  await send();
  await send({ method: "TRACE" });
  expect(session.store.getState().exchanges).toBe(2);
  expect(JSON.parse(session.core.exchanges.toHar())).toMatchObject({
    log: {
      entries: [
        { request: { method: "POST", url: "https://a.example/x", bodySize: 3 }, response: { status: 201 } },
        { request: { method: "GET", url: "https://a.example/x" }, response: { status: 0 }, _error: "internal-error" },
      ],
    },
  });
});
