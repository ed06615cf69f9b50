import { z } from "zod";
import type { Capability } from "../capability.ts";
import { modeSchema } from "../mode.ts";

const impossible = { real: "There is no terminal behind the page: output is always captured." };

const schema = z.strictObject({ mode: modeSchema(["mock", "deny"], "mock", impossible) });

export type StderrBinding = Readonly<z.infer<typeof schema>>;

export const stderr: Capability<StderrBinding> = {
  id: "stderr",
  title: "Standard error",
  group: "program",
  interfaces: ["wasi:cli/stderr", "wasi:cli/terminal-stderr"],
  modes: ["mock", "deny"],
  impossible,
  schema,
  defaults: { mode: "mock" },
  fields: [],
  words: {
    real: impossible.real,
    mock: "What the component reports is captured and shown in the console.",
    deny: "The component finds its error output closed: each write fails.",
  },
  summary: (binding) => (binding.mode === "mock" ? "captured" : "closed"),
};
