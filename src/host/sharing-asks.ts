import type { CapabilityId } from "../capabilities/capability.ts";
import { capabilities } from "../capabilities/index.ts";
import { realBindings, widerLimits, type Scenario } from "../scenario/index.ts";
import type { Ask } from "./state.ts";

/** Real, these reach what lies outside this page. */
const risky: readonly CapabilityId[] = ["filesystem", "http", "sockets"];

/** What the scenario wants for real, each capability by itself, those that reach furthest first. */
export function realAsks(scenario: Scenario): readonly Ask[] {
  const asks = realBindings(scenario).map((id): Ask => {
    const capability = capabilities.find((one) => one.id === id);
    const uses = usesOf(scenario, id);
    const words = capability?.words.real ?? "";
    const isRisky = risky.includes(id);
    const text = [
      `real, ${printable(capability?.summary(scenario.bindings[id]) ?? "")}.`,
      // What it is, and not how it works: that is told beside its settings.
      isRisky ? (/^.*?\.(?=\s|$)/.exec(words)?.[0] ?? "") : words,
      ...(id === "filesystem" ? folderWords(scenario.bindings.filesystem) : []),
    ].join(" ");
    return {
      kind: "real-binding",
      capability: id,
      title: capability?.title ?? id,
      text,
      ...(isRisky ? { risky: true } : {}),
      ...(uses === undefined ? {} : { uses }),
    };
  });
  return [...asks.filter((ask) => ask.risky), ...asks.filter((ask) => !ask.risky)];
}

/** What is told of a real folder beside its capability's own words: what cannot be undone, and what is in it already. */
function folderWords({ source, writable }: Scenario["bindings"]["filesystem"]): readonly string[] {
  return [
    ...(source === "kept" ? ["The folder holds what earlier runs of any component left in it."] : []),
    ...(writable ? ["It asks to change the folder, too: what it writes and deletes there cannot be undone here."] : []),
  ];
}

function usesOf({ bindings }: Scenario, id: CapabilityId): Ask["uses"] {
  if (id === "filesystem") return bindings.filesystem.source === "picked" ? "folder" : undefined;
  return id === "http" ? "origins" : undefined;
}

export function limitAsks(scenario: Scenario): readonly Ask[] {
  const names = widerLimits(scenario);
  if (names.length === 0) return [];
  const { limits } = scenario;
  const words = {
    timeMs: `${(limits.timeMs / 1000).toLocaleString("en")} seconds of time`,
    memoryBytes: `${Math.round(limits.memoryBytes / 1_048_576).toLocaleString("en")} MiB of memory`,
    outputBytes: `${Math.round(limits.outputBytes / 1_048_576).toLocaleString("en")} MiB of output`,
    traceEntries: `${limits.traceEntries.toLocaleString("en")} traced calls`,
    handles: `${limits.handles.toLocaleString("en")} open handles`,
    fileBytes: `${Math.round(limits.fileBytes / 1_048_576).toLocaleString("en")} MiB of files`,
    fileEntries: `${limits.fileEntries.toLocaleString("en")} files`,
    calls: `${limits.calls.toLocaleString("en")} calls`,
  };
  return [{ kind: "wider-limits", text: `It asks for wider limits: ${names.map((name) => words[name]).join(", ")}.` }];
}

/** Where the component of the scenario would come from, unless it comes with the page. */
export function componentAsks(scenario: Scenario): readonly Ask[] {
  const { component } = scenario;
  if (component === undefined || "demo" in component) return [];
  if ("url" in component) {
    return [
      {
        kind: "fetch-component",
        text: `It asks to fetch its component from ${plainAddress(component.url)}. The server there will see your address.`,
      },
    ];
  }
  return [
    {
      kind: "drop-component",
      text: `It was made with the file ${printable(component.name)} (SHA-256 ${component.sha256}), which does not come with it. Drop that file here or open it.`,
    },
  ];
}

/** The address that will be asked, as a browser reads it: its host first, names and passwords left out. */
function plainAddress(address: string): string {
  const url = URL.parse(address);
  if (url === null) return `this site (${printable(address)})`;
  return `${url.host} (${url.origin}${url.pathname.slice(0, 300)}${url.search.slice(0, 300)})`;
}

/** Control characters and those that turn the order of text around are spelled out. */
function printable(text: string): string {
  return text
    .slice(0, 300)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}
