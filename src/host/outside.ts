import type { SessionCore } from "./core.ts";
import type { SessionActs } from "./state.ts";

/** The page's side of what is real: the network, which asks the person for each origin, and what is typed. */
export function makeOutside(_core: SessionCore): Pick<
  SessionActs,
  "allowOrigin" | "refuseOrigin" | "forgetOrigin" | "type" | "endInput"
> & {
  /** Answers one run's asks on a new channel until `close`; the guest gets the port. */
  open(): { readonly port: MessagePort; close(): void };
} {
  return {
    allowOrigin: () => {},
    refuseOrigin: () => {},
    forgetOrigin: () => {},
    type: () => {},
    endInput: () => {},
    open() {
      const channel = new MessageChannel();
      return { port: channel.port2, close: () => channel.port1.close() };
    },
  };
}
