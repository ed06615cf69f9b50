import { describe, expect, test } from "vitest";
import type { InputStream, OutputStream } from "../io/provider-streams.ts";
import type { Pollable } from "../io/provider-pollable.ts";
import { provideForTest, thrown } from "../provider-testing.ts";
import { parseIpAddress } from "./address.ts";
import { type Peer, sockets } from "./capability.ts";
import { socketAddress } from "./provider-address.ts";
import type { ResolveAddressStream } from "./provider-names.ts";
import type { TcpSocket } from "./provider-tcp.ts";
import type { UdpSocket } from "./provider-udp.ts";

function address(ip: string, port: number) {
  const parsed = parseIpAddress(ip);
  if (!parsed) throw new Error(`${ip} is no address`);
  return socketAddress(parsed, port);
}

function run(peers: readonly Peer[] = [], names: Readonly<Record<string, readonly string[]>> = {}) {
  const { call } = provideForTest({ bindings: { sockets: { mode: "mock", names, peers } } });
  const network = call<object>("wasi:sockets/instance-network", "instanceNetwork");
  const tcp = (): TcpSocket => call("wasi:sockets/tcp-create-socket", "createTcpSocket", "ipv4");
  const udp = (port = 0): UdpSocket => {
    const socket = call<UdpSocket>("wasi:sockets/udp-create-socket", "createUdpSocket", "ipv4");
    socket.startBind(network, address("127.0.0.1", port));
    socket.finishBind();
    return socket;
  };
  const connect = (ip: string, port: number) => {
    const socket = tcp();
    socket.startConnect(network, address(ip, port));
    return { socket, streams: () => socket.finishConnect() };
  };
  const listen = (port: number): TcpSocket => {
    const socket = tcp();
    socket.startBind(network, address("0.0.0.0", port));
    socket.finishBind();
    socket.startListen();
    socket.finishListen();
    return socket;
  };
  return { call, network, tcp, udp, connect, listen };
}

const echo: Peer = { protocol: "tcp", address: "10.0.0.1:80", behaviour: { echo: true } };
const say = (output: OutputStream, text: string): void => output.blockingWriteAndFlush(new TextEncoder().encode(text));
const hear = (input: InputStream): string => new TextDecoder().decode(input.blockingRead(100n));
const look = (input: InputStream): string => new TextDecoder().decode(input.read(100n));
const closed = { tag: "closed" };

describe("settings", () => {
  test("are filled in and told in words", () => {
    expect(sockets.schema.parse({})).toEqual(sockets.defaults);
    expect(sockets.summary({ mode: "mock", names: {}, peers: [echo, echo] })).toBe("2 peers");
    expect(sockets.summary(sockets.defaults)).toBe("refused");
  });

  test.each([
    [{ protocol: "tcp", address: "10.0.0.1", behaviour: { echo: true } }, "must be an address with a port"],
    [{ protocol: "tcp", address: "10.0.0.256:1", behaviour: { echo: true } }, "must be an address with a port"],
    [{ protocol: "tcp", address: "[::1]:0", behaviour: { echo: true } }, "must be an address with a port"],
    [{ protocol: "ip", address: "*:1", behaviour: { echo: true } }, "must be tcp or udp"],
    [{ protocol: "tcp", address: "*:1", behaviour: {} }, "must have one of"],
    [{ protocol: "tcp", address: "*:1", behaviour: { echo: true, refuse: true } }, "must have one of"],
    [{ protocol: "tcp", address: "*:1", behaviour: { replies: [{}] } }, 'must have either "text" or "base64"'],
    [{ protocol: "tcp", address: "*:1", behaviour: { replies: [{ base64: "a" }] } }, "must be base64"],
  ])("refuses the peer %j", (peer, reason) => {
    const parsed = sockets.schema.safeParse({ mode: "mock", peers: [peer] });
    expect(parsed.error?.issues.map((issue) => issue.message).join("; ")).toContain(reason);
  });

  test.each([
    ["::", [0, 0, 0, 0, 0, 0, 0, 0]],
    ["2001:db8::1", [0x2001, 0xdb8, 0, 0, 0, 0, 0, 1]],
    ["::ffff:1.2.3.4", [0, 0, 0, 0, 0, 0xffff, 0x102, 0x304]],
    ["1:2:3:4:5:6:7:8", [1, 2, 3, 4, 5, 6, 7, 8]],
  ])("%s is an address", (text, val) => expect(parseIpAddress(text)).toEqual({ tag: "ipv6", val }));

  test.each(["1:2", "1::2::3", ":::", "1:2:3:4:5:6:7:8::", "01.2.3.4", "1.2.3", "g::"])("%s is none", (text) =>
    expect(parseIpAddress(text)).toBeUndefined(),
  );
});

