import type { Peer } from "./capability.ts";
import type { Host } from "./provider-host.ts";
import { startTalk } from "./provider-peers.ts";
import { Pipe, type Sink } from "./provider-pipe.ts";

/** One end of a TCP connection. */
export interface Link {
  readonly incoming: Pipe;
  readonly outgoing: Sink;
  /** Tells the other end that nothing more comes. Safe to call again. */
  endOutgoing(): void;
}

type Wires = Pick<Host<object, object>, "waiting" | "store">;

/** A connection of two sockets of the same program. */
export function linkPair({ waiting, store }: Wires): readonly [Link, Link] {
  const [there, back] = [new Pipe(waiting, store), new Pipe(waiting, store)];
  return [linkOver(back, there), linkOver(there, back)];
}

function linkOver(incoming: Pipe, outgoing: Pipe): Link {
  let ended = false;
  return {
    incoming,
    outgoing: { ended: () => ended || outgoing.abandoned, push: (bytes) => outgoing.push(bytes) },
    endOutgoing() {
      ended = true;
      outgoing.end();
    },
  };
}

/** A connection to a peer that answers. It hangs up after its last reply if it is told to, and when the program has. */
export function linkToPeer({ waiting, store }: Wires, behaviour: Peer["behaviour"]): Link {
  const incoming = new Pipe(waiting, store);
  const talk = startTalk(behaviour);
  let ended = false;
  /** When the last piece arrives. */
  let last = 0n;
  const hear = (bytes: Uint8Array<ArrayBuffer>): void => {
    if (last < waiting.now()) last = waiting.now();
    for (const said of talk.hear(bytes)) {
      last += said.delayNs;
      incoming.push(said.bytes, last);
    }
    if (talk.over()) incoming.end(last);
  };
  hear(new Uint8Array());
  return {
    incoming,
    outgoing: { ended: () => ended, push: hear },
    endOutgoing() {
      ended = true;
      incoming.end();
    },
  };
}
