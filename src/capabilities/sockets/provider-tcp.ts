import { dispose } from "../../wit/dispose.ts";
import type { Pollable } from "../io/provider-pollable.ts";
import type { InputStream, OutputStream } from "../io/provider-streams.ts";
import { raise } from "../raise.ts";
import {
  checkRemote,
  checkUnicast,
  type Family,
  ipOf,
  isUnspecified,
  loopback,
  socketAddress,
  type SocketAddress,
} from "./provider-address.ts";
import { type Host, positive } from "./provider-host.ts";
import { type Link, linkPair, linkToPeer } from "./provider-link.ts";
import { pipeInput, sinkOutput } from "./provider-pipe.ts";
import { Socket } from "./provider-socket.ts";
import type { UdpSocket } from "./provider-udp.ts";

/** How long a connection takes to fail that nobody answers. */
const timeoutNs = 5_000_000_000n;

type Step = "unbound" | "binding" | "bound" | "connecting" | "connected" | "starting" | "listening" | "closed";
type Outcome = { readonly link: Link } | { readonly error: "connection-refused" | "timeout"; readonly at: bigint };

/** Some other one of the two-step operations is under way. */
const busy: ReadonlySet<Step> = new Set<Step>(["binding", "connecting", "starting"]);

/** `wasi:sockets/tcp#tcp-socket` in memory. The methods are those of the WIT, in its order. */
export class TcpSocket extends Socket {
  readonly #host: Host<TcpSocket, UdpSocket>;
  #step: Step = "unbound";
  #wanted: SocketAddress | undefined;
  #local: SocketAddress | undefined;
  #remote: SocketAddress | undefined;
  #outcome: Outcome | undefined;
  #link: Link | undefined;
  /** Connections that wait to be accepted. */
  readonly #backlog: { readonly link: Link; readonly from: SocketAddress; readonly to: SocketAddress }[] = [];
  #backlogSize = 128n;
  #options = {
    keepAlive: false,
    keepAliveIdle: 7_200_000_000_000n,
    keepAliveInterval: 75_000_000_000n,
    keepAliveCount: 9,
    hopLimit: 64,
  };

  constructor(host: Host<TcpSocket, UdpSocket>, family: Family) {
    super(family);
    this.#host = host;
  }

  startBind(_network: object, address: SocketAddress): void {
    this.#free();
    if (this.#step !== "unbound") raise("invalid-state");
    checkUnicast(address, this.addressFamily());
    this.#wanted = address;
    this.#step = "binding";
  }

  finishBind(): void {
    if (this.#step !== "binding" || !this.#wanted) return raise("not-in-progress");
    this.#step = "unbound";
    this.#local = this.#host.tcp.bind(this, this.#wanted);
    this.#step = "bound";
  }

  startConnect(_network: object, remote: SocketAddress): void {
    this.#free();
    if (this.#step !== "unbound" && this.#step !== "bound") raise("invalid-state");
    checkRemote(remote, this.addressFamily());
    const bound = this.#local ?? this.#host.tcp.bindAny(this, this.addressFamily());
    // A socket of any address speaks from one of them: there is only the loopback.
    this.#local = isUnspecified(ipOf(bound)) ? socketAddress(loopback(this.addressFamily()), bound.val.port) : bound;
    this.#remote = remote;
    this.#outcome = this.#reach(this.#local, remote);
    this.#step = "connecting";
  }

  finishConnect(): [InputStream, OutputStream] {
    const outcome = this.#outcome;
    if (this.#step !== "connecting" || !outcome) return raise("not-in-progress");
    if ("error" in outcome) {
      if (!this.#host.waiting.isThere(() => outcome.at)) return raise("would-block");
      this.#close();
      return raise(outcome.error);
    }
    return this.#connect(outcome.link);
  }

  startListen(): void {
    this.#free();
    if (this.#step !== "bound") raise("invalid-state");
    this.#step = "starting";
  }

  finishListen(): void {
    if (this.#step !== "starting") raise("not-in-progress");
    this.#step = "listening";
  }

  accept(): [TcpSocket, InputStream, OutputStream] {
    if (this.#step !== "listening") return raise("invalid-state");
    const waiting = this.#backlog.shift();
    if (!waiting) return raise("would-block");
    const socket = new TcpSocket(this.#host, this.addressFamily());
    socket.#options = { ...this.#options };
    socket.#local = waiting.to;
    socket.#remote = waiting.from;
    const [input, output] = socket.#connect(waiting.link);
    return [socket, input, output];
  }

  localAddress(): SocketAddress {
    return this.#step === "binding" || !this.#local ? raise("invalid-state") : this.#local;
  }

  remoteAddress(): SocketAddress {
    return this.#step === "connected" && this.#remote ? this.#remote : raise("invalid-state");
  }

  isListening(): boolean {
    return this.#step === "listening";
  }

  setListenBacklogSize(value: bigint): void {
    positive(value);
    if (this.#step === "connecting" || this.#step === "connected" || this.#step === "closed") raise("invalid-state");
    this.#backlogSize = value;
  }

  keepAliveEnabled(): boolean {
    return this.#options.keepAlive;
  }

  setKeepAliveEnabled(value: boolean): void {
    this.#options.keepAlive = value;
  }

  keepAliveIdleTime(): bigint {
    return this.#options.keepAliveIdle;
  }

  setKeepAliveIdleTime(value: bigint): void {
    this.#options.keepAliveIdle = positive(value);
  }

  keepAliveInterval(): bigint {
    return this.#options.keepAliveInterval;
  }

  setKeepAliveInterval(value: bigint): void {
    this.#options.keepAliveInterval = positive(value);
  }

  keepAliveCount(): number {
    return this.#options.keepAliveCount;
  }

  setKeepAliveCount(value: number): void {
    this.#options.keepAliveCount = positive(value);
  }

  hopLimit(): number {
    return this.#options.hopLimit;
  }

  setHopLimit(value: number): void {
    this.#options.hopLimit = positive(value);
  }

  /** Ready when the next `accept` or `finish-connect` does not fail with `would-block`. */
  subscribe(): Pollable {
    const { waiting } = this.#host;
    return waiting.pollable(() => {
      if (this.#step === "listening") return this.#backlog.length > 0 ? 0n : undefined;
      return this.#step === "connecting" && this.#outcome && "at" in this.#outcome ? this.#outcome.at : 0n;
    });
  }

  shutdown(type: "receive" | "send" | "both"): void {
    if (this.#step !== "connected" || !this.#link) return raise("invalid-state");
    if (type !== "send") this.#link.incoming.abandon();
    if (type !== "receive") this.#link.endOutgoing();
  }

  [dispose](): void {
    this.#close();
  }

  /** Fails with `concurrency-conflict` while a two-step operation is under way. */
  #free(): void {
    if (busy.has(this.#step)) raise("concurrency-conflict");
  }

  #connect(link: Link): [InputStream, OutputStream] {
    this.#link = link;
    this.#step = "connected";
    return [pipeInput(link.incoming, this.#host.waiting), sinkOutput(link.outgoing)];
  }

  #reach(local: SocketAddress, remote: SocketAddress): Outcome {
    const { waiting, tcp } = this.#host;
    const refused: Outcome = { error: "connection-refused", at: waiting.now() };
    const listener = tcp.at(remote);
    if (listener && listener.#step === "listening") {
      if (BigInt(listener.#backlog.length) >= listener.#backlogSize) return refused;
      const [near, far] = linkPair(this.#host);
      listener.#backlog.push({ link: far, from: local, to: remote });
      return { link: near };
    }
    const behaviour = this.#host.peerAt("tcp", remote);
    if (!behaviour || behaviour.refuse) return refused;
    if (behaviour.timeout) return { error: "timeout", at: waiting.now() + timeoutNs };
    return { link: linkToPeer(this.#host, behaviour) };
  }

  #close(): void {
    this.#step = "closed";
    this.#host.tcp.release(this);
    const outcome = this.#outcome;
    const links = [this.#link, outcome && "link" in outcome ? outcome.link : undefined];
    for (const link of [...links, ...this.#backlog.splice(0).map((entry) => entry.link)]) {
      link?.incoming.abandon();
      link?.endOutgoing();
    }
  }
}
