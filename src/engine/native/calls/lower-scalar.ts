import type { Context, CoreValue, HostFunction } from "../model.ts";
import { cannotLeave, poison } from "./instances.ts";
import { integerHost } from "./lower-integer.ts";
import { cannotWait } from "./outcome.ts";
import { liftScalar, lowerScalar, scalarKind } from "./scalars.ts";
import type { Scalar } from "./scalars.ts";
import { codecsOf } from "./shape.ts";

type Scalars = (...flat: CoreValue[]) => CoreValue | undefined;

/**
 * A function of the host whose parameters and result are scalars: nothing is allocated in a call. Undefined when there are more
 * parameters than are worth a form of their own.
 */
export function scalarHost(func: HostFunction, cx: Context): Scalars | undefined {
  if (func.type.params.length > 4) return undefined;
  const codecs = codecsOf(func.resources);
  const [a, b, c, d] = func.type.params.map(({ type }): Scalar => ({ kind: scalarKind(type), codec: codecs(type) }));
  const { result } = func.type;
  const r: Scalar = { kind: scalarKind(result), codec: result === undefined ? undefined : codecs(result) };
  const { call, path } = func;
  const { state } = cx;
  const { store } = state;

  const out = (value: unknown): CoreValue | undefined => {
    if (value instanceof Promise) throw cannotWait(path);
    return lowerScalar(cx, r, value);
  };
  const integers = integerHost(func, cx, out);
  if (integers !== undefined) return integers;
  if (a === undefined) {
    return () => {
      if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, path);
      try {
        return out(call());
      } catch (error) {
        throw poison(store, error);
      }
    };
  }
  if (b === undefined) {
    return (x) => {
      if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, path);
      try {
        return out(call(liftScalar(cx, a, x)));
      } catch (error) {
        throw poison(store, error);
      }
    };
  }
  if (c === undefined) {
    return (x, y) => {
      if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, path);
      try {
        return out(call(liftScalar(cx, a, x), liftScalar(cx, b, y)));
      } catch (error) {
        throw poison(store, error);
      }
    };
  }
  if (d === undefined) {
    return (x, y, z) => {
      if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, path);
      try {
        return out(call(liftScalar(cx, a, x), liftScalar(cx, b, y), liftScalar(cx, c, z)));
      } catch (error) {
        throw poison(store, error);
      }
    };
  }
  return (x, y, z, u) => {
    if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, path);
    try {
      return out(call(liftScalar(cx, a, x), liftScalar(cx, b, y), liftScalar(cx, c, z), liftScalar(cx, d, u)));
    } catch (error) {
      throw poison(store, error);
    }
  };
}
