import { raise } from "../raise.ts";
import type { ProviderContext } from "../provider.ts";
import type { Peer, SocketsBinding } from "./capability.ts";
import {
  type Family,
  ipOf,
  isLoopback,
  isUnspecified,
  sameIp,
  socketAddress,
  type SocketAddress,
  unspecified,
} from "./provider-address.ts";
import { findPeer } from "./provider-peers.ts";
import { createStore, type Store } from "./provider-pipe.ts";
import { createWaiting, type Waiting } from "./provider-waiting.ts";

/** The first port given to those who ask for any; they come in order. */
const firstPort = 49_152;

/** What is bound to the ports of one protocol, and what stands behind it. */
class Ports<S extends object> {
  readonly #bound: { readonly address: SocketAddress; readonly owner: S }[] = [];
  #nextPort = firstPort;

  /** Binds `owner`; port 0 becomes the next free one. Fails with `address-not-bindable` or `address-in-use`. */
  bind(owner: S, wanted: SocketAddress): SocketAddress {
    const ip = ipOf(wanted);
    if (!isUnspecified(ip) && !isLoopback(ip)) raise("address-not-bindable");
    const address = wanted.val.port === 0 ? this.#anyPort(wanted) : wanted;
    if (this.#taken(address)) raise("address-in-use");
    this.#bound.push({ address, owner });
    return address;
  }

  /** Binds `owner` to any port of any address. */
  bindAny(owner: S, family: Family): SocketAddress {
    return this.bind(owner, socketAddress(unspecified(family), 0));
  }

  release(owner: S): void {
    const index = this.#bound.findIndex((entry) => entry.owner === owner);
    if (index >= 0) this.#bound.splice(index, 1);
  }

  /** Who is reached at an address of this host. */
  at(address: SocketAddress): S | undefined {
    if (!isLoopback(ipOf(address))) return undefined;
    return this.#bound.find((entry) => overlap(entry.address, address))?.owner;
  }

  #taken(address: SocketAddress): boolean {
    return this.#bound.some((entry) => overlap(entry.address, address));
  }

  #anyPort(wanted: SocketAddress): SocketAddress {
    for (let tried = firstPort; tried <= 0xffff; tried++) {
      const address = socketAddress(ipOf(wanted), this.#nextPort);
      this.#nextPort = this.#nextPort === 0xffff ? firstPort : this.#nextPort + 1;
      if (!this.#taken(address)) return address;
    }
    return raise("address-in-use");
  }
}

function overlap(one: SocketAddress, other: SocketAddress): boolean {
  const [oneIp, otherIp] = [ipOf(one), ipOf(other)];
  if (one.val.port !== other.val.port || oneIp.tag !== otherIp.tag) return false;
  return isUnspecified(oneIp) || isUnspecified(otherIp) || sameIp(oneIp, otherIp);
}

/** The network of one run: `T` are its TCP sockets, `U` its UDP sockets. */
export interface Host<T extends object, U extends object> {
  readonly waiting: Waiting;
  readonly store: Store;
  readonly tcp: Ports<T>;
  readonly udp: Ports<U>;
  readonly peerAt: (protocol: Peer["protocol"], address: SocketAddress) => Peer["behaviour"] | undefined;
}

export function createHost<T extends object, U extends object>(context: ProviderContext<SocketsBinding>): Host<T, U> {
  return {
    waiting: createWaiting(context),
    store: createStore(),
    tcp: new Ports<T>(),
    udp: new Ports<U>(),
    peerAt: findPeer(context.binding),
  };
}

/** An option as it was set; 0 is no value for any of them. */
export function positive<N extends number | bigint>(value: N): N {
  return value <= 0 ? raise("invalid-argument") : value;
}
