import { z } from "zod";
import type { Capability } from "../capability.ts";
import { modeSchema } from "../mode.ts";

const impossible = {
  real: "Requests to the network are not in this build.",
  mock: "Answers by rules are not in this build: requests can only be refused.",
};

/** One rule of a mock. Kept in a scenario, not acted on by this build. */
const rule = z.strictObject({
  method: z.string().optional(),
  url: z.string(),
  status: z.int().min(100).max(599).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
  delayMs: z.number().min(0).optional(),
  error: z.string().optional(),
});

const schema = z.strictObject({
  mode: modeSchema(["deny"], "deny", impossible),
  rules: z.array(rule).max(1000).readonly().optional(),
});

export type HttpBinding = Readonly<z.infer<typeof schema>>;

export const http: Capability<HttpBinding> = {
  id: "http",
  title: "HTTP requests",
  group: "network",
  interfaces: ["wasi:http/types", "wasi:http/outgoing-handler"],
  modes: ["deny"],
  impossible,
  schema,
  defaults: { mode: "deny" },
  fields: [],
  words: {
    real: impossible.real,
    mock: impossible.mock,
    deny: "Every request fails with HTTP-request-denied, an error that the component can handle.",
  },
  summary: () => "refused",
};
