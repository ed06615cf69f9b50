import type { ValType } from "../../../component/index.ts";
import type { Context, CoreValue, HostFunction } from "../model.ts";
import { cannotLeave, poison } from "./instances.ts";

type Integers = (...flat: CoreValue[]) => CoreValue | undefined;

/** How an integer of at most 32 bits is brought into its range: shifted out on the left by so many bits and back. */
interface Width {
  readonly shift: number;
  readonly signed: boolean;
}

/**
 * A function of the host with up to three integers of at most 32 bits, the kind that is called most: so small that a compiler takes
 * it in together with what it calls. Undefined for others. `lower` takes what the host gave where it is no such integer.
 */
export function integerHost(
  { type, call, path }: HostFunction,
  { state }: Context,
  lower: (value: unknown) => CoreValue | undefined,
): Integers | undefined {
  const widths = type.params.map((param) => widthOf(param.type)).filter((width) => width !== undefined);
  const [a, b, c] = widths;
  if (widths.length !== type.params.length || widths.length > 3) return undefined;
  const { store } = state;
  const result = widthOf(type.result);
  const out =
    result === undefined
      ? lower
      : (value: unknown): CoreValue | undefined =>
          typeof value === "number" && cut(result, value) === value ? value : lower(value);

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
        return out(call(cut(a, x)));
      } catch (error) {
        throw poison(store, error);
      }
    };
  }
  if (c === undefined) {
    return (x, y) => {
      if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, path);
      try {
        return out(call(cut(a, x), cut(b, y)));
      } catch (error) {
        throw poison(store, error);
      }
    };
  }
  return (x, y, z) => {
    if (!state.mayLeave || store.trapped !== undefined) throw cannotLeave(state, path);
    try {
      return out(call(cut(a, x), cut(b, y), cut(c, z)));
    } catch (error) {
      throw poison(store, error);
    }
  };
}

function cut({ shift, signed }: Width, value: CoreValue | undefined): number {
  // Its core type is i32.
  const bits = (value as number) << shift;
  return signed ? bits >> shift : bits >>> shift;
}

function widthOf(type: ValType | undefined): Width | undefined {
  switch (type?.kind) {
    case "s8":
    case "u8":
      return { shift: 24, signed: type.kind === "s8" };
    case "s16":
    case "u16":
      return { shift: 16, signed: type.kind === "s16" };
    case "s32":
    case "u32":
      return { shift: 0, signed: type.kind === "s32" };
    default:
      return undefined;
  }
}
