import fc from "fast-check";
import { expect, test } from "vitest";
import { TraceClock, type Timed } from "./trace-clock.ts";

test("times taken from ticks are within a millisecond, starts only grow, and what takes long is timed exactly from its second call", () => {
  const steps = fc.array(
    fc.tuple(fc.double({ min: 0, max: 30, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true })),
  );
  fc.assert(
    fc.property(steps, fc.double({ min: 0, max: 1, noNaN: true }), (calls, phase) => {
      let time = 0;
      let reads = 0;
      const clock = new TraceClock({
        now: () => {
          reads += 1;
          return time;
        },
        ticks: () => Math.floor(time + phase),
      });
      const called: Timed = { byTicks: false };
      let last = 0;
      let wasLong = false;
      for (const [pause, takes] of calls) {
        time += pause;
        const start = clock.start(called);
        expect(Math.abs(time - start)).toBeLessThan(1 + 1e-9);
        expect(start).toBeGreaterThanOrEqual(last);
        last = start;
        time += takes;
        const exactly = !called.byTicks;
        const duration = clock.duration(called, start);
        expect(Math.abs(takes - duration)).toBeLessThan(exactly ? 1e-9 : 1 + 1e-9);
        if (wasLong) expect(exactly).toBe(true);
        wasLong = takes >= 1;
      }
      expect(reads).toBeLessThanOrEqual(2 * calls.length);
    }),
  );
});

test("between two ticks the clock is not read", () => {
  let reads = 0;
  const clock = new TraceClock({ now: () => (reads += 1), ticks: () => 1 });
  const called: Timed = { byTicks: true };
  for (let call = 0; call < 100; call += 1) expect(clock.duration(called, clock.start(called))).toBe(0);
  expect(reads).toBe(1);
});

test("without ticks every time is read", () => {
  let time = 0;
  const clock = new TraceClock({ now: () => (time += 0.25) });
  const called: Timed = { byTicks: false };
  for (let call = 0; call < 10; call += 1) expect(clock.duration(called, clock.start(called))).toBe(0.25);
});
