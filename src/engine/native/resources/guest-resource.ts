import { checkAlive, enter, enteringSet, leave, poison } from "../calls/instances.ts";
import { promising } from "../calls/jspi.ts";
import { dispose } from "../../../wit/dispose.ts";
import type { CoreFunction, Handle, ResourceKind } from "../model.ts";

/** How an instance is made inside the engine, told from a call of the constructor by the host. */
const inside = Symbol("inside");

type Construct = (...args: unknown[]) => object;

/** A guest's resource in the hands of the host. Each kind has a class of its own that extends it. */
class GuestResource {
  /** What it stands for. Its `rep` is undefined once it is of no use: dropped, passed as own, or borrowed for a call that is over. */
  readonly #handle: Handle;

  constructor(token: typeof inside, handle: Handle) {
    if (token !== inside) throw new TypeError("Resources of a component are made by its functions.");
    this.#handle = handle;
  }

  static handleOf(value: unknown): Handle | undefined {
    return typeof value === "object" && value !== null && #handle in value ? value.#handle : undefined;
  }
}

/** Drops what the host holds: an own one is destroyed, a borrowed one forgotten. Again is no error. */
function drop(this: unknown): unknown {
  const handle = GuestResource.handleOf(this);
  if (handle?.rep === undefined) return undefined;
  if (!handle.own) {
    handle.rep = undefined;
    return undefined;
  }
  if (handle.lends !== 0) throw new TypeError(`A ${handle.kind.name} was dropped while a call borrows it.`);
  return destroy(handle);
}

/** Calls the destructor from the host. A promise when it waits. What cannot be entered now can be dropped later. */
function destroy(handle: Handle): unknown {
  const { kind, rep } = handle;
  const { impl, destructor } = kind;
  if (impl === undefined) return undefined;
  const { store } = impl;
  const entered = enteringSet(impl, undefined);
  enter(store, entered, `the destructor of ${kind.name}`);
  handle.rep = undefined;
  if (destructor !== undefined && kind.waits()) return destroyWaiting(kind, promising(destructor), rep);
  try {
    // The representation is what `resource.new` was given.
    destructor?.(rep as number);
    checkAlive(store);
  } catch (error) {
    throw poison(store, error);
  }
  leave(entered);
  return undefined;
}

async function destroyWaiting(
  kind: ResourceKind,
  destructor: (...args: Parameters<CoreFunction>) => Promise<unknown>,
  rep: unknown,
): Promise<void> {
  if (kind.impl === undefined) return;
  try {
    await destructor(rep as number);
    checkAlive(kind.impl.store);
  } catch (error) {
    throw poison(kind.impl.store, error);
  }
  leave(enteringSet(kind.impl, undefined));
}

Reflect.defineProperty(GuestResource.prototype, dispose, { configurable: true, writable: true, value: drop });

/** The class of a guest's resource for the host. */
export interface ResourceClass {
  new (...args: unknown[]): object;
  readonly prototype: object;
}

const classes = new WeakMap<ResourceKind, ResourceClass>();
const constructors = new WeakMap<ResourceClass, Construct>();

/**
 * The JavaScript class of a guest's resource: one for each kind. Methods are put onto it by whoever links exports; `new` calls what
 * `setConstructor` gave. Instances drop themselves by the `dispose` method (`Symbol.dispose`).
 */
export function classOf(kind: ResourceKind): ResourceClass {
  let made = classes.get(kind);
  if (made === undefined) {
    made = makeClass(kind);
    classes.set(kind, made);
  }
  return made;
}

function makeClass(kind: ResourceKind): ResourceClass {
  const made: ResourceClass = class extends GuestResource {
    constructor(...args: unknown[]) {
      if (args[0] === inside) {
        // Only `guestResource` has the token, and it gives a handle with it.
        super(inside, args[1] as Handle);
        return;
      }
      const construct = constructors.get(made);
      if (construct === undefined)
        throw new TypeError(`${kind.name} has no constructor: its functions give instances.`);
      // oxlint-disable-next-line no-constructor-return -- the export makes the instance
      return construct(...args) as GuestResource;
    }
  };
  return made;
}

/** Says what `new` of a class calls: the export `[constructor]`, which gives an instance. */
export function setConstructor(made: ResourceClass, construct: Construct): void {
  constructors.set(made, construct);
}

/** An object of the host for a guest's resource, and the handle behind it. */
export function guestResource(kind: ResourceKind, rep: unknown, own: boolean): { value: object; handle: Handle } {
  const handle: Handle = { kind, rep, own, scope: undefined, lends: 0 };
  return { value: new (classOf(kind))(inside, handle), handle };
}

/** The handle behind a value of the host, when it is a guest's resource. */
export const handleOf = (value: unknown): Handle | undefined => GuestResource.handleOf(value);