describe("names", () => {
  test("give their addresses in order, in any case", () => {
    const { call, network } = run([], { "Example.org": ["10.0.0.1", "::1"] });
    const lookup = (name: string): ResolveAddressStream =>
      call("wasi:sockets/ip-name-lookup", "resolveAddresses", network, name);
    const found = lookup("example.ORG.");
    expect([found.resolveNextAddress(), found.resolveNextAddress(), found.resolveNextAddress()]).toEqual([
      parseIpAddress("10.0.0.1"),
      parseIpAddress("::1"),
      undefined,
    ]);
    expect(lookup("10.1.2.3").resolveNextAddress()).toEqual(parseIpAddress("10.1.2.3"));
    expect(thrown(() => lookup("constructor").resolveNextAddress())).toBe("name-unresolvable");
    expect(thrown(() => lookup("a b"))).toBe("invalid-argument");
  });
});

describe("tcp", () => {
  test("an echo comes back, and the end after shutdown", () => {
    const { socket, streams } = run([echo]).connect("10.0.0.1", 80);
    const [input, output] = streams();
    expect(look(input)).toBe("");
    say(output, "hello");
    expect(hear(input)).toBe("hello");
    expect(socket.localAddress()).toEqual(address("127.0.0.1", 49_152));
    expect(socket.remoteAddress()).toEqual(address("10.0.0.1", 80));
    socket.shutdown("send");
    expect(thrown(() => say(output, "more"))).toEqual(closed);
    expect(thrown(() => input.blockingRead(1n))).toEqual(closed);
  });

  test("replies wait for what they follow and for their delay in virtual time", () => {
    const replies = [{ text: "220\n" }, { after: "HELO", base64: "MjUw", delayMs: 10 }];
    const { call, connect } = run([{ protocol: "tcp", address: "*:25", behaviour: { replies, close: true } }]);
    const [input, output] = connect("1.2.3.4", 25).streams();
    expect(hear(input)).toBe("220\n");
    say(output, "HE");
    say(output, "LO");
    expect(look(input)).toBe("");
    expect(call<Uint32Array>("wasi:io/poll", "poll", [input.subscribe()])).toEqual(Uint32Array.of(0));
    expect(call("wasi:clocks/monotonic-clock", "now")).toBe(10_000_000n);
    expect(hear(input)).toBe("250");
    expect(thrown(() => input.read(1n))).toEqual(closed);
  });

  test("a pollable that was kept is ready only while there is something", () => {
    const [input, output] = run([echo]).connect("10.0.0.1", 80).streams();
    const pollable: Pick<Pollable, "ready"> = input.subscribe();
    expect(pollable.ready()).toBe(false);
    say(output, "x");
    expect(pollable.ready()).toBe(true);
    expect(look(input)).toBe("x");
    expect(pollable.ready()).toBe(false);
  });

  test("waiting for what cannot come is a trap", () => {
    const [input] = run([echo]).connect("10.0.0.1", 80).streams();
    expect(thrown(() => input.blockingRead(1n))).toBeInstanceOf(Error);
  });

  test("more than the cap of unread bytes is a trap", () => {
    const [, output] = run([echo]).connect("10.0.0.1", 80).streams();
    const fill = (): void => {
      for (let count = 0; count <= 256; count++) {
        output.checkWrite();
        output.write(new Uint8Array(65_536));
      }
    };
    expect(thrown(fill)).toBeInstanceOf(Error);
  });

  test("nobody, refusal and silence fail, each in its way", () => {
    const { call, connect, network } = run([
      { protocol: "tcp", address: "10.0.0.2:1", behaviour: { refuse: true } },
      { protocol: "tcp", address: "10.0.0.2:2", behaviour: { timeout: true } },
    ]);
    expect(thrown(connect("10.0.0.9", 1).streams)).toBe("connection-refused");
    expect(thrown(connect("10.0.0.2", 1).streams)).toBe("connection-refused");
    const silent = connect("10.0.0.2", 2);
    expect(thrown(silent.streams)).toBe("would-block");
    call("wasi:io/poll", "poll", [silent.socket.subscribe()]);
    expect(thrown(silent.streams)).toBe("timeout");
    expect(thrown(() => silent.socket.startConnect(network, address("10.0.0.2", 1)))).toBe("invalid-state");
  });

  test("a program connects to its own listener", () => {
    const { connect, listen, network, tcp } = run();
    const listener = listen(8080);
    expect(thrown(() => listener.accept())).toBe("would-block");
    const [clientInput, clientOutput] = connect("127.0.0.1", 8080).streams();
    const [server, input, output] = listener.accept();
    say(clientOutput, "ping");
    expect(hear(input)).toBe("ping");
    say(output, "pong");
    server.shutdown("send");
    expect(hear(clientInput)).toBe("pong");
    expect(thrown(() => clientInput.read(1n))).toEqual(closed);
    expect(server.remoteAddress()).toEqual(address("127.0.0.1", 49_152));
    const second = tcp();
    second.startBind(network, address("127.0.0.1", 8080));
    expect(thrown(() => second.finishBind())).toBe("address-in-use");
  });

  test("operations out of turn fail with the code of the WIT", () => {
    const { network, tcp } = run();
    const socket = tcp();
    expect(thrown(() => socket.finishBind())).toBe("not-in-progress");
    expect(thrown(() => socket.finishConnect())).toBe("not-in-progress");
    expect(thrown(() => socket.startListen())).toBe("invalid-state");
    expect(thrown(() => socket.accept())).toBe("invalid-state");
    expect(thrown(() => socket.shutdown("both"))).toBe("invalid-state");
    expect(thrown(() => socket.localAddress())).toBe("invalid-state");
    expect(thrown(() => socket.startBind(network, address("::1", 1)))).toBe("invalid-argument");
    expect(thrown(() => socket.startConnect(network, address("10.0.0.1", 0)))).toBe("invalid-argument");
    expect(thrown(() => socket.setHopLimit(0))).toBe("invalid-argument");
    expect(thrown(() => socket.setListenBacklogSize(0n))).toBe("invalid-argument");
    socket.setHopLimit(3);
    expect(socket.hopLimit()).toBe(3);
    socket.startBind(network, address("10.0.0.1", 1));
    expect(thrown(() => socket.startListen())).toBe("concurrency-conflict");
    expect(thrown(() => socket.finishBind())).toBe("address-not-bindable");
  });
});

