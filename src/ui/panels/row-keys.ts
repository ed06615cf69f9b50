import { useState } from "react";

interface RowKeys {
  /** A key for each row, that stays with it. */
  readonly keys: readonly number[];
  remove(index: number): void;
  /** Moves a row before the one above it. */
  moveUp(index: number): void;
}

/** Keys for the rows of a list whose items have no names, so that what is typed in a row stays with it when others go. */
export function useRowKeys(count: number): RowKeys {
  const [state, setState] = useState(() => grown({ keys: [], next: 0 }, count));
  if (state.keys.length !== count) setState(grown(state, count));
  return {
    keys: state.keys,
    remove: (index) => setState({ ...state, keys: state.keys.filter((_, at) => at !== index) }),
    moveUp: (index) => setState({ ...state, keys: movedUp(state.keys, index) }),
  };
}

interface State {
  readonly keys: readonly number[];
  readonly next: number;
}

function grown({ keys, next }: State, count: number): State {
  const kept = keys.slice(0, count);
  const missing = count - kept.length;
  return { keys: [...kept, ...Array.from({ length: missing }, (_, at) => next + at)], next: next + missing };
}

/** The list with one item before the one above it. */
export function movedUp<T>(items: readonly T[], index: number): readonly T[] {
  return index <= 0
    ? items
    : [
        ...items.slice(0, index - 1),
        ...items.slice(index, index + 1),
        ...items.slice(index - 1, index),
        ...items.slice(index + 1),
      ];
}
