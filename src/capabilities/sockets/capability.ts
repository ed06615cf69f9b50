import { z } from "zod";
import type { Capability } from "../capability.ts";
import { modeSchema } from "../mode.ts";

const impossible = {
  real: "A browser has no sockets.",
  mock: "Mocked sockets are not in this build: they can only be refused.",
};

const schema = z.strictObject({ mode: modeSchema(["deny"], "deny", impossible) });

export type SocketsBinding = Readonly<z.infer<typeof schema>>;

export const sockets: Capability<SocketsBinding> = {
  id: "sockets",
  title: "Sockets",
  group: "network",
  interfaces: [
    "wasi:sockets/instance-network",
    "wasi:sockets/ip-name-lookup",
    "wasi:sockets/network",
    "wasi:sockets/tcp",
    "wasi:sockets/tcp-create-socket",
    "wasi:sockets/udp",
    "wasi:sockets/udp-create-socket",
  ],
  modes: ["deny"],
  impossible,
  schema,
  defaults: { mode: "deny" },
  fields: [],
  words: {
    real: impossible.real,
    mock: impossible.mock,
    deny: "Every socket and name lookup fails with access-denied, an error that the component can handle.",
  },
  summary: () => "refused",
};
