import type { Capability } from "./capability.ts";
import { environment } from "./environment/capability.ts";
import { exit } from "./exit/capability.ts";
import { filesystem } from "./filesystem/capability.ts";
import { http } from "./http/capability.ts";
import { monotonicClock } from "./monotonic-clock/capability.ts";
import { random } from "./random/capability.ts";
import { sockets } from "./sockets/capability.ts";
import { stderr } from "./stderr/capability.ts";
import { stdin } from "./stdin/capability.ts";
import { stdout } from "./stdout/capability.ts";
import { wallClock } from "./wall-clock/capability.ts";

/** The schema of each binding by capability id. Every field may be left out and then has its default. */
export const bindingSchemas = {
  "wall-clock": wallClock.schema,
  "monotonic-clock": monotonicClock.schema,
  random: random.schema,
  environment: environment.schema,
  stdin: stdin.schema,
  stdout: stdout.schema,
  stderr: stderr.schema,
  exit: exit.schema,
  filesystem: filesystem.schema,
  http: http.schema,
  sockets: sockets.schema,
} as const;

/** The default binding of each capability: nothing is real. */
export const bindingDefaults = {
  "wall-clock": wallClock.defaults,
  "monotonic-clock": monotonicClock.defaults,
  random: random.defaults,
  environment: environment.defaults,
  stdin: stdin.defaults,
  stdout: stdout.defaults,
  stderr: stderr.defaults,
  exit: exit.defaults,
  filesystem: filesystem.defaults,
  http: http.defaults,
  sockets: sockets.defaults,
} as const;

/** The binding of each capability, every field filled in. */
export type CapabilityBindings = typeof bindingDefaults;

/** Forgets the type of the binding: a list of capabilities is read by code that only passes each its own binding back. */
function erase<B extends { readonly mode: Capability["defaults"]["mode"] }>(capability: Capability<B>): Capability {
  // A summary is only called with a binding that this capability's own schema made.
  return { ...capability, summary: (binding) => capability.summary(binding as B) };
}

/** Every capability, in the board's order. */
export const capabilities: readonly Capability[] = [
  erase(wallClock),
  erase(monotonicClock),
  erase(random),
  erase(environment),
  erase(stdin),
  erase(stdout),
  erase(stderr),
  erase(exit),
  erase(filesystem),
  erase(http),
  erase(sockets),
];

const byInterface: ReadonlyMap<string, Capability> = new Map(
  capabilities.flatMap((capability) => [
    ...capability.interfaces.map((name) => [name, capability] as const),
    ...(capability.thirdInterfaces ?? []).map((name) => [`${name}@0.3`, capability] as const),
  ]),
);

const plumbed: ReadonlySet<string> = new Set(["wasi:io/error", "wasi:io/poll", "wasi:io/streams"]);

/**
 * What providers know an interface by: the name without its version, with `@0.3` behind it when it is of WASI 0.3, which has some
 * of the names of 0.2 for other functions. `undefined` for versions that the capabilities do not play.
 */
export function playedName(name: string): string | undefined {
  const at = name.indexOf("@");
  if (at < 0) return name;
  const version = name.slice(at + 1);
  if (version === "0.2" || version.startsWith("0.2.")) return name.slice(0, at);
  return /^0\.3(\.[0-9]+)?$/.test(version) ? `${name.slice(0, at)}@0.3` : undefined;
}

/** The capability that an interface belongs to; `name` with or without its version. */
export function capabilityOf(name: string): Capability | undefined {
  const played = playedName(name);
  return played === undefined ? undefined : byInterface.get(played);
}

/** Whether an interface only carries other interfaces' values (`wasi:io/*`): nobody decides about it. */
export function plumbing(name: string): boolean {
  const played = playedName(name);
  return played !== undefined && plumbed.has(played);
}

/** Whether only a binding of its own (`interface:<name>`) can be about an interface: no capability owns it. */
export function isBindable(name: string): boolean {
  return capabilityOf(name) === undefined && !plumbing(name);
}

/** Whether calls of an import can be answered here, once the world provides it. What only has types needs nobody to answer. */
export function isPlayable({
  name,
  functions,
}: {
  readonly name: string;
  readonly functions: readonly string[];
}): boolean {
  return functions.length === 0 || !isBindable(name);
}

/** Of the imports that a world provides, those that nothing here can play and that no binding of a scenario is about. */
export function unplayed<T extends { readonly name: string; readonly functions: readonly string[] }>(
  imports: readonly T[],
  bindings: object,
): readonly T[] {
  return imports.filter((one) => !isPlayable(one) && !(`interface:${one.name}` in bindings));
}
