import { z } from "zod";
import type { Capability } from "./capability.ts";
import { modeSchema } from "./mode.ts";

const schema = z.strictObject({
  mode: modeSchema(["real", "mock", "deny"], "mock"),
  keep: z.enum(["captured", "discarded"], { error: "Choose captured or discarded." }).default("captured"),
  closeAfterBytes: z
    .int({ error: "Write a whole number of bytes." })
    .min(0, { error: "Write 0 or more." })
    .exactOptional(),
  terminal: z.boolean({ error: "Must be true or false." }).default(false),
});

export type OutputBinding = Readonly<z.infer<typeof schema>>;

/** What standard output and standard error have in common; `prints` as in `What the component prints`. */
export function outputCapability(
  own: Pick<Capability<OutputBinding>, "id" | "title" | "interfaces" | "thirdInterfaces">,
  prints: string,
): Capability<OutputBinding> {
  return {
    ...own,
    group: "program",
    modes: ["real", "mock", "deny"],
    schema,
    defaults: { mode: "mock", keep: "captured", terminal: false },
    fields: [
      {
        key: "keep",
        label: "Output is",
        kind: "choice",
        modes: ["mock"],
        help: `What becomes of what the component ${prints}.`,
        choices: [
          { value: "captured", label: "Captured", help: "It is shown in the console." },
          { value: "discarded", label: "Discarded", help: "It is taken and thrown away." },
        ],
      },
      {
        key: "closeAfterBytes",
        label: "Close after",
        kind: "integer",
        unit: "bytes",
        modes: ["mock"],
        optional: true,
        help: "The stream takes so many bytes and is closed then, as when a reader goes away. Empty: never.",
      },
      {
        key: "terminal",
        label: "Terminal",
        kind: "boolean",
        modes: ["real", "mock"],
        help: "Whether the component is told that it writes to a terminal. Some programs then print colours.",
      },
    ],
    words: {
      real: `What the component ${prints} goes to the console as it comes.`,
      mock: `What the component ${prints} is captured and shown in the console, or discarded.`,
      deny: `Each write fails with an error. Nothing that the component ${prints} is seen.`,
    },
    examples: [
      { title: "A terminal with colours", binding: { mode: "real", keep: "captured", terminal: true } },
      {
        title: "A reader that goes away after a kilobyte",
        binding: { mode: "mock", keep: "captured", closeAfterBytes: 1024, terminal: false },
      },
      { title: "/dev/null", binding: { mode: "mock", keep: "discarded", terminal: false } },
    ],
    summary(binding) {
      if (binding.mode === "deny") return "refused";
      if (binding.mode === "real") return binding.terminal ? "console, a terminal" : "console";
      const { keep, closeAfterBytes: most } = binding;
      return most === undefined ? keep : `${keep}, closed after ${most} bytes`;
    },
  };
}
