import type { SocketsBinding } from "../../capabilities/sockets/capability.ts";

/** One peer of each behaviour, to start from. */
export const socketsExample: Pick<SocketsBinding, "names" | "peers"> = {
  names: { "echo.example": ["10.0.0.1"], "mail.example": ["10.0.0.2"] },
  peers: [
    { protocol: "tcp", address: "10.0.0.1:7", behaviour: { echo: true } },
    {
      protocol: "tcp",
      address: "10.0.0.2:25",
      behaviour: {
        replies: [{ text: "220 mail.example ready\r\n" }, { after: "HELO", text: "250 hello\r\n", delayMs: 20 }],
        close: true,
      },
    },
    { protocol: "tcp", address: "10.0.0.3:80", behaviour: { refuse: true } },
    { protocol: "udp", address: "10.0.0.1:53", behaviour: { echo: true } },
  ],
};
