import { z } from "zod";
import type { Capability } from "../capability.ts";
import { modeSchema } from "../mode.ts";

const schema = z.strictObject({
  mode: modeSchema(["real", "mock", "deny"], "mock"),
  seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
});

export type RandomBinding = Readonly<z.infer<typeof schema>>;

export const random: Capability<RandomBinding> = {
  id: "random",
  title: "Random numbers",
  group: "random",
  interfaces: ["wasi:random/random", "wasi:random/insecure", "wasi:random/insecure-seed"],
  modes: ["real", "mock", "deny"],
  schema,
  defaults: { mode: "mock", seed: 0 },
  fields: [
    {
      key: "seed",
      label: "Seed",
      kind: "integer",
      mode: "mock",
      help: "The same seed gives the same numbers in every browser.",
    },
  ],
  words: {
    real: "The browser's own random numbers, different at every run.",
    mock: "Numbers made from a seed, the same at every run. Not fit for secrets.",
    deny: "Asking for a random number ends the run.",
  },
  summary: (binding) =>
    binding.mode === "mock" ? `seed ${binding.seed}` : binding.mode === "real" ? "the browser's" : "refused",
};
