import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MayNotWait, thrown } from "../provider-testing.ts";
import { pollableAt, pollableWhen } from "./provider-deadline.ts";
import { block, poll, type Pollable, realPollable, readyPollable } from "./provider-pollable.ts";
import { createRealTime, createVirtualTime } from "./virtual-time.ts";

const mayWait = (): void => {};
const mayNotWait = (what: string): never => {
  throw new MayNotWait(what);
};
const ms = 1_000_000n;

/** Something that the outside world makes ready when the test says so. */
function outside() {
  let there = false;
  let arrive: () => void = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  return {
    pollable: realPollable({ ready: () => there, coming: () => true, wait: () => arrived }),
    give() {
      there = true;
      arrive();
    },
  };
}

/** What nobody has asked for. */
const nothing = (): Pollable =>
  realPollable({
    ready: () => false,
    coming: () => false,
    wait: () => Promise.reject(new Error("not to be waited for")),
  });

const indices = (answer: Uint32Array | Promise<Uint32Array>): readonly number[] => {
  if (answer instanceof Promise) throw new Error("a promise");
  return Array.from(answer);
};

describe("virtual time", () => {
  test("stands still while an answer from outside is awaited", async () => {
    const time = createVirtualTime();
    const answer = outside();
    const timer = pollableAt(time, 5n * ms, 1n);
    const polled = poll([timer, answer.pollable], mayWait);
    expect(polled).toBeInstanceOf(Promise);
    answer.give();
    expect(Array.from(await polled)).toEqual([1]);
    expect(time.now()).toBe(0n);
    expect(indices(poll([timer], mayNotWait))).toEqual([0]);
    expect(time.now()).toBe(5n * ms);
  });

  test("passes at once where nothing is awaited from outside, to the earliest deadline", () => {
    const time = createVirtualTime();
    let comesNs: bigint | undefined;
    // Made while nobody knows when it will be ready.
    const reply = pollableWhen(time, () => comesNs, 1n);
    const timer = pollableAt(time, 5n * ms, 1n);
    comesNs = 2n * ms;
    expect(indices(poll([timer, reply, nothing()], mayNotWait))).toEqual([1]);
    expect(time.now()).toBe(2n * ms);
    comesNs = undefined;
    expect(indices(poll([timer, reply], mayNotWait))).toEqual([0]);
    expect(time.now()).toBe(5n * ms);
  });

  test("needs no wait when something is ready", () => {
    const time = createVirtualTime();
    const list = [outside().pollable, readyPollable(), pollableAt(time, 1n, 1n), pollableAt(time, 0n, 1n)];
    expect(indices(poll(list, mayNotWait))).toEqual([1, 3]);
    expect(time.now()).toBe(0n);
  });

  test("asking moves it towards a deadline, and not towards an answer from outside", () => {
    const time = createVirtualTime();
    const timer: Pick<Pollable, "ready"> = pollableWhen(time, () => 2n, 1n);
    expect([timer.ready(), timer.ready(), timer.ready()]).toEqual([false, false, true]);
    expect((outside().pollable as Pick<Pollable, "ready">).ready()).toBe(false);
    expect(time.now()).toBe(2n);
  });

  test("waiting for what is not on its way is a trap", () => {
    const time = createVirtualTime();
    const never = pollableWhen(time, () => undefined, 1n);
    expect(String(thrown(() => poll([never, nothing()], mayNotWait)))).toContain("it would wait for ever");
    expect(String(thrown(() => block(never, mayNotWait)))).toContain("it would wait for ever");
    expect(time.now()).toBe(0n);
  });
});

describe("real time", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("races with the outside world", async () => {
    const time = createRealTime();
    const answer = outside();
    const timer = pollableAt(time, time.now() + 5n * ms, 1n);
    const first = poll([answer.pollable, timer], mayWait);
    await vi.advanceTimersByTimeAsync(6);
    expect(Array.from(await first)).toEqual([1]);
    const second = poll([answer.pollable, pollableAt(time, time.now() + 5n * ms, 1n)], mayWait);
    answer.give();
    expect(Array.from(await second)).toEqual([0]);
  });

  test("waiting for what is not on its way is a trap, beside a timer it is not", async () => {
    const time = createRealTime();
    const never = pollableWhen(time, () => undefined, 1n);
    expect(String(thrown(() => block(never, mayWait)))).toContain("it would wait for ever");
    const polled = poll([never, pollableAt(time, time.now() + ms, 1n)], mayWait);
    await vi.advanceTimersByTimeAsync(2);
    expect(Array.from(await polled)).toEqual([1]);
  });
});

test("whoever may not wait is told what would", () => {
  expect(thrown(() => poll([outside().pollable], mayNotWait))).toEqual(new MayNotWait("wasi:io/poll#poll"));
  expect(thrown(() => block(outside().pollable, mayNotWait))).toEqual(
    new MayNotWait("wasi:io/poll#[method]pollable.block"),
  );
});

test("an empty list is a trap", () => {
  expect(thrown(() => poll([], mayWait))).toBeInstanceOf(Error);
});
