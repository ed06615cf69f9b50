import { pollableAt } from "../io/provider-deadline.ts";
import { after } from "../io/virtual-time.ts";
import type { Provider } from "../provider.ts";
import type { MonotonicClockBinding } from "./capability.ts";

const name = "wasi:clocks/monotonic-clock";

/** 100 µs: what browsers give a page that is not isolated. */
const realResolutionNs = 100_000n;

/** `wasi:clocks/monotonic-clock`. The mock is virtual time: reading it ticks, waiting for it moves it. */
export const provideMonotonicClock: Provider<MonotonicClockBinding> = ({ binding, time, deny }) => {
  if (binding.mode === "deny") {
    return {
      [name]: {
        now: () => deny(name, "now"),
        resolution: () => deny(name, "resolution"),
        subscribeInstant: () => deny(name, "subscribe-instant"),
        subscribeDuration: () => deny(name, "subscribe-duration"),
      },
    };
  }
  const tickNs = BigInt(binding.tickNs);
  const virtualResolutionNs = tickNs === 0n ? 1n : tickNs;
  return {
    [name]: {
      now(): bigint {
        const read = time.now();
        // Real time is not moved by this.
        time.advanceTo(read + tickNs);
        return read;
      },
      resolution: (): bigint => (time.virtual ? virtualResolutionNs : realResolutionNs),
      subscribeInstant: (instantNs: bigint) => pollableAt(time, instantNs, tickNs),
      subscribeDuration: (durationNs: bigint) => pollableAt(time, after(time.now(), durationNs), tickNs),
    },
  };
};
