import { expect, test } from "vitest";
import { z } from "zod";
import type { HttpExchange, KeptBody } from "../capabilities/outside.ts";
import { ExchangeStore } from "./har-store.ts";

const body = (text: string): KeptBody => {
  const bytes = new TextEncoder().encode(text);
  return { size: bytes.byteLength, bytes };
};

const exchange: HttpExchange = {
  startMs: 1000,
  durationMs: 20,
  binding: "mock",
  method: "POST",
  url: "https://a.example/x?q=1&q=%20&r",
  requestHeaders: [["Content-Type", "text/plain"]],
  requestBody: body("ask"),
  status: 200,
  responseHeaders: [
    ["content-type", "text/plain; charset=utf-8"],
    ["set-cookie", "a=1"],
  ],
  responseBody: body("grüße\n"),
};

// HAR 1.2 as it is published: what must be there, and of which kind.
const pairs = z.array(z.strictObject({ name: z.string(), value: z.string() }));
const size = z.int().min(-1);
const timing = z.number().refine((ms) => ms === -1 || ms >= 0);
const part = {
  httpVersion: z.string(),
  cookies: z.array(z.never()),
  headers: pairs,
  headersSize: size,
  bodySize: size,
};
const har = z.strictObject({
  log: z.strictObject({
    version: z.literal("1.2"),
    creator: z.strictObject({ name: z.literal("Orrery"), version: z.string() }),
    comment: z.string().optional(),
    entries: z.array(
      z.strictObject({
        startedDateTime: z.iso.datetime(),
        time: z.number().nonnegative(),
        request: z.strictObject({
          ...part,
          method: z.string(),
          url: z.string(),
          queryString: pairs,
          postData: z
            .strictObject({
              mimeType: z.string(),
              params: z.array(z.never()),
              text: z.string(),
              comment: z.string().optional(),
              _encoding: z.literal("base64").optional(),
            })
            .optional(),
        }),
        response: z.strictObject({
          ...part,
          status: z.int().nonnegative(),
          statusText: z.string(),
          redirectURL: z.string(),
          content: z.strictObject({
            size: z.int().nonnegative(),
            mimeType: z.string(),
            text: z.string().optional(),
            encoding: z.literal("base64").optional(),
            comment: z.string().optional(),
          }),
        }),
        cache: z.strictObject({}),
        timings: z.strictObject({
          blocked: timing,
          dns: timing,
          connect: timing,
          ssl: timing,
          send: z.number().nonnegative(),
          wait: z.number().nonnegative(),
          receive: z.number().nonnegative(),
        }),
        _binding: z.enum(["real", "mock", "deny"]),
        _error: z.string().optional(),
        _trailers: pairs.optional(),
        _unconfirmed: z.literal(true).optional(),
        comment: z.string().optional(),
      }),
    ),
  }),
});

function logOf(exchanges: readonly HttpExchange[], wallStart = 0): z.infer<typeof har>["log"] {
  const store = new ExchangeStore();
  store.begin(wallStart);
  store.take(exchanges);
  return har.parse(JSON.parse(store.toHar())).log;
}

test("an exchange is an entry of HAR 1.2 at the wall's time", () => {
  const [entry] = logOf([exchange], Date.UTC(2026, 0, 1)).entries;
  expect(entry).toMatchObject({
    startedDateTime: "2026-01-01T00:00:01.000Z",
    time: 20,
    request: {
      method: "POST",
      queryString: [
        { name: "q", value: "1" },
        { name: "q", value: " " },
        { name: "r", value: "" },
      ],
      bodySize: 3,
      postData: { mimeType: "text/plain", text: "ask" },
    },
    response: { status: 200, content: { size: 8, mimeType: "text/plain; charset=utf-8", text: "grüße\n" } },
    _binding: "mock",
  });
  const { send = 0, wait = 0, receive = 0 } = entry?.timings ?? {};
  expect(send + wait + receive).toBe(entry?.time);
});

test("a failed one has status 0 and its error", () => {
  const { status: _, ...rest } = exchange;
  const [entry] = logOf([
    {
      ...rest,
      binding: "real",
      url: "no url",
      error: "connection-refused",
      requestBody: body(""),
      responseHeaders: [],
      responseBody: body(""),
    },
  ]).entries;
  expect(entry).toMatchObject({
    _error: "connection-refused",
    _binding: "real",
    request: { url: "no url", queryString: [], bodySize: 0 },
    response: { status: 0, bodySize: -1, content: { size: 0, mimeType: "x-unknown" } },
  });
  expect(entry?.request).not.toHaveProperty("postData");
});

