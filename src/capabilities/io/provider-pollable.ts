import { poll as shimPoll, pollableCreate } from "@bytecodealliance/preview2-shim/io";
import type { Time } from "../provider.ts";

/** The one class of pollables: whatever makes one, the shim's own resources too. */
export const Pollable = shimPoll.Pollable;
export type Pollable = ReturnType<typeof pollableCreate>;

interface Deadline {
  readonly time: Time;
  readonly instantNs: bigint;
}

const deadlines = new WeakMap<Pollable, Deadline>();
// Taken before anybody wraps the class to count the guest's own calls: ours are none.
const { block: blockForReal, ready: readyNow } = Pollable.prototype;

/** A pollable that is ready from the start. */
export function readyPollable(): Pollable {
  return pollableCreate();
}

/**
 * A pollable that is ready from `instantNs` of virtual time on. Waiting for it moves the time. Asking a pollable that is not
 * ready moves it by `tickNs`, so that a loop that only asks comes to an end.
 */
export function virtualPollable(time: Time, instantNs: bigint, tickNs: bigint): Pollable {
  const pollable = pollableCreate({
    ready() {
      if (time.now() >= instantNs) return true;
      time.advanceTo(time.now() + tickNs);
      return false;
    },
    wait() {
      time.advanceTo(instantNs);
      return Promise.resolve();
    },
  });
  deadlines.set(pollable, { time, instantNs });
  return pollable;
}

/** A pollable that only real time or the outside world makes ready. */
export function realPollable(ready: () => boolean, wait: () => Promise<void>): Pollable {
  return pollableCreate({ ready, wait });
}

function isReady(pollable: Pollable): boolean {
  const deadline = deadlines.get(pollable);
  // Not asked through `ready`: that would move virtual time.
  return deadline ? deadline.time.now() >= deadline.instantNs : readyNow.call(pollable);
}

/** Moves virtual time to the earliest deadline among `pollables`. Gives whether there was one. */
function passVirtualTime(pollables: readonly Pollable[]): boolean {
  let earliest: Deadline | undefined;
  for (const pollable of pollables) {
    const deadline = deadlines.get(pollable);
    if (deadline && (!earliest || deadline.instantNs < earliest.instantNs)) earliest = deadline;
  }
  earliest?.time.advanceTo(earliest.instantNs);
  return earliest !== undefined;
}

function readyIndices(pollables: readonly Pollable[]): Uint32Array {
  const indices: number[] = [];
  for (const [index, pollable] of pollables.entries()) if (isReady(pollable)) indices.push(index);
  return Uint32Array.from(indices);
}

async function waitForAny(pollables: readonly Pollable[]): Promise<Uint32Array> {
  for (;;) {
    await Promise.race(pollables.map((pollable) => blockForReal.call(pollable)));
    // A timer may fire a little early: then nothing is ready yet, and the wait goes on.
    const ready = readyIndices(pollables);
    if (ready.length > 0) return ready;
  }
}

/**
 * `wasi:io/poll#poll`: the indices of what is ready, ascending. Answers at once when something is ready or when virtual time can
 * be moved to make it so; only otherwise it gives a promise, after asking `mayWait`.
 */
export function poll(
  pollables: readonly Pollable[],
  mayWait: (what: string) => void,
): Uint32Array | Promise<Uint32Array> {
  if (pollables.length === 0) throw new Error("wasi:io/poll#poll was called with an empty list");
  const ready = readyIndices(pollables);
  if (ready.length > 0) return ready;
  if (passVirtualTime(pollables)) return readyIndices(pollables);
  mayWait("wasi:io/poll#poll");
  return waitForAny(pollables);
}

/** `[method]pollable.block`: gives nothing when it can answer at once, else a promise, after asking `mayWait`. */
export function block(pollable: Pollable, mayWait: (what: string) => void): void | Promise<void> {
  if (isReady(pollable) || passVirtualTime([pollable])) return undefined;
  mayWait("wasi:io/poll#[method]pollable.block");
  return waitForAny([pollable]).then(() => undefined);
}
