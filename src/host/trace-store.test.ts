import { expect, test } from "vitest";
import type { TraceEntry } from "../api.ts";
import type { TraceChunk, TraceName } from "../protocol/trace.ts";
import { TraceStore } from "./trace-store.ts";

const names: readonly TraceName[] = [
  { direction: "import", interface: "a:b/clock@1.0.0", function: "now", binding: "mock" },
  { direction: "import", interface: "a:b/files@1.0.0", function: "[method]file.read" },
  { direction: "export", interface: "", function: "run" },
];

/** Rows that say their own number; `make` gives what is special about one. */
function chunkOf(
  first: number,
  rows: number,
  make: (number: number) => { name?: number; args?: string; result?: string; outcome?: number } = () => ({}),
): TraceChunk {
  const encoder = new TextEncoder();
  const text: number[] = [];
  const chunk = {
    first,
    name: new Uint32Array(rows),
    start: new Float64Array(rows),
    slack: new Float32Array(rows),
    duration: new Float64Array(rows),
    within: new Uint32Array(rows),
    outcome: new Uint8Array(rows),
    ends: new Uint32Array(2 * rows),
  };
  for (let row = 0; row < rows; row += 1) {
    const { name = 0, args = `(${first + row})`, result = "", outcome = 1 } = make(first + row);
    chunk.name[row] = name;
    chunk.start[row] = first + row;
    chunk.outcome[row] = outcome;
    if (outcome === 0) chunk.duration[row] = Number.NaN;
    for (const byte of encoder.encode(args)) text.push(byte);
    chunk.ends[2 * row] = text.length;
    for (const byte of encoder.encode(result)) text.push(byte);
    chunk.ends[2 * row + 1] = text.length;
  }
  return { ...chunk, text: Uint8Array.from(text) };
}

const added = (chunk: TraceChunk, keptFrom = 1) => ({ names: [], chunk, endings: [], keptFrom });
const numbersOf = (entries: readonly TraceEntry[]): number[] => entries.map(({ number }) => number);

test("entries are made of what came", () => {
  const store = new TraceStore();
  expect([store.first, store.last, store.dropped]).toEqual([1, 0, 0]);
  expect(store.entry(1)).toBe(undefined);
  const chunk = chunkOf(1, 3, (number) => (number === 1 ? { name: 2, outcome: 0 } : { name: number - 2, result: "é" }));
  chunk.within.set([0, 1, 1]);
  chunk.slack[1] = 0.5;
  store.take({ names, chunk, endings: [], keptFrom: 1 });
  expect(store.entries()).toEqual([
    {
      number: 1,
      direction: "export",
      interface: "",
      function: "run",
      startMs: 1,
      arguments: "(1)",
      outcome: "running",
    },
    {
      number: 2,
      direction: "import",
      interface: "a:b/clock@1.0.0",
      function: "now",
      startMs: 2,
      slackMs: 0.5,
      durationMs: 0,
      arguments: "(2)",
      result: "é",
      outcome: "returned",
      binding: "mock",
      within: 1,
    },
    expect.objectContaining({ number: 3, function: "[method]file.read" }),
  ]);
  expect(JSON.parse(store.toJson())).toEqual(store.entries());
  const { version } = store;
  store.take({ names: [], endings: [{ number: 1, duration: 8, outcome: "error", result: "err(x)" }], keptFrom: 1 });
  expect(store.version).toBeGreaterThan(version);
  expect(store.entry(1)).toMatchObject({ durationMs: 8, outcome: "error", result: "err(x)" });
  expect(numbersOf(store.entries({ filter: "ERR(X)" }))).toEqual([1]);
  store.clear();
  expect([store.first, store.last, store.entries(), store.toJson()]).toEqual([1, 0, [], "[]\n"]);
});

