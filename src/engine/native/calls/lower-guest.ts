import { layoutOfType } from "../abi/layout.ts";
import { allocate } from "../abi/memory.ts";
import type { ComponentState, Context, CoreFunction, CoreValue, LiftedFunction, Options } from "../model.ts";
import { ContextPool, fixedContext } from "./context.ts";
import type { ScopedContext } from "./context.ts";
import { cannotLeave, checkAlive, enter, enteringSet, leave, poison } from "./instances.ts";
import { promising } from "./jspi.ts";
import { NOTHING, passScalar, scalarKind } from "./scalars.ts";
import { callWith, checkedPointer, layoutOfFunction, paramsTuple, transfersOf } from "./shape.ts";
import type { Layout } from "./shape.ts";
import { suspendable } from "./suspendable.ts";

type Import = (...flat: CoreValue[]) => CoreValue | undefined | Promise<CoreValue | undefined>;
type CoreResult = CoreValue | CoreValue[] | undefined;

/**
 * `canon lower` of a function of another component: both sides in one, values go from memory to memory. Where an import `mayWait` at
 * all, it suspends when the function waits: that is asked in each call, since what it reaches may be linked later.
 */
export function loweredGuest(
  func: LiftedFunction,
  options: Options,
  state: ComponentState,
  mayWait: boolean,
): Import | CoreFunction {
  const layout = layoutOfFunction(func.type);
  const entered = enteringSet(func.state, state);
  const now =
    layout.scalar && layout.params.length <= 4 && func.options.postReturn === undefined
      ? scalarGuest(func, fixedContext(options, state, func.path), entered)
      : composedGuest(func, layout, options, state, entered, undefined);
  if (!mayWait) return now;
  const later = composedGuest(func, layout, options, state, entered, promising(func.core));
  const { params, result } = layout.lowered;
  return suspendable((...flat) => (func.waits() ? later(...flat) : now(...flat)), params, result);
}

/** Only scalars, and nothing after the call. */
function scalarGuest(func: LiftedFunction, cx: Context, entered: readonly ComponentState[]): Import {
  const { core, path } = func;
  const { state } = cx;
  const { store } = state;
  const [a = NOTHING, b = NOTHING, c = NOTHING, d = NOTHING] = func.type.params.map(({ type }) => scalarKind(type));
  const r = scalarKind(func.type.result);
  const count = func.type.params.length;

  const begin = (): void => {
    if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, path);
    enter(store, entered, path);
  };
  const end = (result: CoreResult): CoreValue | undefined => {
    if (store.trapped !== undefined) throw store.trapped;
    leave(entered);
    // One result at most, of a scalar's type.
    return passScalar(cx, r, result as CoreValue | undefined);
  };
  const pass = (kind: number, value: CoreValue): CoreValue => passScalar(cx, kind, value) ?? value;

  switch (count) {
    case 0:
      return () => {
        try {
          begin();
          return end(core());
        } catch (error) {
          throw poison(store, error);
        }
      };
    case 1:
      return (x) => {
        try {
          begin();
          // Core code gives as many as the function has.
          return end(core(pass(a, x as CoreValue)));
        } catch (error) {
          throw poison(store, error);
        }
      };
    case 2:
      return (x, y) => {
        try {
          begin();
          return end(core(pass(a, x as CoreValue), pass(b, y as CoreValue)));
        } catch (error) {
          throw poison(store, error);
        }
      };
    default:
      return (x, y, z, u) => {
        try {
          begin();
          const first = pass(a, x as CoreValue);
          const second = pass(b, y as CoreValue);
          const third = pass(c, z as CoreValue);
          return end(count === 3 ? core(first, second, third) : core(first, second, third, pass(d, u as CoreValue)));
        } catch (error) {
          throw poison(store, error);
        }
      };
  }
}

