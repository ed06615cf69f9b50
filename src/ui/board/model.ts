import { plugGroups } from "./plugs.ts";
import { importSockets, socketGroups } from "./sockets.ts";
import type { BoardInput, BoardModel, Link, PlugGroup, Socket, SocketGroup } from "./types.ts";

/** The whole board as data: sockets by package on the left, plugs by group on the right, and what joins them. */
export function boardModel(input: BoardInput): BoardModel {
  const sockets = socketGroups(importSockets(input), input);
  const imports = sockets.flatMap((group) => group.sockets.filter((socket) => socket.direction === "import"));
  const plugs = plugGroups(imports, input);
  return { sockets, plugs, links: linksOf(sockets, plugs) };
}

function linksOf(left: readonly SocketGroup[], right: readonly PlugGroup[]): Link[] {
  const homes = new Map(right.flatMap((group) => group.plugs.map((plug) => [plug.id, group.id] as const)));
  return left.flatMap((group) =>
    group.sockets.flatMap((socket): Link[] => {
      const to = plugOf(socket);
      const toGroup = homes.get(to);
      // An export that the world does not ask for stands alone.
      if (toGroup === undefined) return [];
      return [
        {
          id: socket.id,
          from: socket.id,
          fromGroup: group.id,
          to,
          toGroup,
          open: socket.look === "missing" && socket.direction === "import",
          look: socket.look,
          word: socket.word,
        },
      ];
    }),
  );
}

function plugOf(socket: Socket): string {
  if (socket.direction === "export") return `plug:${socket.id}`;
  if (socket.capability !== undefined) return `plug:${socket.capability}`;
  return socket.look === "passed" ? "plug:passed" : `plug:${socket.id}`;
}
