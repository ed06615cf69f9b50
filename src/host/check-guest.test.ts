import { expect, test } from "vitest";
import { checkProgress, checkResult } from "./check-guest.ts";

const good = {
  status: "exited",
  exitCode: 0,
  files: [],
  contents: new Map(),
  startMs: 1,
  runMs: 2,
  progressMessages: 1,
};

test("what has the agreed shape is believed", () => {
  expect(checkResult(good).ok).toBe(true);
  expect(
    checkProgress({ output: [{ stream: "stdout", bytes: new Uint8Array(2) }], calls: { "a#b": 1 } }, 0, 100).ok,
  ).toBe(true);
});

test("anything else is not", () => {
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
  ]) {
    expect(checkResult(message).ok).toBe(false);
  }
  for (const message of [
    undefined,
    { output: [] },
    { output: [{ stream: "stdin", bytes: new Uint8Array() }], calls: {} },
    { output: [], calls: { a: -1 } },
    { output: [], calls: { a: "1" } },
  ]) {
    expect(checkProgress(message, 0, 100).ok).toBe(false);
  }
});

test("more output than the limit, or endless messages, break the protocol", () => {
  expect(checkProgress({ output: [{ stream: "stdout", bytes: new Uint8Array(101) }], calls: {} }, 0, 100).ok).toBe(
    false,
  );
  const flood = checkProgress({ output: [], calls: {} }, 2_000_000, 100);
  expect(flood.ok ? undefined : flood.error.tag).toBe("message-limit");
});
