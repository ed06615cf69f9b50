import type { Time } from "../provider.ts";
import { type Pollable, readyPollable, realPollable, virtualPollable } from "./provider-pollable.ts";

/** Timers of browsers take no more milliseconds at once. */
const longestTimerMs = 0x7fff_ffff;

/**
 * A pollable that is ready from `instantNs` of guest-visible time on. Where the time is virtual, asking it too early moves the time
 * by `tickNs`.
 */
export function pollableAt(time: Time, instantNs: bigint, tickNs: bigint): Pollable {
  if (time.virtual) return virtualPollable(time, instantNs, tickNs);
  const ready = (): boolean => time.now() >= instantNs;
  return ready() ? readyPollable() : realPollable(ready, () => sleepUntil(time, instantNs));
}

/** Waits until real time has come to `instantNs`. */
export async function sleepUntil(time: Time, instantNs: bigint): Promise<void> {
  for (;;) {
    const leftMs = Number(instantNs - time.now()) / 1e6;
    if (leftMs <= 0) return;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, Math.min(Math.ceil(leftMs), longestTimerMs));
    });
  }
}
