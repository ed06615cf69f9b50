import fc from "fast-check";
import { expect, test } from "vitest";
import { ProgramExit } from "../capabilities/exit/program-exit.ts";
import type { ComponentType, Entity, FuncType, ResourceType, ValType } from "../component/index.ts";
import { areValues, valuesText } from "../host/trace-values.ts";
import { traceOutcomes, type TraceName, type TraceProgress } from "../protocol/trace.ts";
import { wavePrinter } from "./trace-printer.ts";
import { Tracer } from "./trace.ts";

const descriptor: ResourceType = { kind: "resource", abstract: true };
const text: ValType = { kind: "string" };
const failing: ValType = { kind: "result", ok: { kind: "u32" }, error: text };

function func(params: readonly (readonly [string, ValType])[], result?: ValType): Entity {
  const type: FuncType = {
    kind: "func",
    async: false,
    params: params.map(([name, of]) => ({ name, type: of })),
    result,
  };
  return { sort: "func", type };
}

const types: ComponentType = {
  kind: "component",
  imports: new Map<string, Entity>([
    [
      "a:b/c@1.0.0",
      {
        sort: "instance",
        type: {
          kind: "instance",
          exports: new Map<string, Entity>([
            ["descriptor", { sort: "type", type: descriptor }],
            ["say", func([["text", text]], text)],
            ["fail", func([], failing)],
            ["open", func([], { kind: "own", resource: descriptor })],
            [
              "[method]descriptor.seek",
              func([
                ["self", { kind: "borrow", resource: descriptor }],
                ["to", { kind: "u64" }],
              ]),
            ],
            [
              "[method]descriptor.read",
              func([["self", { kind: "borrow", resource: descriptor }]], {
                kind: "list",
                element: { kind: "u8" },
                length: undefined,
              }),
            ],
          ]),
        },
      },
    ],
  ]),
  exports: new Map<string, Entity>([["run", func([], failing)]]),
};

/** What the tracer under test told of its functions. */
let names: TraceName[] = [];

function makeTracer(entries = 1000) {
  names = [];
  const clock = { now: 0 };
  const tracer = new Tracer({ entries, types, printer: wavePrinter(types), now: () => clock.now });
  const traced = (name: string) => tracer.traced({ direction: "import", interface: "a:b/c@1.0.0", function: name });
  return { tracer, clock, traced };
}

function rowsOf(progress: TraceProgress | undefined) {
  names.push(...(progress?.names ?? []));
  const chunk = progress?.chunk;
  if (chunk === undefined) return [];
  const ends = [0, ...chunk.ends];
  const piece = (at: number): string => {
    const [from = 0, to = 0] = ends.slice(at, at + 2);
    const name = names[chunk.name[at >> 1] ?? -1];
    if (name !== undefined && areValues(chunk.text, from, to))
      return valuesText(name, at % 2 === 0 ? "params" : "result", chunk.text, from);
    return new TextDecoder().decode(chunk.text.subarray(from, to));
  };
  return [...chunk.name].map((name, row) => ({
    number: chunk.first + row,
    name,
    start: chunk.start[row],
    duration: chunk.duration[row],
    within: chunk.within[row],
    outcome: traceOutcomes[chunk.outcome[row] ?? -1],
    arguments: piece(2 * row),
    result: piece(2 * row + 1),
  }));
}

test("a call becomes a row with its texts and times, and each name is told once", () => {
  const { tracer, clock, traced } = makeTracer();
  const say = traced("say");
  clock.now = 5;
  const number = tracer.begin(say, ["hé"]);
  clock.now = 7;
  tracer.returned(number, say, "there");
  const first = tracer.take();
  expect(first?.names).toEqual([say.name]);
  expect(rowsOf(first)).toEqual([
    {
      number: 1,
      name: 0,
      start: 5,
      duration: 2,
      within: 0,
      outcome: "returned",
      arguments: '("hé")',
      result: '"there"',
    },
  ]);
  tracer.begin(say, ["again"]);
  const second = tracer.take();
  expect(second?.names).toEqual([]);
  expect(rowsOf(second)).toMatchObject([{ number: 2, outcome: "running", duration: Number.NaN, result: "" }]);
  expect(tracer.take()).toBe(undefined);
});

