import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MayNotWait, nothingOutside, thrown } from "../provider-testing.ts";
import { pollableAt, pollableWhen } from "./provider-deadline.ts";
import { type Pollable, realPollable, readyPollable, Waiting } from "./provider-pollable.ts";
import type { Waiter } from "./provider-turns.ts";
import { createRealTime, createVirtualTime } from "./virtual-time.ts";

const mayWait = (): void => {};
const mayNotWait = (what: string): never => {
  throw new MayNotWait(what);
};
const ms = 1_000_000n;

const waiter = (may: Waiter["mayWait"]): Waiter => ({ mayWait: may, canWait: true, outside: nothingOutside });
const poll = (list: readonly Pollable[], may: Waiter["mayWait"]) => new Waiting(waiter(may)).poll(list);
const block = (one: Pollable, may: Waiter["mayWait"]) => new Waiting(waiter(may)).block(one);

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

describe("while the page owes an answer", () => {
  /** A page with an answer under way, and what it is told. */
  function owing(canWait = true) {
    const suspended: boolean[] = [];
    const asked: string[] = [];
    const waiting = new Waiting({
      canWait,
      mayWait: (what) => void asked.push(what),
      outside: { ...nothingOutside, awaited: () => true, suspended: (is) => void suspended.push(is) },
    });
    return { waiting, suspended, asked };
  }

  test("what comes by a message comes in, though something else is always ready", async () => {
    const { waiting, suspended, asked } = owing();
    const typed = outside();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      typed.give();
    };
    port2.postMessage("typed");
    let found: readonly number[] = [];
    for (let asks = 0; asks < 1_000_000 && !found.includes(1); asks += 1) {
      const polled = waiting.poll([readyPollable(), typed.pollable]);
      found = Array.from(polled instanceof Promise ? await polled : polled);
    }
    expect(found).toEqual([0, 1]);
    expect(asked).toContain("wasi:io/poll#poll");
    // It went on at once: that is no standing still.
    expect(suspended).toEqual([]);
  });

  test("it comes in beside virtual time, too, which never has to be waited for", async () => {
    const { waiting, suspended } = owing();
    const time = createVirtualTime();
    const polled = waiting.poll([pollableAt(time, ms, 1n)]);
    expect(polled).toBeInstanceOf(Promise);
    expect(Array.from(await polled)).toEqual([0]);
    expect(time.now()).toBe(ms);
    expect(suspended).toEqual([]);
  });

  test("most answers come at once, and all of them where nothing can wait", async () => {
    const { waiting } = owing();
    const blocked = waiting.block(readyPollable());
    expect(blocked).toBeInstanceOf(Promise);
    await blocked;
    vi.spyOn(performance, "now").mockReturnValue(performance.now());
    await waiting.poll([readyPollable()]);
    expect(indices(waiting.poll([readyPollable()]))).toEqual([0]);
    vi.restoreAllMocks();
    const deaf = owing(false);
    expect(indices(deaf.waiting.poll([readyPollable()]))).toEqual([0]);
    expect(deaf.asked).toEqual([]);
  });

  test("the page hears when the program stands still, and when it goes on", async () => {
    const { waiting, suspended } = owing();
    const answer = outside();
    const polled = waiting.poll([answer.pollable]);
    expect(suspended).toEqual([true]);
    answer.give();
    await polled;
    expect(suspended).toEqual([true, false]);
  });
});
