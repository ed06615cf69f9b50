import { expect, test, vi } from "vitest";
import { createRealTime, createVirtualTime } from "../io/virtual-time.ts";
import type { Pollable } from "../io/provider-pollable.ts";
import { provideForTest } from "../provider-testing.ts";
import { wallClock } from "./capability.ts";
import { makeWallClock } from "./provider.ts";

const name = "wasi:clocks/wall-clock";

test("stands at 1970 unless told otherwise", () => {
  const { call } = provideForTest();
  for (let look = 0; look < 3; look += 1) expect(call(name, "now")).toEqual({ seconds: 0n, nanoseconds: 0 });
  expect(call(name, "resolution")).toEqual({ seconds: 0n, nanoseconds: 1 });
});

test("starts at the instant and moves by the tick", () => {
  const { call } = provideForTest({
    bindings: { "wall-clock": { mode: "mock", instant: "2024-02-29T12:00:00.999999999Z", tickNs: 2, speed: 0 } },
  });
  expect(call(name, "now")).toEqual({ seconds: 1709208000n, nanoseconds: 999_999_999 });
  expect(call(name, "now")).toEqual({ seconds: 1709208001n, nanoseconds: 1 });
});

test("the real one is the computer's", () => {
  vi.useFakeTimers({ now: 1_234_567_890_123 });
  const { call } = provideForTest({
    bindings: { "wall-clock": { mode: "real", instant: "1970-01-01T00:00:00Z", tickNs: 0, speed: 0 } },
  });
  expect(call(name, "now")).toEqual({ seconds: 1_234_567_890n, nanoseconds: 123_000_000 });
  vi.useRealTimers();
});

test("with a speed it runs beside virtual time, and ticks besides", () => {
  const { call } = provideForTest({
    bindings: { "wall-clock": { mode: "mock", instant: "2000-01-01T00:00:00Z", tickNs: 7, speed: 2.5 } },
  });
  const start = 946_684_800n;
  expect(call(name, "now")).toEqual({ seconds: start, nanoseconds: 0 });
  call<Pollable>("wasi:clocks/monotonic-clock", "subscribeDuration", 3_600_000_000_000n).block();
  expect(call(name, "now")).toEqual({ seconds: start + 9000n, nanoseconds: 7 });
});

test("without a speed sleeping does not move it", () => {
  const { call } = provideForTest();
  call<Pollable>("wasi:clocks/monotonic-clock", "subscribeDuration", 5_000_000_000n).block();
  expect(call(name, "now")).toEqual({ seconds: 0n, nanoseconds: 0 });
});

test("speeds are exact over long times", () => {
  const time = createVirtualTime();
  const clock = makeWallClock({ ...wallClock.defaults, speed: 0.1 }, time);
  time.advanceTo(10_000_000_000_000_000_010n);
  expect(clock.read()).toBe(1_000_000_000_000_000_001n);
});

test("reading without a tick moves nothing", () => {
  const clock = makeWallClock({ ...wallClock.defaults, tickNs: 5 }, createVirtualTime());
  expect([clock.read(), clock.read()]).toEqual([0n, 0n]);
  clock.tick();
  expect(clock.read()).toBe(5n);
});

test("refused it stands at 1970 for those who only read it", () => {
  const clock = makeWallClock(
    { ...wallClock.defaults, mode: "deny", instant: "2000-01-01T00:00:00Z" },
    createVirtualTime(),
  );
  clock.tick();
  expect(clock.read()).toBe(0n);
});

test("beside real time it starts at the instant all the same", () => {
  vi.useFakeTimers();
  vi.advanceTimersByTime(1234);
  const clock = makeWallClock({ ...wallClock.defaults, speed: 2 }, createRealTime());
  expect(clock.read()).toBe(0n);
  vi.advanceTimersByTime(500);
  expect(clock.read()).toBe(1_000_000_000n);
  vi.useRealTimers();
});

test.each([-1, 1_000_001, Infinity, NaN, "2"])("a speed of %s is refused", (speed) =>
  expect(wallClock.schema.safeParse({ speed }).success).toBe(false),
);

test("the summary tells the speed when there is one", () => {
  expect(wallClock.summary(wallClock.schema.parse({ speed: 60 }))).toBe("1970-01-01T00:00:00Z at speed 60");
});
