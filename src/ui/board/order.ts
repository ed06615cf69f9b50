import { capabilities } from "../../capabilities/index.ts";
import type { Capability } from "../../capabilities/capability.ts";
import type { Socket, SocketGroup } from "./types.ts";

/** The order of the groups of plugs. */
export const groupOrder = ["clocks", "random", "files", "program", "network"] as const;

/** Every capability in the order of its plugs. */
export const boardOrder: readonly Capability[] = groupOrder.flatMap((group) =>
  capabilities.filter((one) => one.group === group),
);

/**
 * What a person must decide about comes first: what stands in the way, then what is real, then what is mocked or refused,
 * then what is only passed along. Alike ones follow the order of the plugs, so that few wires cross.
 */
export function compareSockets(a: Socket, b: Socket): number {
  return decision(a) - decision(b) || place(a) - place(b);
}

/** As its first socket. */
export function compareGroups(a: SocketGroup, b: SocketGroup): number {
  const [first] = a.sockets;
  const [other] = b.sockets;
  return first === undefined || other === undefined ? 0 : compareSockets(first, other);
}

function decision(socket: Socket): number {
  if (socket.look === "missing") return 0;
  if (socket.look === "real") return 1;
  return socket.look === "passed" ? 3 : 2;
}

function place(socket: Socket): number {
  if (socket.capability === undefined) return boardOrder.length;
  return boardOrder.findIndex((capability) => capability.id === socket.capability);
}
