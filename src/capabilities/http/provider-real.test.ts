import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Pollable } from "../io/provider-pollable.ts";
import type { InputStream } from "../io/provider-streams.ts";
import type { BodyPiece, Header, Outside, RealAnswer, RealRequest } from "../outside.ts";
import { MayNotWait, thrown } from "../provider-testing.ts";
import { IncomingBody, OutgoingBody } from "./provider-body.ts";
import { httpErrorCode } from "./provider-errors.ts";
import { bytes, drop, provideHttpForTest, response } from "./provider-http-testing.ts";
import { Fields } from "./provider-fields.ts";
import type { OutgoingRequest } from "./provider-outgoing.ts";

const clock = "wasi:clocks/monotonic-clock";

/** A page that answers what the test says, when it says so. */
function page() {
  const requests: RealRequest[] = [];
  const asked: number[] = [];
  const dropped: number[] = [];
  const answers: ((answer: RealAnswer) => void)[] = [];
  const pieces: ((piece: BodyPiece) => void)[] = [];
  const outside: Partial<Outside> = {
    sendRequest(request) {
      requests.push(request);
      return new Promise((resolve) => void answers.push(resolve));
    },
    readBody(body) {
      asked.push(body);
      return new Promise((resolve) => void pieces.push(resolve));
    },
    dropBody: (body) => void dropped.push(body),
  };
  // An answer goes through several promises before it is there.
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  };
  return {
    outside,
    requests,
    asked,
    dropped,
    async answer(answer: RealAnswer) {
      answers.shift()?.(answer);
      await settle();
    },
    async piece(piece: BodyPiece | string) {
      pieces.shift()?.(typeof piece === "string" ? { bytes: bytes(piece) } : piece);
      await settle();
    },
  };
}

function start(mayWait: (what: string) => void = () => {}) {
  const given = page();
  const run = provideHttpForTest({ mode: "real" }, { outside: given.outside, mayWait });
  const request = (path = "/", headers: readonly Header[] = []): OutgoingRequest => {
    const made = new run.classes.OutgoingRequest(Fields.fromList(headers.map(([name, value]) => [name, bytes(value)])));
    made.setAuthority("Example.com");
    made.setPathWithQuery(path);
    return made;
  };
  const poll = (...list: readonly Pick<Pollable, "ready">[]) =>
    Promise.resolve(run.call<Uint32Array>("wasi:io/poll", "poll", list)).then((ready) => Array.from(ready));
  return { ...given, ...run, request, poll };
}

const text = (read: Uint8Array): string => new TextDecoder().decode(read);
const failure = (val: object) => ({ tag: "ok", val: { tag: "err", val } });
const fine: RealAnswer = { status: 200, headers: [], body: 7 };

/** A run whose answer has come, with the stream of its body. */
async function answered(betweenBytes?: bigint) {
  const run = start();
  const options = new run.classes.RequestOptions();
  options.setBetweenBytesTimeout(betweenBytes);
  const future = run.send(run.request(), options);
  await run.answer(fine);
  const body = response(future).consume();
  return { ...run, body, stream: body.stream() };
}

describe("the request", () => {
  test("leaves with its method, address, headers, body and timeout", async () => {
    const { classes, request, send, requests } = start();
    const one = request("/a?b", [
      ["Accept", "x"],
      ["accept", "y"],
      ["name", "é"],
    ]);
    one.setMethod({ tag: "post" });
    const options = new classes.RequestOptions();
    options.setConnectTimeout(9_000_000n);
    options.setFirstByteTimeout(1_500_000n);
    const body = one.body();
    send(one, options);
    const stream = body.write();
    stream.blockingWriteAndFlush(bytes("hel"));
    stream.blockingWriteAndFlush(bytes("lo"));
    drop(stream);
    expect(requests).toEqual([]);
    OutgoingBody.finish(body, undefined);
    expect(requests).toEqual([
      {
        method: "POST",
        url: "https://example.com/a?b",
        headers: [
          ["Accept", "x"],
          ["accept", "y"],
          // Each byte is one character, as browsers take it.
          ["name", "\u00c3\u00a9"],
        ],
        body: bytes("hello"),
        // Of the connection and of the first byte together.
        timeoutMs: 11,
      },
    ]);
  });

  test("leaves at once without a body; the timeout of the connection alone is none", () => {
    const { classes, request, send, requests } = start();
    const options = new classes.RequestOptions();
    options.setConnectTimeout(1_000_000n);
    send(request(), options);
    options.setFirstByteTimeout((1n << 64n) - 1n);
    send(request(), options);
    expect(requests).toMatchObject([
      { method: "GET", body: undefined, timeoutMs: undefined },
      { method: "GET", body: undefined, timeoutMs: 0x7fff_ffff },
    ]);
  });

  test("with a scheme that is not of HTTP, without an authority or with a broken body does not leave", () => {
    const { classes, request, send, requests } = start();
    const one = request();
    one.setScheme({ tag: "other", val: "ftp" });
    expect(send(one).get()).toEqual(failure({ tag: "HTTP-protocol-error" }));
    expect(thrown(() => send(new classes.OutgoingRequest(new Fields())))).toEqual({ tag: "HTTP-request-URI-invalid" });
    const broken = request();
    const body = broken.body();
    const future = send(broken);
    drop(body);
    expect(future.get()).toEqual(failure({ tag: "HTTP-protocol-error" }));
    expect(requests).toEqual([]);
  });
});

