import type { CapabilityId, Mode } from "../capabilities/capability.ts";
import { capabilities, capabilityOf, plumbing } from "../capabilities/index.ts";
import type { InterfaceBinding } from "../capabilities/interface/capability.ts";
import { interfaceSummary } from "./interface-summary.ts";
import type { Bindings } from "./schema.ts";

export type PostureId =
  | "nothing-is-real"
  | "like-wasmtime-run"
  | "like-wasmtime-serve"
  | "everything-denied"
  | "only-what-it-called";

/** A stance towards a component: every capability set at once. */
export interface Posture {
  readonly id: PostureId;
  readonly title: string;
  readonly bindings: Bindings;
}

/** One capability or interface that stands otherwise than before. */
export interface PostureChange {
  readonly title: string;
  readonly from: string;
  readonly to: string;
}

type Modes = Partial<Record<CapabilityId, Mode>>;

const command: Modes = {
  "wall-clock": "real",
  "monotonic-clock": "real",
  random: "real",
  environment: "mock",
  stdin: "real",
  stdout: "real",
  stderr: "real",
  exit: "mock",
  filesystem: "mock",
  http: "deny",
  sockets: "deny",
};

/**
 * The postures that a person can take from these bindings; the last one only after a run, of which `called` has the names of the
 * functions that were called (`interface@version#function`). Where a mode is not possible here, the capability keeps its default.
 */
export function postures(bindings: Bindings, called?: readonly string[]): readonly Posture[] {
  return [
    { id: "nothing-is-real", title: "Nothing is real", bindings: withModes(bindings, mocked(bindings)) },
    { id: "like-wasmtime-run", title: "Like wasmtime run", bindings: withModes(bindings, command) },
    {
      id: "like-wasmtime-serve",
      title: "Like wasmtime serve -Scli",
      bindings: withModes(bindings, { ...command, http: "real" }),
    },
    { id: "everything-denied", title: "Everything denied", bindings: denied(bindings, () => true) },
    ...(called === undefined
      ? []
      : [
          {
            id: "only-what-it-called",
            title: "Only what it called last time",
            bindings: uncalledDenied(bindings, called),
          } as const,
        ]),
  ];
}

/** What a person would see change, in the board's order. Settings that only belong to a mode that does not hold do not count. */
export function bindingChanges(before: Bindings, after: Bindings): readonly PostureChange[] {
  const changes = capabilities.flatMap(({ id, title, summary }): PostureChange[] => {
    const words = (bindings: Bindings) => `${bindings[id].mode}, ${summary(bindings[id])}`;
    const [from, to] = [words(before), words(after)];
    return from === to ? [] : [{ title, from, to }];
  });
  const others = new Set([...interfaceKeys(before), ...interfaceKeys(after)]);
  for (const key of others) {
    const title = key.slice("interface:".length);
    const [from, to] = [wordsOf(title, before[key]), wordsOf(title, after[key])];
    if (from !== to) changes.push({ title, from, to });
  }
  return changes;
}

/** What is mocked stays so, also where the default refuses. */
function mocked(bindings: Bindings): Modes {
  return Object.fromEntries(
    capabilities.flatMap(({ id }) => (bindings[id].mode === "mock" ? [[id, "mock"] as const] : [])),
  );
}

/** Only modes change: the settings of a mode that does not hold are kept for when it does again. */
function withModes(bindings: Bindings, modes: Modes): Bindings {
  const set = capabilities.map(({ id, modes: possible, defaults }) => {
    const wanted = modes[id] ?? defaults.mode;
    return [id, { ...bindings[id], mode: possible.includes(wanted) ? wanted : defaults.mode }] as const;
  });
  return { ...bindings, ...Object.fromEntries(set) };
}

function denied(bindings: Bindings, which: (key: string) => boolean): Bindings {
  const set = Object.entries(bindings).map(
    ([key, binding]) => [key, which(key) ? { ...binding, mode: "deny" } : binding] as const,
  );
  // Every binding of every capability can be denied, and nothing but its mode was changed.
  return Object.fromEntries(set) as unknown as Bindings;
}

function uncalledDenied(bindings: Bindings, called: readonly string[]): Bindings {
  const used = new Set(
    called.map((path) => {
      const name = path.split("#", 1)[0] ?? path;
      return plumbing(name) ? "" : (capabilityOf(name)?.id ?? `interface:${name}`);
    }),
  );
  return denied(bindings, (key) => !used.has(key));
}

function interfaceKeys(bindings: Bindings): readonly `interface:${string}`[] {
  return Object.keys(bindings).filter((key): key is `interface:${string}` => key.startsWith("interface:"));
}

function wordsOf(name: string, binding: InterfaceBinding | undefined): string {
  return binding === undefined ? "not set" : `${binding.mode}, ${interfaceSummary(name, binding)}`;
}
