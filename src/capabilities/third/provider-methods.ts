import { streams } from "@bytecodealliance/preview2-shim/io";
import { dispose } from "../../wit/dispose.ts";
import type { InputStream, OutputStream } from "../io/provider-streams.ts";
import type { RunContext } from "../provider.ts";
import { camelCase } from "../../wit/js-names.ts";

type Method = (...args: never[]) => unknown;
type Methods<T> = { readonly [K in keyof T as T[K] extends Method ? K : never]: T[K] };

/**
 * The methods of a class as they are now, to be called with the object in front. The classes of 0.2 are wrapped to count what the
 * guest calls; what a call of 0.3 does with them is no call of the guest.
 */
export function methodsOf<T extends object>(prototype: object) {
  const taken = new Map<PropertyKey, unknown>();
  for (let level: object | null = prototype; level !== null && level !== Object.prototype;) {
    for (const key of Reflect.ownKeys(level)) if (!taken.has(key)) taken.set(key, Reflect.get(level, key));
    level = Object.getPrototypeOf(level);
  }
  return <K extends keyof Methods<T>>(
    self: T,
    name: K,
    ...args: T[K] extends (...given: infer A) => unknown ? A : never
  ): T[K] extends (...given: never[]) => infer R ? R : never => {
    // Taken from the prototype of this very class.
    const method = taken.get(name) as (...given: unknown[]) => unknown;
    // What the method's own type says it gives.
    return Reflect.apply(method, self, args) as T[K] extends (...given: never[]) => infer R ? R : never;
  };
}

/** The streams of 0.2, as methods to be called from 0.3. */
export function streamMethods() {
  const input = methodsOf<InputStream>(streams.InputStream.prototype);
  const output = methodsOf<OutputStream>(streams.OutputStream.prototype);
  return { input, output };
}

export type StreamMethods = ReturnType<typeof streamMethods>;

/** Drops a resource as an engine does. */
export function drop(resource: object): void {
  const act: unknown = Reflect.get(resource, dispose);
  if (typeof act === "function") Reflect.apply(act, resource, []);
}

/** An interface whose every function is refused. */
export function denied(
  { deny }: Pick<RunContext, "deny">,
  interfaceName: string,
  functions: readonly string[],
): Readonly<Record<string, () => never>> {
  return Object.fromEntries(functions.map((name) => [camelCase(name), () => deny(interfaceName, name)]));
}
