import { beginLifting } from "../abi/lift-budget.ts";
import type {
  Codec,
  ComponentState,
  Context,
  CoreFunction,
  CoreValue,
  Handle,
  HostFunction,
  Options,
  ResourceKind,
} from "../model.ts";
import { ContextPool, fixedContext } from "./context.ts";
import type { ScopedContext } from "./context.ts";
import { cannotLeave, checkAlive, poison } from "./instances.ts";
import { scalarHost } from "./lower-scalar.ts";
import { cannotWait, endsInResult, errorResult, okResult } from "./outcome.ts";
import { checkedPointer, codecsOf, holdsBorrow, layoutOfFunction, paramsTuple } from "./shape.ts";
import type { Layout } from "./shape.ts";
import { suspendable } from "./suspendable.ts";

type Import = (...flat: CoreValue[]) => CoreValue | undefined | Promise<CoreValue | undefined>;

/** `canon lower` of a function of the host: what core code of `state` imports. */
export function loweredHost(func: HostFunction, options: Options, state: ComponentState): Import | CoreFunction {
  const layout = layoutOfFunction(func.type);
  const waits = func.waits();
  if (layout.scalar && !waits) {
    const direct = scalarHost(func, fixedContext(options, state, func.path));
    if (direct !== undefined) return direct;
  }
  const call = composedHost(func, layout, options, state, waits);
  return waits ? suspendable(call, layout.lowered.params, layout.lowered.result) : call;
}

/** Any parameters, any result. */
function composedHost(
  func: HostFunction,
  layout: Layout,
  options: Options,
  state: ComponentState,
  waits: boolean,
): Import {
  const { path } = func;
  const { store, handles } = state;
  const selfKind = lentSelf(func, layout);
  const call = argumentCaller(func, layout, selfKind !== undefined);
  const lowerResult = resultLowerer(func, layout);
  const isResult = endsInResult(func.type.result);
  const pool = layout.borrows && selfKind === undefined ? new ContextPool(options, state, path) : undefined;
  const fixed = fixedContext(options, state, path);

  const finish = (
    scoped: ScopedContext | undefined,
    self: Handle | undefined,
    outcome: unknown,
    flat: readonly CoreValue[],
  ): CoreValue | undefined => {
    const result = lowerResult(scoped ?? fixed, outcome, flat);
    if (self !== undefined) self.lends -= 1;
    if (scoped !== undefined) pool?.giveBack(scoped);
    return result;
  };

  const finishLater = async (
    scoped: ScopedContext | undefined,
    self: Handle | undefined,
    promise: Promise<unknown>,
    flat: readonly CoreValue[],
  ): Promise<CoreValue | undefined> => {
    try {
      let outcome: unknown;
      try {
        outcome = await promise;
        if (isResult) outcome = okResult(outcome);
      } catch (error) {
        if (!isResult) throw error;
        outcome = errorResult(error);
      }
      checkAlive(store);
      return finish(scoped, self, outcome, flat);
    } catch (error) {
      throw poison(store, error);
    }
  };

  return (...flat) => {
    if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, path);
    try {
      const scoped = pool?.take();
      let self: Handle | undefined;
      let outcome: unknown;
      try {
        if (selfKind !== undefined) {
          // A handle is an i32, and it is the first parameter.
          self = handles.get(flat[0] as number, selfKind);
          self.lends += 1;
        }
        beginLifting();
        outcome = call(scoped ?? fixed, flat, self);
        if (outcome instanceof Promise) {
          if (!waits) throw cannotWait(path);
          return finishLater(scoped, self, outcome, flat);
        }
        if (isResult) outcome = okResult(outcome);
      } catch (error) {
        // Traps of what was passed are errors without a payload, so they are thrown on.
        if (!isResult) throw error;
        outcome = errorResult(error);
      }
      return finish(scoped, self, outcome, flat);
    } catch (error) {
      throw poison(store, error);
    }
  };
}

/** Most methods borrow nothing but a resource of the host as `self`: that needs no scope, only its handle. */
function lentSelf({ type, resources }: HostFunction, layout: Layout): ResourceKind | undefined {
  const [self, ...others] = type.params;
  if (layout.spilled || self?.type.kind !== "borrow" || others.some((other) => holdsBorrow(other.type))) {
    return undefined;
  }
  const kind = resources(self.type.resource);
  return kind.impl === undefined ? kind : undefined;
}

/** Lifts the arguments and calls the function with them; `self` is the handle that was lent for the first. */
type CallHost = (cx: Context, flat: readonly CoreValue[], self: Handle | undefined) => unknown;

/** The usual numbers of parameters each have a form of their own, without arrays. */
function argumentCaller(func: HostFunction, layout: Layout, hasSelf: boolean): CallHost {
  const { call } = func;
  const codecs = codecsOf(func.resources);
  if (layout.spilled) {
    const tuple = codecs(paramsTuple(func.type));
    // What the codec of a tuple gives is an array.
    return (cx, flat) => call(...(tuple.load(cx, checkedPointer(cx, flat[0], tuple, "the parameters")) as unknown[]));
  }
  const params = layout.params.map(({ type, at }) => ({ codec: codecs(type), at }));
  const [a, b, c, d] = params;
  if (a === undefined) return () => call();
  const first = hasSelf
    ? (_: Context, __: readonly CoreValue[], self: Handle | undefined): unknown => self?.rep
    : (cx: Context, flat: readonly CoreValue[]): unknown => a.codec.lift(cx, flat, 0);
  if (b === undefined) return (cx, flat, self) => call(first(cx, flat, self));
  if (c === undefined) return (cx, flat, self) => call(first(cx, flat, self), b.codec.lift(cx, flat, b.at));
  if (d === undefined) {
    return (cx, flat, self) => call(first(cx, flat, self), b.codec.lift(cx, flat, b.at), c.codec.lift(cx, flat, c.at));
  }
  const others = params.slice(1);
  return (cx, flat, self) => {
    const args = [first(cx, flat, self)];
    for (const { codec, at } of others) args.push(codec.lift(cx, flat, at));
    return call(...args);
  };
}

type LowerResult = (cx: Context, outcome: unknown, flat: readonly CoreValue[]) => CoreValue | undefined;

function resultLowerer(func: HostFunction, layout: Layout): LowerResult {
  const { result } = func.type;
  if (result === undefined) return () => undefined;
  const codec: Codec = codecsOf(func.resources)(result);
  if (layout.returnsPointer) {
    const at = layout.coreParams;
    return (cx, outcome, flat) => {
      codec.store(cx, outcome, checkedPointer(cx, flat[at], codec, "the place for the result"));
      return undefined;
    };
  }
  return (cx, outcome) => {
    const out: CoreValue[] = [];
    codec.lower(cx, outcome, out, 0);
    return out[0];
  };
}
