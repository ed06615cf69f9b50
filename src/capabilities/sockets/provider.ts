import type { Provider } from "../provider.ts";
import { raise } from "../raise.ts";
import type { SocketsBinding } from "./capability.ts";
import type { Family } from "./provider-address.ts";
import { createHost } from "./provider-host.ts";
import { nameLookup, ResolveAddressStream } from "./provider-names.ts";
import { TcpSocket } from "./provider-tcp.ts";
import { IncomingDatagramStream, OutgoingDatagramStream, UdpSocket } from "./provider-udp.ts";

/** A handle that stands for the one network there is. */
class Network {}

function refused(): never {
  return raise("access-denied");
}

/** `wasi:sockets/*`: a network in memory; refused, the network has a handle, and every use of it fails with `access-denied`. */
export const provideSockets: Provider<SocketsBinding> = (context) => {
  const host = createHost<TcpSocket, UdpSocket>(context);
  const open = context.binding.mode === "mock";
  return {
    "wasi:sockets/instance-network": { instanceNetwork: () => new Network() },
    "wasi:sockets/network": { Network, networkErrorCode: () => undefined },
    "wasi:sockets/ip-name-lookup": {
      ResolveAddressStream,
      resolveAddresses: open ? nameLookup(context.binding.names) : refused,
    },
    "wasi:sockets/tcp": { TcpSocket },
    "wasi:sockets/tcp-create-socket": {
      createTcpSocket: open ? (family: Family) => new TcpSocket(host, family) : refused,
    },
    "wasi:sockets/udp": { UdpSocket, IncomingDatagramStream, OutgoingDatagramStream },
    "wasi:sockets/udp-create-socket": {
      createUdpSocket: open ? (family: Family) => new UdpSocket(host, family) : refused,
    },
  };
};
