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
