/** A limit on time that can stand still. */
interface TimeLimit {
  /** Time stands still while `isPaused`. */
  pause(isPaused: boolean): void;
  /** The limit is never reached any more. */
  clear(): void;
}

/** Calls `reached` once, when so many milliseconds have passed outside of pauses. */
export function makeTimeLimit(limitMs: number, reached: () => void): TimeLimit {
  let leftMs = limitMs;
  let startedAt = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined = setTimeout(reached, leftMs);
  let over = false;
  return {
    pause(isPaused) {
      if (over || isPaused === (timer === undefined)) return;
      if (isPaused) {
        clearTimeout(timer);
        timer = undefined;
        leftMs -= performance.now() - startedAt;
        return;
      }
      startedAt = performance.now();
      timer = setTimeout(reached, Math.max(0, leftMs));
    },
    clear() {
      over = true;
      clearTimeout(timer);
    },
  };
}
