import { decodeBase64 } from "../base64.ts";
import { type IpAddress, parsePeerAddress } from "./address.ts";
import type { Peer, SocketsBinding } from "./capability.ts";
import { ipOf, sameIp, type SocketAddress } from "./provider-address.ts";

type Replies = NonNullable<Peer["behaviour"]["replies"]>;

/** Finds the peer that stands at an address: the first of the list that fits. */
export function findPeer(
  binding: SocketsBinding,
): (protocol: Peer["protocol"], address: SocketAddress) => Peer["behaviour"] | undefined {
  const places = binding.peers.map(({ protocol, address, behaviour }) => ({
    protocol,
    place: parsePeerAddress(address),
    behaviour,
  }));
  return (protocol, address) =>
    places.find(
      (candidate) =>
        candidate.protocol === protocol &&
        candidate.place?.port === address.val.port &&
        stands(candidate.place.address, address),
    )?.behaviour;
}

function stands(place: IpAddress | undefined, address: SocketAddress): boolean {
  return place === undefined || sameIp(place, ipOf(address));
}

/** What a peer says, and how long after what it waited for. */
interface Said {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly delayNs: bigint;
}

/** One talk with a peer. */
export interface Talk {
  /** What the peer says to `bytes`, in order; each delay counts from the piece before. Called with nothing for a greeting. */
  hear(bytes: Uint8Array<ArrayBuffer>): readonly Said[];
  /** Whether the peer has nothing more to say and hangs up. */
  over(): boolean;
}

export function startTalk(behaviour: Peer["behaviour"]): Talk {
  if (behaviour.echo) {
    return { hear: (bytes) => (bytes.length === 0 ? [] : [{ bytes, delayNs: 0n }]), over: () => false };
  }
  return scripted(behaviour.replies ?? [], behaviour.close === true);
}

function scripted(replies: Replies, close: boolean): Talk {
  let position = 0;
  /** What came since the reply before and may still be a part of what is waited for, one character a byte. */
  let heard = "";
  return {
    hear(bytes) {
      const said: Said[] = [];
      if (position < replies.length) heard += latin1(bytes);
      for (let reply = replies[position]; reply !== undefined; reply = replies[position]) {
        if (reply.after !== undefined) {
          const after = latin1(new TextEncoder().encode(reply.after));
          const found = heard.indexOf(after);
          if (found < 0) {
            // Only the end can still become a part of it.
            heard = heard.slice(Math.max(0, heard.length - after.length + 1));
            break;
          }
          heard = heard.slice(found + after.length);
        }
        said.push({
          bytes: reply.text === undefined ? decodeBase64(reply.base64 ?? "") : new TextEncoder().encode(reply.text),
          delayNs: BigInt(Math.round((reply.delayMs ?? 0) * 1e6)),
        });
        position += 1;
      }
      return said;
    },
    over: () => close && position >= replies.length,
  };
}

const chunk = 0x8000;

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += chunk) {
    text += String.fromCharCode(...bytes.subarray(start, start + chunk));
  }
  return text;
}