test("every way to filter, alone and together", () => {
  const store = new TraceStore();
  const chunk = chunkOf(1, 100, (number) => ({
    name: number % 2,
    args: number % 10 === 0 ? '("Ünter Größe")' : "()",
    result: number % 25 === 0 ? "err(io)" : "",
    outcome: number % 25 === 0 ? 2 : 1,
  }));
  store.take({ names, chunk, endings: [], keptFrom: 1 });
  const found = (filter: Parameters<TraceStore["numbers"]>[0]) => [...store.numbers(filter)];
  expect(found({})).toHaveLength(100);
  expect(found({ interface: "a:b/files@1.0.0" })).toHaveLength(50);
  expect(found({ interface: "a:b/files" })).toEqual([]);
  expect(found({ function: "now" })).toHaveLength(50);
  expect(found({ outcome: "error" })).toEqual([25, 50, 75, 100]);
  expect(found({ text: "größe" })).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  expect(found({ text: "GRößE" })).toHaveLength(10);
  expect(found({ text: "B/CLOCK@1.0.0#NOW" })).toHaveLength(50);
  expect(found({ text: "io", function: "now" })).toEqual([50, 100]);
  // Arguments and result are two texts.
  expect(found({ text: "()err" })).toEqual([]);
  expect(found({ text: "nowhere" })).toEqual([]);
  expect(numbersOf(store.entries({ from: 26, count: 2, filter: { outcome: "error" } }))).toEqual([50, 75]);
  expect(numbersOf(store.entries({ from: 99 }))).toEqual([99, 100]);
  expect(store.entries({ count: 0 })).toEqual([]);
});

test("errors inside a result count where they are asked for, and bytes are found as text", () => {
  const store = new TraceStore();
  const results = ["ok", "some(ok(err(denied)))", "err(io)", "some(ok([79, 75]))"];
  const chunk = chunkOf(1, 5, (number) => ({
    name: 1,
    args: number === 4 ? "([72, 105, … 40 bytes])" : "()",
    result: results[number - 1] ?? "",
    outcome: number === 3 ? 2 : number === 5 ? 0 : 1,
  }));
  store.take({ names, chunk, endings: [], keptFrom: 1 });
  const found = (filter: Parameters<TraceStore["numbers"]>[0]) => [...store.numbers(filter)];
  expect(found({ errors: true })).toEqual([2, 3]);
  expect(found({ outcome: "error" })).toEqual([3]);
  store.take({ names: [], endings: [{ number: 5, duration: 1, outcome: "returned", result: "ok(err)" }], keptFrom: 1 });
  expect(found({ errors: true })).toEqual([2, 3, 5]);
  expect(found({ errors: true, text: "DENIED" })).toEqual([2]);
  expect(found({ text: "hi" })).toEqual([4]);
  expect(found({ text: "ok" })).toEqual([1, 2, 4, 5]);
});

test("the oldest calls go, by what the guest keeps and by what the page wants", () => {
  const store = new TraceStore();
  store.clear(15);
  store.take({ ...added(chunkOf(1, 10)), names });
  store.take(added(chunkOf(11, 10)));
  expect([store.first, store.last, store.dropped]).toEqual([6, 20, 5]);
  expect(store.entry(5)).toBe(undefined);
  expect(store.entry(6)?.arguments).toBe("(6)");
  expect(store.numbers({})).toHaveLength(15);
  store.take(added(chunkOf(40, 5), 39));
  expect([store.first, store.last, store.dropped]).toEqual([40, 44, 39]);
  expect(numbersOf(store.entries())).toEqual([40, 41, 42, 43, 44]);
  store.take({ names: [], endings: [{ number: 3, duration: 1, outcome: "returned", result: "gone" }], keptFrom: 39 });
  expect(store.numbers({ text: "gone" })).toHaveLength(0);
  expect(store.entry(Number.NaN)).toBe(undefined);
  expect(store.entry(41.5)).toBe(undefined);
});

test("of a million calls one is made, and one is found, on demand", () => {
  const store = new TraceStore();
  const rows = 10_000;
  for (let first = 1; first < 1_000_000; first += rows) {
    const chunk = chunkOf(first, rows, (number) => (number === 777_777 ? { args: '("needle")' } : { args: "()" }));
    store.take({ ...added(chunk), names: first === 1 ? names : [] });
  }
  expect(store.last).toBe(1_000_000);
  expect(store.entry(1_000_000)).toMatchObject({ number: 1_000_000, startMs: 1_000_000, arguments: "()" });
  expect(store.entry(654_321)?.startMs).toBe(654_321);
  expect([...store.numbers({ text: "Needle" })]).toEqual([777_777]);
  expect(store.numbers({ function: "now" })).toHaveLength(1_000_000);
  expect(numbersOf(store.entries({ from: 999_999, count: 10 }))).toEqual([999_999, 1_000_000]);
});
