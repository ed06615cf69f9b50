import { pollableAt, sleepUntil } from "../io/provider-deadline.ts";
import { type Pollable, realPollable, virtualPollable } from "../io/provider-pollable.ts";
import { after } from "../io/virtual-time.ts";
import type { Time } from "../provider.ts";

/** How far asking for something that is not there moves virtual time, so that a loop that only asks comes to an end. */
const askedNs = 1_000_000n;

/** Later than every other instant: what waits for it goes last. */
const last = (1n << 64n) - 1n;

/** When an answer is there: not known before its request has ended, and then an instant of the guest's time. */
export class Arrival {
  readonly #time: Time;
  #instantNs: bigint | undefined;
  #known: () => void = () => {};
  readonly #whenKnown: Promise<void>;

  constructor(time: Time) {
    this.#time = time;
    this.#whenKnown = new Promise((resolve) => {
      this.#known = resolve;
    });
  }

  /** The answer comes `delayNs` from now. */
  set(delayNs: bigint): void {
    this.#instantNs = after(this.#time.now(), delayNs);
    this.#known();
  }

  get reached(): boolean {
    return this.#instantNs !== undefined && this.#time.now() >= this.#instantNs;
  }

  /** Whether it is reached, asked by the guest: where time is virtual, asking takes some. */
  ask(): boolean {
    if (this.reached) return true;
    this.#time.advanceTo(after(this.#time.now(), askedNs));
    return false;
  }

  pollable(): Pollable {
    if (this.#instantNs !== undefined) return pollableAt(this.#time, this.#instantNs, askedNs);
    if (this.#time.virtual) return virtualPollable(this.#untilKnown(), last, askedNs);
    return realPollable(
      () => this.reached,
      () => this.#wait(),
    );
  }

  /**
   * The time for a pollable that is made before the instant is known. It stands at the end once the instant is reached, so that
   * waiting for the end is waiting for the instant.
   */
  #untilKnown(): Time {
    return {
      virtual: true,
      now: () => (this.reached ? last : this.#time.now()),
      advanceTo: (instantNs) => {
        if (instantNs < last) return this.#time.advanceTo(instantNs);
        if (this.#instantNs === undefined) {
          throw new Error("waiting for an HTTP response that never comes: the body of its request is not finished");
        }
        return this.#time.advanceTo(this.#instantNs);
      },
    };
  }

  async #wait(): Promise<void> {
    await this.#whenKnown;
    if (this.#instantNs !== undefined) await sleepUntil(this.#time, this.#instantNs);
  }
}
