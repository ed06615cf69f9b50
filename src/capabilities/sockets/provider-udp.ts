import { dispose } from "../../wit/dispose.ts";
import { type Pollable, readyPollable } from "../io/provider-pollable.ts";
import { raise } from "../raise.ts";
import {
  checkRemote,
  checkUnicast,
  type Family,
  ipOf,
  isUnspecified,
  loopback,
  sameAddress,
  socketAddress,
  type SocketAddress,
} from "./provider-address.ts";
import { type Host, positive } from "./provider-host.ts";
import { startTalk, type Talk } from "./provider-peers.ts";
import { Socket } from "./provider-socket.ts";
import type { TcpSocket } from "./provider-tcp.ts";

/** How many datagrams one `send` takes. */
const permit = 64n;

/** The largest datagram of UDP over IPv4 and IPv6, in bytes. */
const largest = { ipv4: 65_507, ipv6: 65_527 };

/** What a datagram counts besides its bytes, so that empty ones do not pile up. */
const overhead = 64;

interface Incoming {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly remoteAddress: SocketAddress;
}

interface Outgoing {
  readonly data: Uint8Array;
  readonly remoteAddress?: SocketAddress | undefined;
}

interface Arrival extends Incoming {
  readonly at: bigint;
}

/** `wasi:sockets/udp#udp-socket` in memory. The methods are those of the WIT, in its order. */
export class UdpSocket extends Socket {
  readonly #host: Host<TcpSocket, UdpSocket>;
  #wanted: SocketAddress | undefined;
  #local: SocketAddress | undefined;
  /** The streams given last; those before are dead. */
  #port: Port | undefined;
  #queue: Arrival[] = [];
  readonly #talks = new Map<string, Talk>();
  #hopLimit = 64;

  constructor(host: Host<TcpSocket, UdpSocket>, family: Family) {
    super(family);
    this.#host = host;
  }

