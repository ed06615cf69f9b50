import fc from "fast-check";
import { expect, test } from "vitest";
import { TraceClock, type Timed } from "./trace-clock.ts";

const never = (): never => {
  throw new Error("There is no doubt.");
};

/** Times between calls and in them; most are short, as those of a program that computes little between its calls. */
const steps = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 5, arbitrary: fc.double({ min: 0, max: 0.01, noNaN: true }) },
      fc.double({ min: 0, max: 30, noNaN: true }),
    ),
    fc.oneof(
      { weight: 5, arbitrary: fc.double({ min: 0, max: 0.01, noNaN: true }) },
      fc.double({ min: 0, max: 3, noNaN: true }),
    ),
  ),
  { maxLength: 300 },
);
const phases = fc.double({ min: 0, max: 1, noNaN: true });

test("times by ticks are within a millisecond or say how far off they are, and what takes long is timed exactly from its second call", () => {
  fc.assert(
    fc.property(steps, phases, (calls, phase) => {
      let time = 0;
      const clock = new TraceClock({ now: () => time, ticks: () => Math.floor(time + phase) }, never);
      const called: Timed = { byTicks: false };
      let last = 0;
      let wasLong = false;
      for (const [pause, takes] of calls) {
        time += pause;
        const exactly = !called.byTicks;
        const start = exactly ? clock.start(called) : clock.last;
        const began = time;
        expect(start).toBeGreaterThanOrEqual(last);
        last = start;
        time += takes;
        if (wasLong) expect(exactly).toBe(true);
        wasLong = takes >= 1;
        const duration = exactly ? clock.duration(called, start) : 0;
        const slack = exactly ? 0 : clock.over(called);
        const most = (slack === 0 ? 1 : slack) + 1e-9;
        expect(began - start).toBeGreaterThanOrEqual(-1e-9);
        expect(began - start).toBeLessThan(most);
        expect(takes - duration).toBeLessThan(exactly ? 1e-9 : most);
      }
    }),
  );
});

test("calls of numbers start at most two milliseconds after what is told, or it is said by how much", () => {
  fc.assert(
    fc.property(steps, phases, fc.nat(2000), (calls, phase, burst) => {
      let time = 0;
      const told: number[] = [];
      const slack: number[] = [];
      const clock = new TraceClock({ now: () => time, ticks: () => Math.floor(time + phase) }, (from, count, ms) =>
        slack.fill(ms, from, from + count),
      );
      const began: number[] = [];
      const call = (pause: number): void => {
        time += pause;
        began.push(time);
        slack.push(0);
        told.push(clock.instant(told.length));
      };
      for (let at = 0; at < burst; at += 1) call(0.002);
      for (const [pause] of calls) call(pause);
      time += 5;
      clock.settle();
      const late = began.map((begin, at) => begin - (told[at] ?? 0));
      expect(late.every((by) => by >= 0)).toBe(true);
      expect(late.every((by, at) => by < Math.max(2, slack[at] ?? 0) + 1e-9)).toBe(true);
    }),
  );
});

test("while calls of numbers come fast the clock is seldom read, and hardly ever between two ticks", () => {
  let time = 0;
  const reads = { now: 0, ticks: 0 };
  const clock = new TraceClock(
    {
      now: () => {
        reads.now += 1;
        return time;
      },
      ticks: () => {
        reads.ticks += 1;
        return Math.floor(time);
      },
    },
    never,
  );
  for (let call = 0; call < 100_000; call += 1) {
    time += 0.0001;
    clock.instant(call);
  }
  expect(reads.now).toBeLessThan(20);
  expect(reads.ticks).toBeLessThan(100_000 / 6);
});

test("without ticks every time is read", () => {
  let time = 0;
  const clock = new TraceClock({ now: () => (time += 0.25) }, never);
  const called: Timed = { byTicks: false };
  for (let call = 0; call < 10; call += 1) expect(clock.duration(called, clock.start(called))).toBe(0.25);
  expect(clock.instant(1)).toBe(5.25);
  expect(clock.instant(2)).toBe(5.5);
});
