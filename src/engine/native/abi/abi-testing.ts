import type { ResourceType } from "../../../component/index.ts";
import type { ComponentState, Context, CoreFunction, HandleOperations, Options, ResourceKind } from "../model.ts";
import { linearMemory } from "./memory.ts";

/** A component instance with a memory that only grows, for tests of what moves values. */

const PAGE = 65_536;

export interface Fake {
  readonly cx: Context;
  /** Each call of `realloc`: old pointer, old size, alignment, new size. */
  readonly calls: (readonly number[])[];
  /** Whether the instance could leave during the last call. */
  readonly left: () => boolean;
}

/** `answer` is what `realloc` gives instead of room. Room is never given twice, and the memory grows when it must. */
export function fake(encoding: Options["encoding"] = "utf8", pages = 1, answer?: number): Fake {
  const memory = new WebAssembly.Memory({ initial: pages });
  const linear = linearMemory(memory);
  const calls: (readonly number[])[] = [];
  const state: ComponentState = {
    store: { trapped: undefined },
    parent: undefined,
    name: "fake",
    mayEnter: true,
    mayLeave: true,
    handles: {
      live: 0,
      add: () => 0,
      get: () => {
        throw new Error("no handles");
      },
      remove: () => {
        throw new Error("no handles");
      },
      list: () => [],
    },
  };
  let next = 8;
  let mayLeave = true;
  const realloc: CoreFunction = (...args) => {
    const [old = 0, oldSize = 0, alignment = 1, size = 0] = args.map(Number);
    calls.push([old, oldSize, alignment, size]);
    ({ mayLeave } = state);
    if (answer !== undefined) return answer;
    const pointer = Math.ceil(next / alignment) * alignment;
    next = pointer + size;
    const missing = next - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    new Uint8Array(memory.buffer).copyWithin(pointer, old, old + Math.min(oldSize, size));
    return pointer;
  };
  const cx: Context = {
    encoding,
    memory: linear,
    realloc,
    postReturn: undefined,
    state,
    scope: undefined,
    path: "a:b/c#f",
  };
  return { cx, calls, left: () => mayLeave };
}

export const resource: ResourceType = { kind: "resource", abstract: true };
export const kind: ResourceKind = { name: "a:b/c#r", impl: undefined, destructor: undefined, waits: () => false };

/** Handles as numbers that say what was done to them. */
export const numberedHandles: HandleOperations = {
  liftOwn: (_cx, _kind, index) => index + 1000,
  liftBorrow: (_cx, _kind, index) => index + 2000,
  lowerOwn: (_cx, _kind, value) => Number(value) - 1000,
  lowerBorrow: (_cx, _kind, value) => Number(value) - 2000,
};
