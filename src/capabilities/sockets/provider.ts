import type { Provider } from "../provider.ts";
import { raise } from "../raise.ts";
import type { SocketsBinding } from "./capability.ts";

/** A handle that opens nothing. */
class Network {}

// No guest ever holds one of these: what would make it is refused. Engines want the classes all the same.
class ResolveAddressStream {}
class TcpSocket {}
class UdpSocket {}
class IncomingDatagramStream {}
class OutgoingDatagramStream {}

function refused(): never {
  return raise("access-denied");
}

/** `wasi:sockets/*`: the network has a handle, and every use of it fails with `access-denied`. */
export const provideSockets: Provider<SocketsBinding> = () => ({
  "wasi:sockets/instance-network": { instanceNetwork: () => new Network() },
  "wasi:sockets/network": { Network, networkErrorCode: () => undefined },
  "wasi:sockets/ip-name-lookup": { ResolveAddressStream, resolveAddresses: refused },
  "wasi:sockets/tcp": { TcpSocket },
  "wasi:sockets/tcp-create-socket": { createTcpSocket: refused },
  "wasi:sockets/udp": { UdpSocket, IncomingDatagramStream, OutgoingDatagramStream },
  "wasi:sockets/udp-create-socket": { createUdpSocket: refused },
});
