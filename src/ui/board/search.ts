import type { BoardModel, Plug, Socket } from "./types.ts";

/** What is left of a board while it is searched. */
export interface Found {
  /** The matching rows, every group unfolded. */
  readonly model: BoardModel;
  /** How many imports, exports and plugs match; a wire with both its ends counts once. */
  readonly matches: number;
  /** What matches and is not seen in a row itself, by the row's id: functions, types, whole names. */
  readonly hits: ReadonlyMap<string, readonly string[]>;
  /** Finds the terms in a text, for marking them. Global, ignores case. */
  readonly pattern: RegExp;
}

const longestQuery = 200;

/**
 * Searches interfaces, functions, types and capabilities for all the words of a query, case aside. A row stays when it
 * matches itself or when what its wire leads to does. A blank query gives `undefined`.
 */
export function searchBoard(model: BoardModel, query: string): Found | undefined {
  const words = query
    .slice(0, longestQuery)
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return undefined;
  const terms = words.map((word) => new RegExp(escaped(word), "iu"));
  const pattern = new RegExp(words.map(escaped).join("|"), "giu");

  const hits = new Map<string, readonly string[]>();
  const sockets = new Set<string>();
  for (const socket of model.sockets.flatMap((group) => group.sockets)) {
    if (!all(terms, textsOf(socket))) continue;
    sockets.add(socket.id);
    const hidden = terms.filter((term) => !term.test(socket.title));
    hits.set(
      socket.id,
      socket.members.flatMap((member) => [
        ...(hidden.some((term) => term.test(member.name)) ? [member.name] : []),
        ...[...(member.kind === "func" ? [] : member.functions), ...member.types].filter((name) =>
          terms.some((term) => term.test(name)),
        ),
      ]),
    );
  }
  const plugs = new Set<string>();
  for (const plug of model.plugs.flatMap((group) => group.plugs)) {
    if (!all(terms, wordsOf(plug))) continue;
    plugs.add(plug.id);
    if (plug.kind !== "capability") continue;
    const { title, interfaces } = plug.capability;
    const hidden = terms.filter((term) => !term.test(title));
    hits.set(
      plug.id,
      interfaces.filter((name) => hidden.some((term) => term.test(name))),
    );
  }
  // What hangs together is seen together. A plug for everything else would bring in all that is plumbed.
  const own = new Set(sockets);
  for (const link of model.links) {
    if (plugs.has(link.to) && link.look !== "passed") sockets.add(link.from);
  }
  const wired = new Set(model.links.filter((link) => sockets.has(link.from)).map((link) => link.to));
  const alone = [...plugs].filter((plug) => !wired.has(plug));
  for (const link of model.links) if (own.has(link.from)) plugs.add(link.to);

  return {
    model: {
      sockets: model.sockets
        .map((group) => ({
          ...group,
          sockets: group.sockets.filter((socket) => sockets.has(socket.id)),
          folded: false,
        }))
        .filter((group) => group.sockets.length > 0),
      plugs: model.plugs
        .map((group) => ({ ...group, plugs: group.plugs.filter((plug) => plugs.has(plug.id)), folded: false }))
        .filter((group) => group.plugs.length > 0),
      links: model.links.filter((link) => sockets.has(link.from) && plugs.has(link.to)),
    },
    matches: sockets.size + alone.length,
    hits,
    pattern,
  };
}

function all(terms: readonly RegExp[], texts: readonly string[]): boolean {
  return terms.every((term) => texts.some((text) => term.test(text)));
}

function textsOf(socket: Socket): readonly string[] {
  return [socket.title, ...socket.members.flatMap((member) => [member.name, ...member.functions, ...member.types])];
}

function wordsOf(plug: Plug): readonly string[] {
  switch (plug.kind) {
    case "capability":
      return [plug.capability.title, ...plug.capability.interfaces, ...(plug.capability.thirdInterfaces ?? [])];
    case "passed":
      return [plug.title];
    case "import":
    case "expected":
      return [plug.name];
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
