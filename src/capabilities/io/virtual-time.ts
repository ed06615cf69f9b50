import type { Time } from "../provider.ts";

const latest = (1n << 64n) - 1n;

/** Virtual time from 0 to the end of a u64, in nanoseconds. */
export function createVirtualTime(): Time {
  let instant = 0n;
  return {
    virtual: true,
    now: () => instant,
    advanceTo(instantNs) {
      const bounded = instantNs > latest ? latest : instantNs;
      if (bounded > instant) instant = bounded;
    },
  };
}

/** The browser's own timer, in nanoseconds from an instant that it chooses. Nobody moves it. */
export function createRealTime(): Time {
  return { virtual: false, now: () => BigInt(Math.floor(performance.now() * 1e6)), advanceTo() {} };
}

/** The instant `durationNs` after `instantNs`, at most the end of a u64. */
export function after(instantNs: bigint, durationNs: bigint): bigint {
  const sum = instantNs + durationNs;
  return sum > latest ? latest : sum;
}
