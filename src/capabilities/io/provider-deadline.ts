import type { Time } from "../provider.ts";
import {
  type Next,
  type Pollable,
  reached,
  readyPollable,
  realPollable,
  virtualPollable,
} from "./provider-pollable.ts";

/** Timers of browsers take no more milliseconds at once. */
const longestTimerMs = 0x7fff_ffff;

/**
 * A pollable that is ready from `instantNs` of guest-visible time on. Where the time is virtual, asking it too early moves the time
 * by `tickNs`.
 */
export function pollableAt(time: Time, instantNs: bigint, tickNs: bigint): Pollable {
  return !time.virtual && time.now() >= instantNs ? readyPollable() : pollableWhen(time, () => instantNs, tickNs);
}

/** As `pollableAt`, with an instant that may change and may not be known yet. */
export function pollableWhen(time: Time, next: Next, tickNs: bigint): Pollable {
  if (time.virtual) return virtualPollable(time, next, tickNs);
  return realPollable({
    ready: () => reached(time, next),
    coming: () => next() !== undefined,
    wait: () => sleepUntil(time, next() ?? 0n),
  });
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
