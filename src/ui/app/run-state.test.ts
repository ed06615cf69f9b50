import { expect, test } from "vitest";
import type { RunResult } from "../../api.ts";
import { defaultScenario } from "../../scenario/index.ts";
import { guestRan } from "./run-state.ts";

function ended(status: RunResult["status"], runMs: number, calls: RunResult["calls"] = {}) {
  const result: RunResult = {
    status,
    stdout: "",
    stderr: "",
    files: [],
    calls,
    engine: "jco",
    timings: { readMs: 1, compileMs: 1, startMs: 0, runMs },
  };
  return { run: { state: "done", result, scenarioAtRun: defaultScenario() }, calls } as const;
}

test("a component ran when the run got to it", () => {
  expect(guestRan(ended("exited", 5))).toBe(true);
  expect(guestRan(ended("trapped", 5))).toBe(true);
  expect(guestRan(ended("limited", 5))).toBe(true);
  expect(guestRan(ended("failed", 5, { "a:b/c#d": 1 }))).toBe(true);
});

test("it did not when the run failed or was stopped before", () => {
  expect(guestRan(ended("failed", 0))).toBe(false);
  expect(guestRan(ended("failed", 5))).toBe(false);
  expect(guestRan(ended("stopped", 0))).toBe(false);
  expect(guestRan({ run: { state: "idle" }, calls: {} })).toBe(false);
  expect(guestRan({ run: { state: "running", phase: "run", startedAt: 0 }, calls: { "a:b/c#d": 1 } })).toBe(false);
});
