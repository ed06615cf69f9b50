import { worlds } from "virtual:orrery/worlds";
import type { World } from "./model.ts";
import { parseInterfaceName } from "./names.ts";

const none: World = { id: "none", imports: [], exports: [] };

const all: readonly World[] = [none, ...worlds];

const titles: Readonly<Record<string, string>> = {
  none: "None: provides nothing",
  "wasi:cli/command": "WASI command",
  "wasi:http/proxy": "WASI HTTP proxy",
};

/** The worlds at hand: `none` first, then those of WASI. What they hold was read from their WIT when the app was built. */
export function catalogueWorlds(): readonly World[] {
  return all;
}

/** The catalogue's world of that id, such as `wasi:cli/command@0.2.12`. */
export function worldById(id: string): World | undefined {
  return all.find((world) => world.id === id);
}

/** What a person reads for a world: `WASI command 0.2.12`; for a typed world its own id. */
export function worldTitle(id: string): string {
  const name = parseInterfaceName(id);
  const key = name?.base ?? id;
  const title = Object.hasOwn(titles, key) ? titles[key] : undefined;
  if (title === undefined) return id;
  return name?.version === undefined ? title : `${title} ${name.version.text}`;
}
