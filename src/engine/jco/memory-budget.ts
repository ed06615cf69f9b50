import type { CoreMemory } from "../../component/index.ts";

/** A core module as a component uses it. */
export interface MemoryUser {
  /** The memories that it has, imported ones included. */
  readonly memories: readonly CoreMemory[];
  /** How many instances are made of it: each has memories of its own. */
  readonly instances: number;
}

/**
 * Shares `limitBytes` among all instances of all modules: what each module's own memories may reach together, in bytes and by
 * module. One that wants less than its even share leaves the rest to the others. Gives `undefined` when the sizes at the start
 * alone are above the limit.
 */
export function shareMemory(users: readonly MemoryUser[], limitBytes: number): readonly number[] | undefined {
  const shares = users.map(({ memories, instances }) => {
    const own = memories.filter((memory) => !memory.imported);
    const initial = sum(own.map((memory) => memory.initialBytes));
    const reach = sum(own.map((memory) => memory.maximumBytes ?? Infinity));
    return { instances: own.length === 0 ? 0 : instances, initial, want: Math.max(0, reach - initial), given: 0 };
  });
  let left = limitBytes - sum(shares.map(({ instances, initial }) => instances * initial));
  if (left < 0) return undefined;
  let waiting = sum(shares.map(({ instances }) => instances));
  for (const share of shares.toSorted((a, b) => (a.want < b.want ? -1 : a.want > b.want ? 1 : 0))) {
    if (share.instances === 0) continue;
    share.given = Math.min(share.want, Math.floor(left / waiting));
    left -= share.given * share.instances;
    waiting -= share.instances;
  }
  return shares.map(({ initial, given }) => initial + given);
}

/**
 * How many instances the generated script makes of each core file. Names that a component's author chose can only add to it,
 * which takes from their own share.
 */
export function instancesByFile(script: string): ReadonlyMap<string, number> {
  const files = new Map<string, string>();
  for (const [, variable = "", file = ""] of script.matchAll(/\bconst (module\d+) = getCoreModule\('([^']+)'\)/g)) {
    if (!files.has(variable)) files.set(variable, file);
  }
  const counts = new Map<string, number>();
  for (const [, variable = ""] of script.matchAll(/\binstantiateCore\((?:yield|await) (module\d+)\b/g)) {
    const file = files.get(variable);
    if (file !== undefined) counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  return counts;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
