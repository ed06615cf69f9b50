import { trap } from "../model.ts";
import type { CallScope, Context, HandleOperations, ResourceKind } from "../model.ts";
import { guestResource, handleOf } from "./guest-resource.ts";

/** "Flat Lifting" `lift_own`. */
function liftOwn(cx: Context, kind: ResourceKind, index: number): unknown {
  const handle = cx.state.handles.remove(index, kind);
  if (!handle.own) {
    throw trap(`${cx.path}: handle ${index >>> 0} (${kind.name}) is borrowed, so it cannot be given away as own.`);
  }
  return handle.rep;
}

/** "Flat Lifting" `lift_borrow`. */
function liftBorrow(cx: Context, kind: ResourceKind, index: number): unknown {
  const handle = cx.state.handles.get(index, kind);
  scopeOf(cx).lend(handle);
  return handle.rep;
}

/** "Flat Lowering" `lower_own`. */
function lowerOwn(cx: Context, kind: ResourceKind, rep: unknown): number {
  return cx.state.handles.add(kind, rep, true, undefined);
}

/** "Flat Lowering" `lower_borrow`. */
function lowerBorrow(cx: Context, kind: ResourceKind, rep: unknown): number {
  // The instance that defines the resource gets the representation itself, which is a number.
  if (cx.state === kind.impl) return rep as number;
  const scope = scopeOf(cx);
  const index = cx.state.handles.add(kind, rep, false, scope);
  scope.borrows += 1;
  return index;
}

function scopeOf(cx: Context): CallScope {
  if (cx.scope === undefined) throw trap(`${cx.path}: a borrow crosses outside of a call.`);
  return cx.scope;
}

/** Between components: what crosses is the representation. */
export const rawHandles: HandleOperations = { liftOwn, liftBorrow, lowerOwn, lowerBorrow };

/** To and from the host: its own resources are the objects themselves, those of guests instances of their class. */
export const hostHandles: HandleOperations = {
  liftOwn(cx, kind, index) {
    const rep = liftOwn(cx, kind, index);
    return kind.impl === undefined ? rep : guestResource(kind, rep, true).value;
  },
  liftBorrow(cx, kind, index) {
    const rep = liftBorrow(cx, kind, index);
    if (kind.impl === undefined) return rep;
    const { value, handle } = guestResource(kind, rep, false);
    scopeOf(cx).expire(handle);
    return value;
  },
  lowerOwn(cx, kind, value) {
    if (kind.impl === undefined) return lowerOwn(cx, kind, hostObject(cx, kind, value));
    const handle = guestHandle(cx, kind, value);
    if (!handle.own) throw new TypeError(`${cx.path}: a borrowed ${kind.name} cannot be given away.`);
    if (handle.lends !== 0) throw new TypeError(`${cx.path}: a ${kind.name} was given away while a call borrows it.`);
    const index = lowerOwn(cx, kind, handle.rep);
    handle.rep = undefined;
    return index;
  },
  lowerBorrow(cx, kind, value) {
    if (kind.impl === undefined) return lowerBorrow(cx, kind, hostObject(cx, kind, value));
    const handle = guestHandle(cx, kind, value);
    scopeOf(cx).lend(handle);
    return lowerBorrow(cx, kind, handle.rep);
  },
};

function guestHandle(cx: Context, kind: ResourceKind, value: unknown) {
  const handle = handleOf(value);
  if (handle === undefined || handle.kind !== kind) {
    throw new TypeError(`${cx.path}: expected a ${kind.name} of this component, got ${described(value)}.`);
  }
  if (handle.rep === undefined) {
    throw new TypeError(
      `${cx.path}: this ${kind.name} was dropped or given away, or was borrowed for a call that is over.`,
    );
  }
  return handle;
}

function hostObject(cx: Context, kind: ResourceKind, value: unknown): object {
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`${cx.path}: expected a ${kind.name}, got ${described(value)}.`);
  }
  if (kind.hostClass !== undefined && !(value instanceof kind.hostClass)) {
    throw new TypeError(`${cx.path}: expected a ${kind.name}, got another object.`);
  }
  return value;
}

function described(value: unknown): string {
  if (value === null) return "null";
  const handle = handleOf(value);
  if (handle !== undefined) return `a ${handle.kind.name}`;
  return typeof value === "object" ? "another object" : `a value of type ${typeof value}`;
}