/** Any parameters, any result. */
function composedGuest(
  func: LiftedFunction,
  layout: Layout,
  options: Options,
  state: ComponentState,
  entered: readonly ComponentState[],
  waiting: ((...flat: CoreValue[]) => Promise<CoreResult>) | undefined,
): Import {
  const { core, path } = func;
  const { postReturn } = func.options;
  const { store } = state;
  const passArguments = argumentPasser(func, layout);
  const passResult = resultPasser(func, layout);
  const callers = layout.borrows ? new ContextPool(options, state, path) : undefined;
  const callees = layout.borrows ? new ContextPool(func.options, func.state, path) : undefined;
  const fixedCaller = fixedContext(options, state, path);
  const fixedCallee = fixedContext(func.options, func.state, path);

  const finish = (
    caller: ScopedContext | undefined,
    callee: ScopedContext | undefined,
    result: CoreResult,
    flat: readonly CoreValue[],
  ): CoreValue | undefined => {
    if (store.trapped !== undefined) throw store.trapped;
    const passed = passResult(callee ?? fixedCallee, result, caller ?? fixedCaller, flat);
    callee?.scope.checkReturned(path);
    if (postReturn !== undefined) runPostReturn(postReturn, func.state, result);
    if (callee !== undefined) callees?.giveBack(callee);
    if (caller !== undefined) callers?.giveBack(caller);
    leave(entered);
    return passed;
  };

  const finishLater = async (
    caller: ScopedContext | undefined,
    callee: ScopedContext | undefined,
    promise: Promise<CoreResult>,
    flat: readonly CoreValue[],
  ): Promise<CoreValue | undefined> => {
    try {
      return finish(caller, callee, await promise, flat);
    } catch (error) {
      throw poison(store, error);
    }
  };

  return (...flat) => {
    if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, path);
    try {
      enter(store, entered, path);
      const caller = callers?.take();
      const callee = callees?.take();
      const args = passArguments(caller ?? fixedCaller, flat, callee ?? fixedCallee);
      return waiting === undefined
        ? finish(caller, callee, callWith(core, args), flat)
        : finishLater(caller, callee, waiting(...args), flat);
    } catch (error) {
      throw poison(store, error);
    }
  };
}

/** `post-return`: core code that may not call out. */
export function runPostReturn(postReturn: CoreFunction, state: ComponentState, result: CoreResult): void {
  state.mayLeave = false;
  if (result === undefined) postReturn();
  // A lifted function has one core result at most.
  else postReturn(result as CoreValue);
  checkAlive(state.store);
  state.mayLeave = true;
}

type PassArguments = (from: Context, flat: readonly CoreValue[], to: Context) => CoreValue[];

function argumentPasser(func: LiftedFunction, layout: Layout): PassArguments {
  const transfers = transfersOf(func.resources);
  if (layout.spilled) {
    const type = paramsTuple(func.type);
    const { copy } = transfers(type);
    const size = layoutOfType(type);
    return (from, flat, to) => {
      const source = checkedPointer(from, flat[0], size, "the parameters");
      const target = allocate(to, size.alignment, size.size);
      copy(from, source, to, target);
      return [target];
    };
  }
  const params = layout.params.map(({ type, at }) => ({ transfer: transfers(type), at }));
  return (from, flat, to) => {
    const args: CoreValue[] = [];
    for (const { transfer, at } of params) transfer.copyFlat(from, flat, at, to, args, at);
    return args;
  };
}

type PassResult = (from: Context, result: CoreResult, to: Context, flat: readonly CoreValue[]) => CoreValue | undefined;

function resultPasser(func: LiftedFunction, layout: Layout): PassResult {
  const { result: type } = func.type;
  if (type === undefined) return () => undefined;
  const transfer = transfersOf(func.resources)(type);
  if (layout.returnsPointer) {
    const size = layoutOfType(type);
    const at = layout.coreParams;
    return (from, result, to, flat) => {
      const source = checkedPointer(from, result, size, "the result");
      const target = checkedPointer(to, flat[at], size, "the place for the result");
      transfer.copy(from, source, to, target);
      return undefined;
    };
  }
  return (from, result, to) => {
    const out: CoreValue[] = [];
    // One core result, as the type says.
    transfer.copyFlat(from, [result as CoreValue], 0, to, out, 0);
    return out[0];
  };
}
