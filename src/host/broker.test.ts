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
  return { broker, fetch, run, send, waits, network: () => state().network };
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
    { origin: "https://a.example", method: "GET", url: "https://a.example/x", isPrivate: false },
    { origin: "https://b.example", method: "GET", url: "https://b.example/z", isPrivate: false },
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
  for (const url of [
    "https://orrery.test/x",
    "https://me:pw@a.example/",
    "ftp://a.example/",
    "file:///x",
    "nonsense",
  ]) {
    broker.allowOrigin(url, true);
    expect(await send({ url })).toMatchObject({ error: "HTTP-request-denied" });
  }
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
