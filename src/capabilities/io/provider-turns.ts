import type { RunContext } from "../provider.ts";

/** What waiting needs of a run. */
export type Waiter = Pick<RunContext, "mayWait" | "canWait" | "outside">;

/** Ends when the worker has taken up what has come by now: messages wait until the program lets the event loop run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    // Not a timer: browsers let one that follows others wait for milliseconds.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Tells the page that the program stands still until `waited` ends, where the page owes it an answer. */
export async function standingStill<T>({ outside }: Pick<Waiter, "outside">, waited: Promise<T>): Promise<T> {
  if (!outside.awaited()) return waited;
  outside.suspended(true);
  return waited.finally(() => outside.suspended(false));
}

/** So many asks in a row, without a wait, are of a program that does nothing else. */
const mostIdle = 1_000_000;
let idle = 0;

/**
 * The program asked for something from outside that is not there, by a call that cannot wait. It is a trap when it does nothing else:
 * nothing comes in before it waits.
 */
export function askedInVain(): void {
  if (idle === 0) void turn().then(() => (idle = 0));
  idle += 1;
  if (idle < mostIdle) return;
  idle = 0;
  throw new Error(
    "The program asks for something from outside again and again without ever waiting. Nothing can arrive then: it has to wait with poll, block or a blocking read",
  );
}
