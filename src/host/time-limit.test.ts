import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeTimeLimit } from "./time-limit.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("time that stands still does not count", () => {
  const reached = vi.fn();
  const limit = makeTimeLimit(1000, reached);
  vi.advanceTimersByTime(600);
  limit.pause(true);
  limit.pause(true);
  vi.advanceTimersByTime(3_600_000);
  expect(reached).not.toHaveBeenCalled();
  limit.pause(false);
  limit.pause(false);
  vi.advanceTimersByTime(399);
  expect(reached).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(reached).toHaveBeenCalledTimes(1);
});

test("a limit that is cleared is not reached, paused or not", () => {
  const reached = vi.fn();
  const limit = makeTimeLimit(1000, reached);
  limit.pause(true);
  limit.clear();
  limit.pause(false);
  makeTimeLimit(1000, reached).clear();
  vi.advanceTimersByTime(3_600_000);
  expect(reached).not.toHaveBeenCalled();
});
