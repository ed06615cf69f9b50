import { z } from "zod";
import type { Capability } from "../capability.ts";
import { modeSchema } from "../mode.ts";

const impossible = { real: "A page in a browser has no environment or arguments of its own to give." };

const schema = z.strictObject({ mode: modeSchema(["mock", "deny"], "mock", impossible) });

export type EnvironmentBinding = Readonly<z.infer<typeof schema>>;

export const environment: Capability<EnvironmentBinding> = {
  id: "environment",
  title: "Environment and arguments",
  group: "program",
  interfaces: ["wasi:cli/environment"],
  thirdInterfaces: ["wasi:cli/environment"],
  modes: ["mock", "deny"],
  impossible,
  schema,
  defaults: { mode: "mock" },
  fields: [],
  words: {
    real: impossible.real,
    mock: "The component sees the arguments, variables and directory you set.",
    deny: "The component sees no arguments, no variables and no directory.",
  },
  examples: [{ title: "A program that is told nothing", binding: { mode: "deny" } }],
  summary: (binding) => (binding.mode === "mock" ? "as set" : "hidden"),
};
