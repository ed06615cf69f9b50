import { describe, expect, test } from "vitest";
import type { Pollable } from "../io/provider-pollable.ts";
import { thrown } from "../provider-testing.ts";
import { IncomingBody, OutgoingBody } from "./provider-body.ts";
import { httpErrorCode } from "./provider-errors.ts";
import { bytes, drop, provideHttpForTest, response } from "./provider-http-testing.ts";
import { Fields } from "./provider-fields.ts";
import type { FutureIncomingResponse } from "./provider-incoming.ts";
import type { OutgoingRequest } from "./provider-outgoing.ts";

const clock = "wasi:clocks/monotonic-clock";

function start(rules: readonly object[], mode: "mock" | "deny" = "mock") {
  const { call, classes, send } = provideHttpForTest({ mode, rules });
  const request = (path = "/", headers: Readonly<Record<string, string>> = {}): OutgoingRequest => {
    const fields = Fields.fromList(Object.entries(headers).map(([name, value]) => [name, bytes(value)]));
    const made = new classes.OutgoingRequest(fields);
    made.setScheme({ tag: "HTTPS" });
    made.setAuthority("Example.com");
    made.setPathWithQuery(path);
    return made;
  };
  return { call, classes, request, send };
}

function write(body: OutgoingBody, text: string): void {
  const stream = body.write();
  stream.blockingWriteAndFlush(bytes(text));
  drop(stream);
}

/** The body as text, and the trailers. */
function read(future: FutureIncomingResponse) {
  const body = response(future).consume();
  const stream = body.stream();
  let text = "";
  for (;;) {
    try {
      text += new TextDecoder().decode(stream.blockingRead(3n));
    } catch (error) {
      expect(error).toEqual({ tag: "closed" });
      break;
    }
  }
  drop(stream);
  return { text, trailers: IncomingBody.finish(body) };
}

const failure = (tag: string) => ({ tag: "ok", val: { tag: "err", val: { tag } } });

describe("refused", () => {
  test("every request fails at once", () => {
    const { request, send } = start([{ url: "*" }], "deny");
    expect(thrown(() => send(request()))).toEqual({ tag: "HTTP-request-denied" });
  });

  test("a body that nobody reads is closed", () => {
    const { request, send } = start([], "deny");
    const one = request();
    const stream = one.body().write();
    expect(thrown(() => send(one))).toEqual({ tag: "HTTP-request-denied" });
    expect(thrown(() => stream.blockingWriteAndFlush(bytes("x")))).toEqual({ tag: "closed" });
  });
});

describe("answered by rules", () => {
  test("status, headers, body and trailers come from the rule, each once", () => {
    const { request, send } = start([
      { url: "https://example.com/a*", status: 201, headers: { A: ["1", "2"] }, body: "hello", trailers: { t: "v" } },
    ]);
    const future = send(request("/a?b"));
    const got = future.get();
    expect(future.get()).toEqual({ tag: "err", val: undefined });
    if (got?.tag !== "ok" || got.val.tag !== "ok") throw new Error("no response");
    const answer = got.val.val;
    expect(answer.status()).toBe(201);
    expect(answer.headers().get("a")).toEqual([bytes("1"), bytes("2")]);
    expect(thrown(() => answer.headers().delete("a"))).toEqual({ tag: "immutable" });
    const body = answer.consume();
    expect(thrown(() => answer.consume())).toBe(undefined);
    const stream = body.stream();
    expect(thrown(() => body.stream())).toBe(undefined);
    expect(stream.blockingRead(99n)).toEqual(bytes("hello"));
    expect(thrown(() => IncomingBody.finish(body))).toBeInstanceOf(Error);
    drop(stream);
    const trailers = IncomingBody.finish(body);
    expect(trailers.get()).toMatchObject({ tag: "ok", val: { tag: "ok" } });
    expect(trailers.get()).toEqual({ tag: "err", val: undefined });
  });

  test("bytes, and no body for HEAD", () => {
    const { request, send } = start([{ url: "*", bodyBase64: "aGkgdGhlcmU=" }]);
    expect(read(send(request())).text).toBe("hi there");
    const head = request();
    head.setMethod({ tag: "head" });
    const { text, trailers } = read(send(head));
    expect(text).toBe("");
    expect(trailers.get()).toEqual({ tag: "ok", val: { tag: "ok", val: undefined } });
  });

  test("what no rule matches is refused, and an error is the rule's", () => {
    const { request, send } = start([
      { url: "*/dns", error: "DNS-timeout" },
      { url: "*/tls", error: "TLS-alert-received" },
    ]);
    expect(send(request("/none")).get()).toEqual(failure("HTTP-request-denied"));
    expect(send(request("/dns")).get()).toEqual(failure("DNS-timeout"));
    expect(send(request("/tls")).get()).toEqual({
      tag: "ok",
      val: {
        tag: "err",
        val: { tag: "TLS-alert-received", val: { alertId: undefined, alertMessage: undefined } },
      },
    });
  });

  test("without an authority there is nobody to ask", () => {
    const { classes, send } = start([{ url: "*" }]);
    expect(thrown(() => send(new classes.OutgoingRequest(new Fields())))).toEqual({ tag: "HTTP-request-URI-invalid" });
  });

  test("a body that is written after the request was sent decides", () => {
    const { request, send } = start([{ url: "*", bodyMatch: "magic", body: "yes" }]);
    const one = request();
    const body = one.body();
    expect(thrown(() => one.body())).toBe(undefined);
    const future = send(one);
    const pollable = future.subscribe();
    expect(future.get()).toBe(undefined);
    expect(pollable.ready()).toBe(false);
    write(body, "some magic word");
    OutgoingBody.finish(body, undefined);
    pollable.block();
    expect(read(future).text).toBe("yes");
  });

  test("waiting for an answer to an unfinished body is a trap, dropping the body an error", () => {
    const { request, send } = start([{ url: "*" }]);
    const one = request();
    const body = one.body();
    const future = send(one);
    expect(thrown(() => future.subscribe().block())).toBeInstanceOf(Error);
    drop(body);
    expect(future.get()).toEqual(failure("HTTP-protocol-error"));
  });
});

