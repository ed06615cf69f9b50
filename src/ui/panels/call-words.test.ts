import { expect, test } from "vitest";
import type { TraceEntry } from "../../api.ts";
import { callWords, durationWords, endWords, lookOf, startWords } from "./call-words.ts";

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

test("a call is a line with its short name", () => {
  expect(callWords(entry, false)).toEqual({
    interface: "clocks/wall-clock",
    function: "now",
    arguments: "()",
    result: " → {seconds: 0, nanoseconds: 0}",
  });
});

test("a call that did not return says so, and a plain function has no interface", () => {
  const { result: _, ...open } = entry;
  expect(callWords({ ...open, outcome: "running" }, false).result).toBe(" → did not return");
  expect(callWords({ ...open, outcome: "trapped" }, false).result).toBe(" → ended the run");
  expect(callWords({ ...open, interface: "", function: "log" }, false)).toMatchObject({ interface: "", result: "" });
});

test("bytes are shown as text where they are bytes", () => {
  const bytes = { ...entry, arguments: "([79, 75])", result: "ok([79, 75])" };
  expect(callWords(bytes, true)).toMatchObject({ arguments: '(b"OK")', result: ' → ok(b"OK")' });
  expect(callWords(bytes, false)).toMatchObject({ arguments: "([79, 75])", result: " → ok([79, 75])" });
});

test("an error inside a result counts as one", () => {
  const failed = { ...entry, result: "some(ok(err(HTTP-request-denied)))" };
  expect([lookOf(entry), endWords(entry)]).toEqual(["returned", "returned"]);
  expect([lookOf(failed), endWords(failed)]).toEqual(["error", "returned, with an error inside"]);
  expect(lookOf({ ...entry, outcome: "trapped" })).toBe("trapped");
});

test("times are told so far as they are known", () => {
  expect([startWords(entry), durationWords(entry)]).toEqual(["0 ms", "1 ms"]);
  expect(durationWords({ ...entry, durationMs: 0 })).toBe("under 1 ms");
  const doubted = { ...entry, startMs: 5, durationMs: 0, slackMs: 30 };
  expect([startWords(doubted), durationWords(doubted)]).toEqual(["5 ms to 35 ms", "up to 30 ms"]);
  const { durationMs: _, ...open } = entry;
  expect(durationWords(open)).toBe(undefined);
});
