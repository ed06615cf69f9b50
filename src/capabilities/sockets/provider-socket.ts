import type { Family } from "./provider-address.ts";
import { positive } from "./provider-host.ts";

/** The options that sockets of TCP and UDP have in common. They are kept, and nothing in memory depends on them. */
export class Socket {
  readonly #family: Family;
  #receiveBuffer = 65_536n;
  #sendBuffer = 65_536n;

  constructor(family: Family) {
    this.#family = family;
  }

  addressFamily(): Family {
    return this.#family;
  }

  receiveBufferSize(): bigint {
    return this.#receiveBuffer;
  }

  setReceiveBufferSize(value: bigint): void {
    this.#receiveBuffer = positive(value);
  }

  sendBufferSize(): bigint {
    return this.#sendBuffer;
  }

  setSendBufferSize(value: bigint): void {
    this.#sendBuffer = positive(value);
  }
}
