import type { Provider } from "../provider.ts";
import type { WallClockBinding } from "./capability.ts";
import { type Instant, parseInstant } from "./instant.ts";

const name = "wasi:clocks/wall-clock";
const second = 1_000_000_000n;

/** `wasi:clocks/wall-clock`. The mock stands at its instant and moves by `tickNs` each time it is read. */
export const provideWallClock: Provider<WallClockBinding> = ({ binding, deny }) => {
  switch (binding.mode) {
    case "real":
      return { [name]: { now: realNow, resolution: () => ({ seconds: 0n, nanoseconds: 1_000_000 }) } };
    case "mock": {
      const start = parseInstant(binding.instant) ?? { seconds: 0n, nanoseconds: 0 };
      const tick = BigInt(binding.tickNs);
      let now = start.seconds * second + BigInt(start.nanoseconds);
      return {
        [name]: {
          now(): Instant {
            const read = now;
            now += tick;
            return instant(read);
          },
          resolution: () => instant(tick === 0n ? 1n : tick),
        },
      };
    }
    case "deny":
      return { [name]: { now: () => deny(name, "now"), resolution: () => deny(name, "resolution") } };
  }
};

function realNow(): Instant {
  return instant(BigInt(Date.now()) * 1_000_000n);
}

function instant(nanoseconds: bigint): Instant {
  return { seconds: BigInt.asUintN(64, nanoseconds / second), nanoseconds: Number(nanoseconds % second) };
}
