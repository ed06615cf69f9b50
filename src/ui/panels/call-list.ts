/** The calls that are listed, by their place in the list. */
export interface CallList {
  readonly length: number;
  /** The number of the call at a place; 0 beyond the list. */
  number(place: number): number;
  /** The place of the first listed call that is not before this one; the last place when all are. */
  place(number: number): number;
}

/** All calls from `first` to `last`, or of these the ones with the given numbers, which ascend. */
export function callList(first: number, last: number, numbers: ArrayLike<number> | undefined): CallList {
  if (numbers === undefined) {
    const length = Math.max(0, last - first + 1);
    return {
      length,
      number: (place) => (place >= 0 && place < length ? first + place : 0),
      place: (number) => Math.max(0, Math.min(length - 1, number - first)),
    };
  }
  return {
    length: numbers.length,
    number: (place) => numbers[place] ?? 0,
    place: (number) => {
      let low = 0;
      let high = Math.max(0, numbers.length - 1);
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((numbers[middle] ?? 0) < number) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
