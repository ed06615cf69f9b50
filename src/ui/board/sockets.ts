import { capabilityOf, isPlayable } from "../../capabilities/index.ts";
import type { Extern } from "../../component/model.ts";
import type { Fit, FitEntry } from "../../worlds/model.ts";
import { groupBy } from "../primitives/group-by.ts";
import { callsByImport, splitName, unversioned } from "./names.ts";
import { compareGroups, compareSockets, placeOf } from "./order.ts";
import { interfaceMode, met, unplayable } from "./status.ts";
import { misfit, unplayed, wordOf } from "./words.ts";
import type { BoardInput, Look, Member, Socket, SocketGroup } from "./types.ts";

/** A person who opened many interfaces sees groups first. */
const manyImports = 26;
const manyExports = 12;

/** Every import that something can stand at the other end of, one socket each. */
export function importSockets({ report, fit, scenario, calls, runState }: BoardInput): readonly Socket[] {
  const entries = new Map((fit?.imports ?? []).map((entry) => [entry.name, entry]));
  const sums = callsByImport(calls);
  return report.imports.filter(hasFunctions).map((extern): Socket => {
    const entry = entries.get(extern.name);
    const capability = capabilityOf(extern.name);
    const provided = met(entry);
    const playable = provided && isPlayable(extern);
    const made = sums.get(extern.name) ?? (runState === "done" ? 0 : undefined);
    const standing = playable ? (capability ?? "passed") : provided ? "unplayed" : "unprovided";
    let look: Look;
    if (!playable) look = interfaceMode(scenario, extern.name) ?? "missing";
    else if (capability !== undefined) look = scenario.bindings[capability.id].mode;
    else look = "passed";
    return {
      id: `import:${extern.name}`,
      name: extern.name,
      direction: "import",
      title: splitName(extern.name).name,
      members: [memberOf(extern, entry, made)],
      place: placeOf(standing),
      look,
      word: look === "missing" ? missingWord(entry) : wordOf(look),
      calls: made,
      capability: playable ? capability?.id : undefined,
      reasons: provided && !playable ? [unplayable] : (entry?.reasons ?? []),
      differences: entry?.differences ?? [],
    };
  });
}

/** What stands in the way of an import. */
function missingWord(entry: FitEntry | undefined): string {
  if (met(entry)) return unplayed;
  return entry?.status === "mismatched" ? misfit : wordOf("missing");
}

function hasFunctions(extern: Extern): boolean {
  return extern.kind === "instance" || extern.kind === "func";
}

function memberOf(extern: Extern, entry: FitEntry | undefined, calls: number | undefined): Member {
  const { name, kind, functions, types } = extern;
  return { name, kind, functions, types, calls, newer: entry?.status === "newer" ? entry.by : undefined };
}

/** Imports by package, in the order of their plugs; what the component offers stands last. */
export function socketGroups(imports: readonly Socket[], { report, fit }: BoardInput): readonly SocketGroup[] {
  return [...importGroups(imports).toSorted(compareGroups), ...offers(report.exports, fit)];
}

function importGroups(sockets: readonly Socket[]): readonly SocketGroup[] {
  const many = sockets.length > manyImports;
  const groups = groupBy(sockets, ({ name }) => {
    const { package: pkg, version } = splitName(name);
    return version === "" ? pkg : `${pkg} ${version}`;
  });
  return [...groups].map(([key, members]) => {
    const quiet = members.every((socket) => socket.look === "passed");
    const alike = new Set(members.map((socket) => kindOf(socket))).size === 1;
    return {
      id: key === "" ? "functions" : `from:${key}`,
      title: key === "" ? "functions" : key,
      note: quiet ? "passed along" : "",
      sockets: merged(members).toSorted(compareSockets),
      folded: quiet || (many && members.length > 3 && alike),
    };
  });
}

/** Whether a group's sockets are alike does not depend on what is chosen for them: else a switch would fold it. */
function kindOf({ capability, place }: Socket): string {
  return capability === undefined ? `${place}` : "capability";
}

/** Makes one socket of those that one capability decides about; what only tells of a terminal stands last. */
function merged(sockets: readonly Socket[]): readonly Socket[] {
  const byCapability = groupBy(sockets, (socket) => socket.capability ?? socket.id);
  return [...byCapability.values()].flatMap((same): readonly Socket[] => {
    const ordered = same.toSorted(
      (a, b) => Number(a.title.startsWith("terminal-")) - Number(b.title.startsWith("terminal-")),
    );
    const [first] = ordered;
    if (first === undefined || ordered.length === 1) return ordered;
    const told = ordered.filter((socket) => socket.calls !== undefined);
    return [
      {
        ...first,
        title: ordered.map((socket) => socket.title).join(", "),
        members: ordered.flatMap((socket) => socket.members),
        calls: told.length === 0 ? undefined : told.reduce((sum, socket) => sum + (socket.calls ?? 0), 0),
        reasons: [...new Set(ordered.flatMap((socket) => socket.reasons))],
        differences: ordered.flatMap((socket) => socket.differences),
      },
    ];
  });
}

function offers(exports: readonly Extern[], fit: Fit | undefined): readonly SocketGroup[] {
  const extra = new Set(fit?.extraExports ?? []);
  const entries = new Map((fit?.exports ?? []).map((entry) => [entry.name, entry]));
  const sockets = exports.filter(hasFunctions).map((extern): Socket => {
    const entry = extra.has(extern.name) ? undefined : entries.get(extern.name);
    return {
      id: `export:${extern.name}`,
      name: extern.name,
      direction: "export",
      title: unversioned(extern.name),
      members: [memberOf(extern, entry, undefined)],
      // What does not fit comes first.
      place: Number(met(entry)),
      look: met(entry) ? "passed" : "missing",
      word: met(entry) ? "" : misfit,
      calls: undefined,
      capability: undefined,
      reasons: entry?.reasons ?? [],
      differences: entry?.differences ?? [],
    };
  });
  if (sockets.length === 0) return [];
  const title = "offers";
  const sorted = sockets.toSorted(compareSockets);
  return [{ id: "offers", title, note: "", sockets: sorted, folded: sockets.length > manyExports }];
}
