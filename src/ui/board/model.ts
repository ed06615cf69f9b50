import { capabilities, capabilityOf, plumbing } from "../../capabilities/index.ts";
import type { Capability, CapabilityId, Mode } from "../../capabilities/capability.ts";
import type { Extern } from "../../component/model.ts";
import type { Report } from "../../protocol/index.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Fit, FitEntry, World } from "../../worlds/model.ts";
import { groupBy } from "../primitives/group-by.ts";
import { callsByImport, splitName } from "./names.ts";

/** How a wire looks, in colour, shape and word. `passed` is plumbing: nobody decides about it. */
export type Look = Mode | "missing" | "passed";

/** One interface or function of a socket. */
export interface Member {
  readonly name: string;
  readonly functions: readonly string[];
  /** Calls so far; undefined where there is nothing to tell yet. */
  readonly calls: number | undefined;
}

/** One import or export of the component, or those imports of a package that one capability decides about. */
export interface Socket {
  /** `import:<name>` or `export:<name>`, with the first name. */
  readonly id: string;
  /** The first name. */
  readonly name: string;
  /** The names without package and version. */
  readonly title: string;
  readonly members: readonly Member[];
  readonly look: Look;
  /** Calls so far; undefined where there is nothing to tell yet. */
  readonly calls: number | undefined;
  readonly capability: CapabilityId | undefined;
  readonly reasons: readonly string[];
}

export interface SocketGroup {
  /** `from:<package>@<version>`, `functions`, `plumbing` or `offers`. */
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly sockets: readonly Socket[];
  /** Whether it starts folded. */
  readonly folded: boolean;
}

export type Plug =
  | {
      readonly kind: "capability";
      readonly id: string;
      readonly capability: Capability;
      readonly mode: Mode;
      readonly summary: string;
      readonly wanted: boolean;
    }
  | { readonly kind: "passed"; readonly id: string; readonly title: string }
  | {
      readonly kind: "missing";
      readonly id: string;
      readonly name: string;
      readonly refused: boolean;
      readonly reasons: readonly string[];
    }
  | {
      readonly kind: "expected";
      readonly id: string;
      readonly name: string;
      readonly met: boolean;
      readonly reasons: readonly string[];
    };

export interface PlugGroup {
  readonly id: string;
  readonly title: string;
  readonly plugs: readonly Plug[];
  readonly folded: boolean;
}

export interface Link {
  readonly id: string;
  /** Socket id and the id of its group, which stands for it when folded. */
  readonly from: string;
  readonly fromGroup: string;
  /** Plug id and its group; undefined when nothing is at the other end. */
  readonly to: string | undefined;
  readonly toGroup: string | undefined;
  readonly look: Look;
}

export interface BoardModel {
  readonly sockets: readonly SocketGroup[];
  readonly plugs: readonly PlugGroup[];
  readonly links: readonly Link[];
}

export interface BoardInput {
  readonly report: Report;
  readonly world: World | undefined;
  readonly fit: Fit | undefined;
  readonly scenario: Scenario;
  readonly calls: Readonly<Record<string, number>>;
  readonly runState: "idle" | "running" | "done";
}

/** A person who opened many interfaces sees groups first. */
const manyImports = 26;
const foldUnwanted = 3;
const foldMissing = 12;

/** The whole board as data: sockets by package on the left, plugs by group on the right, and what joins them. */
export function boardModel(input: BoardInput): BoardModel {
  const { report, world, fit, scenario } = input;
  const entries = new Map((fit?.imports ?? []).map((entry) => [entry.name, entry]));
  const sums = callsByImport(input.calls);
  const sockets = report.imports
    .filter((extern) => extern.kind === "instance" || extern.kind === "func")
    .map((extern) => importSocket(extern, entries.get(extern.name), scenario, sums.get(extern.name), input.runState));
  const many = sockets.length > manyImports;
  const left = [...importGroups(sockets, many), ...offers(report, fit)];
  const right = plugGroups(sockets, world, fit, scenario);
  return { sockets: left, plugs: right, links: linksOf(left, right) };
}

