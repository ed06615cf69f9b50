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
 * What stands at the other end of an import: nothing, since the world does not provide it; a name that nothing plays by
 * itself; a capability; or what is passed along. What a person chooses changes none of it.
 */
export type Standing = "unprovided" | "unplayed" | "passed" | Capability;

/** Where the plug of an import stands among the plugs, from the top. */
export function placeOf(standing: Standing): number {
  switch (standing) {
    case "unprovided":
      return 0;
    case "unplayed":
      return 1;
    case "passed":
      return boardOrder.length + 2;
    default:
      return boardOrder.indexOf(standing) + 2;
  }
}

/** Sockets follow their plugs, so that few wires cross. Whatever is switched, each keeps its place. */
export function compareSockets(a: Socket, b: Socket): number {
  return a.place - b.place;
}

/** Groups stand as high as their sockets do on the whole. */
export function compareGroups(a: SocketGroup, b: SocketGroup): number {
  return middle(a) - middle(b);
}

function middle({ sockets }: SocketGroup): number {
  return sockets.reduce((sum, socket) => sum + socket.place, 0) / Math.max(1, sockets.length);
}
