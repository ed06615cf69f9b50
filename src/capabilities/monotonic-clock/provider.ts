import { type Pollable, readyPollable, realPollable, virtualPollable } from "../io/provider-pollable.ts";
import { after } from "../io/virtual-time.ts";
import type { Provider, Time } from "../provider.ts";
import type { MonotonicClockBinding } from "./capability.ts";

const name = "wasi:clocks/monotonic-clock";

/** Timers of browsers take no more milliseconds at once. */
const longestTimerMs = 0x7fff_ffff;

/** `wasi:clocks/monotonic-clock`. The mock is virtual time: reading it ticks, waiting for it moves it. */
export const provideMonotonicClock: Provider<MonotonicClockBinding> = ({ binding, time, deny }) => {
  switch (binding.mode) {
    case "real":
      return { [name]: realClock };
    case "mock":
      return { [name]: virtualClock(time, BigInt(binding.tickNs)) };
    case "deny":
      return {
        [name]: {
          now: () => deny(name, "now"),
          resolution: () => deny(name, "resolution"),
          subscribeInstant: () => deny(name, "subscribe-instant"),
          subscribeDuration: () => deny(name, "subscribe-duration"),
        },
      };
  }
};

function virtualClock(time: Time, tickNs: bigint) {
  return {
    now(): bigint {
      const read = time.now();
      time.advanceTo(read + tickNs);
      return read;
    },
    resolution: (): bigint => (tickNs === 0n ? 1n : tickNs),
    subscribeInstant: (instantNs: bigint): Pollable => virtualPollable(time, instantNs, tickNs),
    subscribeDuration: (durationNs: bigint): Pollable => virtualPollable(time, after(time.now(), durationNs), tickNs),
  };
}

const realClock = {
  now: realNow,
  /** 100 µs: what browsers give a page that is not isolated. */
  resolution: (): bigint => 100_000n,
  subscribeInstant,
  subscribeDuration: (durationNs: bigint): Pollable => subscribeInstant(after(realNow(), durationNs)),
};

function realNow(): bigint {
  return BigInt(Math.floor(performance.now() * 1e6));
}

function subscribeInstant(instantNs: bigint): Pollable {
  const ready = (): boolean => realNow() >= instantNs;
  return ready() ? readyPollable() : realPollable(ready, () => sleepUntil(instantNs));
}

async function sleepUntil(instantNs: bigint): Promise<void> {
  for (;;) {
    const leftMs = Number(instantNs - realNow()) / 1e6;
    if (leftMs <= 0) return;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, Math.min(Math.ceil(leftMs), longestTimerMs));
    });
  }
}
