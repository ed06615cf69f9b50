import fc from "fast-check";
import { expect, test } from "vitest";
import type { HttpExchange } from "../capabilities/outside.ts";
import type { Progress } from "../protocol/index.ts";
import { Sink } from "./sink.ts";
import { GuestStop } from "./stop.ts";

function makeSink(outputBytes: number) {
  const posted: Progress[] = [];
  const clock = { now: 0, reads: 0 };
  const sink = new Sink({
    outputBytes,
    now: () => {
      clock.reads += 1;
      return clock.now;
    },
    counts: () => ({ f: 1 }),
    post: (message) => posted.push(message),
  });
  const text = (stream: "stdout" | "stderr"): string =>
    posted
      .flatMap((message) => message.output)
      .filter((chunk) => chunk.stream === stream)
      .map((chunk) => new TextDecoder().decode(chunk.bytes))
      .join("");
  return { sink, posted, clock, text };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("output is posted at once, also right after counts were, since the guest may never call again", () => {
  const { sink, posted, text } = makeSink(1000);
  sink.tick();
  sink.write("stdout", bytes("a"));
  sink.write("stdout", bytes("b"));
  expect(text("stdout")).toBe("ab");
  expect(posted).toHaveLength(3);
});

test("after a burst, what follows is batched until time has passed", () => {
  const { sink, posted, clock, text } = makeSink(1000);
  for (let line = 0; line < 64; line += 1) sink.write("stdout", bytes("x"));
  expect(posted).toHaveLength(64);
  sink.write("stdout", bytes("y"));
  sink.write("stdout", bytes("z"));
  expect(posted).toHaveLength(64);
  clock.now = 16;
  sink.tick();
  expect(posted).toHaveLength(65);
  expect(posted[64]?.output).toHaveLength(1);
  expect(text("stdout")).toBe(`${"x".repeat(64)}yz`);
});

test("counts alone are posted every tenth of a second at most", () => {
  const { sink, posted, clock } = makeSink(1000);
  for (; clock.now < 1000; clock.now += 1) sink.tick();
  expect(posted).toHaveLength(10);
});

test("of calls that come fast few look at the clock, and counts are posted in time all the same", () => {
  const { sink, posted, clock } = makeSink(1000);
  for (let call = 0; call < 1_000_000; call += 1) {
    clock.now += 0.001;
    sink.called();
  }
  expect(posted).toHaveLength(10);
  expect(clock.reads).toBeLessThan(1_000_000 / 60);
});

test("each call of a guest that calls seldom looks at the clock, soon after it was fast too", () => {
  const { sink, posted, clock } = makeSink(1000);
  for (let call = 0; call < 1000; call += 1) {
    clock.now += 0.01;
    sink.called();
  }
  const before = posted.length;
  for (let call = 0; call < 64; call += 1) {
    clock.now += 150;
    sink.called();
  }
  expect(posted.length).toBeGreaterThan(before);
  const slow = posted.length;
  for (let call = 0; call < 10; call += 1) {
    clock.now += 150;
    sink.called();
  }
  expect(posted).toHaveLength(slow + 10);
});

test("while output waits every call looks at the clock, however fast", () => {
  const { sink, posted, clock, text } = makeSink(1000);
  for (let call = 0; call < 10_000; call += 1) sink.called();
  for (let line = 0; line < 64; line += 1) sink.write("stdout", bytes("x"));
  sink.write("stdout", bytes("y"));
  const before = posted.length;
  sink.called();
  expect(posted).toHaveLength(before);
  clock.now += 16;
  sink.called();
  expect(text("stdout").endsWith("y")).toBe(true);
});

test("a flood is posted in batches of 64 KiB however little time passes", () => {
  const { sink, posted } = makeSink(10_000_000);
  for (let written = 0; written < 1_000_000; written += 100) sink.write("stdout", new Uint8Array(100));
  expect(posted.length).toBeGreaterThan(64);
  expect(posted.length).toBeLessThan(64 + 20);
});

test("what fits under the cap is shown, and the write that passes it ends the run", () => {
  const { sink, text } = makeSink(5);
  sink.write("stdout", bytes("abc"));
  expect(() => sink.write("stderr", bytes("defg"))).toThrow(GuestStop);
  sink.end();
  expect(text("stdout")).toBe("abc");
  expect(text("stderr")).toBe("de");
});

test("the last message can be waited for: end tells how many there were", () => {
  const { sink, posted } = makeSink(100);
  sink.write("stdout", bytes("x"));
  sink.write("stdout", bytes("y"));
  expect(sink.end()).toBe(posted.length);
});

test("whatever is written in whatever order arrives complete and in order within each stream", () => {
  const writes = fc.array(
    fc.tuple(fc.constantFrom("stdout" as const, "stderr" as const), fc.string({ unit: "grapheme-ascii" }), fc.nat(30)),
  );
  fc.assert(
    fc.property(writes, (list) => {
      const { sink, clock, text } = makeSink(1_000_000);
      for (const [stream, content, wait] of list) {
        sink.write(stream, bytes(content));
        clock.now += wait;
      }
      sink.end();
      for (const stream of ["stdout", "stderr"] as const) {
        expect(text(stream)).toBe(
          list
            .filter(([to]) => to === stream)
            .map(([, content]) => content)
            .join(""),
        );
      }
    }),
  );
});

test("a flood that changes the stream with each byte arrives in few pieces, in order within each stream", () => {
  const { sink, posted, text } = makeSink(10_000_000);
  for (let at = 0; at < 70_000; at += 1) sink.write(at % 2 === 0 ? "stdout" : "stderr", bytes(String(at % 10)));
  sink.end();
  expect(Math.max(...posted.map((message) => message.output.length))).toBeLessThanOrEqual(256);
  expect(text("stdout")).toBe("02468".repeat(7000));
  expect(text("stderr")).toBe("13579".repeat(7000));
});

test("the trace is posted every tenth of a second, when it is full and at the end, with its buffers", () => {
  const posted: { readonly progress: Progress; readonly buffers: readonly ArrayBuffer[] }[] = [];
  const clock = { now: 0 };
  const trace = {
    full: false,
    take: () => ({
      names: [],
      chunk: {
        first: 1,
        name: new Uint32Array(1),
        slack: new Float32Array(1),
        start: new Float64Array(1),
        duration: new Float64Array(1),
        within: new Uint32Array(1),
        outcome: new Uint8Array(1),
        text: new Uint8Array(3),
        ends: new Uint32Array(2),
      },
      endings: [],
      keptFrom: 1,
    }),
  };
  const sink = new Sink({
    outputBytes: 1000,
    now: () => clock.now,
    counts: () => ({}),
    post: (progress, buffers) => posted.push({ progress, buffers }),
    trace,
  });
  for (; clock.now < 1000; clock.now += 1) sink.write("stdout", bytes("x"));
  const traced = () => posted.filter(({ progress }) => progress.trace !== undefined);
  expect(traced()).toHaveLength(10);
  expect(traced()[0]?.buffers).toHaveLength(9);
  expect(posted.find(({ progress }) => progress.trace === undefined)?.buffers).toHaveLength(1);
  sink.tick();
  trace.full = true;
  const before = traced().length;
  sink.tick();
  expect(traced()).toHaveLength(before + 1);
  trace.full = false;
  sink.tick();
  expect(traced()).toHaveLength(before + 1);
  sink.end();
  expect(traced()).toHaveLength(before + 2);
});

test("HTTP exchanges are posted 500 at a time, or 4 MiB, and the rest with what comes next", () => {
  const { sink, posted } = makeSink(1000);
  const body = { size: 0, bytes: new Uint8Array() };
  const exchange = (url: string): HttpExchange => ({
    startMs: 0,
    durationMs: 0,
    binding: "mock",
    method: "GET",
    url,
    requestHeaders: [],
    requestBody: body,
    responseHeaders: [],
    responseBody: body,
    error: "internal-error",
  });
  for (let count = 0; count < 1200; count += 1) sink.exchanged(exchange(""));
  expect(posted.map(({ exchanges }) => exchanges?.length)).toEqual([500, 500]);
  sink.tick();
  sink.end();
  expect(posted.flatMap(({ exchanges = [] }) => exchanges)).toHaveLength(1200);
  const before = posted.length;
  for (let count = 0; count < 100; count += 1) sink.exchanged(exchange("x".repeat(65_536)));
  expect(posted.slice(before).map(({ exchanges }) => exchanges?.length)).toEqual([64]);
});
