import type { CoreFunction, CoreValue } from "../model.ts";

/** JavaScript Promise Integration, which the types do not know yet. */
interface PromiseIntegration {
  readonly Suspending: new (call: (...args: CoreValue[]) => unknown) => object;
  promising(call: CoreFunction): (...args: CoreValue[]) => Promise<CoreValue | CoreValue[] | undefined>;
}

// Browsers without it lack both; `waits()` says no there.
const integration = WebAssembly as unknown as PromiseIntegration;

/** What core code imports as a function, and that suspends it when it gives a promise. */
export function suspending(call: (...args: CoreValue[]) => unknown): object {
  return new integration.Suspending(call);
}

/** Core code that may be suspended: its results as a promise. */
export function promising(core: CoreFunction): (...args: CoreValue[]) => Promise<CoreValue | CoreValue[] | undefined> {
  return integration.promising(core);
}
