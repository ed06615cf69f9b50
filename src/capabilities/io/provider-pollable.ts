import { poll as shimPoll, pollableCreate } from "@bytecodealliance/preview2-shim/io";
import type { Time } from "../provider.ts";
import { standingStill, turn, type Waiter } from "./provider-turns.ts";

/** The one class of pollables: whatever makes one, the shim's own resources too. */
export const Pollable = shimPoll.Pollable;
export type Pollable = ReturnType<typeof pollableCreate>;

/** From when on something is there; `undefined` while nothing is on its way. What it gives may change with what the program does. */
export type Next = () => bigint | undefined;

/** What real time or the outside world makes ready. */
export interface RealSource {
  ready(): boolean;
  /** Whether it becomes ready while the program only waits. */
  coming(): boolean;
  /** Ends when it may be ready; asked only for what is coming. */
  wait(): Promise<void>;
}

interface Deadline {
  readonly time: Time;
  readonly next: Next;
}

/** What becomes ready in virtual time, with its deadline. Everything else waits for real. */
const deadlines = new WeakMap<Pollable, Deadline>();
const realSources = new WeakMap<Pollable, RealSource>();
// Taken before anybody wraps the class to count the guest's own calls: ours are none.
const { block: blockForReal, ready: readyNow } = Pollable.prototype;

/** A pollable that is ready from the start. */
export function readyPollable(): Pollable {
  return pollableCreate();
}

/** Whether the instant that `next` gives has come. */
export function reached(time: Time, next: Next): boolean {
  const instantNs = next();
  return instantNs !== undefined && time.now() >= instantNs;
}

/**
 * A pollable that is ready from the instant of virtual time on that `next` gives. Waiting for it moves the time. Asking a pollable
 * that is not ready moves it by `tickNs`, so that a loop that only asks comes to an end.
 */
export function virtualPollable(time: Time, next: Next, tickNs: bigint): Pollable {
  const pass = (): void => time.advanceTo(next() ?? 0n);
  const pollable = pollableCreate({
    ready() {
      if (reached(time, next)) return true;
      time.advanceTo(time.now() + tickNs);
      return false;
    },
    wait: async () => pass(),
  });
  deadlines.set(pollable, { time, next });
  return pollable;
}

/** A pollable that only real time or the outside world makes ready. */
export function realPollable(source: RealSource): Pollable {
  const pollable = pollableCreate({ ready: () => source.ready(), wait: () => source.wait() });
  realSources.set(pollable, source);
  return pollable;
}

/** Whether it is ready; asking moves nothing and counts as no call of the guest. */
export function isReady(pollable: Pollable): boolean {
  const deadline = deadlines.get(pollable);
  // Not asked through `ready`: that would move virtual time.
  return deadline ? reached(deadline.time, deadline.next) : readyNow.call(pollable);
}

/** Whether real time or the outside world will make it ready. */
function comesForReal(pollable: Pollable): boolean {
  return !deadlines.has(pollable) && (realSources.get(pollable)?.coming() ?? true);
}

/** Moves virtual time to the earliest deadline among `pollables`. It is a trap when there is none: then nothing is on its way. */
function passVirtualTime(pollables: readonly Pollable[]): void {
  let time: Time | undefined;
  let earliest: bigint | undefined;
  for (const pollable of pollables) {
    const deadline = deadlines.get(pollable);
    const instantNs = deadline?.next();
    if (instantNs === undefined || (earliest !== undefined && earliest <= instantNs)) continue;
    earliest = instantNs;
    time = deadline?.time;
  }
  if (earliest === undefined) stuck();
  time?.advanceTo(earliest);
}

/** The trap of a program that waits for what only itself could bring about. */
export function stuck(): never {
  throw new Error(
    "The program waits for something that is not on its way, such as the answer to a request whose body it has not finished (requests leave whole, after their body is finished): it would wait for ever.",
  );
}

function readyIndices(pollables: readonly Pollable[]): Uint32Array {
  const indices: number[] = [];
  for (const [index, pollable] of pollables.entries()) if (isReady(pollable)) indices.push(index);
  return Uint32Array.from(indices);
}

async function waitForAny(pollables: readonly Pollable[]): Promise<Uint32Array> {
  for (;;) {
    const coming = pollables.filter(comesForReal);
    if (coming.length > 0) await Promise.race(coming.map((pollable) => blockForReal.call(pollable)));
    else passVirtualTime(pollables);
    // A timer may fire a little early: then nothing is ready yet, and the wait goes on.
    const ready = readyIndices(pollables);
    if (ready.length > 0) return ready;
  }
}

/** How long a program may go on without taking up what has come from outside, in milliseconds. */
const longestDeafMs = 4;

/** Waiting, for one run. */
export class Waiting {
  readonly #waiter: Waiter;
  #heardAt = 0;

  constructor(waiter: Waiter) {
    this.#waiter = waiter;
  }

  /**
   * `wasi:io/poll#poll`: the indices of what is ready, ascending. Answers at once when something is ready, but now and then, while
   * an answer from outside is awaited, with a promise that lets it come in. Otherwise, while real time or the outside world is
   * awaited, it asks `mayWait` and gives a promise, and virtual time stands still; where only virtual time is awaited, it is moved
   * and the answer comes at once.
   */
  poll(pollables: readonly Pollable[]): Uint32Array | Promise<Uint32Array> {
    if (pollables.length === 0) throw new Error("wasi:io/poll#poll was called with an empty list");
    return this.#waitFor(pollables, "wasi:io/poll#poll");
  }

  /** `[method]pollable.block`: gives nothing when it can answer at once, else a promise, as `poll` does. */
  block(pollable: Pollable): void | Promise<void> {
    const ready = this.#waitFor([pollable], "wasi:io/poll#[method]pollable.block");
    return ready instanceof Promise ? ready.then(() => undefined) : undefined;
  }

  #waitFor(pollables: readonly Pollable[], what: string): Uint32Array | Promise<Uint32Array> {
    const { mayWait } = this.#waiter;
    let ready = readyIndices(pollables);
    if (ready.length === 0 && pollables.some(comesForReal)) {
      mayWait(what);
      return this.#heard(standingStill(this.#waiter, waitForAny(pollables)));
    }
    if (ready.length === 0) {
      passVirtualTime(pollables);
      ready = readyIndices(pollables);
    }
    if (!this.#isDeaf()) return ready;
    mayWait(what);
    return this.#heard(turn().then(() => readyIndices(pollables)));
  }

  /** Whether something may have come from outside that the program has given no time to come in. */
  #isDeaf(): boolean {
    const { canWait, outside } = this.#waiter;
    return canWait && outside.awaited() && performance.now() - this.#heardAt >= longestDeafMs;
  }

  async #heard<T>(waited: Promise<T>): Promise<T> {
    const value = await waited;
    this.#heardAt = performance.now();
    return value;
  }
}
