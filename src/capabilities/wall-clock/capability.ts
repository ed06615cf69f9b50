import { z } from "zod";
import type { Capability } from "../capability.ts";
import { modeSchema } from "../mode.ts";
import { parseInstant } from "./instant.ts";

/** A day: more than any program needs between two looks at the clock. */
const longestTickNs = 86_400_000_000_000;

/** Eleven days in a second. */
const fastest = 1_000_000;

const schema = z.strictObject({
  mode: modeSchema(["real", "mock", "deny"], "mock"),
  instant: z
    .string()
    .refine((text) => parseInstant(text) !== undefined, {
      error: "Not an instant from 1970 on: write it like 1970-01-01T00:00:00Z.",
    })
    .default("1970-01-01T00:00:00Z"),
  tickNs: z.int().min(0).max(longestTickNs).default(0),
  speed: z
    .number({ error: "Write a number." })
    .min(0, { error: "Write 0 or more." })
    .max(fastest, { error: `Write ${fastest} at most.` })
    .default(0),
});

export type WallClockBinding = Readonly<z.infer<typeof schema>>;

export const wallClock: Capability<WallClockBinding> = {
  id: "wall-clock",
  title: "Wall clock",
  group: "clocks",
  interfaces: ["wasi:clocks/wall-clock"],
  thirdInterfaces: ["wasi:clocks/system-clock"],
  modes: ["real", "mock", "deny"],
  schema,
  defaults: { mode: "mock", instant: "1970-01-01T00:00:00Z", tickNs: 0, speed: 0 },
  fields: [
    {
      key: "instant",
      label: "Instant",
      kind: "instant",
      modes: ["mock"],
      help: "The date and time that the component is told, in UTC.",
    },
    {
      key: "tickNs",
      label: "Tick",
      kind: "integer",
      unit: "ns",
      modes: ["mock"],
      help: "How far the clock moves each time it is read. 0 keeps it standing.",
    },
    {
      key: "speed",
      label: "Speed",
      kind: "number",
      unit: "×",
      modes: ["mock"],
      help: "How fast the clock runs beside the monotonic clock: 1 keeps step with it, 0 lets it stand while time passes.",
    },
  ],
  words: {
    real: "The component is told this computer's date and time.",
    mock: "The component is told the instant you set. Sleeping moves it only when it has a speed.",
    deny: "Reading the date or time ends the run.",
  },
  examples: [
    {
      title: "New Year 2000, one second later at each look",
      binding: { mode: "mock", instant: "2000-01-01T00:00:00Z", tickNs: 1_000_000_000, speed: 0 },
    },
    {
      title: "The last second of 32-bit time, running",
      binding: { mode: "mock", instant: "2038-01-19T03:14:07Z", tickNs: 0, speed: 1 },
    },
    {
      title: "An hour passes in each second",
      binding: { mode: "mock", instant: "2024-02-29T12:00:00Z", tickNs: 0, speed: 3600 },
    },
  ],
  summary(binding) {
    if (binding.mode !== "mock") return binding.mode === "real" ? "this computer's time" : "refused";
    return binding.speed === 0 ? binding.instant : `${binding.instant} at speed ${binding.speed}`;
  },
};