test("a request that is longer than the page takes fails with the code of what is too long", () => {
  const { request, send, requests } = start();
  const long = "x".repeat(65_537);
  expect(send(request(`/${long}`)).get()).toEqual(failure({ tag: "HTTP-request-URI-too-long" }));
  expect(send(request("/", [["a", long]])).get()).toMatchObject(failure({ tag: "HTTP-request-header-size" }));
  const many = Array.from({ length: 1001 }, (): Header => ["a", "b"]);
  expect(send(request("/", many)).get()).toMatchObject(failure({ tag: "HTTP-request-header-section-size" }));
  const one = request();
  one.setMethod({ tag: "other", val: "X".repeat(1001) });
  expect(send(one).get()).toEqual(failure({ tag: "HTTP-request-method-invalid" }));
  expect(requests).toEqual([]);
});

test("headers that browsers keep to themselves are neither sent nor written down", () => {
  const { end, exchanges, request, send, requests } = start();
  const own = ["Cookie", "origin", "Date", "Sec-Fetch-Mode", "Via", "Accept-Encoding", "content-length"];
  send(request("/", [["x-a", "b"], ...own.map((name): Header => [name, "0"]), ["secure", "c"]]));
  const left = [
    ["x-a", "b"],
    ["secure", "c"],
  ];
  expect(requests).toMatchObject([{ headers: left }]);
  end();
  expect(exchanges).toMatchObject([{ requestHeaders: left }]);
});

describe("the answer", () => {
  test("is waited for with poll, and virtual time stands still", async () => {
    const { answer, call, poll, request, send } = start();
    const future = send(request());
    expect(future.get()).toBe(undefined);
    const timer = call<Pollable>(clock, "subscribeDuration", 1_000_000n);
    const polled = poll(timer, future.subscribe());
    await answer({
      status: 404,
      headers: [
        ["set-cookie", "a"],
        ["set-cookie", "\u00e9"],
        ["connection", "close"],
        ["bad name", "x"],
      ],
      body: 1,
    });
    expect(await polled).toEqual([1]);
    expect(call(clock, "now")).toBe(0n);
    const came = response(future);
    expect(came.status()).toBe(404);
    expect(came.headers().entries()).toEqual([
      ["set-cookie", bytes("a")],
      ["set-cookie", Uint8Array.of(0xe9)],
    ]);
    expect(future.get()).toEqual({ tag: "err", val: undefined });
  });

  test("says nothing of the length and the coding that its body had on the way, but to HEAD", async () => {
    const headers = [
      ["Content-Encoding", "gzip"],
      ["content-length", "20"],
      ["a", "b"],
    ] as const;
    const names = async (method: "get" | "head") => {
      const { answer, request, send } = start();
      const one = request();
      one.setMethod({ tag: method });
      const future = send(one);
      await answer({ status: 200, headers, body: 1 });
      return response(future)
        .headers()
        .entries()
        .map(([name]) => name);
    };
    expect(await names("get")).toEqual(["a"]);
    expect(await names("head")).toEqual(["Content-Encoding", "content-length", "a"]);
  });

  test("to a request that is not finished: timers pass before it, and to wait for it alone is a trap", async () => {
    const { answer, call, poll, request, send } = start();
    const one = request();
    const body = one.body();
    const future = send(one);
    const pollable = future.subscribe();
    expect(await poll(pollable, call<Pollable>(clock, "subscribeDuration", 1_000_000n))).toEqual([1]);
    expect(String(thrown(() => pollable.block()))).toContain("requests leave whole, after their body is finished");
    OutgoingBody.finish(body, undefined);
    const blocked = Promise.resolve(pollable.block());
    await answer(fine);
    await blocked;
    expect(response(future).status()).toBe(200);
  });

  test.each([
    ["HTTP-request-denied", { tag: "HTTP-request-denied" }],
    ["DNS-error", { tag: "DNS-error", val: { rcode: undefined, infoCode: undefined } }],
    ["internal-error", { tag: "internal-error", val: "why" }],
    ["no such name", { tag: "internal-error", val: "why" }],
  ])("that is an error: %s", async (error, code) => {
    const { answer, request, send } = start();
    const future = send(request());
    await answer({ error, why: "why" });
    expect(future.get()).toEqual(failure(code));
  });

  test("with more headers than fields can hold is an error", async () => {
    const { answer, dropped, request, send } = start();
    const future = send(request());
    await answer({ status: 200, headers: [["a", "x".repeat(2_000_000)]], body: 7 });
    expect(future.get()).toEqual(failure({ tag: "HTTP-response-header-section-size" }));
    expect(dropped).toEqual([7]);
  });

  test("without a way to wait is a trap", () => {
    const { request, send, poll } = start((what) => {
      throw new MayNotWait(what);
    });
    const future = send(request());
    expect(thrown(() => void poll(future.subscribe()))).toBeInstanceOf(MayNotWait);
  });
});

