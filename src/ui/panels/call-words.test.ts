import { expect, test } from "vitest";
import type { TraceEntry } from "../../api.ts";
import { callWords } from "./call-words.ts";

const entry: TraceEntry = {
  number: 1,
  direction: "import",
  interface: "wasi:clocks/wall-clock@0.2.12",
  function: "now",
  startMs: 0,
  durationMs: 1,
  arguments: "()",
  result: "{seconds: 0, nanoseconds: 0}",
  outcome: "returned",
};

test("a call is a line with its short name, and keeps its whole one", () => {
  expect(callWords(entry)).toEqual({
    interface: "clocks/wall-clock ",
    function: "now",
    arguments: "()",
    result: " → {seconds: 0, nanoseconds: 0}",
    whole: "wasi:clocks/wall-clock@0.2.12#now() → {seconds: 0, nanoseconds: 0}",
  });
});

test("a call that did not return says so, and a plain function has no interface", () => {
  const { result: _, ...open } = entry;
  expect(callWords({ ...open, outcome: "running" }).result).toBe(" → did not return");
  expect(callWords({ ...open, outcome: "trapped" }).result).toBe(" → ended the run");
  expect(callWords({ ...open, interface: "", function: "log" })).toMatchObject({ interface: "", whole: "log()" });
});