function importSocket(
  extern: Extern,
  entry: FitEntry | undefined,
  scenario: Scenario,
  calls: number | undefined,
  runState: BoardInput["runState"],
): Socket {
  const capability = capabilityOf(extern.name);
  const refused = isRefused(scenario, extern.name);
  const provided = met(entry);
  const playable = provided && (plumbing(extern.name) || capability !== undefined || extern.functions.length === 0);
  const made = calls ?? (runState === "done" ? 0 : undefined);
  let look: Look;
  if (!playable) look = refused ? "deny" : "missing";
  else if (capability !== undefined) look = scenario.bindings[capability.id].mode;
  else look = "passed";
  return {
    id: `import:${extern.name}`,
    name: extern.name,
    title: splitName(extern.name).name,
    members: [{ name: extern.name, functions: extern.functions, calls: made }],
    look,
    calls: made,
    capability: playable ? capability?.id : undefined,
    reasons: provided && !playable ? ["The world names it, but nothing here can play it yet."] : (entry?.reasons ?? []),
  };
}

function met(entry: FitEntry | undefined): boolean {
  return entry === undefined || entry.status === "provided" || entry.status === "newer";
}

/** Whether calls to an import that the world does not provide are refused, so that the component can start all the same. */
export function isRefused(scenario: Scenario, name: string): boolean {
  return scenario.bindings[`interface:${name}`]?.mode === "deny";
}

function importGroups(sockets: readonly Socket[], many: boolean): SocketGroup[] {
  const groups = groupBy(sockets, ({ name }) => {
    const { package: pkg, version } = splitName(name);
    return version === "" ? pkg : `${pkg} ${version}`;
  });
  return [...groups]
    .map(([key, members]) => {
      const quiet = members.every((socket) => socket.look === "passed");
      const alike = members.every((socket) => socket.look === members[0]?.look);
      return {
        id: key === "" ? "functions" : `from:${key}`,
        title: key === "" ? "functions" : key,
        note: quiet ? "passed along" : "",
        sockets: merged(members).toSorted((a, b) => rank(a) - rank(b)),
        folded: quiet || (many && members.length > 3 && alike),
      };
    })
    .toSorted((a, b) => groupRank(a) - groupRank(b));
}

/** Makes one socket of those that one capability decides about; what only tells of a terminal stands last. */
function merged(sockets: readonly Socket[]): readonly Socket[] {
  const byCapability = groupBy(sockets, (socket) => socket.capability ?? socket.id);
  return [...byCapability.values()].flatMap((same): Socket[] => {
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
      },
    ];
  });
}

/** Follows the order of the plugs, so that few wires cross. */
function rank(socket: Socket): number {
  if (socket.look === "passed") return capabilities.length;
  if (socket.capability === undefined) return capabilities.length + 1;
  return boardOrder.findIndex((capability) => capability.id === socket.capability);
}

function groupRank(group: SocketGroup): number {
  return Math.min(...group.sockets.map(rank));
}

function offers(report: Report, fit: Fit | undefined): SocketGroup[] {
  const extra = new Set(fit?.extraExports ?? []);
  const status = new Map((fit?.exports ?? []).map((entry) => [entry.name, entry]));
  const sockets = report.exports
    .filter((extern) => extern.kind === "instance" || extern.kind === "func")
    .map((extern): Socket => {
      const entry = status.get(extern.name);
      return {
        id: `export:${extern.name}`,
        name: extern.name,
        title: extern.name.replace(/@[^@]*$/, ""),
        members: [{ name: extern.name, functions: extern.functions, calls: undefined }],
        look: extra.has(extern.name) || met(entry) ? "passed" : "missing",
        calls: undefined,
        capability: undefined,
        reasons: entry?.reasons ?? [],
      };
    });
  if (sockets.length === 0) return [];
  return [{ id: "offers", title: "offers", note: "", sockets, folded: sockets.length > 12 }];
}

const groupOrder = ["clocks", "random", "files", "program", "network"] as const;
const groupTitles = {
  clocks: "clocks",
  random: "chance",
  files: "files",
  program: "program",
  network: "network",
} as const;
const boardOrder: readonly Capability[] = groupOrder.flatMap((group) =>
  capabilities.filter((one) => one.group === group),
);

