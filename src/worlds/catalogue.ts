import { worlds } from "virtual:orrery/worlds";
import { fromTable } from "../wit/table.ts";
import type { World } from "./model.ts";
import { compareVersions, parseInterfaceName } from "./names.ts";
import { makeWorld } from "./world.ts";

const none: World = makeWorld("none", { kind: "component", imports: new Map(), exports: new Map() });

const titles: Readonly<Record<string, string>> = {
  none: "None: provides nothing",
  "wasi:cli/command": "WASI command",
  "wasi:http/proxy": "WASI HTTP proxy",
  "wasi:http/service": "WASI HTTP service",
  "wasi:http/middleware": "WASI HTTP middleware",
  "orrery:worlds/command-http": "WASI command with HTTP",
  "orrery:worlds/command-both": "WASI command with HTTP, 0.2 and",
};

/** Worlds of older releases first, and of one release those that expect something before those that only provide. */
const ordered = worlds
  .map(({ id, types }) => ({ id, types, name: parseInterfaceName(id), expects: types.exports.length > 0 }))
  .toSorted((a, b) => {
    const order = a.name?.version && b.name?.version ? compareVersions(a.name.version, b.name.version) : 0;
    return order || Number(b.expects) - Number(a.expects);
  });

const ids: readonly string[] = ["none", ...ordered.map(({ id }) => id)];
const made = new Map<string, World>([["none", none]]);

/** The names of the catalogue's worlds: `none` first, then those of WASI in the order they are offered. */
export function catalogueIds(): readonly string[] {
  return ids;
}

/** Every world of the catalogue. What they hold was read from their WIT when the app was built. */
export function catalogueWorlds(): readonly World[] {
  return ids.flatMap((id) => worldById(id) ?? []);
}

/** The catalogue's world of that id, such as `wasi:cli/command@0.2.12`; the same object each time. */
export function worldById(id: string): World | undefined {
  const known = made.get(id);
  if (known !== undefined) return known;
  const stored = ordered.find((world) => world.id === id);
  if (stored === undefined) return undefined;
  const world = makeWorld(id, fromTable(stored.types));
  made.set(id, world);
  return world;
}

/** What a person reads for a world: `WASI command 0.2.12`, `WASI clocks 0.3.0: imports only`; for a typed world its own id. */
export function worldTitle(id: string): string {
  const name = parseInterfaceName(id);
  const key = name?.base ?? id;
  const known = Object.hasOwn(titles, key) ? titles[key] : undefined;
  const version = name?.version === undefined ? "" : ` ${name.version.text}`;
  if (known !== undefined) return `${known}${version}`;
  if (name?.interface !== "imports" || !name.package.startsWith("wasi:")) return id;
  return `WASI ${name.package.slice("wasi:".length)}${version}: imports only`;
}
