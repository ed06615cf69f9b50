import { expect, test, vi } from "vitest";
import { provideForTest } from "../provider-testing.ts";

const name = "wasi:clocks/wall-clock";

test("stands at 1970 unless told otherwise", () => {
  const { call } = provideForTest();
  for (let look = 0; look < 3; look += 1) expect(call(name, "now")).toEqual({ seconds: 0n, nanoseconds: 0 });
  expect(call(name, "resolution")).toEqual({ seconds: 0n, nanoseconds: 1 });
});

test("starts at the instant and moves by the tick", () => {
  const { call } = provideForTest({
    bindings: { "wall-clock": { mode: "mock", instant: "2024-02-29T12:00:00.999999999Z", tickNs: 2 } },
  });
  expect(call(name, "now")).toEqual({ seconds: 1709208000n, nanoseconds: 999_999_999 });
  expect(call(name, "now")).toEqual({ seconds: 1709208001n, nanoseconds: 1 });
});

test("the real one is the computer's", () => {
  vi.useFakeTimers({ now: 1_234_567_890_123 });
  const { call } = provideForTest({
    bindings: { "wall-clock": { mode: "real", instant: "1970-01-01T00:00:00Z", tickNs: 0 } },
  });
  expect(call(name, "now")).toEqual({ seconds: 1_234_567_890n, nanoseconds: 123_000_000 });
  vi.useRealTimers();
});
