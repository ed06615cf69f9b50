import { expect, test } from "vitest";
import { checkResult, makeProgressCheck } from "./check-guest.ts";

const good = {
  status: "exited",
  exitCode: 0,
  files: [],
  contents: new Map(),
  startMs: 1,
  runMs: 2,
  progressMessages: 1,
};

const folder = {
  files: [],
  directories: { created: [], deleted: [] },
  links: [],
  copies: new Map([["/b", "/a"]]),
};
const inFolder = (part: object) => ({ ...good, folder: { ...folder, ...part } });
const exchange = (part: object = {}) => ({
  startMs: 0,
  durationMs: 1,
  binding: "real",
  method: "GET",
  url: "https://a.example/",
  requestHeaders: [["a", "b"]],
  requestBody: { size: 9, bytes: new Uint8Array(1) },
  status: 999,
  responseHeaders: [],
  responseBody: { size: 9, bytes: new Uint8Array(1) },
  ...part,
});
const checkProgress = (message: unknown) => makeProgressCheck(100, () => 0)(message);
const output = (bytes: Uint8Array, stream = "stdout") => ({ output: [{ stream, bytes }], calls: {} });

test("what has the agreed shape is believed", () => {
  expect(checkResult(good, 100).ok).toBe(true);
  expect(checkResult({ ...good, folder }, 100).ok).toBe(true);
  expect(
    checkResult({ ...good, value: { a: ["x", 1n] }, error: { tag: "trap", message: "", detail: {} } }, 100).ok,
  ).toBe(true);
  expect(checkProgress({ ...output(new Uint8Array(2)), calls: { "a#b": 1 } }).ok).toBe(true);
});

test("anything else is not", () => {
  let deep: unknown = 1;
  for (let level = 0; level < 10_000; level += 1) deep = [deep];
  for (const message of [
    undefined,
    1,
    [],
    {},
    { ...good, status: "fine" },
    { ...good, extra: 1 },
    { ...good, runMs: "1" },
    { ...good, contents: {} },
    { ...good, files: [{ path: 1 }] },
    { ...good, contents: new Map([["/a", new Uint8Array(1)]]) },
    inFolder({ directories: { created: [1], deleted: [] } }),
    inFolder({ directories: { created: Array.from({ length: 2000 }, () => "x".repeat(9000)), deleted: [] } }),
    inFolder({ copies: new Map([["/a", 1]]) }),
    inFolder({ links: Array.from({ length: 200_001 }, () => "") }),
    { ...good, value: "x".repeat(200) },
    { ...good, value: deep },
    { ...good, value: new Map() },
    { ...good, error: { tag: "trap", message: "", detail: deep } },
    { ...good, error: { tag: "trap", message: "x".repeat(100_001) } },
  ]) {
    expect(checkResult(message, 100).ok).toBe(false);
  }
  for (const message of [
    undefined,
    { output: [] },
    output(new Uint8Array(), "stdin"),
    { output: [], calls: { a: -1 } },
    { output: [], calls: { a: "1" } },
    // A small view that brings a large buffer along, and a buffer that no decoder takes.
    output(new Uint8Array(new ArrayBuffer(1000), 0, 1)),
    output(new Uint8Array(new ArrayBuffer(1, { maxByteLength: 2 }))),
    { output: Array.from({ length: 1001 }, () => ({ stream: "stdout", bytes: new Uint8Array() })), calls: {} },
  ]) {
    expect(checkProgress(message).ok).toBe(false);
  }
});

test("more output than the limit breaks the protocol, in one message or in many", () => {
  expect(checkProgress(output(new Uint8Array(101))).ok).toBe(false);
  const check = makeProgressCheck(100, () => 0);
  expect(check(output(new Uint8Array(60))).ok).toBe(true);
  expect(check(output(new Uint8Array(60))).ok).toBe(false);
});

test("endless messages end the run, those that come with time do not", () => {
  const clock = { now: 0 };
  const check = makeProgressCheck(100, () => clock.now);
  const empty = { output: [], calls: {} };
  for (; clock.now < 20_000; clock.now += 10) expect(check(empty).ok).toBe(true);
  let last = check(empty);
  for (let sent = 0; sent < 25_000 && last.ok; sent += 1) last = check(empty);
  expect(last.ok ? undefined : last.error.tag).toBe("message-limit");
});

test("a list that says that it is longer than a guest's is not looked through", () => {
  // Eight bytes of a message; looking through it would not end.
  const endless = Array.from({ length: 0 });
  endless.length = 2 ** 32 - 1;
  expect(checkProgress({ output: endless, calls: {} }).ok).toBe(false);
  expect(checkProgress({ output: [], calls: {}, trace: { names: endless, endings: [], keptFrom: 1 } }).ok).toBe(false);
  expect(checkProgress({ output: [], calls: {}, exchanges: endless }).ok).toBe(false);
  expect(checkResult({ ...good, files: endless }, 100).ok).toBe(false);
});

test("HTTP exchanges earn messages, as output does", () => {
  const text = "x".repeat(60_000);
  const large = (): object => ({ output: [], calls: {}, exchanges: [exchange({ url: text })] });
  const spent = (before: readonly object[]): number => {
    const check = makeProgressCheck(100, () => 0);
    for (const message of before) expect(check(message).ok).toBe(true);
    let sent = 0;
    while (sent < 10_000 && check({ output: [], calls: {} }).ok) sent += 1;
    return sent;
  };
  expect(spent([large(), large()]) - spent([])).toBeGreaterThan(100);
});
