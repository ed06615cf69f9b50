import { pollableWhen, sleepUntil } from "../io/provider-deadline.ts";
import { type Next, type Pollable, reached, stuck } from "../io/provider-pollable.ts";
import type { ProviderContext } from "../provider.ts";

/** How far virtual time moves when a program asks for what is not there yet, so that a loop that only asks comes to an end. */
const tickNs = 1_000_000n;

/** Waiting for what the network brings: in virtual time at once, in real time with a promise. */
export interface Waiting {
  now(): bigint;
  /** Whether the instant has come. */
  isThere(next: Next): boolean;
  /** Programs keep one for a socket's whole life: when it is ready changes with what they send. */
  pollable(next: Next): Pollable;
  /** Waits inside a blocking call named `what`. It is a trap when nothing is on its way: the program itself stands still. */
  until(next: Next, what: string): void | Promise<void>;
}

export function createWaiting({ time, mayWait }: Pick<ProviderContext<unknown>, "time" | "mayWait">): Waiting {
  return {
    now: () => time.now(),
    isThere: (next) => reached(time, next),
    pollable: (next) => pollableWhen(time, next, tickNs),
    until(next, what) {
      if (reached(time, next)) return undefined;
      const instantNs = next() ?? stuck();
      if (time.virtual) return time.advanceTo(instantNs);
      mayWait(what);
      return sleepUntil(time, instantNs);
    },
  };
}
