import { dispose } from "../../../wit/dispose.ts";
import { cannotLeave, checkAlive, enter, enteringSet, leave, poison } from "../calls/instances.ts";
import { promising } from "../calls/jspi.ts";
import { suspendable } from "../calls/suspendable.ts";
import type { ComponentState, CoreFunction, CoreValue, ResourceKind } from "../model.ts";

/** `canon resource.new`: what core code of `state` imports. */
export function resourceNew(kind: ResourceKind, state: ComponentState): (rep: CoreValue) => number {
  const { store, handles } = state;
  return (rep) => {
    if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, `resource.new of ${kind.name}`);
    try {
      return handles.add(kind, rep, true, undefined);
    } catch (error) {
      throw poison(store, error);
    }
  };
}

/** `canon resource.rep`. */
export function resourceRep(kind: ResourceKind, state: ComponentState): (index: number) => CoreValue {
  const { store, handles } = state;
  return (index) => {
    try {
      // The kind is the guest's own, so the representation is what `resource.new` was given.
      return handles.get(index, kind).rep as CoreValue;
    } catch (error) {
      throw poison(store, error);
    }
  };
}

/**
 * `canon resource.drop`. Where an import `mayWait` at all, it suspends when the destructor waits: that is asked in each call, since
 * what a destructor reaches is linked after the drops of its own component.
 */
export function resourceDrop(kind: ResourceKind, state: ComponentState, mayWait = false): CoreFunction {
  const { store, handles } = state;
  const { impl, destructor } = kind;
  const path = `resource.drop of ${kind.name}`;

  /** Takes the handle out; whether its resource must be destroyed. */
  const take = (index: number): { readonly rep: unknown } | undefined => {
    if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, path);
    const handle = handles.remove(index, kind);
    if (handle.own) return handle;
    if (handle.scope !== undefined) handle.scope.borrows -= 1;
    return undefined;
  };

  if (impl === undefined) {
    return (index) => {
      try {
        // A handle is an i32.
        const rep = take(index as number)?.rep;
        if (rep !== undefined) disposeOf(rep);
        return undefined;
      } catch (error) {
        throw poison(store, error);
      }
    };
  }
  const entered = enteringSet(impl, state);
  const waiting = destructor === undefined || !mayWait ? undefined : promising(destructor);
  const destroyLater = async (destroying: Promise<unknown>): Promise<undefined> => {
    try {
      await destroying;
      checkAlive(store);
      leave(entered);
    } catch (error) {
      throw poison(store, error);
    }
  };
  const drop = (index: CoreValue): undefined | Promise<undefined> => {
    try {
      // What `resource.new` was given.
      const rep = take(index as number)?.rep as CoreValue | undefined;
      if (rep === undefined) return undefined;
      enter(store, entered, path);
      if (waiting !== undefined && kind.waits()) return destroyLater(waiting(rep));
      destructor?.(rep);
      checkAlive(store);
      leave(entered);
      return undefined;
    } catch (error) {
      throw poison(store, error);
    }
  };
  // Without a destructor that could wait it gives no promises.
  return waiting === undefined ? (drop as CoreFunction) : suspendable(drop, ["i32"], undefined);
}

/** A resource of the host hears that its owner is done with it. */
function disposeOf(rep: unknown): void {
  // Whatever has such a method is called with itself.
  (rep as { readonly [name: symbol]: (() => unknown) | undefined })[dispose]?.();
}
