import type { ComponentFunction, ComponentState, CoreValue, Options } from "../model.ts";
import { loweredGuest } from "./lower-guest.ts";
import { loweredHost } from "./lower-host.ts";

export { exported } from "./exported.ts";
export { ComponentError } from "./outcome.ts";

/**
 * `canon lower`: what core code of `state` imports for a component function. `mayWait`: whether any import of the root component
 * waits; what is lowered can be suspended then.
 */
export function lowered(
  func: ComponentFunction,
  options: Options,
  state: ComponentState,
  mayWait = false,
): (...flat: CoreValue[]) => unknown {
  return func.kind === "host" ? loweredHost(func, options, state) : loweredGuest(func, options, state, mayWait);
}
