import { z } from "zod";
import type { Capability } from "../capability.ts";
import { parseHex } from "../hex.ts";
import { modeSchema } from "../mode.ts";

const mostBytes = 65_536;

/** Two digits and a line end for each byte, and some. */
const mostCharacters = 4 * mostBytes;

const schema = z
  .strictObject({
    mode: modeSchema(["real", "mock", "deny"], "mock"),
    source: z.enum(["seed", "constant", "list"], { error: "Choose one of seed, constant and list." }).default("seed"),
    seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
    byte: z.int({ error: "Write a whole number from 0 to 255." }).min(0).max(255).default(0),
    bytes: z
      .string()
      .max(mostCharacters, { error: `Can have ${mostBytes} bytes at most.` })
      .refine((text) => text.length > mostCharacters || parseHex(text) !== undefined, {
        error: "Write each byte as two hex digits, such as 00 7f ff.",
      })
      .refine((text) => text.length > mostCharacters || (parseHex(text)?.length ?? 0) <= mostBytes, {
        error: `Can have ${mostBytes} bytes at most.`,
      })
      .default("00 01 02 03"),
  })
  .refine(({ source, bytes }) => source !== "list" || bytes.trim() !== "", {
    error: "Write one byte at least: a list without bytes gives no numbers.",
    path: ["bytes"],
  });

export type RandomBinding = Readonly<z.infer<typeof schema>>;

export const random: Capability<RandomBinding> = {
  id: "random",
  title: "Random numbers",
  group: "random",
  interfaces: ["wasi:random/random", "wasi:random/insecure", "wasi:random/insecure-seed"],
  thirdInterfaces: ["wasi:random/random", "wasi:random/insecure", "wasi:random/insecure-seed"],
  modes: ["real", "mock", "deny"],
  schema,
  defaults: { mode: "mock", source: "seed", seed: 0, byte: 0, bytes: "00 01 02 03" },
  fields: [
    {
      key: "source",
      label: "Source",
      kind: "choice",
      modes: ["mock"],
      help: "Where the numbers come from.",
      choices: [
        { value: "seed", label: "A seed", help: "Numbers that look random, made from the seed." },
        { value: "constant", label: "One byte", help: "The same byte again and again." },
        { value: "list", label: "A list", help: "The bytes of a list in turn, beginning again at its end." },
      ],
    },
    {
      key: "seed",
      label: "Seed",
      kind: "integer",
      modes: ["mock"],
      help: "The same seed gives the same numbers in every browser.",
      when: { key: "source", is: "seed" },
    },
    {
      key: "byte",
      label: "Byte",
      kind: "integer",
      modes: ["mock"],
      help: "0 to 255: the value of every byte. A 64-bit number is eight of them.",
      when: { key: "source", is: "constant" },
    },
    {
      key: "bytes",
      label: "Bytes",
      kind: "bytes",
      modes: ["mock"],
      help: "In hex, such as 00 7f ff. Each of the three interfaces starts at the first byte and begins again after the last.",
      when: { key: "source", is: "list" },
    },
  ],
  words: {
    real: "The browser's own random numbers, different at every run.",
    mock: "Numbers made from a seed, a byte or a list, the same at every run. Not fit for secrets.",
    deny: "Asking for a random number ends the run.",
  },
  examples: [
    {
      title: "Another game of the same dice",
      binding: { mode: "mock", source: "seed", seed: 42, byte: 0, bytes: "00 01 02 03" },
    },
    {
      title: "The lowest number every time",
      binding: { mode: "mock", source: "constant", seed: 0, byte: 0, bytes: "00 01 02 03" },
    },
    {
      title: "Two bytes in turn",
      binding: { mode: "mock", source: "list", seed: 0, byte: 0, bytes: "00 ff" },
    },
  ],
  summary(binding) {
    if (binding.mode !== "mock") return binding.mode === "real" ? "the browser's" : "refused";
    switch (binding.source) {
      case "seed":
        return `seed ${binding.seed}`;
      case "constant":
        return `always ${binding.byte}`;
      case "list":
        return "from a list";
    }
  },
};