describe("time", () => {
  test("a delay passes at once, in order with the timers", () => {
    const { call, request, send } = start([{ url: "*", delayMs: 50 }]);
    const one = request();
    const body = one.body();
    const early = send(one);
    // Made before anybody knows when the answer comes.
    const answer = early.subscribe();
    OutgoingBody.finish(body, undefined);
    const timer = call<Pollable>(clock, "subscribeDuration", 20_000_000n);
    const poll = () => Array.from(call<Uint32Array>("wasi:io/poll", "poll", [answer, timer]));
    expect(poll()).toEqual([1]);
    expect(early.get()).toBe(undefined);
    answer.block();
    expect(call(clock, "now")).toBe(50_000_000n);
    expect(poll()).toEqual([0, 1]);
    expect(response(early).status()).toBe(200);
  });

  test("a program that only asks gets its answer", () => {
    const { request, send } = start([{ url: "*", delayMs: 5 }]);
    const future = send(request());
    let asked = 0;
    while (future.get() === undefined) asked += 1;
    expect(asked).toBe(5);
  });

  test("an answer that takes longer than the program waits is an error at that time", () => {
    const { call, classes, request, send } = start([{ url: "*", delayMs: 50 }]);
    const options = new classes.RequestOptions();
    options.setFirstByteTimeout(10_000_000n);
    const future = send(request(), options);
    future.subscribe().block();
    expect(call(clock, "now")).toBe(10_000_000n);
    expect(future.get()).toEqual(failure("connection-read-timeout"));
  });
});

describe("bodies that are written", () => {
  test("must be as long as their content-length", () => {
    const { request, send } = start([{ url: "*" }]);
    const one = request("/", { "Content-Length": "3" });
    const body = one.body();
    const future = send(one);
    write(body, "xx");
    const error = { tag: "HTTP-request-body-size", val: 2n };
    expect(thrown(() => OutgoingBody.finish(body, undefined))).toEqual(error);
    expect(future.get()).toEqual({ tag: "ok", val: { tag: "err", val: error } });
    const stream = request("/", { "content-length": "1" }).body().write();
    const failed = thrown(() => stream.blockingWriteAndFlush(bytes("xx")));
    expect(failed).toMatchObject({ tag: "last-operation-failed" });
    expect(httpErrorCode((failed as { val: object }).val)).toEqual(error);
    expect(thrown(() => request("/", { "content-length": "1x" }).body())).toBe(undefined);
  });

  test("hold 64 MiB together, and what was answered is let go", () => {
    const { request, send } = start([{ url: "*" }]);
    const chunk = new Uint8Array(1_000_000);
    const fill = (count: number): OutgoingRequest => {
      const one = request();
      const body = one.body();
      const stream = body.write();
      for (let index = 0; index < count; index += 1) {
        stream.checkWrite();
        stream.write(chunk);
      }
      drop(stream);
      OutgoingBody.finish(body, undefined);
      return one;
    };
    for (let index = 0; index < 4; index += 1) expect(response(send(fill(40))).status()).toBe(200);
    const unsent = fill(40);
    expect(thrown(() => fill(40))).toMatchObject({ tag: "last-operation-failed" });
    drop(unsent);
  });

  test("are finished after their stream", () => {
    const body = start([]).request().body();
    const stream = body.write();
    expect(thrown(() => body.write())).toBe(undefined);
    expect(thrown(() => OutgoingBody.finish(body, undefined))).toBeInstanceOf(Error);
    drop(stream);
    OutgoingBody.finish(body, undefined);
  });
});

test("what is no part of a URL or a method is refused", () => {
  const one = start([]).request();
  for (const authority of ["", "a b", "me@host", "host:99999", "[::1"]) {
    expect(thrown(() => one.setAuthority(authority))).toBe(undefined);
  }
  expect(one.authority()).toBe("Example.com");
  one.setAuthority("[::1]:8080");
  expect(one.authority()).toBe("[::1]:8080");
  expect(thrown(() => one.setPathWithQuery("/a b"))).toBe(undefined);
  expect(thrown(() => one.setScheme({ tag: "other", val: "1" }))).toBe(undefined);
  expect(thrown(() => one.setMethod({ tag: "other", val: "A B" }))).toBe(undefined);
});
