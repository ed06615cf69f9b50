import { expect, test } from "vitest";
import type { RealRequest } from "../capabilities/outside.ts";
import { makeOutsideCheck } from "./check-outside.ts";

const request: RealRequest = {
  method: "POST",
  url: "https://example.com/",
  headers: [["accept", "text/plain"]],
  body: new Uint8Array([1]),
  timeoutMs: 1000,
};

const take = (message: unknown) => makeOutsideCheck(() => 0).take(message);
const asking = (part: object) => ({ id: 1, ask: "request", request: { ...request, ...part } });

test("asks of the agreed shape are believed", () => {
  for (const message of [
    { id: 1, ask: "terminal" },
    { id: 7, ask: "request", request },
    asking({ body: undefined, timeoutMs: undefined, headers: [] }),
    { id: 1, ask: "body", body: 3 },
    { id: 1, ask: "drop", body: 3 },
  ]) {
    expect(take(message)).toEqual({ ok: true, value: message });
  }
});

test("anything else breaks the protocol", () => {
  const tooLong = "x".repeat(65_537);
  const many = Array.from({ length: 1001 }, () => ["a", "b"]);
  // Looking through it would not end.
  const endless = Array.from({ length: 0 });
  endless.length = 2 ** 32 - 1;
  for (const message of [
    undefined,
    null,
    1,
    "terminal",
    [],
    {},
    new Map(),
    { ask: "terminal" },
    { id: "1", ask: "terminal" },
    ...[0, -1, 1.5, Number.NaN, Infinity, 2 ** 53].map((id) => ({ id, ask: "terminal" })),
    { id: 1, ask: "constructor" },
    { id: 1, ask: "terminal", extra: 1 },
    { id: 1, ask: "body" },
    { id: 1, ask: "body", body: "1" },
    { id: 1, ask: "request" },
    { id: 1, ask: "request", request: { ...request, credentials: "include" } },
    ...[
      { method: 1 },
      { method: tooLong },
      { url: tooLong },
      { url: {} },
      { headers: many },
      { headers: endless },
      { headers: [["a"]] },
      { headers: [["a", 1]] },
      { headers: [["a", tooLong]] },
      { timeoutMs: -1 },
      { timeoutMs: Infinity },
      { timeoutMs: Number.NaN },
      { timeoutMs: "1" },
    ].map(asking),
    asking({ body: "text" }),
    asking({ body: new ArrayBuffer(1) }),
    asking({ body: new Uint8Array(64 * 1024 * 1024 + 1) }),
    asking({ body: new Uint8Array(new ArrayBuffer(1000), 0, 1) }),
    asking({ body: new Uint8Array(new SharedArrayBuffer(1)) }),
  ]) {
    expect(take(message)).toMatchObject({ ok: false, error: { tag: "sandbox" } });
  }
  expect(take(asking({ body: new Uint8Array(64 * 1024 * 1024) })).ok).toBe(true);
});

test("ids only grow", () => {
  const check = makeOutsideCheck(() => 0);
  expect(check.take({ id: 5, ask: "terminal" }).ok).toBe(true);
  expect(check.take({ id: 5, ask: "terminal" }).ok).toBe(false);
  expect(check.take({ id: 4, ask: "terminal" }).ok).toBe(false);
  expect(check.take({ id: 6, ask: "terminal" }).ok).toBe(true);
});

test("endless asks end the run; those that come with time, or for bytes, do not", () => {
  const clock = { now: 0 };
  const check = makeOutsideCheck(() => clock.now);
  let id = 0;
  const drop = () => check.take({ id: (id += 1), ask: "drop", body: 1 });
  for (; clock.now < 10_000; clock.now += 1) expect(drop().ok).toBe(true);
  for (let sent = 0; sent < 10_000; sent += 1) {
    check.answered(1024);
    expect(drop().ok).toBe(true);
  }
  let last = drop();
  for (let sent = 0; sent < 5000 && last.ok; sent += 1) last = drop();
  expect(last.ok ? undefined : last.error.tag).toBe("message-limit");
});
