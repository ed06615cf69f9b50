import { trap } from "../model.ts";
import type { CallScope as Contract, Handle } from "../model.ts";

/** What one call lends and borrows: `Subtask.lenders` and `Task.num_borrows`. Can be used again after its end. */
export class CallScope implements Contract {
  borrows = 0;
  readonly #lent: Handle[] = [];
  readonly #expiring: Handle[] = [];

  lend(handle: Handle): void {
    handle.lends += 1;
    this.#lent.push(handle);
  }

  expire(handle: Handle): void {
    this.#expiring.push(handle);
  }

  giveBack(): void {
    for (let handle = this.#lent.pop(); handle !== undefined; handle = this.#lent.pop()) handle.lends -= 1;
    for (let handle = this.#expiring.pop(); handle !== undefined; handle = this.#expiring.pop()) handle.rep = undefined;
  }

  /** `Task.return_`: the callee may not keep what it borrowed. */
  checkReturned(path: string): void {
    if (this.borrows !== 0) {
      throw trap(
        `${path} returned, but borrow handles still remain at the end of the call: ${this.borrows} it has not dropped.`,
      );
    }
  }
}