test("errors, traps and exits are told apart", () => {
  const { tracer, traced } = makeTracer();
  const fail = traced("fail");
  const say = traced("say");
  tracer.returned(tracer.begin(fail, []), fail, 3);
  tracer.threw(tracer.begin(fail, []), fail, "no");
  tracer.threw(tracer.begin(fail, []), fail, Object.assign(new Error("x"), { payload: "why" }));
  tracer.threw(tracer.begin(fail, []), fail, new Error("trap"));
  tracer.threw(tracer.begin(say, ["a"]), say, "not an error value of this type");
  tracer.threw(tracer.begin(say, ["a"]), say, new ProgramExit(1));
  expect(rowsOf(tracer.take()).map(({ outcome, result }) => [outcome, result])).toEqual([
    ["returned", "ok(3)"],
    ["error", 'err("no")'],
    ["error", 'err("why")'],
    ["trapped", ""],
    ["trapped", ""],
    ["returned", ""],
  ]);
});

test("resources have their names and numbers in the order in which they appear", () => {
  const { tracer, traced } = makeTracer();
  const open = traced("open");
  const read = traced("[method]descriptor.read");
  const objects = [{}, {}];
  for (const object of objects) tracer.returned(tracer.begin(open, []), open, object);
  tracer.returned(tracer.begin(read, [], objects[1]), read, new Uint8Array(100));
  const rows = rowsOf(tracer.take());
  expect(rows.map((row) => row.result).slice(0, 2)).toEqual(["descriptor#1", "descriptor#2"]);
  expect(rows[2]?.arguments).toBe("(descriptor#2)");
  expect(rows[2]?.result).toContain("100 bytes");
});

test("calls in an export are within it, and its result comes after them", () => {
  const { tracer, clock, traced } = makeTracer();
  const say = traced("say");
  const value = tracer.exported({ interface: "", function: "run" }, [], () => {
    tracer.returned(tracer.begin(say, ["a"]), say, "b");
    clock.now = 9;
    return 4;
  });
  tracer.begin(say, ["after"]);
  expect(value).toBe(4);
  const progress = tracer.take();
  expect(rowsOf(progress)).toMatchObject([
    { within: 0, outcome: "returned", duration: 9, result: "" },
    { within: 1, result: '"b"' },
    { within: 0 },
  ]);
  expect(progress?.endings).toEqual([{ number: 1, duration: 9, outcome: "returned", result: "ok(4)" }]);
  expect(progress?.names.map(({ direction }) => direction)).toEqual(["export", "import"]);
});

test("a suspended export ends when its promise settles, also when its row is gone by then", async () => {
  const { tracer, clock, traced } = makeTracer(2);
  const say = traced("say");
  const hold = Promise.withResolvers<number>();
  const over = tracer.exported({ interface: "", function: "run" }, [], async () => hold.promise);
  expect(rowsOf(tracer.take())).toMatchObject([{ number: 1, outcome: "running" }]);
  tracer.begin(say, ["a"]);
  clock.now = 30;
  hold.resolve(1);
  expect(await over).toBe(1);
  tracer.begin(say, ["b"]);
  expect(rowsOf(tracer.take()).map(({ within }) => within)).toEqual([1, 0]);

  const failed = tracer.exported({ interface: "", function: "run" }, [], async () => {
    throw Object.assign(new Error("x"), { payload: "bad" });
  });
  tracer.take();
  await expect(failed).rejects.toThrow("x");
  expect(tracer.take()).toMatchObject({
    endings: [{ number: 4, duration: 0, outcome: "error", result: 'err("bad")' }],
    keptFrom: 3,
  });
});

test("an error that an export throws without a payload is a trap, whatever it is", () => {
  const { tracer } = makeTracer();
  const act = (): never => {
    // oxlint-disable-next-line typescript/only-throw-error -- what WebAssembly throws is not always an `Error`
    throw "foreign";
  };
  expect(() => tracer.exported({ interface: "", function: "run" }, [], act)).toThrow("foreign");
  expect(rowsOf(tracer.take())).toMatchObject([{ outcome: "trapped" }]);
});

test("nothing is written when the trace is off", () => {
  const { tracer, traced } = makeTracer(0);
  const say = traced("say");
  const hostile = new Proxy([], {
    get() {
      throw new Error("was looked at");
    },
  });
  expect(tracer.on).toBe(false);
  expect(tracer.begin(say, hostile)).toBe(0);
  tracer.returned(0, say, "x");
  expect(tracer.exported({ interface: "", function: "run" }, hostile, () => 1)).toBe(1);
  expect(tracer.take()).toBe(undefined);
});

