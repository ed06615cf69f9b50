import { beginLifting } from "../abi/lift-budget.ts";
import { allocate } from "../abi/memory.ts";
import type { Context, CoreValue, ComponentFunction, LiftedFunction } from "../model.ts";
import { ContextPool, fixedContext } from "./context.ts";
import type { ScopedContext } from "./context.ts";
import { enter, enteringSet, leave, poison } from "./instances.ts";
import { promising } from "./jspi.ts";
import { runPostReturn } from "./lower-guest.ts";
import { endsInResult, unwrapped } from "./outcome.ts";
import { COMPOSED, liftScalar, lowerScalar, scalarKind } from "./scalars.ts";
import type { Scalar } from "./scalars.ts";
import { callWith, checkedPointer, codecsOf, layoutOfFunction, paramsTuple } from "./shape.ts";
import type { Layout } from "./shape.ts";

type CoreResult = CoreValue | CoreValue[] | undefined;
type Export = (...args: unknown[]) => unknown;

/**
 * The JavaScript function of an export ("canon lift", called by the host). Gives the result, or a promise of it where the function
 * waits; the `ok` of a result is returned, its error thrown as an `Error` with a `payload`. To be made when all that the function
 * reaches is linked, since it asks whether that waits.
 */
export function exported(func: ComponentFunction): Export {
  if (func.kind === "host") return func.call;
  const layout = layoutOfFunction(func.type);
  const waits = func.waits();
  if (layout.scalar && !waits && layout.params.length <= 4 && func.options.postReturn === undefined) {
    return scalarExport(func);
  }
  return composedExport(func, layout, waits ? promising(func.core) : undefined);
}

/** Only scalars, and nothing after the call: nothing is allocated. */
function scalarExport(func: LiftedFunction): Export {
  const { core, path, state } = func;
  const { store } = state;
  const cx = fixedContext(func.options, state, path);
  const entered = enteringSet(state, undefined);
  const codecs = codecsOf(func.resources);
  const nothing: Scalar = { kind: COMPOSED, codec: undefined };
  const [a = nothing, b = nothing, c = nothing, d = nothing] = func.type.params.map(({ type }): Scalar => ({
    kind: scalarKind(type),
    codec: codecs(type),
  }));
  const { result } = func.type;
  const r: Scalar = { kind: scalarKind(result), codec: result === undefined ? undefined : codecs(result) };
  const count = func.type.params.length;

  const run = (x: CoreValue, y: CoreValue, z: CoreValue, u: CoreValue): unknown => {
    enter(store, entered, path);
    try {
      const given = count < 2 ? (count === 0 ? core() : core(x)) : callMore(x, y, z, u);
      if (store.trapped !== undefined) throw store.trapped;
      // One result at most, of a scalar's type.
      const value = liftScalar(cx, r, given as CoreValue | undefined);
      leave(entered);
      return value;
    } catch (error) {
      throw poison(store, error);
    }
  };
  const callMore = (x: CoreValue, y: CoreValue, z: CoreValue, u: CoreValue): CoreResult =>
    count === 2 ? core(x, y) : count === 3 ? core(x, y, z) : core(x, y, z, u);
  // Lowering a scalar runs no code of the guest, so it may be done before entering. A parameter's kind always gives a value.
  const lower = (scalar: Scalar, value: unknown): CoreValue => lowerScalar(cx, scalar, value) ?? 0;

  switch (count) {
    case 0:
      return () => run(0, 0, 0, 0);
    case 1:
      return (x) => run(lower(a, x), 0, 0, 0);
    case 2:
      return (x, y) => run(lower(a, x), lower(b, y), 0, 0);
    case 3:
      return (x, y, z) => run(lower(a, x), lower(b, y), lower(c, z), 0);
    default:
      return (x, y, z, u) => run(lower(a, x), lower(b, y), lower(c, z), lower(d, u));
  }
}

/** Any parameters, any result. */
function composedExport(
  func: LiftedFunction,
  layout: Layout,
  waiting: ((...flat: CoreValue[]) => Promise<CoreResult>) | undefined,
): Export {
  const { core, path, state } = func;
  const { postReturn } = func.options;
  const { store } = state;
  const entered = enteringSet(state, undefined);
  const lowerArguments = argumentLowerer(func, layout);
  const liftResult = resultLifter(func, layout);
  const isResult = endsInResult(func.type.result);
  const pool = layout.borrows ? new ContextPool(func.options, state, path) : undefined;
  const fixed = fixedContext(func.options, state, path);

  const begin = (scoped: ScopedContext | undefined, args: readonly unknown[]): CoreValue[] => {
    const before = state.handles.live;
    enter(store, entered, path);
    try {
      return lowerArguments(scoped ?? fixed, args);
    } catch (error) {
      // A wrong value of the host harms nothing, if nothing of the arguments has arrived yet that would be left behind.
      if (
        error instanceof TypeError &&
        store.trapped === undefined &&
        state.handles.live === before &&
        state.mayLeave
      ) {
        scoped?.scope.giveBack();
        leave(entered);
        throw error;
      }
      throw poison(store, error);
    }
  };
  const finish = (scoped: ScopedContext | undefined, result: CoreResult): unknown => {
    if (store.trapped !== undefined) throw store.trapped;
    beginLifting();
    const value = liftResult(scoped ?? fixed, result);
    scoped?.scope.checkReturned(path);
    if (postReturn !== undefined) runPostReturn(postReturn, state, result);
    if (scoped !== undefined) pool?.giveBack(scoped);
    leave(entered);
    return value;
  };

  if (waiting !== undefined) {
    return async (...args) => {
      const scoped = pool?.take();
      const flat = begin(scoped, args);
      let value: unknown;
      try {
        value = finish(scoped, await waiting(...flat));
      } catch (error) {
        throw poison(store, error);
      }
      return isResult ? unwrapped(value) : value;
    };
  }
  return (...args) => {
    const scoped = pool?.take();
    const flat = begin(scoped, args);
    let value: unknown;
    try {
      value = finish(scoped, callWith(core, flat));
    } catch (error) {
      throw poison(store, error);
    }
    return isResult ? unwrapped(value) : value;
  };
}

type LowerArguments = (cx: Context, args: readonly unknown[]) => CoreValue[];

function argumentLowerer(func: LiftedFunction, layout: Layout): LowerArguments {
  const codecs = codecsOf(func.resources);
  if (layout.spilled) {
    const tuple = codecs(paramsTuple(func.type));
    return (cx, args) => {
      const pointer = allocate(cx, tuple.alignment, tuple.size);
      tuple.store(cx, args, pointer);
      return [pointer];
    };
  }
  const params = layout.params.map(({ type, at }) => ({ codec: codecs(type), at }));
  return (cx, args) => {
    const flat: CoreValue[] = [];
    for (let place = 0; place < params.length; place += 1) {
      const param = params[place];
      param?.codec.lower(cx, args[place], flat, param.at);
    }
    return flat;
  };
}

function resultLifter(func: LiftedFunction, layout: Layout): (cx: Context, result: CoreResult) => unknown {
  const { result: type } = func.type;
  if (type === undefined) return () => undefined;
  const codec = codecsOf(func.resources)(type);
  if (layout.returnsPointer) {
    return (cx, result) => codec.load(cx, checkedPointer(cx, result, codec, "the result"));
  }
  // One core result, as the type says.
  return (cx, result) => codec.lift(cx, [result as CoreValue], 0);
}