function plugGroups(
  sockets: readonly Socket[],
  world: World | undefined,
  fit: Fit | undefined,
  scenario: Scenario,
): PlugGroup[] {
  const wanted = new Set(sockets.map((socket) => socket.capability));
  const given = new Set((world?.imports ?? []).map((extern) => capabilityOf(extern.name)?.id));
  const plug = (capability: Capability): Plug => {
    const binding = scenario.bindings[capability.id];
    return {
      kind: "capability",
      id: `plug:${capability.id}`,
      capability,
      mode: binding.mode,
      summary: summaryOf(capability, scenario),
      wanted: wanted.has(capability.id),
    };
  };
  const groups: PlugGroup[] = groupOrder.map((group) => ({
    id: `plugs:${group}`,
    title: groupTitles[group],
    plugs: boardOrder.filter((one) => one.group === group && wanted.has(one.id)).map(plug),
    folded: false,
  }));
  if (sockets.some((socket) => socket.look === "passed")) {
    groups.push({
      id: "plugs:passed",
      title: "passed along",
      plugs: [{ kind: "passed", id: "plug:passed", title: "Streams, polling, types" }],
      folded: false,
    });
  }
  const missing = sockets.filter((socket) => socket.capability === undefined && socket.look !== "passed");
  groups.push({
    id: "plugs:missing",
    title: "not provided",
    plugs: missing.map((socket): Plug => ({
      kind: "missing",
      id: `plug:${socket.id}`,
      name: socket.name,
      refused: socket.look === "deny",
      reasons: socket.reasons,
    })),
    folded: missing.length > foldMissing,
  });
  groups.push({
    id: "plugs:expects",
    title: "expects",
    plugs: (fit?.exports ?? []).map((entry): Plug => ({
      kind: "expected",
      id: `plug:export:${entry.name}`,
      name: entry.name,
      met: met(entry),
      reasons: entry.reasons,
    })),
    folded: false,
  });
  const unwanted = boardOrder.filter((one) => given.has(one.id) && !wanted.has(one.id));
  groups.push({
    id: "plugs:unwanted",
    title: "not wanted",
    plugs: unwanted.map(plug),
    folded: unwanted.length > foldUnwanted,
  });
  return groups.filter((group) => group.plugs.length > 0);
}

/** A few words beside a plug; for files and program what the scenario holds is told too. */
function summaryOf(capability: Capability, scenario: Scenario): string {
  const binding = scenario.bindings[capability.id];
  if (capability.id === "filesystem" && binding.mode === "mock") {
    const [first, ...others] = scenario.files;
    if (first === undefined) return "no mounts";
    const one = `${first.mount} ${first.writable ? "read-write" : "read-only"}`;
    return others.length === 0 ? one : `${one}, and ${others.length} more`;
  }
  if (capability.id === "environment" && binding.mode === "mock") {
    const { arguments: args, environment } = scenario.program;
    const variables = Object.keys(environment).length;
    const parts = [
      ...(args.length === 0 ? [] : [`${args.length} arg${args.length === 1 ? "" : "s"}`]),
      ...(variables === 0 ? [] : [`${variables} var${variables === 1 ? "" : "s"}`]),
    ];
    return parts.length === 0 ? "empty" : parts.join(", ");
  }
  return capability.summary(binding);
}

function linksOf(left: readonly SocketGroup[], right: readonly PlugGroup[]): Link[] {
  const homes = new Map(right.flatMap((group) => group.plugs.map((plug) => [plug.id, group.id] as const)));
  return left.flatMap((group) =>
    group.sockets.flatMap((socket): Link[] => {
      const to = plugOf(socket);
      const toGroup = homes.get(to);
      // An export that the world does not ask for stands alone.
      if (toGroup === undefined && socket.id.startsWith("export:")) return [];
      const open = socket.look === "missing" && !socket.id.startsWith("export:");
      return [
        {
          id: socket.id,
          from: socket.id,
          fromGroup: group.id,
          to: open ? undefined : to,
          toGroup: open ? undefined : toGroup,
          look: socket.look,
        },
      ];
    }),
  );
}

function plugOf(socket: Socket): string {
  if (socket.id.startsWith("export:")) return `plug:${socket.id}`;
  if (socket.capability !== undefined) return `plug:${socket.capability}`;
  return socket.look === "passed" ? "plug:passed" : `plug:${socket.id}`;
}