  startBind(_network: object, address: SocketAddress): void {
    if (this.#wanted) raise("concurrency-conflict");
    if (this.#local) raise("invalid-state");
    checkUnicast(address, this.addressFamily());
    this.#wanted = address;
  }

  finishBind(): void {
    const wanted = this.#wanted;
    if (!wanted) return raise("not-in-progress");
    this.#wanted = undefined;
    this.#local = this.#host.udp.bind(this, wanted);
  }

  stream(remote: SocketAddress | undefined): [IncomingDatagramStream, OutgoingDatagramStream] {
    if (!this.#local) return raise("invalid-state");
    if (remote) {
      checkRemote(remote, this.addressFamily());
      // A connected socket hears nobody else.
      const kept = this.#queue.filter((arrival) => sameAddress(arrival.remoteAddress, remote));
      for (const arrival of this.#queue) if (!kept.includes(arrival)) this.#forget(arrival);
      this.#queue = kept;
    }
    const port: Port = {
      remote,
      live: () => this.#port === port,
      next: () => this.#queue[0]?.at,
      receive: (most) => this.#receive(most),
      send: (datagram) => this.#send(datagram, remote),
      pollable: (next) => this.#host.waiting.pollable(next),
    };
    this.#port = port;
    return [new IncomingDatagramStream(port), new OutgoingDatagramStream(port)];
  }

  localAddress(): SocketAddress {
    return this.#local ?? raise("invalid-state");
  }

  remoteAddress(): SocketAddress {
    return this.#port?.remote ?? raise("invalid-state");
  }

  unicastHopLimit(): number {
    return this.#hopLimit;
  }

  setUnicastHopLimit(value: number): void {
    this.#hopLimit = positive(value);
  }

  /** Always ready: no operation of the socket itself has to wait. */
  subscribe(): Pollable {
    return readyPollable();
  }

  [dispose](): void {
    this.#host.udp.release(this);
    this.#port = undefined;
    for (const arrival of this.#queue.splice(0)) this.#forget(arrival);
  }

  #receive(most: bigint): Incoming[] {
    const { waiting } = this.#host;
    const taken: Incoming[] = [];
    while (BigInt(taken.length) < most) {
      const first = this.#queue[0];
      if (!first || first.at > waiting.now()) break;
      this.#queue.shift();
      this.#forget(first);
      taken.push({ data: first.data, remoteAddress: first.remoteAddress });
    }
    return taken;
  }

  #send({ data, remoteAddress }: Outgoing, connected: SocketAddress | undefined): void {
    if (connected && remoteAddress && !sameAddress(connected, remoteAddress)) raise("invalid-argument");
    const remote = remoteAddress ?? connected;
    if (!remote || !this.#local) return raise("invalid-argument");
    checkRemote(remote, this.addressFamily());
    if (data.length > largest[this.addressFamily()]) raise("datagram-too-large");
    const bytes = Uint8Array.from(data);
    const { waiting } = this.#host;
    const listener = this.#host.udp.at(remote);
    if (listener) return listener.#arrive({ data: bytes, remoteAddress: this.#source(), at: waiting.now() });
    const behaviour = this.#host.peerAt("udp", remote);
    if (!behaviour || behaviour.timeout) return;
    if (behaviour.refuse) {
      // Only a connected socket learns that nobody listens there.
      return connected ? raise("connection-refused") : undefined;
    }
    let at = waiting.now();
    for (const said of this.#talk(remote, () => startTalk(behaviour)).hear(bytes)) {
      at += said.delayNs;
      this.#arrive({ data: said.bytes, remoteAddress: remote, at });
    }
  }

  /** The talk with one peer goes on from datagram to datagram. */
  #talk(remote: SocketAddress, start: () => Talk): Talk {
    const key = `${remote.val.address.join(".")}/${remote.val.port}`;
    const talk = this.#talks.get(key) ?? start();
    this.#talks.set(key, talk);
    return talk;
  }

  /** The address that others see: a socket of any address speaks from the loopback. */
  #source(): SocketAddress {
    const local = this.localAddress();
    return isUnspecified(ipOf(local)) ? socketAddress(loopback(this.addressFamily()), local.val.port) : local;
  }

  #forget({ data }: Arrival): void {
    this.#host.store.free(data.length + overhead);
  }

  /** Datagrams for which there is no room are lost, as are those that a connected socket does not hear. */
  #arrive(arrival: Arrival): void {
    const remote = this.#port?.remote;
    if (remote && !sameAddress(remote, arrival.remoteAddress)) return;
    if (!this.#host.store.take(arrival.data.length + overhead)) return;
    const index = this.#queue.findIndex((other) => other.at > arrival.at);
    this.#queue.splice(index < 0 ? this.#queue.length : index, 0, arrival);
  }
}

/** What the streams of a socket may do with it. */
interface Port {
  readonly remote: SocketAddress | undefined;
  readonly live: () => boolean;
  readonly next: () => bigint | undefined;
  readonly receive: (most: bigint) => Incoming[];
  readonly send: (datagram: Outgoing) => void;
  readonly pollable: (next: () => bigint | undefined) => Pollable;
}

/** `wasi:sockets/udp#incoming-datagram-stream`. Streams that newer ones have replaced fail with `invalid-state`. */
export class IncomingDatagramStream {
  readonly #port: Port;

  constructor(port: Port) {
    this.#port = port;
  }

  receive(most: bigint): Incoming[] {
    return this.#port.live() ? this.#port.receive(most) : raise("invalid-state");
  }

  subscribe(): Pollable {
    const { live, next, pollable } = this.#port;
    return pollable(() => (live() ? next() : 0n));
  }
}

/** `wasi:sockets/udp#outgoing-datagram-stream`. */
export class OutgoingDatagramStream {
  readonly #port: Port;
  #permitted = 0n;

  constructor(port: Port) {
    this.#port = port;
  }

  checkSend(): bigint {
    if (!this.#port.live()) return raise("invalid-state");
    this.#permitted = permit;
    return permit;
  }

  /** Sends in order; fails only when the first datagram does. More than `check-send` allowed is a trap. */
  send(datagrams: readonly Outgoing[]): bigint {
    if (BigInt(datagrams.length) > this.#permitted) {
      throw new Error(
        "wasi:sockets/udp#[method]outgoing-datagram-stream.send was called with more than check-send allowed",
      );
    }
    if (!this.#port.live()) return raise("invalid-state");
    let sent = 0n;
    for (const datagram of datagrams) {
      try {
        this.#port.send(datagram);
      } catch (error) {
        if (sent === 0n || error instanceof Error) throw error;
        break;
      }
      sent += 1n;
    }
    this.#permitted -= sent;
    return sent;
  }

  subscribe(): Pollable {
    return readyPollable();
  }
}
