import type { CapabilityBindings } from "../index.ts";
import type { Provided, RunContext } from "../provider.ts";
import type { Streaming } from "./provider-streams.ts";

/** What the interfaces of 0.3 are made over. */
export interface Under {
  readonly context: RunContext;
  readonly bindings: CapabilityBindings;
  /** What was provided of 0.2: everything that is mocked is mocked there. */
  readonly second: Provided;
  readonly streaming: Streaming;
}

/** A function that was provided of 0.2; `F` is what its WIT says. */
export function taken<F>(second: Provided, interfaceName: string, functionName: string): F {
  const found = second[interfaceName]?.[functionName];
  if (typeof found !== "function") throw new Error(`${interfaceName} has no ${functionName}`);
  // The type of the WIT function.
  return found as F;
}
