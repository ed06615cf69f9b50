import type { ProviderContext, Provided, Time } from "../provider.ts";
import type { WallClockBinding } from "./capability.ts";
import { type Instant, parseInstant } from "./instant.ts";

const name = "wasi:clocks/wall-clock";
const second = 1_000_000_000n;

/** Speeds count in steps of a billionth. */
const speedScale = 1_000_000_000;

/** A wall clock in nanoseconds since 1970. */
export interface WallClock {
  /** Moves nothing. */
  read(): bigint;
  /** Moves the clock as one look of the guest does. */
  tick(): void;
}

/**
 * The wall clock of one run. The mock is at `instant` when this is called; it goes `tickNs` further with each tick and runs at `speed`
 * times the guest-visible time. Refused, it stands at 1970.
 */
export function makeWallClock(binding: WallClockBinding, time: Time): WallClock {
  switch (binding.mode) {
    case "real":
      return { read: () => BigInt(Date.now()) * 1_000_000n, tick() {} };
    case "mock": {
      const start = parseInstant(binding.instant) ?? { seconds: 0n, nanoseconds: 0 };
      const tick = BigInt(binding.tickNs);
      const speed = BigInt(Math.round(binding.speed * speedScale));
      const startedAt = time.now();
      let ticked = start.seconds * second + BigInt(start.nanoseconds);
      return {
        read: () => ticked + (speed * (time.now() - startedAt)) / BigInt(speedScale),
        tick() {
          ticked += tick;
        },
      };
    }
    case "deny":
      return { read: () => 0n, tick() {} };
  }
}

/** `wasi:clocks/wall-clock` over the clock that the whole run shares. */
export function provideWallClock(
  { binding, deny }: Pick<ProviderContext<WallClockBinding>, "binding" | "deny">,
  clock: WallClock,
): Provided {
  if (binding.mode === "deny") {
    return { [name]: { now: () => deny(name, "now"), resolution: () => deny(name, "resolution") } };
  }
  const resolutionNs = binding.mode === "real" ? 1_000_000n : BigInt(Math.max(binding.tickNs, 1));
  return {
    [name]: {
      now(): Instant {
        const read = clock.read();
        clock.tick();
        return instant(read);
      },
      resolution: () => instant(resolutionNs),
    },
  };
}

function instant(nanoseconds: bigint): Instant {
  return { seconds: BigInt.asUintN(64, nanoseconds / second), nanoseconds: Number(nanoseconds % second) };
}