test("bytes that are no text are base64, and what was cut is told", () => {
  const binary = { size: 3, bytes: new Uint8Array([0xff, 0, 1]) };
  // The last character is cut in two.
  const cut = { size: 10, bytes: new Uint8Array([0x61, 0xc3]) };
  const [first, second] = logOf([
    { ...exchange, requestBody: binary, responseBody: binary, trailers: [["x", "y"]] },
    { ...exchange, responseBody: cut },
  ]).entries;
  expect(first?.request.postData).toMatchObject({ text: "/wAB", _encoding: "base64" });
  expect(first?.response.content).toMatchObject({ size: 3, text: "/wAB", encoding: "base64" });
  expect(first).toMatchObject({ _trailers: [{ name: "x", value: "y" }] });
  expect(second?.response.content).toMatchObject({ size: 10, text: "a", comment: expect.stringContaining("2 of 10") });
});

test("entries are in the order of their start, and no time is too late for a date", () => {
  const { entries } = logOf([exchange, { ...exchange, startMs: 1 }, { ...exchange, startMs: Number.MAX_VALUE }]);
  expect(entries.map((entry) => entry.startedDateTime)).toEqual([
    "1970-01-01T00:00:00.001Z",
    "1970-01-01T00:00:01.000Z",
    "9999-12-31T23:59:59.999Z",
  ]);
});

test("the newest are kept, by number and by bytes, and it says how many are gone", () => {
  const store = new ExchangeStore();
  for (let batch = 0; batch < 11; batch += 1)
    store.take(Array.from({ length: 1000 }, (_, index) => ({ ...exchange, startMs: batch * 1000 + index })));
  expect(store.count).toBe(10_000);
  // Its shape is what the other tests are about.
  const { log } = JSON.parse(store.toHar()) as { log: z.infer<typeof har>["log"] };
  const { comment, entries } = log;
  expect(comment).toContain("1,000");
  expect(entries[0]?.startedDateTime).toBe("1970-01-01T00:00:01.000Z");
  const large = { size: 65_536, bytes: new Uint8Array(65_536) };
  for (let count = 0; count < 600; count += 1) store.take([{ ...exchange, responseBody: large }]);
  expect(store.count).toBeGreaterThan(400);
  expect(store.count).toBeLessThan(513);
  store.clear();
  expect(har.parse(JSON.parse(store.toHar())).log).toEqual({
    version: "1.2",
    creator: { name: "Orrery", version: "1" },
    entries: [],
  });
});

test("what the sandbox tells of real requests is set against what the page has sent", () => {
  const store = new ExchangeStore();
  store.begin(0);
  const send = (method: string, asked: string, outcome: { status?: number; error?: string }, url = asked) =>
    store.send({ method, url: asked, headers: [], body: new Uint8Array(2), timeoutMs: undefined }, url)(outcome);
  const x = "https://a.example/x";
  send("POST", x, { status: 200 });
  send("POST", x, { status: 200 });
  send("POST", "https://A.example/y", { status: 204 }, "https://a.example/y");
  send("PUT", x, { error: "internal-error" });
  send("PUT", x, { status: 500 });
  send("DELETE", x, {});
  expect(store.count).toBe(6);
  const real = { ...exchange, binding: "real" as const, url: x };
  const { status: _, ...failed } = { ...real, method: "PUT", error: "connection-terminated" };
  store.take(
    [
      exchange,
      real,
      real,
      // Once too often, another status, another method, and one that never left.
      real,
      { ...real, url: "https://A.example/y", status: 200 },
      { ...real, method: "GET" },
      failed,
      failed,
      failed,
    ].map((one, index) => ({ ...one, startMs: index - 1000 })),
  );
  const { entries, comment } = har.parse(JSON.parse(store.toHar())).log;
  expect(entries.slice(0, 9).map((entry) => "_unconfirmed" in entry)).toEqual([
    false,
    false,
    false,
    true,
    true,
    true,
    false,
    false,
    true,
  ]);
  // The page knows better than the sandbox that there was an answer.
  expect(entries.slice(6, 8).map((entry) => entry.comment)).toEqual([undefined, expect.stringContaining("500")]);
  expect(entries.slice(9)).toMatchObject([
    {
      request: { method: "POST", url: "https://a.example/y", bodySize: 2 },
      response: { status: 204 },
      comment: expect.stringContaining("did not tell"),
    },
    { request: { method: "DELETE", url: x }, response: { status: 0 } },
  ]);
  expect(entries).toHaveLength(11);
  expect(comment).toContain("_unconfirmed");
  // Of mocked requests there is nothing to say.
  expect(logOf([exchange])).not.toHaveProperty("comment");
});

test("only the newest of what was sent are kept", () => {
  const store = new ExchangeStore();
  for (let count = 0; count < 10_010; count += 1)
    store.send(
      { method: "GET", url: `https://a.example/${count}`, headers: [], body: undefined, timeoutMs: 1 },
      "",
    )({});
  expect(store.count).toBe(10_000);
  expect(har.parse(JSON.parse(store.toHar())).log.comment).toContain("Of 10 earlier");
  store.clear();
  expect(store.count).toBe(0);
});
