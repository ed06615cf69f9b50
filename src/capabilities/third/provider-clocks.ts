import type { Pollable } from "../io/provider-pollable.ts";
import type { Provided } from "../provider.ts";
import type { Instant } from "../wall-clock/instant.ts";
import { denied } from "./provider-methods.ts";
import { taken, type Under } from "./provider-under.ts";

const monotonic = "wasi:clocks/monotonic-clock";
const system = "wasi:clocks/system-clock@0.3";
const wall = "wasi:clocks/wall-clock";

/** `wasi:clocks/{monotonic-clock,system-clock}` of 0.3. Sleeps that overlap end in the order of the clock. */
export function provideClocks({ context, bindings, second, streaming }: Under): Provided {
  return {
    [`${monotonic}@0.3`]: bindings["monotonic-clock"].mode === "deny" ? deniedMonotonic() : monotonicClock(),
    [system]:
      bindings["wall-clock"].mode === "deny" ? denied(context, system, ["now", "get-resolution"]) : systemClock(),
  };

  function deniedMonotonic() {
    return denied(context, `${monotonic}@0.3`, ["now", "get-resolution", "wait-until", "wait-for"]);
  }

  function monotonicClock() {
    const waiting = (functionName: string) => {
      const subscribe = taken<(time: bigint) => Pollable>(second, monotonic, functionName);
      return (time: bigint): Promise<void> => streaming.waits.until(subscribe(time));
    };
    return {
      now: taken(second, monotonic, "now"),
      getResolution: taken(second, monotonic, "resolution"),
      waitUntil: waiting("subscribeInstant"),
      waitFor: waiting("subscribeDuration"),
    };
  }

  function systemClock() {
    const resolution = taken<() => Instant>(second, wall, "resolution");
    return {
      now: taken(second, wall, "now"),
      getResolution(): bigint {
        const { seconds, nanoseconds } = resolution();
        return seconds * 1_000_000_000n + BigInt(nanoseconds);
      },
    };
  }
}