describe("udp", () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  test("an echo comes back; what goes to nobody vanishes", () => {
    const [incoming, outgoing] = run([{ protocol: "udp", address: "10.0.0.1:7", behaviour: { echo: true } }])
      .udp()
      .stream(undefined);
    outgoing.checkSend();
    const [there, nowhere] = [address("10.0.0.1", 7), address("10.0.0.1", 8)];
    expect(
      outgoing.send([
        { data: bytes("lost"), remoteAddress: nowhere },
        { data: bytes("hi"), remoteAddress: there },
      ]),
    ).toBe(2n);
    expect(incoming.receive(10n)).toEqual([{ data: bytes("hi"), remoteAddress: there }]);
    expect(incoming.receive(10n)).toEqual([]);
  });

  test("a program sends to its own sockets", () => {
    const { udp } = run();
    const [incoming] = udp(53).stream(undefined);
    const sender = udp();
    const [, outgoing] = sender.stream(address("127.0.0.1", 53));
    expect(thrown(() => outgoing.send([{ data: bytes("x") }]))).toBeInstanceOf(Error);
    outgoing.checkSend();
    outgoing.send([{ data: bytes("x") }]);
    expect(incoming.receive(1n)).toEqual([{ data: bytes("x"), remoteAddress: sender.localAddress() }]);
  });

  test("what cannot be sent fails with the code of the WIT", () => {
    const socket = run().udp();
    const [old] = socket.stream(undefined);
    const [, outgoing] = socket.stream(address("127.0.0.1", 9));
    expect(thrown(() => old.receive(1n))).toBe("invalid-state");
    outgoing.checkSend();
    expect(thrown(() => outgoing.send([{ data: bytes(""), remoteAddress: address("127.0.0.1", 10) }]))).toBe(
      "invalid-argument",
    );
    expect(thrown(() => outgoing.send([{ data: new Uint8Array(65_508) }]))).toBe("datagram-too-large");
    expect(thrown(() => socket.startBind({}, address("127.0.0.1", 0)))).toBe("invalid-state");
  });
});
