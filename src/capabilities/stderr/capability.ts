import type { Capability } from "../capability.ts";
import { outputCapability, type OutputBinding } from "../output.ts";

export const stderr: Capability<OutputBinding> = outputCapability(
  {
    id: "stderr",
    title: "Standard error",
    interfaces: ["wasi:cli/stderr", "wasi:cli/terminal-stderr"],
    thirdInterfaces: ["wasi:cli/stderr", "wasi:cli/terminal-stderr"],
  },
  "reports",
);
