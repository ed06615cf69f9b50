import type { Definition } from "../../../component/index.ts";
import { cannotLeave, poison } from "../calls/instances.ts";
import type { ComponentState, CoreFunction } from "../model.ts";
import { trap } from "../model.ts";

/**
 * The built-ins that serve async functions ("Canonical Definitions"). Components with such functions are not taken, so nothing here
 * waits: what a call keeps beside its stack is there, and back-pressure, which holds nobody back; all others trap when they are called,
 * as most must without an async function around them.
 */
export function builtIn(
  state: ComponentState,
  { name, slot = 0 }: Extract<Definition, { readonly kind: "built-in" }>,
): CoreFunction {
  const { store } = state;
  switch (name) {
    case "context.get": {
      const kept = contextOf(state);
      return () => kept[slot];
    }
    case "context.set": {
      const kept = contextOf(state);
      return (value) => {
        // The only parameter of its type is an i32.
        kept[slot] = value as number;
        return undefined;
      };
    }
    case "backpressure.inc":
    case "backpressure.dec": {
      const step = name === "backpressure.inc" ? 1 : -1;
      return () => {
        const count = (state.backpressure ?? 0) + step;
        if (count < 0 || count > 0xffff) throw poison(store, trap(`${name}: the count would be ${count}`));
        state.backpressure = count;
        return undefined;
      };
    }
    default:
      return () => {
        if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, name);
        throw poison(store, trap(`Calling ${name} failed: the native engine does not support it.`));
      };
  }
}

function contextOf(state: ComponentState): number[] {
  state.context ??= [0, 0];
  return state.context;
}
