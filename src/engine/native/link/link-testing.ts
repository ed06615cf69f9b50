import type { HostImports, Instance } from "../../engine.ts";
import type { Result } from "../../../result.ts";
import { instantiate } from "../index.ts";

export type Func = (...args: unknown[]) => unknown;
export type Class = new (...args: unknown[]) => Record<string, Func>;
export type Imports = Record<string, Readonly<Record<string, unknown>>>;

/** From bytes to an instance, as a person in Node does it. */
export function link(bytes: Uint8Array, imports: Imports = {}): Promise<Result<Instance>> {
  const given: HostImports = new Map(Object.entries(imports));
  return instantiate(bytes, given);
}

/** The exports, or what went wrong thrown. Tests know what their components export. */
export async function linked<T = Record<string, Func>>(bytes: Uint8Array, imports?: Imports): Promise<T> {
  const made = await link(bytes, imports);
  if (!made.ok) throw new Error(`${made.error.tag}: ${made.error.message}`);
  return made.value.exports as T;
}
