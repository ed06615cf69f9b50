/** Half of what lies between two ticks, in milliseconds: as far off as a time may be that is taken from them. */
const HALF_TICK_MS = 0.5;

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
 * Times of calls. Reading the clock takes several times as long as a short call, so it is read again only when a tick has passed:
 * what starts or ends in between is told within a millisecond, and functions that take longer are timed exactly.
 */
export class TraceClock {
  readonly #now: () => number;
  readonly #ticks: (() => number) | undefined;
  #tick = Number.NaN;
  #last = 0;

  constructor({ now, ticks }: TraceTimes) {
    this.#now = now;
    this.#ticks = ticks;
  }

  start(called: Timed): number {
    return called.byTicks ? this.#coarse() : this.#exact();
  }

  /** How long it took that started at `start`. */
  duration(called: Timed, start: number): number {
    if (!called.byTicks) {
      const duration = this.#exact() - start;
      called.byTicks = this.#ticks !== undefined && duration < HALF_TICK_MS;
      return duration;
    }
    const duration = this.#coarse() - start;
    if (duration === 0) return 0;
    called.byTicks = false;
    return Math.max(0, duration - HALF_TICK_MS);
  }

  #coarse(): number {
    const tick = this.#ticks?.();
    if (tick === undefined || tick !== this.#tick) {
      this.#tick = tick ?? Number.NaN;
      this.#last = this.#now();
    }
    return this.#last;
  }

  #exact(): number {
    if (this.#ticks !== undefined) this.#tick = this.#ticks();
    return (this.#last = this.#now());
  }
}
