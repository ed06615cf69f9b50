import type { Definition } from "../../../component/index.ts";
import { cannotLeave, poison } from "../calls/instances.ts";
import type { ComponentState, CoreFunction, ResourceKind } from "../model.ts";
import { trap } from "../model.ts";

/** A waitable set, which stands in the handle table beside resources. Without anything that can be waited for it stays empty. */
const WAITABLE_SET: ResourceKind = {
  name: "a waitable set",
  impl: undefined,
  destructor: undefined,
  waits: () => false,
};

/** Why each of these traps wherever a component without async functions, streams and futures calls it. */
const TRAPS: Readonly<Record<string, string>> = {
  "task.return": "the function was not lifted as an async one, and returns its result itself.",
  "task.cancel": "the function was not lifted as an async one, and cannot be cancelled.",
  "subtask.cancel": "there is no such subtask: no function was lowered as an async one.",
  "subtask.drop": "there is no such subtask: no function was lowered as an async one.",
  "waitable.join": "there is no such waitable: nothing in this component can be waited for.",
};

/**
 * The built-ins that serve async functions ("Canonical Definitions"). Components with such functions are not taken, so nothing here
 * waits: there is what a call keeps beside its stack, back-pressure, which holds nobody back, and empty sets of waitables.
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
    case "waitable-set.new":
      return () => {
        if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, name);
        return state.handles.add(WAITABLE_SET, undefined, true, undefined);
      };
    case "waitable-set.drop":
      return (index) => {
        if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, name);
        try {
          // The only parameter of its type is an i32.
          state.handles.remove(index as number, WAITABLE_SET);
        } catch (error) {
          throw poison(store, error);
        }
        return undefined;
      };
    default: {
      const why = TRAPS[name] ?? "the native engine does not support it.";
      return () => {
        if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, name);
        throw poison(store, trap(`Calling ${name} failed: ${why}`));
      };
    }
  }
}

function contextOf(state: ComponentState): number[] {
  state.context ??= [0, 0];
  return state.context;
}