test("what has no known type or cannot be printed has no text, and long texts are cut between characters", () => {
  const printer = {
    arguments: () => `${"x".repeat(499)}😀${"y".repeat(2000)}`,
    result: () => {
      throw new Error("cannot");
    },
  };
  const tracer = new Tracer({ entries: 10, types, printer, now: () => 0 });
  const say = tracer.traced({ direction: "import", interface: "a:b/c@1.0.0", function: "say" });
  const unknown = tracer.traced({ direction: "import", interface: "a:b/c@1.0.0", function: "other" });
  tracer.returned(tracer.begin(say, ["a"]), say, "b");
  tracer.returned(tracer.begin(unknown, ["a"]), unknown, "b");
  expect(rowsOf(tracer.take())).toMatchObject([
    { arguments: `${"x".repeat(499)}…`, result: "" },
    { arguments: "", result: "" },
  ]);
});

test("of many calls the newest are kept, all with the right texts, whenever they are taken", () => {
  const takes = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2500 }), takes, (entries, parts) => {
      const { tracer, traced } = makeTracer(entries);
      const say = traced("say");
      let last = 0;
      for (const calls of parts) {
        const before = last;
        for (let call = 0; call < calls; call += 1) {
          last = tracer.begin(say, [`a${last}`]);
          tracer.returned(last, say, `é${last}`);
        }
        const progress = tracer.take();
        const rows = rowsOf(progress);
        expect(progress?.keptFrom).toBe(Math.max(1, last - entries + 1));
        expect(rows).toHaveLength(Math.min(entries, calls));
        expect(rows.at(-1)?.number).toBe(last);
        const wrong = rows.find(
          (row) => row.arguments !== `("a${row.number - 1}")` || row.result !== `"é${row.number}"`,
        );
        expect(wrong).toBe(undefined);
        expect(last).toBe(before + calls);
      }
    }),
    { numRuns: 20 },
  );
});

test("much that is pending is to be posted at once, but not rows that newer ones push out", () => {
  const { tracer, traced } = makeTracer(100_000);
  const say = traced("say");
  for (let call = 0; call < 150_000; call += 1) tracer.begin(say, ["a"]);
  expect(tracer.full).toBe(false);
  expect(tracer.take()?.chunk?.name).toHaveLength(100_000);
  for (let call = 0; call < 25_000; call += 1) tracer.begin(say, ["x".repeat(190)]);
  expect(tracer.full).toBe(true);

  const more = makeTracer(100_001);
  const saidMore = more.traced("say");
  for (let call = 0; call < 49_999; call += 1) more.tracer.begin(saidMore, ["a"]);
  expect(more.tracer.full).toBe(false);
  more.tracer.begin(saidMore, ["a"]);
  expect(more.tracer.full).toBe(true);
});

test("calls of each number of arguments are told alike", () => {
  const { tracer, traced } = makeTracer();
  const self = {};
  const [say, fail] = [traced("say"), traced("fail")];
  const [read, seek] = [traced("[method]descriptor.read"), traced("[method]descriptor.seek")];
  const begins = [
    [fail, [], () => tracer.begin0(fail)],
    [say, ["a"], () => tracer.begin1(say, "a")],
    [say, [1], () => tracer.begin1(say, 1)],
    [read, [], () => tracer.begin1(read, self)],
    [seek, [5n], () => tracer.begin2(seek, self, 5n)],
    [seek, [5], () => tracer.begin2(seek, self, 5)],
  ] as const;
  for (const [called, args, begin] of begins) {
    tracer.begin(called, args, self);
    begin();
  }
  const told = rowsOf(tracer.take()).map((row) => row.arguments);
  expect(told.filter((_, at) => at % 2 === 0)).toEqual(told.filter((_, at) => at % 2 === 1));
  expect(told.slice(-4)).toEqual([5, 5, 0, 0].map((n) => (n === 5 ? "(descriptor#1, 5)" : told.at(-1))));
  expect(told.at(-1)).toContain("u64 expected");
});

test("a call that waits is timed from when it began to, however long before the clock was read", async () => {
  const clock = { now: 0 };
  const tracer = new Tracer({
    entries: 10,
    types,
    printer: wavePrinter(types),
    now: () => clock.now,
    ticks: () => Math.floor(clock.now),
  });
  const say = tracer.traced({ direction: "import", interface: "a:b/c@1.0.0", function: "say" });
  tracer.returned(tracer.begin1(say, "a"), say, "b");
  clock.now = 100;
  const number = tracer.begin1(say, "a");
  tracer.waits(number, say);
  clock.now = 130;
  tracer.returned(number, say, "b");
  tracer.returned(tracer.begin1(say, "c"), say, "d");
  const chunk = tracer.take()?.chunk;
  expect([...(chunk?.start ?? [])]).toEqual([0, 0, 130]);
  expect([...(chunk?.slack ?? [])]).toEqual([0, 100, 0]);
  expect([...(chunk?.duration ?? [])]).toEqual([0, 30, 0]);
});
