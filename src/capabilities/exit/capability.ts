import { z } from "zod";
import type { Capability } from "../capability.ts";
import { modeSchema } from "../mode.ts";

const impossible = { real: "There is no process to end: the run ends in its place." };

const schema = z.strictObject({ mode: modeSchema(["mock", "deny"], "mock", impossible) });

export type ExitBinding = Readonly<z.infer<typeof schema>>;

export const exit: Capability<ExitBinding> = {
  id: "exit",
  title: "Exit",
  group: "program",
  interfaces: ["wasi:cli/exit"],
  thirdInterfaces: ["wasi:cli/exit"],
  modes: ["mock", "deny"],
  impossible,
  schema,
  defaults: { mode: "mock" },
  fields: [],
  words: {
    real: impossible.real,
    mock: "Exiting ends the run with the code that the component gives.",
    deny: "Exiting is refused: it ends the run with an error.",
  },
  examples: [{ title: "A library that must not end its host", binding: { mode: "deny" } }],
  summary: (binding) => (binding.mode === "mock" ? "ends the run" : "refused"),
};
