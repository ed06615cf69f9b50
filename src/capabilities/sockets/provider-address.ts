import { raise } from "../raise.ts";
import type { IpAddress } from "./address.ts";

export type Family = "ipv4" | "ipv6";

/** `wasi:sockets/network#ip-socket-address` in jco's mapping. */
export type SocketAddress =
  | { readonly tag: "ipv4"; readonly val: { readonly port: number; readonly address: readonly number[] } }
  | {
      readonly tag: "ipv6";
      readonly val: {
        readonly port: number;
        readonly flowInfo: number;
        readonly address: readonly number[];
        readonly scopeId: number;
      };
    };

export function socketAddress({ tag, val }: IpAddress, port: number): SocketAddress {
  return tag === "ipv4"
    ? { tag, val: { port, address: val } }
    : { tag, val: { port, flowInfo: 0, address: val, scopeId: 0 } };
}

export function ipOf({ tag, val }: SocketAddress): IpAddress {
  return { tag, val: val.address };
}

export function loopback(family: Family): IpAddress {
  return { tag: family, val: family === "ipv4" ? [127, 0, 0, 1] : [0, 0, 0, 0, 0, 0, 0, 1] };
}

export function unspecified(family: Family): IpAddress {
  return { tag: family, val: family === "ipv4" ? [0, 0, 0, 0] : [0, 0, 0, 0, 0, 0, 0, 0] };
}

export function sameIp(one: IpAddress, other: IpAddress): boolean {
  return one.tag === other.tag && one.val.every((piece, index) => piece === other.val[index]);
}

export function sameAddress(one: SocketAddress, other: SocketAddress): boolean {
  return one.val.port === other.val.port && sameIp(ipOf(one), ipOf(other));
}

export function isUnspecified({ val }: IpAddress): boolean {
  return val.every((piece) => piece === 0);
}

export function isLoopback(address: IpAddress): boolean {
  return address.tag === "ipv4" ? address.val[0] === 127 : sameIp(address, loopback("ipv6"));
}

/** Ends the call with `invalid-argument` for what no socket of `family` can be bound to or connect to, whatever the network. */
export function checkUnicast(address: SocketAddress, family: Family): void {
  const { tag, val } = ipOf(address);
  const [first = 0] = val;
  const multicast = tag === "ipv4" ? first >= 224 && first < 240 : first >> 8 === 0xff;
  const broadcast = tag === "ipv4" && val.every((piece) => piece === 255);
  const mapped = tag === "ipv6" && val.slice(0, 5).every((piece) => piece === 0) && val[5] === 0xffff;
  if (tag !== family || multicast || broadcast || mapped) raise("invalid-argument");
}

/** As `checkUnicast`, for an address that something is sent to. */
export function checkRemote(address: SocketAddress, family: Family): void {
  checkUnicast(address, family);
  if (address.val.port === 0 || isUnspecified(ipOf(address))) raise("invalid-argument");
}
