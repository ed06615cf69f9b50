import { sleepUntil } from "../io/provider-deadline.ts";
import { type Pollable, realPollable, virtualPollable } from "../io/provider-pollable.ts";
import type { ProviderContext } from "../provider.ts";

const latest = (1n << 64n) - 1n;

/** How far virtual time moves when a program asks for what is not there yet, so that a loop that only asks comes to an end. */
const tickNs = 1_000_000n;

/** From when on something is there; `undefined` while nothing is on its way. */
type Next = () => bigint | undefined;

/** Waiting for what the network brings: in virtual time at once, in real time with a promise. */
export interface Waiting {
  now(): bigint;
  /** Tells of an instant at which something comes. */
  expect(instantNs: bigint): void;
  /** Whether the instant has come. */
  isThere(next: Next): boolean;
  pollable(next: Next): Pollable;
  /** Waits inside a blocking call named `what`. It is a trap when nothing is on its way: the program itself stands still. */
  until(next: Next, what: string): void | Promise<void>;
}

export function createWaiting({ time, mayWait }: Pick<ProviderContext<unknown>, "time" | "mayWait">): Waiting {
  /** What is still to come, ascending. */
  const expected: bigint[] = [];
  const isThere = (next: Next): boolean => {
    const instant = next();
    return instant !== undefined && instant <= time.now();
  };

  /** Moves virtual time from event to event until `next` is there. What is not on its way cannot come while the program waits. */
  const pass = (next: Next): void => {
    let moved = false;
    while (!isThere(next)) {
      const instant = expected.shift();
      if (instant === undefined) break;
      moved ||= instant > time.now();
      time.advanceTo(instant);
    }
    if (!moved && !isThere(next)) stuck();
  };

  const sleep = (next: Next): Promise<void> => {
    const instant = next();
    // Something else in the same `poll` may come; if nothing does, the run's time limit ends it.
    return instant === undefined ? new Promise(() => {}) : sleepUntil(time, instant);
  };

  return {
    now: () => time.now(),
    isThere,
    expect(instantNs) {
      if (!time.virtual || instantNs <= time.now()) return;
      const index = expected.findIndex((other) => other > instantNs);
      expected.splice(index < 0 ? expected.length : index, 0, instantNs);
    },
    pollable(next) {
      if (!time.virtual)
        return realPollable(
          () => isThere(next),
          () => sleep(next),
        );
      // Programs keep a pollable for a socket's whole life, and when it is ready changes with what they send. Its own clock
      // therefore stands at the end of time while it is ready; among deadlines of timers it comes last.
      const own = {
        virtual: true,
        now: () => (isThere(next) ? latest : time.now()),
        advanceTo: (instantNs: bigint) => (instantNs === latest ? pass(next) : time.advanceTo(instantNs)),
      };
      return virtualPollable(own, latest, tickNs);
    },
    until(next, what) {
      if (isThere(next)) return undefined;
      if (next() === undefined) stuck();
      if (time.virtual) return pass(next);
      mayWait(what);
      return sleep(next);
    },
  };
}

function stuck(): never {
  throw new Error("The program waits for a socket, and nothing is on its way to it: it would wait for ever.");
}
