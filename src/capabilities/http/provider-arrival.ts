import { pollableWhen } from "../io/provider-deadline.ts";
import { type Pollable, reached, realPollable } from "../io/provider-pollable.ts";
import { after } from "../io/virtual-time.ts";
import type { Time } from "../provider.ts";

/** How far asking for something that is not there moves virtual time, so that a loop that only asks comes to an end. */
const askedNs = 1_000_000n;

/** When an answer is there. */
export interface Arrival {
  /** Whether it is there, asked by the guest: where time is virtual and only time is awaited, asking takes some. */
  ask(): boolean;
  pollable(): Pollable;
}

/** An answer that comes at an instant of the guest's time, which is not known before its request has ended. */
export class TimedArrival implements Arrival {
  readonly #time: Time;
  #instantNs: bigint | undefined;
  readonly #next = (): bigint | undefined => this.#instantNs;

  constructor(time: Time) {
    this.#time = time;
  }

  /** The answer comes `delayNs` from now. */
  set(delayNs: bigint): void {
    this.#instantNs = after(this.#time.now(), delayNs);
  }

  ask(): boolean {
    if (reached(this.#time, this.#next)) return true;
    this.#time.advanceTo(after(this.#time.now(), askedNs));
    return false;
  }

  pollable(): Pollable {
    return pollableWhen(this.#time, this.#next, askedNs);
  }
}

/** An answer that the outside world gives, once it has been asked. */
export class OutsideArrival implements Arrival {
  #wait: Promise<void> | undefined;
  #there = false;

  /** `answered` ends when the answer is there. */
  expect(answered: Promise<void>): void {
    this.#wait = answered.then(() => {
      this.#there = true;
    });
  }

  /** The answer is there although nobody was asked. */
  give(): void {
    this.#there = true;
  }

  ask(): boolean {
    return this.#there;
  }

  pollable(): Pollable {
    return realPollable({
      ready: () => this.#there,
      coming: () => this.#wait !== undefined,
      wait: async () => this.#wait,
    });
  }
}
