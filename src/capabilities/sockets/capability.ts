import { z } from "zod";
import type { Capability } from "../capability.ts";
import { modeSchema } from "../mode.ts";
import { parseIpAddress, parsePeerAddress } from "./address.ts";

const impossible = { real: "A browser has no sockets." };

const caps = { names: 1000, addresses: 100, peers: 100, replies: 1000, replyLength: 1024 * 1024, delayMs: 3_600_000 };

const text = z.string().max(caps.replyLength, { error: `can have ${caps.replyLength} characters at most` });

const reply = z
  .strictObject({
    /** Must have been received since the reply before. */
    after: text.min(1, { error: "must have a character at least" }).exactOptional(),
    text: text.exactOptional(),
    base64: text
      .refine((value) => value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value), { error: "must be base64" })
      .exactOptional(),
    delayMs: z.number().min(0).max(caps.delayMs).exactOptional(),
  })
  .refine((value) => (value.text === undefined) !== (value.base64 === undefined), {
    error: 'must have either "text" or "base64"',
  })
  .readonly();

const behaviour = z
  .strictObject({
    echo: z.literal(true, { error: "must be true" }).exactOptional(),
    replies: z
      .array(reply)
      .max(caps.replies, { error: `can have ${caps.replies} replies at most` })
      .readonly()
      .exactOptional(),
    /** Hangs up after the last reply. */
    close: z.boolean().exactOptional(),
    refuse: z.literal(true, { error: "must be true" }).exactOptional(),
    timeout: z.literal(true, { error: "must be true" }).exactOptional(),
  })
  .refine(
    ({ echo, replies, refuse, timeout }) =>
      [echo, replies, refuse, timeout].filter((value) => value !== undefined).length === 1,
    { error: 'must have one of "echo", "replies", "refuse" and "timeout"' },
  )
  .refine(({ close, replies }) => close === undefined || replies !== undefined, {
    error: '"close" goes with "replies" only',
  })
  .readonly();

const peer = z
  .strictObject({
    protocol: z.enum(["tcp", "udp"], { error: "must be tcp or udp" }),
    address: z.string().refine((value) => parsePeerAddress(value) !== undefined, {
      error: "must be an address with a port, like 10.0.0.1:80, [::1]:53 or *:7",
    }),
    behaviour,
  })
  .readonly();

/** One computer that the component can reach. */
export type Peer = z.output<typeof peer>;

const ipAddress = z
  .string()
  .refine((value) => parseIpAddress(value) !== undefined, { error: "must be an address like 10.0.0.1 or ::1" });

const schema = z.strictObject({
  mode: modeSchema(["mock", "deny"], "deny", impossible),
  names: z
    .record(
      z
        .string()
        .min(1, { error: "a name must have a character" })
        .max(253, { error: "can have 253 characters at most" }),
      z
        .array(ipAddress)
        .max(caps.addresses, { error: `can have ${caps.addresses} addresses at most` })
        .readonly(),
    )
    .refine((names) => Object.keys(names).length <= caps.names, { error: `can have ${caps.names} names at most` })
    .readonly()
    .default({}),
  peers: z
    .array(peer)
    .max(caps.peers, { error: `can have ${caps.peers} peers at most` })
    .readonly()
    .default([]),
});

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
  modes: ["mock", "deny"],
  impossible,
  schema,
  defaults: { mode: "deny", names: {}, peers: [] },
  fields: [],
  words: {
    real: impossible.real,
    mock: "A network in memory: the names and peers of the scenario, and the component's own sockets. Nothing leaves this page.",
    deny: "Every socket and name lookup fails with access-denied, an error that the component can handle.",
  },
  examples: [
    {
      title: "An echo server and a DNS name",
      binding: {
        mode: "mock",
        names: { "echo.example.com": ["10.0.0.7"] },
        peers: [{ protocol: "tcp", address: "10.0.0.7:7", behaviour: { echo: true } }],
      },
    },
    {
      title: "A mail server that greets, and a port that is closed",
      binding: {
        mode: "mock",
        names: { "mail.example.com": ["10.0.0.25"] },
        peers: [
          {
            protocol: "tcp",
            address: "10.0.0.25:25",
            behaviour: {
              replies: [{ text: "220 mail.example.com\r\n" }, { after: "QUIT", text: "221 Bye\r\n" }],
              close: true,
            },
          },
          { protocol: "tcp", address: "10.0.0.25:80", behaviour: { refuse: true } },
        ],
      },
    },
  ],
  summary: ({ mode, peers }) =>
    mode === "mock"
      ? peers.length === 0
        ? "no peers"
        : peers.length === 1
          ? "1 peer"
          : `${peers.length} peers`
      : "refused",
};
