import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Pollable } from "../io/provider-pollable.ts";
import { MayNotWait, provideForTest, thrown } from "../provider-testing.ts";

const name = "wasi:clocks/monotonic-clock";

describe("virtual", () => {
  test("starts at zero and ticks when read", () => {
    const { call } = provideForTest();
    expect([call(name, "now"), call(name, "now"), call(name, "now")]).toEqual([0n, 1000n, 2000n]);
    expect(call(name, "resolution")).toBe(1000n);
  });

  test("sleeping passes at once", () => {
    const { call } = provideForTest();
    call<Pollable>(name, "subscribeDuration", 3_600_000_000_000n).block();
    expect(call(name, "now")).toBe(3_600_000_000_000n);
  });

  test("the furthest instant can be waited for", () => {
    const { call } = provideForTest();
    call<Pollable>(name, "subscribeInstant", 5n).block();
    call<Pollable>(name, "subscribeDuration", 0xffff_ffff_ffff_ffffn).block();
    expect(call(name, "now")).toBe(0xffff_ffff_ffff_ffffn);
  });

  test("asking again and again comes to an end", () => {
    const { call } = provideForTest();
    const pollable = call<Pollable>(name, "subscribeDuration", 10_000n);
    let asked = 0;
    while (!pollable.ready()) asked += 1;
    expect(asked).toBe(10);
  });

  test("polling answers the earliest deadlines, in order of the list", () => {
    const { call } = provideForTest();
    const list = [300n, 100n, 200n, 100n].map((instant) => call<Pollable>(name, "subscribeInstant", instant));
    const poll = () => Array.from(call<Uint32Array>("wasi:io/poll", "poll", list));
    expect(poll()).toEqual([1, 3]);
    expect(poll()).toEqual([1, 3]);
    list[2]?.block();
    expect(poll()).toEqual([1, 2, 3]);
    list[0]?.block();
    expect(poll()).toEqual([0, 1, 2, 3]);
  });

  test("what is ready goes before what would have to wait, and moves no time", () => {
    const { call } = provideForTest({ stdin: "x" });
    const stdin = call<{ subscribe(): Pollable }>("wasi:cli/stdin", "getStdin");
    const list = [call<Pollable>(name, "subscribeDuration", 1000n), stdin.subscribe()];
    expect(Array.from(call<Uint32Array>("wasi:io/poll", "poll", list))).toEqual([1]);
    expect(call(name, "now")).toBe(0n);
  });
});

describe("real", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const bindings = { "monotonic-clock": { mode: "real", tickNs: 1000 } } as const;

  test("sleeping waits as long as it says", async () => {
    const asked: string[] = [];
    const { call } = provideForTest({ bindings, mayWait: (what) => void asked.push(what) });
    const start = call<bigint>(name, "now");
    let done = false;
    const blocked = Promise.resolve(call<Pollable>(name, "subscribeDuration", 50_000_000n).block()).then(() => {
      done = true;
    });
    await vi.advanceTimersByTimeAsync(49);
    expect(done).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    await blocked;
    expect(call<bigint>(name, "now") - start).toBeGreaterThanOrEqual(50_000_000n);
    expect(asked).toEqual(["wasi:io/poll#[method]pollable.block"]);
  });

  test("polling gives whatever came first", async () => {
    const { call } = provideForTest({ bindings, mayWait: () => {} });
    const list = [60n, 20n, 40n].map((ms) => call<Pollable>(name, "subscribeDuration", ms * 1_000_000n));
    const polled = call<Promise<Uint32Array>>("wasi:io/poll", "poll", list);
    await vi.advanceTimersByTimeAsync(21);
    expect(Array.from(await polled)).toEqual([1]);
  });

  test("longer than a browser's timer takes", async () => {
    const { call } = provideForTest({ bindings, mayWait: () => {} });
    const days = 40n * 86_400_000_000_000n;
    let done = false;
    void Promise.resolve(call<Pollable>(name, "subscribeDuration", days).block()).then(() => {
      done = true;
    });
    await vi.advanceTimersByTimeAsync(39 * 86_400_000);
    expect(done).toBe(false);
    await vi.advanceTimersByTimeAsync(86_400_001);
    expect(done).toBe(true);
  });

  test("what is past needs no waiting", () => {
    const { call } = provideForTest({ bindings });
    const pollable = call<Pollable>(name, "subscribeDuration", 0n);
    expect(pollable.block()).toBe(undefined);
    expect(Array.from(call<Uint32Array>("wasi:io/poll", "poll", [pollable]))).toEqual([0]);
  });

  test("without a way to wait it is a trap", () => {
    const { call } = provideForTest({ bindings });
    const pollable = call<Pollable>(name, "subscribeDuration", 1_000_000n);
    expect(thrown(() => pollable.block())).toBeInstanceOf(MayNotWait);
    expect(thrown(() => call("wasi:io/poll", "poll", [pollable]))).toBeInstanceOf(MayNotWait);
  });
});

test("polling nothing is a trap", () => {
  expect(thrown(() => provideForTest().call("wasi:io/poll", "poll", []))).toBeInstanceOf(Error);
});
