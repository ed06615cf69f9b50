import { expect, test } from "vitest";
import type { HttpExchange } from "../capabilities/outside.ts";
import { ExchangeLog } from "../capabilities/http/provider-exchanges.ts";
import { hostFields } from "../capabilities/http/provider-fields.ts";
import { Sink } from "../guest/sink.ts";
import type { Progress } from "../protocol/index.ts";
import { exchangesSize } from "./check-exchanges.ts";
import { makeProgressCheck } from "./check-guest.ts";

const kept = (size: number) => ({ size, bytes: new Uint8Array(size) });
const exchange = (part: object = {}) => ({
  startMs: 0,
  durationMs: 1,
  binding: "real",
  method: "GET",
  url: "https://a.example/",
  requestHeaders: [["a", "b"]],
  requestBody: kept(1),
  status: 999,
  responseHeaders: [],
  responseBody: kept(1),
  ...part,
});
const headers = (count: number) => Array.from({ length: count }, () => ["a", "b"]);
const checkAll = (exchanges: unknown): boolean =>
  makeProgressCheck(100, () => 0)({ output: [], calls: {}, exchanges }).ok;
const check = (part: object): boolean => checkAll([exchange(part)]);

test("exchanges are believed only in their shape, and with no more of a body than is kept", () => {
  for (const part of [
    {},
    { trailers: [], error: "connection-refused" },
    { responseHeaders: headers(1000), url: "x".repeat(65_536), requestBody: kept(65_536) },
  ]) {
    expect(check(part)).toBe(true);
  }
  const shared = ["a", "b"];
  for (const part of [
    { binding: "absent" },
    { startMs: -1 },
    { durationMs: Infinity },
    { status: 70_000 },
    { method: "x".repeat(65_537) },
    { requestHeaders: [["a"]] },
    { requestHeaders: [["a", 1]] },
    { requestHeaders: ["ab"] },
    { requestHeaders: headers(1001) },
    { requestHeaders: [shared, shared] },
    { requestHeaders: {} },
    { responseBody: undefined },
    { responseBody: { size: 1, bytes: [1] } },
    { responseBody: kept(65_537) },
    { responseBody: { size: 1, bytes: new Uint8Array(new ArrayBuffer(2), 0, 1) } },
    { extra: 1 },
    Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`x${at}`, 1])),
  ]) {
    expect(check(part)).toBe(false);
  }
  for (const exchanges of [1, {}, [undefined], [[]], [1]]) expect(checkAll(exchanges)).toBe(false);
});

test("too many exchanges, or too large ones, are refused before they are looked at", () => {
  const list = (count: number, part: () => object) => Array.from({ length: count }, () => exchange(part()));
  expect(checkAll(list(1000, () => ({})))).toBe(true);
  expect(exchangesSize(list(1001, () => ({})))).toBeUndefined();
  const text = "x".repeat(65_536);
  expect(exchangesSize(list(100, () => ({ url: text })))).toBeGreaterThan(6_553_600);
  expect(exchangesSize(list(130, () => ({ url: text })))).toBeUndefined();
  // Headers have a price even when they are empty.
  expect(exchangesSize(list(200, () => ({ requestHeaders: headers(1000) })))).toBeUndefined();
});

test("what stands in many places is refused at once, since it costs the guest nothing", () => {
  const many = headers(1000);
  expect(exchangesSize([exchange({ requestHeaders: many, responseHeaders: many })])).toBeUndefined();
  const body = kept(1);
  expect(exchangesSize([exchange({ requestBody: body }), exchange({ requestBody: body })])).toBeUndefined();
  const one = exchange();
  expect(exchangesSize([one, one])).toBeUndefined();
});

test("whatever a component can ask for and be answered, its guest tells it so that the page believes it", () => {
  const posted: Progress[] = [];
  const sink = new Sink({
    outputBytes: 1000,
    now: () => 0,
    counts: () => ({}),
    post: (progress) => posted.push(progress),
  });
  const endings: (() => void)[] = [];
  const log = new ExchangeLog({
    elapsedMs: () => 0,
    exchanged: (one: HttpExchange) => sink.exchanged(one),
    atEnd: (act) => endings.push(act),
  });
  const long = "x".repeat(3_000_000);
  const long2 = "é".repeat(400_000);
  const large = [
    hostFields({ a: "x".repeat(1_000_000) }),
    hostFields({ a: long2, b: "1" }),
    hostFields({ ["n".repeat(900_000)]: "v" }),
    hostFields({ a: Array.from({ length: 30_000 }, () => "") }),
    hostFields({ a: Array.from({ length: 1000 }, () => "x".repeat(900)) }),
  ];
  for (const fields of large) {
    const one = log.open("mock", { method: long, url: long, headers: fields, content: undefined });
    one.sent(new Uint8Array(1_000_000));
    one.received(new Uint8Array(1_000_000));
    one.answered(200, fields, fields);
    one.end();
  }
  for (let count = 0; count < 1300; count += 1)
    log
      .open("real", {
        method: "GET",
        url: undefined,
        headers: large[count % large.length] ?? hostFields({}),
        content: undefined,
      })
      .failed("internal-error");
  for (const end of endings) end();
  sink.end();
  const isFine = makeProgressCheck(1000, () => 0);
  for (const progress of posted) expect(isFine(structuredClone(progress)).ok).toBe(true);
  expect(posted.flatMap(({ exchanges = [] }) => exchanges)).toHaveLength(1305);

  const told = posted.flatMap(({ exchanges = [] }) => exchanges.slice(0, 5)).slice(0, 5);
  expect(told[0]?.url).toMatch(/^x{65535}…$/);
  expect(told[0]?.method).toHaveLength(65_536);
  expect(told[0]?.requestHeaders[0]?.[1]).toMatch(/^x+…$/);
  expect(told[1]?.requestHeaders[0]?.[1]).toMatch(/^é+.?…$/);
  expect(told[3]?.requestHeaders).toHaveLength(1000);
  expect(told[3]?.requestHeaders.at(-1)).toEqual(["…", "29001 more were not kept"]);
});
