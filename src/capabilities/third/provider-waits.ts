import { isReady, type Pollable, Waiting } from "../io/provider-pollable.ts";
import type { Waiter } from "../io/provider-turns.ts";

/**
 * Turns of the event loop without a new wait, after which the program has come to rest: an engine may take one to hand over
 * what an asynchronous call gave.
 */
const quietTurns = 3;

interface Wait {
  readonly pollable: Pollable;
  end(): void;
  fail(error: unknown): void;
}

/**
 * What the calls of WASI 0.3 wait for, several at once. What comes first in the guest's time ends first, whoever waited first:
 * virtual time moves when the program has come to rest.
 */
export class Waits {
  readonly #waiting: Waiting;
  #waits: Wait[] = [];
  #added = 0;
  #noticed: (() => void) | undefined;
  #running = false;

  constructor(waiter: Waiter) {
    this.#waiting = new Waiting(waiter);
  }

  /** Ends when the pollable is ready. Rejects with the trap of a wait that cannot end. */
  until(pollable: Pollable): Promise<void> {
    if (isReady(pollable)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waits.push({ pollable, end: resolve, fail: reject });
      this.#added += 1;
      this.#noticed?.();
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.#waits.length > 0) {
      // oxlint-disable-next-line no-await-in-loop -- one wait ends after the other
      await this.#rest();
      // oxlint-disable-next-line no-await-in-loop
      await this.#endSome();
    }
    this.#running = false;
  }

  async #rest(): Promise<void> {
    let before: number;
    do {
      before = this.#added;
      for (let turn = 0; turn < quietTurns; turn += 1) {
        // oxlint-disable-next-line no-await-in-loop -- turns follow one another
        await new Promise((resolve) => {
          setTimeout(resolve, 0);
        });
      }
    } while (this.#added !== before);
  }

  /** Ends what is ready first; returns early when another wait was added. */
  async #endSome(): Promise<void> {
    const asked = this.#waits;
    const another = new Promise<undefined>((resolve) => {
      this.#noticed = () => resolve(undefined);
    });
    try {
      const ready = await Promise.race([this.#waiting.poll(asked.map(({ pollable }) => pollable)), another]);
      if (ready === undefined) return;
      const ended = new Set(Array.from(ready, (index) => asked[index]));
      this.#waits = this.#waits.filter((wait) => !ended.has(wait));
      for (const wait of ended) wait?.end();
    } catch (error) {
      this.#waits = this.#waits.filter((wait) => !asked.includes(wait));
      for (const wait of asked) wait.fail(error);
    } finally {
      this.#noticed = undefined;
    }
  }
}
