import { z } from "zod";
import type { Capability } from "../capability.ts";
import { modeSchema } from "../mode.ts";

const schema = z.strictObject({
  mode: modeSchema(["real", "mock", "deny"], "mock"),
  terminal: z.boolean({ error: "Must be true or false." }).default(false),
});

export type StdinBinding = Readonly<z.infer<typeof schema>>;

export const stdin: Capability<StdinBinding> = {
  id: "stdin",
  title: "Standard input",
  group: "program",
  interfaces: ["wasi:cli/stdin", "wasi:cli/terminal-stdin", "wasi:cli/terminal-input"],
  thirdInterfaces: ["wasi:cli/stdin", "wasi:cli/terminal-stdin", "wasi:cli/terminal-input"],
  modes: ["real", "mock", "deny"],
  schema,
  defaults: { mode: "mock", terminal: false },
  fields: [
    {
      key: "terminal",
      label: "Terminal",
      kind: "boolean",
      modes: ["mock"],
      help: "Whether the component is told that it reads from a terminal. Some programs then show a prompt.",
    },
  ],
  words: {
    real: "The component reads what you type in the console while it runs, as from a terminal. While it waits for you, its timeouts pass only with the real monotonic clock.",
    mock: "The component reads the input you set, then the end of input.",
    deny: "The component finds its input closed.",
  },
  examples: [
    { title: "Input that looks typed", binding: { mode: "mock", terminal: true } },
    { title: "A program in the background", binding: { mode: "deny", terminal: false } },
  ],
  summary: ({ mode }) => ({ real: "typed", mock: "as set", deny: "closed" })[mode],
};
