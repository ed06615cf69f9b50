import { type Pollable, readyPollable } from "../io/provider-pollable.ts";
import { raise } from "../raise.ts";
import { type IpAddress, parseIpAddress } from "./address.ts";
import type { SocketsBinding } from "./capability.ts";

/** `wasi:sockets/ip-name-lookup#resolve-address-stream`: the addresses of one name, or that there are none. */
export class ResolveAddressStream {
  readonly #addresses: readonly IpAddress[] | undefined;
  #position = 0;

  constructor(addresses: readonly IpAddress[] | undefined) {
    this.#addresses = addresses;
  }

  resolveNextAddress(): IpAddress | undefined {
    if (!this.#addresses) return raise("name-unresolvable");
    return this.#addresses[this.#position++];
  }

  subscribe(): Pollable {
    return readyPollable();
  }
}

/** `resolve-addresses` over the names of the settings, whatever their case. An address stands for itself. */
export function nameLookup(names: SocketsBinding["names"]): (network: object, name: string) => ResolveAddressStream {
  const table = new Map(
    Object.entries(names).map(([name, addresses]) => [
      folded(name),
      addresses.flatMap((address) => parseIpAddress(address) ?? []),
    ]),
  );
  return (_network, name) => {
    const address = parseIpAddress(name.replace(/^\[(.*)\]$/, "$1"));
    if (address) return new ResolveAddressStream([address]);
    const asked = folded(name);
    if (asked === "" || asked.length > 253 || /[\s\p{Cc}/:[\]@?#]/u.test(asked)) return raise("invalid-argument");
    const found = table.get(asked);
    return new ResolveAddressStream(found && found.length > 0 ? found : undefined);
  };
}

/** Names are the same in any case, with or without the dot of the root. */
function folded(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
