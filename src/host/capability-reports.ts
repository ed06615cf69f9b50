import { z } from "zod";
import type { CapabilityReport } from "../api.ts";
import { capabilities } from "../capabilities/index.ts";

/** Every capability with what may be set about it, as data. */
export function capabilityReports(): readonly CapabilityReport[] {
  return capabilities.map(({ id, title, interfaces, modes, impossible, words, schema, defaults, examples }) => ({
    id,
    title,
    interfaces,
    modes,
    impossible: impossible ?? {},
    words,
    // Rules that JSON Schema has no words for are checked all the same when a setting is made.
    schema: z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }),
    defaults,
    examples,
  }));
}
