import { expect, test } from "vitest";
import type { BodyPiece, Outside } from "../outside.ts";
import { thrown } from "../provider-testing.ts";
import { OutgoingBody } from "./provider-body.ts";
import { bytes, drop, provideHttpForTest, response } from "./provider-http-testing.ts";
import { Fields } from "./provider-fields.ts";
import type { OutgoingRequest } from "./provider-outgoing.ts";

const kept = (text: string) => ({ size: text.length, bytes: bytes(text) });

function start(binding: object, outside: Partial<Outside> = {}) {
  const run = provideHttpForTest(binding, { outside, mayWait: () => {} });
  const request = (path: string): OutgoingRequest => {
    const made = new run.classes.OutgoingRequest(Fields.fromList([["A", bytes("é")]]));
    made.setAuthority("example.com");
    made.setPathWithQuery(path);
    return made;
  };
  return { ...run, request };
}

test("a refused request is written down", () => {
  const { exchanges, request, send } = start({ mode: "deny" });
  thrown(() => send(request("/x")));
  expect(exchanges).toEqual([
    {
      startMs: 0,
      durationMs: 0,
      binding: "deny",
      method: "GET",
      url: "https://example.com/x",
      requestHeaders: [["A", "é"]],
      requestBody: kept(""),
      responseHeaders: [],
      responseBody: kept(""),
      error: "HTTP-request-denied",
    },
  ]);
});

test("a mocked request whose body broke off, or whose answer comes too late, is written down as failed", () => {
  const { classes, exchanges, request, send } = start({ mode: "mock", rules: [{ url: "*", delayMs: 5 }] });
  const one = request("/");
  const body = one.body();
  const future = send(one);
  body.write().blockingWriteAndFlush(bytes("asked"));
  drop(body);
  future.get();
  const options = new classes.RequestOptions();
  options.setFirstByteTimeout(1n);
  const late = send(request("/late"), options);
  late.subscribe().block();
  late.get();
  expect(exchanges.map(({ error, status }) => [error, status])).toEqual([
    ["HTTP-protocol-error", undefined],
    ["connection-read-timeout", undefined],
  ]);
});

test("a mocked request is written down when its answer was read, once", () => {
  const rule = { url: "*", status: 201, headers: { b: ["1", "2"] }, body: "answer", trailers: { t: "v" } };
  const { end, exchanges, request, send } = start({ mode: "mock", rules: [rule] });
  const other = request("/other");
  const written = other.body();
  const stream = written.write();
  stream.blockingWriteAndFlush(bytes("asked"));
  drop(stream);
  OutgoingBody.finish(written, undefined);
  const incoming = response(send(other)).consume().stream();
  expect(incoming.blockingRead(99n).length).toBe(6);
  expect(exchanges).toEqual([]);
  expect(thrown(() => incoming.blockingRead(99n))).toEqual({ tag: "closed" });
  drop(incoming);
  end();
  expect(exchanges).toHaveLength(1);
  expect(exchanges[0]).toMatchObject({
    binding: "mock",
    url: "https://example.com/other",
    requestBody: kept("asked"),
    status: 201,
    responseHeaders: [
      ["b", "1"],
      ["b", "2"],
    ],
    responseBody: kept("answer"),
    trailers: [["t", "v"]],
  });
  expect(exchanges[0]).not.toHaveProperty("error");
});

test("an answer or an error that the guest drops is written down then", () => {
  const rules = [{ url: "*/error", error: "DNS-timeout" }, { url: "*" }];
  const { exchanges, request, send } = start({ mode: "mock", rules });
  drop(send(request("/error")));
  drop(send(request("/future")));
  drop(response(send(request("/response"))));
  drop(response(send(request("/body"))).consume());
  drop(
    response(send(request("/stream")))
      .consume()
      .stream(),
  );
  expect(exchanges.map(({ url, status, error }) => [url.slice(19), status, error])).toEqual([
    ["/error", undefined, "DNS-timeout"],
    ["/future", 200, undefined],
    ["/response", 200, undefined],
    ["/body", 200, undefined],
    ["/stream", 200, undefined],
  ]);
});

test("what is open at the end of the run is written down then", () => {
  const { end, exchanges, request, send } = start({ mode: "mock", rules: [{ url: "*", body: "x" }] });
  const unfinished = request("/unfinished");
  unfinished.body();
  send(unfinished);
  response(send(request("/unread")));
  expect(exchanges).toEqual([]);
  end();
  end();
  expect(exchanges.map(({ url, status, error }) => [url.slice(19), status, error])).toEqual([
    ["/unfinished", undefined, "connection-terminated"],
    ["/unread", 200, undefined],
  ]);
});

test("the first 16 KiB of a body are kept, with the size of the whole", () => {
  const text = "0123456789abcdef".repeat(2000);
  const { exchanges, request, send } = start({ mode: "mock", rules: [{ url: "*", body: text }] });
  drop(send(request("/")));
  expect(exchanges[0]?.responseBody).toEqual({ size: 32_000, bytes: bytes(text.slice(0, 16_384)) });
});

test("a real answer is written down when its body ends, breaks off or is given up", async () => {
  const pieces: BodyPiece[] = [
    { bytes: bytes("he") },
    { bytes: bytes("llo") },
    { end: true },
    { bytes: bytes("part") },
    { error: "HTTP-response-timeout", why: "" },
    { bytes: bytes("more") },
  ];
  const answers = [1, 2, 3].map((body) => ({ status: 200, headers: [["h", "v"]] as const, body }));
  const { exchanges, request, send } = start(
    { mode: "real" },
    {
      sendRequest: async () => answers.shift() ?? { error: "connection-refused", why: "" },
      readBody: async () => pieces.shift() ?? { end: true },
    },
  );
  const read = async (times: number): Promise<void> => {
    const future = send(request("/"));
    await Promise.resolve(future.subscribe().block());
    const stream = response(future).consume().stream();
    for (let time = 0; time < times; time += 1) await Promise.resolve(stream.blockingRead(99n)).catch(() => {});
    drop(stream);
  };
  await read(3);
  await read(2);
  await read(1);
  const refused = send(request("/refused"));
  await Promise.resolve(refused.subscribe().block());
  expect(exchanges).toMatchObject([
    { binding: "real", status: 200, responseHeaders: [["h", "v"]], responseBody: kept("hello") },
    { status: 200, responseBody: kept("part"), error: "HTTP-response-timeout" },
    { status: 200, responseBody: kept("more") },
    { responseBody: kept(""), error: "connection-refused" },
  ]);
  expect(exchanges[0]).not.toHaveProperty("error");
  expect(exchanges[2]).not.toHaveProperty("error");
  expect(exchanges[3]).not.toHaveProperty("status");
});
