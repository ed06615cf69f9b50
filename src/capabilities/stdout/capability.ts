import type { Capability } from "../capability.ts";
import { outputCapability, type OutputBinding } from "../output.ts";

export const stdout: Capability<OutputBinding> = outputCapability(
  {
    id: "stdout",
    title: "Standard output",
    interfaces: ["wasi:cli/stdout", "wasi:cli/terminal-stdout", "wasi:cli/terminal-output"],
    thirdInterfaces: ["wasi:cli/stdout", "wasi:cli/terminal-stdout", "wasi:cli/terminal-output"],
  },
  "prints",
);
