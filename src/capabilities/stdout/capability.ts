import { z } from "zod";
import type { Capability } from "../capability.ts";
import { modeSchema } from "../mode.ts";

const impossible = { real: "There is no terminal behind the page: output is always captured." };

const schema = z.strictObject({ mode: modeSchema(["mock", "deny"], "mock", impossible) });

export type StdoutBinding = Readonly<z.infer<typeof schema>>;

export const stdout: Capability<StdoutBinding> = {
  id: "stdout",
  title: "Standard output",
  group: "program",
  interfaces: ["wasi:cli/stdout", "wasi:cli/terminal-stdout", "wasi:cli/terminal-output"],
  modes: ["mock", "deny"],
  impossible,
  schema,
  defaults: { mode: "mock" },
  fields: [],
  words: {
    real: impossible.real,
    mock: "What the component prints is captured and shown in the console.",
    deny: "The component finds its output closed: each write fails.",
  },
  summary: (binding) => (binding.mode === "mock" ? "captured" : "closed"),
};
