/** Half of what lies between two ticks, in milliseconds: what takes less is timed by ticks from then on. */
const HALF_TICK_MS = 0.5;
const TICK_MS = 1;
/** Of calls of numbers alone, so many begin at most without a look at the clock: as long as they take an eighth of a tick. */
const MAX_UNREAD = 63;
const PART_OF_TICK = 8;
/** The start of one is at most so much earlier than the truth where nothing else is said, in milliseconds. */
const NEAR_MS = 2;

export interface TraceTimes {
  /** Milliseconds since the run started. */
  now(): number;
  /** Another number at least each millisecond, whatever it is: cheaper to ask for than the time. Without it every time is read. */
  readonly ticks?: () => number;
}

/** How a function is timed: the first call exactly, then by ticks while its calls are too short to be seen. */
export interface Timed {
  byTicks: boolean;
}

/**
 * Times of calls. Reading the clock takes several times as long as a short call, so it is read again only when a tick has passed,
 * and functions that take longer are timed exactly. Even the tick takes as long as several calls: one that is timed by ticks
 * looks at it when it ends, and calls of numbers now and then while they come fast. What begins without a look begins at the time
 * that was read last, and where that may be too early it is said by how much.
 */
export class TraceClock {
  readonly #now: () => number;
  readonly #ticks: (() => number) | undefined;
  readonly #doubt: (from: number, calls: number, ms: number) => void;
  #tick = Number.NaN;
  #last = 0;
  /** How many calls of numbers began since the time was read, the first of them, and how many more may. */
  #unread = 0;
  #unreadFrom = 0;
  #free = 0;
  #freeOf = 0;
  /** How many of them are known to have begun since the last tick. */
  #calls = 0;

  /** `doubt` hears which calls may have begun later than was told: from a number on so many, by so many milliseconds. */
  constructor({ now, ticks }: TraceTimes, doubt: (from: number, calls: number, ms: number) => void) {
    this.#now = now;
    this.#ticks = ticks;
    this.#doubt = doubt;
  }

  /** When a call starts, by a look at the clock. */
  start(called: Timed): number {
    return called.byTicks ? this.#coarse() : this.#exact();
  }

  /** How long it took that started at `start`, by a look at the clock. */
  duration(called: Timed, start: number): number {
    if (!called.byTicks) {
      const duration = Math.max(0, this.#exact() - start);
      called.byTicks = this.#ticks !== undefined && duration < HALF_TICK_MS;
      return duration;
    }
    const duration = this.#coarse() - start;
    if (duration <= 0) return 0;
    called.byTicks = false;
    return Math.max(0, duration - HALF_TICK_MS);
  }

  /** When the call with a number starts, which takes no time. */
  instant(number: number): number {
    if (this.#free > 0) {
      if (this.#unread === 0) this.#unreadFrom = number;
      this.#free -= 1;
      this.#unread += 1;
      return this.#last;
    }
    return this.#looked();
  }

  /** The time that was read last: when a call starts that is followed by `over`. */
  get last(): number {
    return this.#last;
  }

  /** A function that is timed by ticks was called at `last`; gives by how much it may have started later, or taken longer: 0 below a millisecond. */
  over(called: Timed): number {
    const before = this.#last;
    const gap = this.#coarse() - before;
    if (gap < TICK_MS) return 0;
    called.byTicks = false;
    return gap;
  }

  /** Looks at the clock if a call began since that was done. */
  settle(): void {
    if (this.#unread > 0) this.#coarse();
    this.#free = 0;
  }

  #looked(): number {
    this.#calls += 1 + this.#unread;
    const now = this.#coarse();
    this.#free = this.#freeOf;
    return now;
  }

  #coarse(): number {
    const tick = this.#ticks?.();
    if (tick === undefined || tick !== this.#tick) {
      this.#tick = tick ?? Number.NaN;
      this.#read();
    } else this.#unread = 0;
    return this.#last;
  }

  #exact(): number {
    if (this.#ticks !== undefined) this.#tick = this.#ticks();
    this.#read();
    return this.#last;
  }

  #read(): void {
    const now = this.#now();
    const gap = now - this.#last;
    if (this.#unread > 0 && gap >= NEAR_MS) this.#doubt(this.#unreadFrom, this.#unread, gap);
    const fast = this.#ticks !== undefined && gap < NEAR_MS;
    this.#freeOf = fast ? Math.min(MAX_UNREAD, Math.floor(this.#calls / PART_OF_TICK)) : 0;
    this.#calls = 0;
    this.#unread = 0;
    this.#last = now;
  }
}
