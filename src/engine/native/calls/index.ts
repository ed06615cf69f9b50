import type { ComponentFunction, ComponentState, CoreValue, Options } from "../model.ts";
import type { Suspending } from "./jspi.ts";
import { loweredGuest } from "./lower-guest.ts";
import { loweredHost } from "./lower-host.ts";

export { exported } from "./exported.ts";
export { ComponentError } from "./outcome.ts";

/**
 * `canon lower`: what core code of `state` imports for a component function. A JavaScript function, or a `WebAssembly.Suspending`
 * for a function of another component that may wait.
 */
export function lowered(
  func: ComponentFunction,
  options: Options,
  state: ComponentState,
): ((...flat: CoreValue[]) => unknown) | Suspending {
  return func.kind === "host" ? loweredHost(func, options, state) : loweredGuest(func, options, state);
}
