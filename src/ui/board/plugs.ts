import { capabilityOf, isBindable } from "../../capabilities/index.ts";
import type { Capability } from "../../capabilities/capability.ts";
import { interfaceSummary } from "../../scenario/interface-summary.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { count } from "../primitives/format.ts";
import { boardOrder, groupOrder } from "./order.ts";
import { interfaceMode, met } from "./status.ts";
import type { BoardInput, Plug, PlugGroup, Socket } from "./types.ts";
import { misfit, unplayed } from "./words.ts";

const foldUnwanted = 3;
const foldMissing = 12;

const groupTitles = {
  clocks: "clocks",
  random: "chance",
  files: "files",
  program: "program",
  network: "network",
} as const;

/**
 * What the world has, by group. What it lacks comes first, in the order of the sockets; the rest keeps its place whatever is chosen, so that nothing
 * moves under a pointer that switches it.
 */
export function plugGroups(
  sockets: readonly Socket[],
  { world, fit, scenario, report }: BoardInput,
): readonly PlugGroup[] {
  const wanted = new Set(sockets.map((socket) => socket.capability));
  const given = new Set((world?.imports ?? []).map((extern) => capabilityOf(extern.name)?.id));
  const unwanted = boardOrder.filter((one) => given.has(one.id) && !wanted.has(one.id));
  const missing = sockets.filter((socket) => socket.capability === undefined && socket.look !== "passed");
  const offered = new Set(report.exports.map((extern) => extern.name));
  const expected = (fit?.exports ?? []).map((entry): Plug => {
    const state = met(entry) ? "offered" : offered.has(entry.name) ? misfit : "not offered";
    return { kind: "expected", id: `plug:export:${entry.name}`, name: entry.name, state, reasons: entry.reasons };
  });
  const expects = { id: "plugs:expects", title: "expects", plugs: expected, folded: false };
  const lacking = (fit?.exports ?? []).some((entry) => !met(entry));

  const entries = new Map((fit?.imports ?? []).map((entry) => [entry.name, entry]));
  const lacks = missing.map((socket): Plug & { readonly kind: "import" } => {
    const entry = entries.get(socket.name);
    const binding = scenario.bindings[`interface:${socket.name}`];
    return {
      kind: "import",
      id: `plug:${socket.id}`,
      name: socket.name,
      mode: interfaceMode(scenario, socket.name),
      summary: binding === undefined ? "" : interfaceSummary(socket.name, binding),
      bindable: isBindable(socket.name),
      typesOnly: socket.members.every((member) => member.functions.length === 0),
      state: met(entry) ? unplayed : entry?.status === "mismatched" ? misfit : "missing",
      reasons: socket.reasons,
    };
  });
  const unprovided = lacks.filter((one) => one.state !== unplayed);
  const unplayable = lacks.filter((one) => one.state === unplayed);

  const plug = (capability: Capability): Plug => ({
    kind: "capability",
    id: `plug:${capability.id}`,
    capability,
    mode: scenario.bindings[capability.id].mode,
    summary: summaryOf(capability, scenario),
    wanted: wanted.has(capability.id),
  });
  const groups: readonly PlugGroup[] = [
    {
      id: "plugs:missing",
      title: unprovided.some((one) => one.state === misfit) ? "not provided as wanted" : "not provided",
      plugs: unprovided,
      folded: unprovided.length > foldMissing,
    },
    {
      id: "plugs:unplayable",
      title: "provided in name only",
      plugs: unplayable,
      folded: unplayable.length > foldMissing,
    },
    ...(lacking ? [expects] : []),
    ...groupOrder.map((group) => ({
      id: `plugs:${group}`,
      title: groupTitles[group],
      plugs: boardOrder.filter((one) => one.group === group && wanted.has(one.id)).map(plug),
      folded: false,
    })),
    {
      id: "plugs:passed",
      title: "passed along",
      plugs: sockets.some((socket) => socket.look === "passed")
        ? [{ kind: "passed", id: "plug:passed", title: "Streams, polling, types" }]
        : [],
      folded: false,
    },
    ...(lacking ? [] : [expects]),
    {
      id: "plugs:unwanted",
      title: "not wanted",
      plugs: unwanted.map(plug),
      folded: unwanted.length > foldUnwanted,
    },
  ];
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
      ...(args.length === 0 ? [] : [count(args.length, "arg")]),
      ...(variables === 0 ? [] : [count(variables, "var")]),
    ];
    return parts.length === 0 ? "empty" : parts.join(", ");
  }
  return capability.summary(binding);
}
