import { trap } from "../model.ts";
import type { ComponentState, Store } from "../model.ts";

/** Who may go into a component instance and out of it, and what a trap leaves behind ("Component Instances"). */

/** `entering_set`: what is entered by a call into `callee`; `caller` is absent when the host calls. */
export function enteringSet(callee: ComponentState, caller: ComponentState | undefined): readonly ComponentState[] {
  const inside = new Set<ComponentState>();
  for (let state = caller; state !== undefined; state = state.parent) inside.add(state);
  const entered: ComponentState[] = [];
  for (let state: ComponentState | undefined = callee; state !== undefined; state = state.parent) {
    if (!inside.has(state)) entered.push(state);
  }
  return entered;
}

/** `may_enter_from` and `enter_from`. Throws without having changed anything. */
export function enter(store: Store, entered: readonly ComponentState[], path: string): void {
  if (store.trapped !== undefined) throw afterTrap(store.trapped, path);
  for (let at = 0; at < entered.length; at += 1) {
    const state = entered[at];
    if (state === undefined) continue;
    if (!state.mayEnter) throw reentered(state, path);
    state.context?.fill(0);
  }
  setMayEnter(entered, false);
}

/** `leave_to`. */
export function leave(entered: readonly ComponentState[]): void {
  setMayEnter(entered, true);
}

/** A loop over indices: it is part of every call. */
function setMayEnter(entered: readonly ComponentState[], mayEnter: boolean): void {
  for (let at = 0; at < entered.length; at += 1) {
    const state = entered[at];
    if (state !== undefined) state.mayEnter = mayEnter;
  }
}

function reentered(state: ComponentState, path: string): Error {
  return trap(
    `Calling ${path} failed: cannot enter component instance ${state.name}, because a call into it has not returned yet.`,
  );
}

/** The error of every entry after the first trap. */
function afterTrap(first: Error, path: string): Error {
  const error = trap(
    `Calling ${path} failed: cannot enter component instance, because it trapped before: ${first.message}`,
  );
  error.cause = first;
  return error;
}

/** Why core code may not call out now. */
export function cannotLeave(state: ComponentState, path: string): Error {
  const first = state.store.trapped;
  return first === undefined
    ? poison(
        state.store,
        trap(
          `Calling ${path} failed: cannot leave component instance ${state.name} during realloc, post-return or before it is ready.`,
        ),
      )
    : afterTrap(first, path);
}

/**
 * Marks the store with what was thrown while guest code ran, and gives back what to throw: the same, so that errors of the host keep
 * their identity, but for exceptions of WebAssembly, which are traps at the edge of a component ("canon lift").
 */
export function poison(store: Store, thrown: unknown): Error {
  const error = isWasmException(thrown)
    ? trap("A WebAssembly exception left the component: nothing in it caught it.")
    : isMismatch(thrown)
      ? trap(
          "Core code has another signature than the component says: the file is damaged, or made by a tool at fault.",
        )
      : // What a host function threw that is no error of its type: passed on as it is, whatever it is.
        (thrown as Error);
  store.trapped ??=
    error instanceof Error ? error : trap(`A host function threw ${String(thrown)}, which is no error.`);
  return error;
}

/** Core code can catch what a host function threw. Nothing goes on after a trap all the same. */
export function checkAlive(store: Store): void {
  if (store.trapped !== undefined) throw store.trapped;
}

/**
 * Signatures of core functions are not known here: JavaScript converts what crosses, which fails only between `i64` and the others.
 * The browsers' words for that have the name of the type in common.
 */
function isMismatch(thrown: unknown): boolean {
  return thrown instanceof TypeError && /\bBigInt(?!64)/.test(thrown.message);
}

function isWasmException(thrown: unknown): boolean {
  // Engines without the proposal lack the class, which the type does not say.
  const { Exception } = WebAssembly as { readonly Exception?: abstract new (...args: never[]) => object };
  return Exception !== undefined && thrown instanceof Exception;
}
