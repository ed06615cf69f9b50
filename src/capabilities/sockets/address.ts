/** `wasi:sockets/network#ip-address` in jco's mapping: four bytes, or eight pieces of 16 bits. */
export interface IpAddress {
  readonly tag: "ipv4" | "ipv6";
  readonly val: readonly number[];
}

/** Where a peer stands: no address means any. */
interface PeerAddress {
  readonly address: IpAddress | undefined;
  readonly port: number;
}

/** An address written as text, such as `10.0.0.1` or `::1` (RFC 4291, section 2.2); `undefined` when it is none. */
export function parseIpAddress(text: string): IpAddress | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

/** `10.0.0.1:80`, `[::1]:53` or `*:7`; `undefined` for anything else. Port 0 is no place to stand. */
export function parsePeerAddress(text: string): PeerAddress | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:]*)):([0-9]{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port < 1 || port > 0xffff) return undefined;
  if (plain === "*") return { address: undefined, port };
  const address = bracketed === undefined ? parseIpv4(plain ?? "") : parseIpv6(bracketed);
  return address && { address, port };
}

function parseIpv4(text: string): IpAddress | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return { tag: "ipv4", val: parts.map(Number) };
}

function parseIpv6(text: string): IpAddress | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [before, after] = [pieces(halves[0] ?? "", halves.length === 1), pieces(halves[1] ?? "", true)];
  if (!before || !after) return undefined;
  const missing = 8 - before.length - after.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  return { tag: "ipv6", val: [...before, ...Array.from({ length: missing }, () => 0), ...after] };
}

/** The 16-bit pieces of one side of `::`; the last two may be written as an IPv4 address. */
function pieces(text: string, last: boolean): number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const values: number[] = [];
  for (const [index, part] of parts.entries()) {
    const ipv4 = last && index === parts.length - 1 ? parseIpv4(part)?.val : undefined;
    if (ipv4) {
      const [a = 0, b = 0, c = 0, d = 0] = ipv4;
      values.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) values.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return values;
}