describe("the body of the answer", () => {
  const end = async (stream: InputStream) => Promise.resolve(stream.blockingRead(9n)).catch((error: unknown) => error);

  test("comes piece by piece, each asked for when it is wanted", async () => {
    const { stream, piece, asked, poll } = await answered();
    expect(asked).toEqual([]);
    expect(stream.read(9n).length).toBe(0);
    const waited = poll(stream.subscribe());
    expect(asked).toEqual([7]);
    await piece("hello");
    expect(await waited).toEqual([0]);
    expect(text(stream.read(2n))).toBe("he");
    expect(text(stream.blockingRead(9n))).toBe("llo");
    expect(asked).toEqual([7]);
    const ended = end(stream);
    await piece({ end: true });
    expect(await ended).toEqual({ tag: "closed" });
    expect(thrown(() => stream.read(1n))).toEqual({ tag: "closed" });
    expect(asked).toEqual([7, 7]);
  });

  test("has no trailers, and is not dropped after its end", async () => {
    const { body, stream, piece, dropped } = await answered();
    const ended = end(stream);
    await piece({ end: true });
    await ended;
    drop(stream);
    expect(IncomingBody.finish(body).get()).toEqual({ tag: "ok", val: { tag: "ok", val: undefined } });
    expect(dropped).toEqual([]);
  });

  test("that breaks off fails with an error that has a code, then it is closed", async () => {
    const { body, stream, piece } = await answered();
    const broken = end(stream);
    await piece({ error: "connection-terminated", why: "the line is cut" });
    const error = (await broken) as { readonly tag: string; readonly val: { toDebugString(): string } };
    expect(error.tag).toBe("last-operation-failed");
    expect(error.val.toDebugString()).toBe("the line is cut");
    expect(httpErrorCode(error.val)).toEqual({ tag: "connection-terminated" });
    expect(thrown(() => stream.read(1n))).toEqual({ tag: "closed" });
    drop(stream);
    expect(IncomingBody.finish(body).get()).toEqual(failure({ tag: "connection-terminated" }));
  });

  test("is dropped once with its stream", async () => {
    const { body, stream, dropped } = await answered();
    drop(stream);
    drop(body);
    expect(dropped).toEqual([7]);
  });

  test("is dropped with the body, the response or the future", async () => {
    const { answer, dropped, request, send } = start();
    const futures = [1, 2, 3, 4].map(() => send(request()));
    for (const body of [1, 2, 3]) await answer({ ...fine, body });
    const [first, second, third, fourth] = futures;
    if (!first || !second || !third || !fourth) throw new Error("four were sent");
    drop(response(first).consume());
    drop(response(second));
    drop(third);
    drop(fourth);
    expect(dropped).toEqual([1, 2, 3]);
    await answer({ ...fine, body: 4 });
    expect(dropped).toEqual([1, 2, 3, 4]);
  });

  test("lives on when the future or the consumed response is dropped", async () => {
    const { answer, dropped, request, send } = start();
    const future = send(request());
    await answer(fine);
    const came = response(future);
    drop(future);
    came.consume();
    drop(came);
    expect(dropped).toEqual([]);
  });
});

describe("the timeout between bytes", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  test("breaks the body off when the next piece takes longer", async () => {
    const { stream, piece, dropped, exchanges } = await answered(5_000_000n);
    const first = Promise.resolve(stream.blockingRead(9n));
    await vi.advanceTimersByTimeAsync(4);
    await piece("a");
    expect(text(await first)).toBe("a");
    await vi.advanceTimersByTimeAsync(100);
    const broken = Promise.resolve(stream.blockingRead(9n)).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(5);
    const error = (await broken) as { readonly val: { toDebugString(): string } };
    expect(error.val.toDebugString()).toBe("nothing more of the body came within 5 ms");
    expect(httpErrorCode(error.val)).toEqual({ tag: "connection-read-timeout" });
    expect(dropped).toEqual([7]);
    expect(exchanges).toMatchObject([{ error: "connection-read-timeout" }]);
    await piece("too late");
    expect(thrown(() => stream.read(1n))).toEqual({ tag: "closed" });
  });
});
