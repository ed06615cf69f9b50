import { z } from "zod";
import type { Capability } from "../capability.ts";
import { modeSchema } from "../mode.ts";

/** A second: a larger tick would make every measured duration meaningless. */
const longestTickNs = 1_000_000_000;

const schema = z.strictObject({
  mode: modeSchema(["real", "mock", "deny"], "mock"),
  tickNs: z.int().min(0).max(longestTickNs).default(1000),
});

export type MonotonicClockBinding = Readonly<z.infer<typeof schema>>;

export const monotonicClock: Capability<MonotonicClockBinding> = {
  id: "monotonic-clock",
  title: "Monotonic clock",
  group: "clocks",
  interfaces: ["wasi:clocks/monotonic-clock"],
  thirdInterfaces: ["wasi:clocks/monotonic-clock"],
  modes: ["real", "mock", "deny"],
  schema,
  defaults: { mode: "mock", tickNs: 1000 },
  fields: [
    {
      key: "tickNs",
      label: "Tick",
      kind: "integer",
      unit: "ns",
      modes: ["mock"],
      help: "How far virtual time moves each time it is read. With 0 a loop that waits by reading the clock never ends.",
    },
  ],
  words: {
    real: "Durations are measured with this computer's timer, and sleeping takes as long as it says.",
    mock: "Time is virtual: it starts at zero, and sleeping passes at once.",
    deny: "Measuring time or sleeping ends the run.",
  },
  examples: [
    { title: "Each look takes a millisecond", binding: { mode: "mock", tickNs: 1_000_000 } },
    { title: "Time stands still but for sleeps", binding: { mode: "mock", tickNs: 0 } },
  ],
  summary: (binding) =>
    binding.mode === "mock" ? "virtual" : binding.mode === "real" ? "this computer's timer" : "refused",
};
